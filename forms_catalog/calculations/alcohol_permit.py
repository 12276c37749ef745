"""The fee for permits to sell alcohol (uwt art. 11¹): what is paid before they are issued.

For the first calendar year a permit costs a part of the yearly fee by days: yearly × days / 365 (366). Later
years follow the sales of the year before and are no part of it. Kept to the grosz, never to full złoty.
"""

from datetime import date
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.words import both
from forms_catalog.wording import say_date, say_money

TABLE = "alcohol_permit"

#: kind of permit → key of its rate, and what it is called
_KINDS = {
    "A_up_to_4_5_and_beer": ("a", both("Zezwolenie A, do 4,5% i piwo", "Permit A, up to 4.5% and beer")),
    "B_4_5_to_18": ("b", both("Zezwolenie B, od 4,5% do 18%", "Permit B, 4.5% to 18%")),
    "C_over_18": ("c", both("Zezwolenie C, ponad 18%", "Permit C, over 18%")),
}
_NOTE = both(
    "Zapłacisz, gdy urząd o to poprosi. W następnych latach opłata zależy od sprzedaży.",
    "You pay when the office asks for it. In later years the fee depends on sales.",
)
_MISSING = both("Nie znamy opłaty na ten rok.", "We do not know the fee of this year.")


@calculation("alcohol_permit_fee@1")
def alcohol_permit_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee of each finished permit for its first calendar year; None while none is finished."""
    lines = []
    sums = []
    for pointer, row in reading.rows(answers, "/permits"):
        kind = _KINDS.get(reading.text(row, "/kind") or "")
        first, last = reading.day(row, "/valid_from"), reading.day(row, "/valid_to")
        if kind is None or first is None or last is None or last < first:
            continue
        key, label = kind
        until = min(last, date(first.year, 12, 31))
        days, of_year = (until - first).days + 1, _days_of(first.year)
        rate = desk.rate(TABLE, key, first)
        spell = both(
            f"{say_date(first, 'pl')} – {say_date(until, 'pl')}",
            f"{say_date(first, 'en')} – {say_date(until, 'en')}",
        )
        if rate is None:
            lines.append(Line(label, spell, None, missing=_MISSING, pointer=pointer))
            continue
        due = to_grosz(Fraction(rate.value) * days / of_year)
        sums.append(due)
        formula = both(
            f"{spell.pl}: {say_money(rate.value, 'pl')} × {days} / {of_year} dni",
            f"{spell.en}: {say_money(rate.value, 'en')} × {days} / {of_year} days",
        )
        lines.append(Line(label, formula, due, rate, pointer=pointer))
    if not lines:
        return None
    # each permit is a decision of its own with a fee of its own, so each is rounded to the grosz
    total = sum((Fraction(due) for due in sums), Fraction(0))
    return Calculation(
        name="alcohol_permit_fee@1",
        title=both("Opłata za zezwolenia w pierwszym roku", "Fee for the permits in the first year"),
        lines=tuple(lines),
        exact=exact(total),
        total=to_grosz(total) if len(sums) == len(lines) else None,
        total_label=both("Opłata przed wydaniem zezwoleń", "Fee before the permits are issued"),
        note=_NOTE,
    )


def _days_of(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
