"""Whole numbers, years, decimals and money."""

import re
from collections.abc import Mapping
from decimal import Decimal

from forms_catalog.kinds.kind import Around, Judge, Kind, Wrong, as_given
from forms_catalog.kinds.texts import LAST_RESORT
from forms_catalog.model import ComputedField, DecimalField, IntField, MoneyField, YearField
from forms_catalog.problems import N_
from forms_catalog.wording import money_text, number_text

_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED = (
    # (shape, grouping sign): 1 250,00 · 1.250,00 · 1.250.000 · 1,250.00 · 1,250,000
    (re.compile(r"-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?"), " "),
    (re.compile(r"-?[0-9]{1,3}(?:(?:\.[0-9]{3})+,[0-9]*|(?:\.[0-9]{3}){2,})"), "."),
    (re.compile(r"-?[0-9]{1,3}(?:(?:,[0-9]{3})+\.[0-9]*|(?:,[0-9]{3}){2,})"), ","),
)
_CURRENCY = re.compile(r"\s*(?:zł|zl|pln)\.?$", re.IGNORECASE)
_LONGEST = 60  #: letters of a number typed with groups and unit; longer texts are no numbers
_MOST = 10**15

_NOT_A_NUMBER = Wrong(N_("Give a number, for example 640.50."), code="number")
_NOT_WHOLE = Wrong(N_("Give a whole number, for example 3."), code="whole_number")
_NO_GROSZE = Wrong(N_("Give full złoty, without grosze, for example 1250."), code="whole_number")


def plain_number(text: str) -> str | None:
    """ "1 250,00", "1250,00" and "1,250.00" → "1250.00", "12," → "12"; None for what is no number."""
    if len(text) > _LONGEST:
        return None
    text = _SPACES.sub(" ", text).replace("\N{MINUS SIGN}", "-")
    for shape, grouping in _GROUPED:
        if shape.fullmatch(text):
            text = text.replace(grouping, "")
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    text = text.removesuffix(".")
    return text if _PLAIN.fullmatch(text) else None


def _number_as_text(value: object) -> object:
    """Numbers of JSON as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def _read_decimal(field: DecimalField, value: object, beside: Mapping[str, object]) -> object:
    value = _number_as_text(value)
    if not isinstance(value, str):
        return value
    bare = value
    for unit in (field.suffix.pl, field.suffix.en) if field.suffix else ():
        bare = bare.removesuffix(unit).rstrip()
    return plain_number(bare) or value


def _read_money(field: MoneyField, value: object, beside: Mapping[str, object]) -> object:
    value = _number_as_text(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return value
    plain = plain_number(_CURRENCY.sub("", value))
    if plain is not None and field.whole and not plain.partition(".")[2].strip("0"):
        plain = plain.partition(".")[0]
    return plain or value


def _read_whole(field: IntField | YearField, value: object, beside: Mapping[str, object]) -> object:
    if not isinstance(value, str):
        return value
    plain = plain_number(value)
    return int(plain) if plain is not None and "." not in plain and len(plain) <= 15 else value


def _at_least(least: Decimal | int) -> Wrong:
    return Wrong(N_("Give %(minimum)s or more."), {"minimum": number_text(least)}, "too_small")


def _at_most(most: Decimal | int) -> Wrong:
    return Wrong(N_("Give %(maximum)s or less."), {"maximum": number_text(most)}, "too_large")


def _judge_int(field: IntField) -> Judge:
    most = _MOST if field.maximum is None else field.maximum
    least = -_MOST if field.minimum is None else field.minimum

    def judge(value: object, around: Around) -> Wrong | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return _NOT_WHOLE
        if value < least:
            return _at_least(least)
        if value > most:
            return _at_most(most)
        other = around.beside.get(field.at_least_field) if field.at_least_field is not None else None
        if isinstance(other, int) and value < other <= _MOST:
            return _at_least(other)
        return None

    return judge


def _judge_year(field: YearField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        last = around.today.year + field.years_ahead
        if not isinstance(value, int) or isinstance(value, bool) or not field.minimum <= value <= last:
            values = {"first": str(field.minimum), "last": str(last)}
            return Wrong(N_("Give a year from %(first)s to %(last)s."), values, "year")
        return None

    return judge


def _decimal(value: object, places: int) -> Decimal | Wrong:
    if not isinstance(value, str) or len(value) > 400 or not _PLAIN.fullmatch(value):
        return _NOT_A_NUMBER
    if len(value.partition(".")[2]) > places:
        message = N_("Too many digits after the decimal point. At most: %(places)s.")
        return Wrong(message, {"places": str(places)}, "too_many_places")
    return Decimal(value)


def _judge_decimal(field: DecimalField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        number = _decimal(value, field.places)
        if isinstance(number, Wrong):
            return number
        if field.above is not None and number <= field.above:
            message = N_("Give a number greater than %(above)s.")
            return Wrong(message, {"above": number_text(field.above)}, "too_small")
        if field.minimum is not None and number < field.minimum:
            return _at_least(field.minimum)
        return _at_most(field.maximum) if number > field.maximum else None

    return judge


def _judge_money(field: MoneyField) -> Judge:
    def judge(value: object, around: Around) -> Wrong | None:
        amount = _decimal(value, 2)
        if isinstance(amount, Wrong):
            return amount
        if field.whole and isinstance(value, str) and "." in value:
            return _NO_GROSZE
        if amount < field.minimum:
            least = money_text(field.minimum, whole=field.whole)
            return Wrong(N_("Give %(minimum)s or more."), {"minimum": least}, "too_small")
        if amount > field.maximum:
            most = money_text(field.maximum, whole=field.whole)
            return Wrong(N_("Give %(maximum)s or less."), {"maximum": most}, "too_large")
        return None

    return judge


def _judge_computed(field: ComputedField) -> Judge:
    wrong = Wrong(N_("We count this amount ourselves. Leave it out."), code="computed")
    return lambda value, around: wrong


INT = Kind(_read_whole, _judge_int, LAST_RESORT)
YEAR = Kind(_read_whole, _judge_year, N_("Give the year, for example 2026."))
DECIMAL = Kind(_read_decimal, _judge_decimal, LAST_RESORT)
MONEY = Kind(_read_money, _judge_money, N_("Give the amount, for example 1250.50."))
COMPUTED = Kind(as_given, _judge_computed, LAST_RESORT)
