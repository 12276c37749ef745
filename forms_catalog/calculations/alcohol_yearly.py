"""What permits to sell alcohol cost in a year after the first, by last year's sales (uwt art. 11¹ ust. 4-7).

A permit that ends within the year pays its share by days. Nothing is rounded to full złoty.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.alcohol_permit import TABLE, Yearly, yearly
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import NOT_KNOWN, added_up, percent_of
from forms_catalog.calculations.words import both
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import day_text, money_text, say_money

_KINDS = {
    "A": both("Zezwolenie A, do 4,5% i piwo", "Permit A, up to 4.5% and beer", "Дозвіл A, до 4,5% і пиво"),
    "B": both("Zezwolenie B, od 4,5% do 18%", "Permit B, 4.5% to 18%", "Дозвіл B, від 4,5% до 18%"),
    "C": both("Zezwolenie C, ponad 18%", "Permit C, over 18%", "Дозвіл C, понад 18%"),
}
_INSTALMENTS = 3
#: so long a statement may still come late (uwt art. 18 ust. 12a)
_GRACE = timedelta(days=30)


@calculation("alcohol_annual_fee@1")
def alcohol_annual_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee of each permit for the year after the sales; None while year or sales are missing."""
    sold = reading.whole(answers, "/year")
    if sold is None or not 2000 <= sold <= 2198:
        return None
    lines = [
        line
        for pointer, row in reading.rows(answers, "/sales")
        if (line := _line(pointer, row, sold + 1, desk))
    ]
    if not lines:
        return None
    in_parts = reading.text(answers, "/payment_plan") == "three_instalments"
    counted = added_up(
        "alcohol_annual_fee@1",
        lines,
        title=both(
            f"Opłata za zezwolenia na rok {sold + 1}",
            f"Fee for the permits for {sold + 1}",
            f"Плата за дозволи на {sold + 1} рік",
        ),
        total_label=both("Opłata za rok", "Fee for the year", "Плата за рік"),
        payable="permit_fee",
        into="/fee_total",
    )
    return _with_dates(counted, sold + 1, desk.today, in_parts=in_parts)


def _line(pointer: str, row: ReadAnswers, year: int, desk: Desk) -> Line | None:
    kind, sales = reading.text(row, "/kind") or "", reading.decimal(row, "/value")
    if kind not in _KINDS or sales is None or sales < 0:
        return None
    first = date(year, 1, 1)
    known, rate = yearly(kind.lower(), desk, first), desk.rate(TABLE, kind.lower(), first)
    if known is None:
        return Line(_KINDS[kind], money_text(sales), None, missing=NOT_KNOWN, pointer=pointer)
    if sales > known.sales_over:
        rate = desk.rate(TABLE, f"{kind.lower()}.sales_pct", first)
    formula, fee = _of_year(known, sales), Fraction(known.fee(sales))
    ends = reading.day(row, "/ends_on")
    if ends is not None and ends.year == year and ends < date(year, 12, 31):
        count, of_year = (ends - first).days + 1, (date(year, 12, 31) - first).days + 1
        formula, fee = _by_days(formula, count, of_year), fee * count / of_year
    return Line(_KINDS[kind], formula, to_grosz(fee), rate, pointer=pointer)


def _of_year(known: Yearly, sales: Decimal) -> Text:
    if sales > known.sales_over:
        return percent_of(known.percent, sales)
    pl, en, uk = (say_money(known.sales_over, language) for language in LANGUAGES)
    return both(
        f"sprzedaż do {pl}: {say_money(known.basic, 'pl')}",
        f"sales of up to {en}: {say_money(known.basic, 'en')}",
        f"продаж до {uk}: {say_money(known.basic, 'uk')}",
    )


def _by_days(formula: Text, count: int, of_year: int) -> Text:
    return both(
        f"({formula.pl}) × {count} / {of_year} dni",
        f"({formula.en}) × {count} / {of_year} days",
        f"({formula.uk}) × {count} / {of_year} днів",
    )


def _with_dates(counted: Calculation, year: int, today: date, *, in_parts: bool) -> Calculation:
    """The sum with the days on which it is paid; these do not move to a working day.

    Once the first day has passed the office says what is due: a late payment is higher.
    """
    first = date(year, 1, 31)
    if counted.total is None:
        return counted
    if today > first:
        return replace(counted, note=_too_late(first, today), payable=None)
    if in_parts:
        return replace(counted, note=_in_parts(counted.total, year), payable=None)
    day = day_text(first)
    note = both(
        f"Zapłać do {day.pl}. Tego dnia nie można przesunąć, także gdy jest wolny.",
        f"Pay by {day.en}. That day cannot be moved, even if it is a day off.",
        f"Заплатіть до {day.uk}. Цей день не переноситься, навіть якщо він вихідний.",
    )
    return replace(counted, note=note)


def _in_parts(total: Decimal, year: int) -> Text:
    each = to_grosz(Fraction(total) / _INSTALMENTS)
    last = total - each * (_INSTALMENTS - 1)
    days = (day_text(date(year, month, day)) for month, day in ((1, 31), (5, 31), (9, 30)))
    parts = list(zip(days, (each, each, last), strict=True))
    pl, en, uk = (
        "; ".join(f"{day.in_(tongue)} – {say_money(due, tongue)}" for day, due in parts)
        for tongue in LANGUAGES
    )
    return both(
        f"Raty płatne najpóźniej: {pl}. Tych dni nie można przesunąć.",
        f"Instalments at the latest on: {en}. These days cannot be moved.",
        f"Частини сплачуються не пізніше: {uk}. Ці дні не переносяться.",
    )


def _too_late(first: date, today: date) -> Text:
    day = day_text(first)
    if today <= first + _GRACE:
        return both(
            f"Termin minął {day.pl}. Spóźniona wpłata jest o 30% większa. Zapytaj urząd o kwotę.",
            f"The day was {day.en}. A late payment is 30% higher. Ask the office for the amount.",
            f"Термін минув {day.uk}. Спізнена оплата на 30% більша. Запитайте суму в управлінні.",
        )
    return both(
        f"Termin minął {day.pl}. Zezwolenie mogło wygasnąć. Zapytaj urząd, zanim zapłacisz.",
        f"The day was {day.en}. The permit may have expired. Ask the office before you pay.",
        f"Термін минув {day.uk}. Дозвіл міг втратити чинність. Запитайте в управлінні, перш ніж платити.",
    )


@calculation("alcohol_late_statement@1")
def alcohol_late_statement(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """30 % of the basic fee of each kind within 30 days after 31 January; None when in time or later still.

    The day does not move to a working day (uwt art. 18 ust. 12 point 5 and 12a-12c).
    """
    sold = reading.whole(answers, "/year")
    if sold is None or not 2000 <= sold <= 2198:
        return None
    due = date(sold + 1, 1, 31)
    if not due < desk.today <= due + _GRACE:
        return None
    lines = [
        _late(kind, pointer, desk)
        for pointer, row in reading.rows(answers, "/sales")
        if (kind := reading.text(row, "/kind") or "") in _KINDS
    ]
    if not lines:
        return None
    return added_up(
        "alcohol_late_statement@1",
        lines,
        title=both(
            "Opłata dodatkowa za spóźnione oświadczenie",
            "Additional fee for a late statement",
            "Додаткова плата за спізнену заяву",
        ),
        total_label=both("Opłata dodatkowa", "Additional fee", "Додаткова плата"),
        note=both(
            "Masz na to 30 dni po 31 stycznia. Potem zezwolenie wygasa.",
            "You have 30 days after 31 January for it. Then the permit expires.",
            "Ви маєте на це 30 днів після 31 січня. Потім дозвіл втрачає чинність.",
        ),
        payable="permit_fee",
    )


def _late(kind: str, pointer: str, desk: Desk) -> Line:
    basic, share = (desk.rate(TABLE, key, desk.today) for key in (kind.lower(), "late_statement_pct"))
    if basic is None or share is None:
        return Line(_KINDS[kind], both("–", "–", "–"), None, missing=NOT_KNOWN, pointer=pointer)
    amount = to_grosz(Fraction(basic.value) * Fraction(share.value) / 100)
    return Line(_KINDS[kind], percent_of(share.value, basic.value), amount, share, pointer=pointer)
