"""Agricultural tax (upr art. 2-6a): hectares × the price of so much rye × months / 12.

A farm pays for 2.5 dt of rye a conversion hectare, other land for 5 dt a hectare as measured (art. 6 ust. 1).
Farm land of class V, VI and VIz and land under trees and shrubs is exempt (art. 12 ust. 1 pkt 1 - memory).
Only the total is rounded, to full złoty (OP art. 63 § 1).
"""

from dataclasses import replace
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
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "agricultural_tax"

_FARM, _OTHER = Decimal("2.5"), Decimal(5)  # dt of rye for a hectare: set by the act itself (art. 6 ust. 1)
_EXEMPT = {"V", "VI", "VIz"}
_USES = {
    "R": both("grunty orne", "arable land", "рілля"),
    "S": both("sady", "orchards", "сади"),
    "L": both("łąki", "meadows", "луки"),
    "Ps": both("pastwiska", "pastures", "пасовища"),
    "Br": both("grunty rolne zabudowane", "built-up farm land", "забудована сільська земля"),
    "Wsr": both("grunty pod stawami", "land under ponds", "земля під ставками"),
    "W": both("rowy", "ditches", "рови"),
    "Lzr": both("grunty zadrzewione", "land with trees and shrubs", "земля з деревами та кущами"),
}


@calculation("agricultural_tax@1")
def agricultural_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The year's tax on all parcels finished so far; None while year, kind of land or parcels are missing."""
    found, farm = tax_year(answers), answers.get("is_farm")
    if found is None or not isinstance(farm, bool):
        return None
    year, first = found
    rye = desk.rate(TABLE, "rye_price_dt", first)
    parcels = [
        parcel
        for pointer, row in reading.rows(answers, "/agri_items")
        if (parcel := _parcel(pointer, row, rye, farm=farm, first=first)) is not None
    ]
    return tax_on("agricultural_tax@1", year, months_of_return(answers, year), parcels) if parcels else None


@calculation("agricultural_tax@2")
def expected_agricultural_tax(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The same sum for information by a person, as a preview: a decision sets the tax."""
    tax = agricultural_tax(answers, desk)
    return expected(tax, "agricultural_tax@2") if tax is not None else None


def _parcel(pointer: str, row: ReadAnswers, rye: Rate | None, *, farm: bool, first: date) -> Parcel | None:
    use, soil, area = (
        reading.text(row, "/use"),
        reading.text(row, "/soil_class"),
        reading.decimal(row, "/area_ha"),
    )
    if use not in _USES or soil is None or area is None or area <= 0:
        return None
    hectares = measured(area, "ha", places=4, uk="га")
    parcel = Parcel(pointer, _label(row, _USES[use], soil), hectares, None)
    if soil in _EXEMPT or use == "Lzr":
        exempt = both(f"{hectares.pl}, zwolnione", f"{hectares.en}, exempt", f"{hectares.uk}, звільнено")
        return replace(parcel, formula=exempt, year_tax=Fraction(0), exempt=True)
    if rye is None:
        return replace(parcel, missing=_no_price(first.year))
    converted = reading.decimal(row, "/conv_ha")
    if not farm:
        return _counted(parcel, area, hectares, _OTHER, rye)
    if converted is None:
        return replace(parcel, missing=_NO_CONVERSION)
    return _counted(parcel, converted, _conversion(converted), _FARM, rye)


_NO_CONVERSION = both(
    "Podaj hektary przeliczeniowe. Są w decyzji o podatku albo w dawnej deklaracji.",
    "Give the conversion hectares. They are in the tax decision or in an earlier return.",
    "Вкажіть перерахункові гектари. Вони є в рішенні про податок або в давнішій декларації.",
)


def _no_price(year: int) -> Text:
    return both(
        f"Nie znamy ceny żyta na {year} rok.",
        f"We do not know the price of rye for {year}.",
        f"Ми не знаємо ціни жита на {year} рік.",
    )


def _label(row: ReadAnswers, use: Text, soil: str) -> Text:
    name = named(row, use)
    if soil == "none":
        return name
    return both(f"{name.pl}, klasa {soil}", f"{name.en}, class {soil}", f"{name.uk}, клас {soil}")


def _conversion(hectares: Decimal) -> Text:
    """ "1,9500 ha przel."."""
    said = {"pl": "ha przel.", "en": "conversion ha", "uk": "перерах. га"}
    return both(*(f"{say_number(hectares, tongue, places=4)}{HARD}{said[tongue]}" for tongue in LANGUAGES))


def _counted(parcel: Parcel, hectares: Decimal, said: Text, rye_dt: Decimal, price: Rate) -> Parcel:
    tax = Fraction(hectares) * Fraction(rye_dt) * Fraction(price.value)
    dt = {"pl": "dt", "en": "dt", "uk": "ц"}
    formula = both(
        *(
            f"{said.in_(tongue)} × {say_number(rye_dt, tongue)}{HARD}{dt[tongue]}"
            f" × {say_money(price.value, tongue)}"
            for tongue in LANGUAGES
        )
    )
    return replace(parcel, formula=formula, year_tax=tax, rate=price)
