"""Words that several calculations say."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from forms_catalog.facts.rates import Rate
from forms_catalog.texts import Text
from forms_catalog.wording import HARD, money_text, number_text

_CAP = Text(
    pl="Stawka maksymalna – do potwierdzenia. Stawek tego urzędu tu nie znamy.",
    en="Statutory maximum – to be confirmed. We do not know this office's own rates here.",
    uk="Найвища законна ставка – до підтвердження. Власних ставок цього уряду ми тут не знаємо.",
)
_DEMO = Text(pl="Stawki przykładowe.", en="Sample rates.", uk="Приклади ставок.")
_UNSURE = Text(
    pl="Stawka do potwierdzenia. Zapytaj urząd, zanim zapłacisz.",
    en="Rate to be confirmed. Ask the office before you pay.",
    uk="Ставка до підтвердження. Запитайте управління, перш ніж платити.",
)


def note_on(rates: Iterable[Rate | None]) -> Text | None:
    """What to say of rates that are not the office's own, not real or that nobody has compared with their
    source; None where there is nothing to say.
    """
    used = [rate for rate in rates if rate is not None]
    if any(rate.is_cap for rate in used):
        return _CAP
    if any(rate.standing == "demo" for rate in used):
        return _DEMO
    return _UNSURE if any(rate.standing != "verified" for rate in used) else None


def both(pl: str, en: str, uk: str) -> Text:
    """A text in the three languages of the city."""
    return Text(pl=pl, en=en, uk=uk)


def amount_times(quantity: Text, rate: Decimal) -> Text:
    """ "640,50 m² × 0,77 zł"."""
    return times(quantity, money_text(rate))


def measured(value: Decimal, unit: str, places: int = 2, uk: str | None = None) -> Text:
    """ "640,50 m²"; `uk` is the unit where Ukrainian writes it in its own letters (га, т)."""
    number = number_text(value, places=places)
    return both(
        f"{number.pl}{HARD}{unit}", f"{number.en}{HARD}{unit}", f"{number.in_('uk')}{HARD}{uk or unit}"
    )


def times(first: Text, second: Text) -> Text:
    """ "640,50 m² × 12 z 12 miesięcy"."""
    return both(
        f"{first.pl} × {second.pl}", f"{first.en} × {second.en}", f"{first.in_('uk')} × {second.in_('uk')}"
    )


@cache
def of_twelve_months(months: int) -> Text:
    """ "7 z 12 miesięcy"."""
    return both(f"{months} z 12 miesięcy", f"{months} of 12 months", f"{months} з 12 місяців")


def polish_plural(count: int, one: str, few: str, many: str) -> str:
    """The Polish form that goes with a number: 1 osoba, 2 osoby, 5 osób, 22 osoby."""
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


def ukrainian_plural(count: int, one: str, few: str, many: str) -> str:
    """The Ukrainian form that goes with a number: 1 особа, 21 особа, 2 особи, 5 осіб, 11 осіб."""
    if count % 100 in (11, 12, 13, 14):
        return many
    return polish_plural(count % 10, one, few, many)
