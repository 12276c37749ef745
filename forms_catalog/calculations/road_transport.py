"""Fees of road transport (rotd): an operator's authorisation, the certificate for one's own transport."""

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.sums import NOT_KNOWN, added_up, grosze, ukrainian_plural
from forms_catalog.calculations.words import amount_times, both, polish_plural
from forms_catalog.texts import Text
from forms_catalog.wording import HARD, money_text

TABLE = "road_transport"

_AUTHORISATION = both("Zezwolenie", "Authorisation", "Дозвіл")
_CERTIFICATE = both("Zaświadczenie", "Certificate", "Довідка")
_EXTRACTS = both("Wypisy dla pojazdów", "Extracts for the vehicles", "Виписки для автомобілів")
_TOTAL = both("Opłata razem", "Total fee", "Плата разом")


@calculation("operator_authorisation_fee@1")
def operator_authorisation_fee(answers: ReadAnswers, desk: Desk) -> Calculation:
    """The authorisation and an extract for each vehicle."""
    return added_up(
        "operator_authorisation_fee@1",
        _lines("operator", _AUTHORISATION, answers, desk),
        title=both("Opłata za zezwolenie", "Fee for the authorisation", "Плата за дозвіл"),
        total_label=_TOTAL,
        payable="administrative_fee",
    )


@calculation("own_account_fee@1")
def own_account_fee(answers: ReadAnswers, desk: Desk) -> Calculation:
    """The certificate and an extract for each vehicle."""
    return added_up(
        "own_account_fee@1",
        _lines("own_account", _CERTIFICATE, answers, desk),
        title=both("Opłata za zaświadczenie", "Fee for the certificate", "Плата за довідку"),
        total_label=_TOTAL,
        payable="administrative_fee",
    )


def _lines(of: str, label: Text, answers: ReadAnswers, desk: Desk) -> list[Line]:
    whole, extract = (desk.rate(TABLE, f"{of}.{key}", desk.today) for key in ("paper", "extract"))
    first = Line(label, both("1", "1", "1"), None, missing=NOT_KNOWN)
    if whole is not None:
        first = Line(label, money_text(whole.value), grosze(whole.value), whole)
    count = sum(1 for _ in reading.rows(answers, "/vehicles"))
    if not count:
        return [first]
    if extract is None:
        return [first, Line(_EXTRACTS, _vehicles(count), None, missing=NOT_KNOWN, pointer="/vehicles")]
    amount, formula = grosze(extract.value * count), amount_times(_vehicles(count), extract.value)
    return [first, Line(_EXTRACTS, formula, amount, extract, pointer="/vehicles")]


def _vehicles(count: int) -> Text:
    pl = polish_plural(count, "pojazd", "pojazdy", "pojazdów")
    uk = ukrainian_plural(count, "автомобіль", "автомобілі", "автомобілів")
    en = "vehicle" if count == 1 else "vehicles"
    return both(f"{count}{HARD}{pl}", f"{count}{HARD}{en}", f"{count}{HARD}{uk}")
