"""Forest tax (upl art. 2-6): hectares × the price of 0.220 m³ of wood × months / 12.

The rate of a hectare is not rounded, only the total is, to full złoty (OP art. 63 § 1). Protective forests
pay half, and so do nature reserves and national parks (art. 4 ust. 3 upl; the last two from memory).
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.calculations.hectares import Parcel, named, tax_on, tax_year
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.words import both, measured
from forms_catalog.calculations.yearly_tax import expected
from forms_catalog.duty_months import months_of_return
from forms_catalog.texts import LANGUAGES
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "forest_tax"

_WOOD = Decimal("0.220")  # m³ of wood for a hectare: set by the act itself (art. 4 ust. 1)
_KINDS = {
    "ordinary": both("zwykły las", "ordinary forest", "звичайний ліс"),
    "protective": both("las ochronny", "protective forest", "захисний ліс"),
    "reserve": both("las w rezerwacie", "forest in a nature reserve", "ліс у заповіднику"),
    "national_park": both("las w parku narodowym", "forest in a national park", "ліс у національному парку"),
}


@calculation("forest_tax@1")
def forest_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The year's tax on all parcels finished so far; None while year or parcels are missing."""
    found = tax_year(answers)
    if found is None:
        return None
    year, first = found
    parcels = [
        parcel
        for pointer, row in reading.rows(answers, "/forest_items")
        if (parcel := _parcel(pointer, row, desk, first)) is not None
    ]
    return tax_on("forest_tax@1", year, months_of_return(answers, year), parcels) if parcels else None


@calculation("forest_tax@2")
def expected_forest_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same sum for information by a person, as a preview: a decision sets the tax (upl art. 6 ust. 2)."""
    tax = forest_tax(answers, desk)
    return expected(tax, "forest_tax@2") if tax is not None else None


def _parcel(pointer: str, row: ReadAnswers, desk: Desk, first: date) -> Parcel | None:
    kind, area = reading.text(row, "/forest_kind"), reading.decimal(row, "/area_ha")
    if kind not in _KINDS or area is None or area <= 0:
        return None
    label, hectares = named(row, _KINDS[kind]), measured(area, "ha", places=4, uk="га")
    price = desk.rate(TABLE, "wood_price_m3", first)
    lowered = desk.rate(TABLE, f"lowered.{kind}_pct", first)
    if price is None or (lowered is None and kind != "ordinary"):
        missing = both(
            f"Nie znamy ceny drewna na {first.year} rok.",
            f"We do not know the price of wood for {first.year}.",
            f"Ми не знаємо ціни деревини на {first.year} рік.",
        )
        return Parcel(pointer, label, hectares, None, missing=missing)
    percent = Fraction(lowered.value) if lowered is not None else Fraction(100)
    tax = Fraction(area) * Fraction(_WOOD) * Fraction(price.value) * percent / 100
    cube = {"pl": "m³", "en": "m³", "uk": "м³"}
    share = "" if lowered is None else f" × {say_number(lowered.value.normalize(), 'pl')}%"
    formula = both(
        *(
            f"{hectares.in_(tongue)} × {say_number(_WOOD, tongue)}{HARD}{cube[tongue]}"
            f" × {say_money(price.value, tongue)}{share}"
            for tongue in LANGUAGES
        )
    )
    return Parcel(pointer, label, formula, tax, price)
