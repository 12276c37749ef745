"""What forms say alike is kept once in a process, and stays what it was."""

from decimal import Decimal

from forms_catalog.catalogue import Catalogue
from forms_catalog.loading.kept_once import KeptOnce
from forms_catalog.model import Definition
from forms_catalog.particulars import Frozen
from forms_catalog.texts import Text


class _Sheet(Frozen):
    title: Text
    parts: tuple[Text, ...] = ()
    amounts: dict[str, Decimal | int | bool] = {}  # noqa: RUF012 – pydantic copies it


def _text(words: str) -> Text:
    return Text(pl=words, en=f"{words} in English")


def test_two_forms_that_say_the_same_share_it() -> None:
    once = KeptOnce()
    one = once.of(_Sheet(title=_text("Adres"), parts=(_text("Ulica"), _text("Dom"))))
    other = once.of(_Sheet(title=_text("Ulica"), parts=(_text("Ulica"), _text("Dom"))))
    assert one.parts is other.parts and other.title is one.parts[0]
    assert one == _Sheet(title=_text("Adres"), parts=(_text("Ulica"), _text("Dom")))
    assert once.of(_text("Adres")) is one.title


def test_what_is_equal_but_not_the_same_stays_apart() -> None:
    amounts: dict[str, Decimal | int | bool] = {"a": Decimal("1.00"), "b": Decimal("1.0"), "c": 1, "d": True}
    kept = KeptOnce().of(_Sheet(title=_text("Stawki"), amounts=dict(amounts)))
    assert {name: repr(value) for name, value in kept.amounts.items()} == {
        name: repr(value) for name, value in amounts.items()
    }


def test_what_was_given_and_what_was_left_out_stay_apart() -> None:
    once = KeptOnce()
    told = once.of(Text(pl="Adres", en="Address", uk=None))
    silent = once.of(Text(pl="Adres", en="Address"))
    assert (told.model_fields_set, silent.model_fields_set) == ({"pl", "en", "uk"}, {"pl", "en"})


def test_the_shipped_forms_share_their_blocks(catalogue: Catalogue) -> None:
    streets = {id(field) for form in catalogue.definitions.values() for field in _streets(form)}
    asked = sum(1 for form in catalogue.definitions.values() for _ in _streets(form))
    assert asked > 20 and len(streets) < asked / 4


def _streets(form: Definition) -> list[object]:
    fields = [field for section in form.sections for field in section.fields]
    within = [inner for field in fields for inner in getattr(field, "fields", ())]
    return [field for field in (*fields, *within) if field.name == "phone"]
