"""For each kind of field a strategy of answers that the judge takes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from forms_catalog import model
from forms_catalog.catalogue import Catalogue
from tests.strategies import numbers

LETTERS = "aąbcćdeęfghijklłmnńoóprsśtuwyzźżAŁŻ0123456789 -'\"&<>.,;:/§ąøü–„”ЖїΩ漢🗑"


@dataclass(frozen=True)
class Setting:
    """What an answer may depend on."""

    catalogue: Catalogue
    today: date
    beside: Mapping[str, object]  #: the answers drawn so far at the same level


_AHEAD = timedelta(days=1500)

Maker = Callable[[model.Asked, Setting], SearchStrategy[object]]


def _settled(text: str) -> str:
    return re.sub(" {2,}", " ", unicodedata.normalize("NFC", text)).strip()


def words(least: int, most: int, alphabet: str = LETTERS) -> SearchStrategy[str]:
    """NFC text without spaces at its ends, of so many letters."""
    drawn = st.text(alphabet, min_size=least, max_size=min(most, least + 30)).map(_settled)
    return drawn.map(lambda text: text + "x" * (least - len(text)))


def _string(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.StringField)
    if field.pattern is None:
        return words(max(1, field.min_length), field.max_length)
    made = st.from_regex(re.compile(field.pattern), fullmatch=True)
    return made.filter(
        lambda text: _settled(text) == text and field.min_length <= len(text) <= field.max_length
    )


def _text(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.TextField)
    return words(max(1, field.min_length), field.max_length, LETTERS + "\n")


def _int(field: model.Asked, setting: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.IntField)
    bounds = [field.minimum if field.minimum is not None else -(10**9)]
    if field.at_least_field and isinstance(smallest := setting.beside.get(field.at_least_field), int):
        bounds.append(smallest)
    return st.integers(max(bounds), field.maximum if field.maximum is not None else 10**9)


def _year(field: model.Asked, setting: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.YearField)
    return st.integers(field.minimum, setting.today.year + field.years_ahead)


def _date(field: model.Asked, setting: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.DateField)
    last = setting.today if field.not_after_today else date(setting.today.year + 1, 12, 31)
    if field.after_today:  # far enough ahead for a form that is filed on the day of the run
        return st.dates(setting.today + _AHEAD, setting.today + 2 * _AHEAD).map(date.isoformat)
    if field.days_back is not None:
        return st.dates(setting.today, last).map(date.isoformat)
    return st.dates(date(1900, 1, 1), last).map(date.isoformat)


def _month(_: model.Asked, setting: Setting) -> SearchStrategy[object]:
    return st.builds("{:04d}-{:02d}".format, st.integers(2016, setting.today.year + 1), st.integers(1, 12))


def _written(number: int, places: int) -> str:
    """A number with so many places, as a person may write it."""
    return format(Decimal(number).scaleb(-places), "f")


def _decimal(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.DecimalField)
    least = max(
        (bound for bound in (field.minimum, field.above) if bound is not None), default=Decimal(-1000)
    )
    most = min(field.maximum, Decimal(10**7))

    def of(places: int) -> SearchStrategy[str]:
        lowest, highest = int(least.scaleb(places)) + (field.above is not None), int(most.scaleb(places))
        return st.integers(lowest, highest).map(lambda number: _written(number, places))

    return st.integers(0, field.places).flatmap(of)


def _money(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.MoneyField)
    places = 0 if field.whole else 2
    most = min(field.maximum, Decimal(10**9))
    amounts = st.integers(int(field.minimum.scaleb(places)), int(most.scaleb(places)))
    return amounts.map(lambda number: _written(number, places))


def _enum(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.EnumField)
    return st.sampled_from([choice.value for choice in field.choices])


def _several(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.MultiEnumField)
    offered = [choice.value for choice in field.choices]
    # in the order of the form
    chosen = st.sets(st.sampled_from(offered), min_size=1)
    return chosen.map(lambda some: [value for value in offered if value in some])


def _moment(_: model.Asked, setting: Setting) -> SearchStrategy[object]:
    days = st.dates(date(2000, 1, 1), date(setting.today.year + 1, 12, 31))
    # clocks go forward between two and three
    return st.builds("{}T{:02d}:{:02d}".format, days, st.integers(3, 23), st.integers(0, 59))


def _list(field: model.Asked, setting: Setting) -> SearchStrategy[object]:
    assert isinstance(field, model.ListField)
    entries = [
        entry.value for entry in setting.catalogue.lists[field.list] if entry.offered_on(setting.today)
    ]
    return st.sampled_from([field.default or entries[0], *entries])


def _postal_code(_: model.Asked, setting: Setting) -> SearchStrategy[object]:
    if setting.beside.get("country", "PL") == "PL":
        return st.builds("{}-{}".format, numbers.digits(2), numbers.digits(3))
    return st.text("ABC123", min_size=1, max_size=12)


def _email(_: model.Asked, __: Setting) -> SearchStrategy[object]:
    local = st.from_regex(r"[a-z0-9][a-z0-9_+-]{0,20}(\.[a-z0-9]{1,8})?", fullmatch=True)
    return st.builds("{}@{}".format, local, st.sampled_from(["poczta.example", "a-b.example.com"]))


def _bool(field: model.Asked, _: Setting) -> SearchStrategy[object]:
    # a box that need not be ticked is ticked or not given: "no" is cleaned to "not given"
    return st.booleans() if field.required else st.just(True)


MAKERS: dict[str, Maker] = {
    "string": _string,
    "text": _text,
    "bool": _bool,
    "statement": lambda _, __: st.just(True),
    "int": _int,
    "year": _year,
    "month": _month,
    "date": _date,
    "decimal": _decimal,
    "money": _money,
    "enum": _enum,
    "multi_enum": _several,
    "datetime": _moment,
    "nrb": lambda _, __: numbers.nrb(),
    "vin": lambda _, __: st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17),
    "plate": lambda _, __: numbers.plate(),
    "case_sign": lambda _, __: numbers.case_sign(),
    "list": _list,
    "pesel": lambda _, setting: numbers.pesel(setting.today),
    "nip": lambda _, __: numbers.nip(),
    "regon": lambda _, __: numbers.regon(),
    "krs": lambda _, __: numbers.krs(),
    "kw": lambda _, __: numbers.kw(),
    "postal_code": _postal_code,
    "email": _email,
    "phone": lambda _, __: numbers.phone(),
    "ade": lambda _, __: numbers.ade(),
}

_made: dict[tuple[int, object], tuple[model.Asked, SearchStrategy[object]]] = {}


def answer(field: model.Asked, setting: Setting) -> SearchStrategy[object]:
    """The strategy of a field's answers, made once: hypothesis checks every new strategy at length."""
    depends: object = setting.today, id(setting.catalogue)
    if isinstance(field, model.PostalCodeField):
        depends = setting.beside.get("country", "PL") == "PL"
    if isinstance(field, model.IntField) and field.at_least_field:
        depends = setting.beside.get(field.at_least_field)
    key = id(field), depends
    if key not in _made:
        _made[key] = field, MAKERS[field.kind](field, setting)  # type: ignore[attr-defined]  # every kind has it
    return _made[key][1]
