"""How a calculation ends: its lines added up, and no total where one of them is not known."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import both
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

#: said in a line whose rate nobody has told us
NOT_KNOWN = both(
    "Nie znamy opłaty na ten dzień.",
    "We do not know the fee on this day.",
    "Ми не знаємо, яка плата на цей день.",
)


def grosze(amount: Decimal) -> Decimal:
    """A rate as an amount of złoty and grosze."""
    return amount.quantize(Decimal("0.01"))


def percent_of(percent: Decimal, amount: Decimal) -> Text:
    """ "10% × 250,00 zł" in every language."""
    share = percent.normalize() if percent % 1 else percent.quantize(Decimal(1))
    pl, en, uk = (f"{say_number(share, tongue)}% × {say_money(amount, tongue)}" for tongue in LANGUAGES)
    return both(pl, en, uk)


def days(count: int) -> Text:
    """ "5 dni" in every language."""
    uk = ukrainian_plural(count, "день", "дні", "днів")
    pl, en = ("dzień" if count == 1 else "dni"), ("day" if count == 1 else "days")
    return both(f"{count}{HARD}{pl}", f"{count}{HARD}{en}", f"{count}{HARD}{uk}")


def area_by_days(area: Decimal, count: int) -> Text:
    """ "12,50 m² × 5 dni" in every language."""
    spell = days(count)
    pl, en, uk = (
        f"{say_number(area, tongue, places=2)}{HARD}m² × {spell.in_(tongue)}" for tongue in LANGUAGES
    )
    return both(pl, en, uk)


def ukrainian_plural(count: int, one: str, few: str, many: str) -> str:
    """The Ukrainian form that goes with a number: 1 день, 21 день, 2 дні, 5 днів."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


def added_up(
    name: str,
    lines: Sequence[Line],
    *,
    title: Text,
    total_label: Text,
    note: Text | None = None,
    payable: str | None = None,
    into: str | None = None,
) -> Calculation:
    """The sum of the lines to the grosz; `into` is the pointer of the computed field that shows it."""
    known = [line.amount for line in lines if line.amount is not None]
    whole = sum((Fraction(amount) for amount in known), Fraction(0))
    total = to_grosz(whole) if len(known) == len(lines) else None
    computed: Mapping[str, Decimal] = {into: total} if into is not None and total is not None else {}
    return Calculation(
        name=name,
        title=title,
        lines=tuple(lines),
        exact=exact(whole),
        total=total,
        total_label=total_label,
        note=note,
        payable=payable,
        computed=computed,
    )
