"""Words that several calculations say."""

from collections.abc import Iterable
from decimal import Decimal

from forms_catalog.rates import Rate
from forms_catalog.texts import Text
from forms_catalog.wording import HARD, say_money, say_number

_CAP = Text(
    pl="Stawka maksymalna – do potwierdzenia. Stawek tego urzędu tu nie znamy.",
    en="Statutory maximum – to be confirmed. We do not know this office's own rates here.",
)
_DEMO = Text(pl="Stawki przykładowe.", en="Sample rates.")


def note_on(rates: Iterable[Rate | None]) -> Text | None:
    """What to say of rates that are not the office's own or not real; None where there is nothing to say."""
    used = [rate for rate in rates if rate is not None]
    if any(rate.is_cap for rate in used):
        return _CAP
    return _DEMO if any(rate.standing == "demo" for rate in used) else None


def both(pl: str, en: str) -> Text:
    """A text in the two languages that every text has."""
    return Text(pl=pl, en=en)


def amount_times(quantity: Text, rate: Decimal) -> Text:
    """ "640,50 m² × 0,77 zł"."""
    return both(f"{quantity.pl} × {say_money(rate, 'pl')}", f"{quantity.en} × {say_money(rate, 'en')}")


def measured(value: Decimal, unit: str, places: int = 2) -> Text:
    """ "640,50 m²"."""
    pl, en = (f"{say_number(value, language, places=places)}{HARD}{unit}" for language in ("pl", "en"))
    return both(pl, en)


def polish_plural(count: int, one: str, few: str, many: str) -> str:
    """The Polish form that goes with a number: 1 osoba, 2 osoby, 5 osób, 22 osoby."""
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
