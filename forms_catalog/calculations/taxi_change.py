"""The fee for a change of a taxi licence, a duplicate or an extract (rotd): shares of the licence fee."""

from fractions import Fraction

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.rounding import to_grosz
from forms_catalog.calculations.sums import NOT_KNOWN, added_up, percent_of
from forms_catalog.calculations.taxi_licence import TABLE, licence_rate
from forms_catalog.calculations.words import both

_CHANGE = both("Zmiana licencji", "Change of the licence", "Зміна ліцензії")
_DUPLICATE = both("Wtórnik licencji", "Duplicate of the licence", "Дублікат ліцензії")
_EXTRACT = both("Wypis dla pojazdu", "Extract for a vehicle", "Виписка для автомобіля")
#: what is asked for → key of its share, and what it is called; giving a licence up is not in the tariff
_SHARES = {
    "data_change": ("change_pct", _CHANGE),
    "vehicle_change": ("change_pct", _CHANGE),
    "duplicate_lost_no_fault": ("duplicate_no_fault_pct", _DUPLICATE),
    "duplicate_other": ("duplicate_pct", _DUPLICATE),
    "extra_extract": ("extract_pct", _EXTRACT),
}


@calculation("taxi_change_fee@1")
def taxi_change_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The share of the licence fee, for an extract once a vehicle; None while something is missing."""
    request = _SHARES.get(reading.text(answers, "/request") or "")
    years, area = reading.whole(answers, "/licence_years"), reading.text(answers, "/licence_area")
    if request is None or years is None or not 2 <= years <= 50 or area is None:
        return None
    key, label = request
    places = ["/request"]
    if key == "extract_pct":
        places = [pointer for pointer, _ in reading.rows(answers, "/vehicles")]
    licence, share = licence_rate(area, years, desk), desk.rate(TABLE, key, desk.today)
    lines = []
    for pointer in places:
        if licence is None or share is None:
            lines.append(Line(label, both("–", "–", "–"), None, missing=NOT_KNOWN, pointer=pointer))
            continue
        amount = to_grosz(Fraction(licence.value) * Fraction(share.value) / 100)
        lines.append(Line(label, percent_of(share.value, licence.value), amount, share, pointer=pointer))
    if not lines:
        return None
    return added_up(
        "taxi_change_fee@1",
        lines,
        title=both(
            "Opłata za zmianę licencji", "Fee for the change of the licence", "Плата за зміну ліцензії"
        ),
        total_label=both("Opłata razem", "Total fee", "Плата разом"),
        payable="administrative_fee",
    )
