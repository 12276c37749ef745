"""The fee for a taxi licence (rotd): by its years and area, and an extract for each vehicle.

The bands of years are data as the amounts are: band 1 reaches to `years_to.1`, and so on.
"""

from decimal import Decimal
from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import exact, to_grosz
from forms_catalog.calculations.sums import ukrainian_plural
from forms_catalog.calculations.words import both, polish_plural
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import LANGUAGES, Text
from forms_catalog.wording import HARD, say_money, say_number

TABLE = "taxi_licence"
_BANDS = ("1", "2", "3")
_AREAS = {
    "commune": both("Licencja na teren miasta", "Licence for the city", "Ліцензія на територію міста"),
    "neighbouring_communes": both(
        "Licencja na miasto i sąsiednie gminy",
        "Licence for the city and neighbouring communes",
        "Ліцензія на місто і сусідні ґміни",
    ),
}
_EXTRACTS = both("Wypisy dla pojazdów", "Extracts for the vehicles", "Виписки для автомобілів")
_MISSING = both(
    "Nie znamy opłaty na ten dzień.",
    "We do not know the fee on this day.",
    "Ми не знаємо, яка плата на цей день.",
)


@calculation("taxi_licence_fee@1")
def taxi_licence_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The licence and a share of it (11 %, a rate) for each vehicle; None until years and area are given."""
    years, area = reading.whole(answers, "/years"), reading.text(answers, "/area")
    if years is None or not 2 <= years <= 50 or area not in _AREAS:
        return None
    licence = licence_rate(area, years, desk)
    vehicles = sum(1 for _ in reading.rows(answers, "/vehicles"))
    lines = [_licence_line(_AREAS[area], years, licence)]
    if vehicles:
        lines.append(_extracts_line(vehicles, licence, desk))
    known = [line.amount for line in lines if line.amount is not None]
    total = sum((Fraction(amount) for amount in known), Fraction(0))
    return Calculation(
        name="taxi_licence_fee@1",
        title=both("Opłata za licencję", "Fee for the licence", "Плата за ліцензію"),
        lines=tuple(lines),
        exact=exact(total),
        total=to_grosz(total) if len(known) == len(lines) else None,
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        payable="administrative_fee",
    )


def licence_rate(area: str, years: int, desk: Desk) -> Rate | None:
    """What a licence for so many years in the area costs, or None where no band is known."""
    for band in _BANDS:
        reach = desk.rate(TABLE, f"years_to.{band}", desk.today)
        if reach is not None and years <= reach.value:
            return desk.rate(TABLE, f"{area}.{band}", desk.today)
    return None


def _licence_line(label: Text, years: int, rate: Rate | None) -> Line:
    spell = both(
        f"{years}{HARD}{polish_plural(years, 'rok', 'lata', 'lat')}",
        f"{years}{HARD}years",
        f"{years}{HARD}{ukrainian_plural(years, 'рік', 'роки', 'років')}",
    )
    if rate is None:
        return Line(label, spell, None, missing=_MISSING, pointer="/years")
    return Line(label, spell, rate.value.quantize(Decimal("0.01")), rate, pointer="/years")


def _extracts_line(vehicles: int, licence: Rate | None, desk: Desk) -> Line:
    share = desk.rate(TABLE, "extract_pct", desk.today)
    noun = polish_plural(vehicles, "pojazd", "pojazdy", "pojazdów")
    uk = ukrainian_plural(vehicles, "автомобіль", "автомобілі", "автомобілів")
    count = both(
        f"{vehicles}{HARD}{noun}",
        f"{vehicles}{HARD}{'vehicle' if vehicles == 1 else 'vehicles'}",
        f"{vehicles}{HARD}{uk}",
    )
    if share is None or licence is None:
        return Line(_EXTRACTS, count, None, missing=_MISSING, pointer="/vehicles")
    amount = to_grosz(Fraction(licence.value) * Fraction(share.value) / 100 * vehicles)
    percent = {tongue: say_number(share.value.normalize(), tongue) for tongue in LANGUAGES}
    formula = both(
        f"{count.pl} × {percent['pl']}% × {say_money(licence.value, 'pl')}",
        f"{count.en} × {percent['en']}% × {say_money(licence.value, 'en')}",
        f"{count.uk} × {percent['uk']}% × {say_money(licence.value, 'uk')}",
    )
    return Line(_EXTRACTS, formula, amount, share, pointer="/vehicles")
