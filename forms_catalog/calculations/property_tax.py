"""Property tax (upol art. 2-6): area or value × the rate of 1 January of the tax year × months / 12.

Only the total is rounded, to full złoty (OP art. 63 § 1), and so is the value of a structure, which is a tax
base in złoty; areas and lines are not. Storeys 1.40-2.20 m high count by half (upol art. 4 ust. 2). A share
does not divide the tax: co-owners owe it jointly (upol art. 3 ust. 4).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz, to_zloty
from forms_catalog.calculations.words import amount_times, both, measured, note_on, of_twelve_months, times
from forms_catalog.calculations.yearly_tax import expected, total_of, yearly_tax
from forms_catalog.duty_months import months_of_return
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import say_money, say_number

TABLE = "property_tax"

_LAND = {
    "business": ("land.business_m2", both("związana z firmą", "used for business", "пов’язана з фірмою")),
    "water": ("land.water_ha", both("pod wodami", "under water", "під водою")),
    "revitalisation": (
        "land.revitalisation_m2",
        both("w obszarze rewitalizacji", "in a revitalisation area", "у зоні ревіталізації"),
    ),
    "other": ("land.other_m2", both("pozostała", "other", "інша")),
}
_BUILDING = {
    "residential": ("building.residential_m2", both("mieszkalny", "residential", "житлова")),
    "business": ("building.business_m2", both("związany z firmą", "used for business", "пов’язана з фірмою")),
    "seed": (
        "building.seed_m2",
        both("obrót materiałem siewnym", "trade in certified seed", "торгівля насінням"),
    ),
    "health": ("building.health_m2", both("usługi zdrowotne", "health services", "медичні послуги")),
    "other": ("building.other_m2", both("pozostały", "other", "інша")),
}


@dataclass(frozen=True)
class _Taxed:
    """One line before it is said: what, how much, at which rate, for how many months."""

    pointer: str
    label: Text
    quantity: Text
    base: Fraction  #: area as it counts, or value in full złoty
    key: str
    months: int


@calculation("property_tax@1")
def property_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The year's tax of all objects finished so far; None while year or objects are missing."""
    return _counted(answers, desk)


@calculation("property_tax@2")
def expected_property_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same sum for information by a person, as a preview: a decision sets the tax (upol art. 6 ust. 7).

    Nothing is due before the decision, and there is none when the tax is below the postage (art. 6 ust. 8a).
    """
    tax = _counted(answers, desk)
    return expected(tax, "property_tax@2") if tax is not None else None


def _counted(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    year = reading.whole(answers, "/declaration/tax_year")
    if year is None or not 1900 <= year <= 2199:
        return None
    period = months_of_return(answers, year)
    taxed = [*_land(answers, period), *_buildings(answers, period), *_structures(answers, period)]
    if not taxed:
        return None
    first = date(year, 1, 1)
    rates = [desk.rate(TABLE, item.key, first) for item in taxed]
    return _sum(year, [(item, rate, _tax(item, rate)) for item, rate in zip(taxed, rates, strict=True)])


def _months(row: ReadAnswers, period: int) -> int | None:
    """The row's own number of months, else the return's; None for one that no year has."""
    if "months" not in row:
        return period
    own = reading.whole(row, "/months")
    return own if own is not None and 1 <= own <= 12 else None


def _land(answers: ReadAnswers, period: int) -> Iterator[_Taxed]:
    for pointer, row in reading.rows(answers, "/land_items"):
        kind = _LAND.get(reading.text(row, "/land_class") or "")
        area, months = reading.decimal(row, "/area"), _months(row, period)
        if kind is None or area is None or months is None or area < 0:
            continue
        unit = "ha" if kind[0].endswith("_ha") else "m²"
        plot = reading.text(row, "/parcel_no") or ""
        label = both(
            f"Działka {plot}, {kind[1].pl}".replace(" ,", ","),
            f"Parcel {plot}, {kind[1].en}".replace(" ,", ","),
            f"Ділянка {plot}, {kind[1].uk}".replace(" ,", ","),
        )
        yield _Taxed(
            pointer,
            label,
            measured(area, unit, uk="га" if unit == "ha" else "м²"),
            Fraction(area),
            kind[0],
            months,
        )


def _buildings(answers: ReadAnswers, period: int) -> Iterator[_Taxed]:
    for pointer, row in reading.rows(answers, "/building_items"):
        kind = _BUILDING.get(reading.text(row, "/building_class") or "")
        full, low = reading.decimal(row, "/area_full"), reading.decimal(row, "/area_half")
        months = _months(row, period)
        if kind is None or full is None or months is None or full < 0:
            continue
        label = _building_label(row, kind[1])
        if full or not low:
            yield _Taxed(pointer, label, measured(full, "m²", uk="м²"), Fraction(full), kind[0], months)
        if low is not None and low > 0:
            half = Fraction(low) / 2
            whole, counted = measured(low, "m²", uk="м²"), measured(exact(half).normalize(), "m²", uk="м²")
            quantity = both(
                f"{whole.pl} liczone w połowie: {counted.pl}",
                f"{whole.en} counted by half: {counted.en}",
                f"{whole.uk}, рахуємо половину: {counted.uk}",
            )
            storey = both(
                f"{label.pl}, niska kondygnacja", f"{label.en}, low storey", f"{label.uk}, низький поверх"
            )
            yield _Taxed(pointer, storey, quantity, half, kind[0], months)


def _building_label(row: ReadAnswers, kind: Text) -> Text:
    number, plot = reading.text(row, "/building_no"), reading.text(row, "/parcel_no")
    said = (
        ", ".join([f"{building} {number or ''}".rstrip(), *([f"{parcel} {plot}"] if plot else []), what])
        for building, parcel, what in (
            ("Budynek", "działka", kind.pl),
            ("Building", "parcel", kind.en),
            ("Будівля", "ділянка", kind.in_("uk")),
        )
    )
    return both(*said)


def _structures(answers: ReadAnswers, period: int) -> Iterator[_Taxed]:
    for pointer, row in reading.rows(answers, "/structure_items"):
        value, months = reading.decimal(row, "/value"), _months(row, period)
        if value is None or months is None or value < 0:
            continue
        name = reading.text(row, "/name") or ""
        base = to_zloty(Fraction(value))
        label = both(*(f"{what}: {name}" if name else what for what in ("Budowla", "Structure", "Споруда")))
        quantity = both(*(say_money(base, tongue, whole=True) for tongue in LANGUAGES))
        yield _Taxed(pointer, label, quantity, Fraction(base), "structure_pct", months)


#: an item, its rate if it is known, and its tax before rounding
_Rated = tuple[_Taxed, Rate | None, Fraction]


def _tax(item: _Taxed, rate: Rate | None) -> Fraction:
    """One division for all: fractions reduce themselves at every step."""
    if rate is None:
        return Fraction(0)
    up, down = rate.value.as_integer_ratio()
    parts = down * (1200 if rate.is_percent else 12)
    return Fraction(item.base.numerator * up * item.months, item.base.denominator * parts)


def _line(item: _Taxed, rate: Rate | None, tax: Fraction, year: int) -> Line:
    months = of_twelve_months(item.months)
    if rate is None:
        missing = both(
            f"Nie znamy stawki na {year} rok dla tej pozycji.",
            f"We do not know the {year} rate for this item.",
            f"Ми не знаємо ставки за {year} рік для цього рядка.",
        )
        formula = times(item.quantity, months)
        return Line(item.label, formula, None, missing=missing, pointer=item.pointer)
    counted = amount_times(item.quantity, rate.value)
    if rate.is_percent:
        percent = rate.value.normalize()
        counted = times(item.quantity, both(*(f"{say_number(percent, tongue)}%" for tongue in LANGUAGES)))
    return Line(item.label, times(counted, months), to_grosz(tax), rate, pointer=item.pointer)


def _computed(rated: Sequence[_Rated], total: Decimal | None) -> dict[str, Decimal]:
    taxes: dict[str, Fraction] = {}
    computed: dict[str, Decimal] = {}
    for item, rate, tax in rated:
        if rate is None:
            continue
        known = taxes.get(item.pointer)
        taxes[item.pointer] = tax if known is None else known + tax
        if not rate.is_percent:
            computed[f"{item.pointer}/rate"] = rate.value
        computed[f"{item.pointer}/tax"] = to_grosz(taxes[item.pointer])
    if total is not None:
        computed["/total_tax"] = total
    return computed


def _sum(year: int, rated: Sequence[_Rated]) -> Calculation:
    known = sum((tax for _, _, tax in rated), Fraction(0))
    complete = all(rate is not None for _, rate, _ in rated)
    total = total_of(known, complete=complete)
    return yearly_tax(
        "property_tax@1",
        year,
        lines=[_line(item, rate, tax, year) for item, rate, tax in rated],
        known=known,
        total=total,
        note=note_on(rate for _, rate, _ in rated),
        computed=_computed(rated, total),
    )
