"""What work on the registers of people costs: their data (roplud § 2), a decision on a stay (uos).

The amount is the same for everybody, kept to the grosz.
"""

from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.calculation import Calculation, Line
from forms_catalog.calculations.registry import Desk, calculation
from forms_catalog.calculations.sums import NOT_KNOWN, added_up, grosze
from forms_catalog.calculations.words import amount_times, both
from forms_catalog.texts import Text

TABLE = "population_register"

_ONCE = both("1", "1", "1")
_DATA = both(
    "Dane jednej osoby albo osób w jednym lokalu",
    "Data of one person or of the people in one home",
    "Дані однієї особи або осіб в одному житлі",
)
_DATA_TITLE = both("Opłata za dane z rejestru", "Fee for data from the register", "Плата за дані з реєстру")
_NO_FEE = both(
    "Nie płacisz: tak mówi art. 46 ust. 1 ustawy.",
    "You do not pay: art. 46(1) of the act says so.",
    "Ви не платите: так каже ст. 46 ч. 1 закону.",
)
_FEE = both("Opłata", "Fee", "Плата")
_DECISION = both("Decyzja", "Decision", "Рішення")
_DECISION_TITLE = both("Opłata skarbowa za decyzję", "Stamp duty on the decision", "Гербовий збір за рішення")
_DUTY = both("Opłata skarbowa", "Stamp duty", "Гербовий збір")


@calculation("data_access_fee@1")
def data_access_fee(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The fee for data of one person or home, none for bodies of uel art. 46(1); None until that is said."""
    interest = reading.text(answers, "/interest")
    if interest is None:
        return None
    if interest == "statutory_body_art46":
        line = Line(_DATA, _NO_FEE, Decimal("0.00"), pointer="/interest")
    else:
        line = _line(_DATA, "data", "/interest", desk)
    return added_up(
        "data_access_fee@1", [line], title=_DATA_TITLE, total_label=_FEE, payable="data_access_fee"
    )


@calculation("residence_decision_duty@1")
def residence_decision_duty(answers: ReadAnswers, desk: Desk) -> Calculation | None:
    """The duty on one decision to register or deregister a stay; None until it is said which is asked for."""
    if reading.text(answers, "/request") is None:
        return None
    line = _line(_DECISION, "decision", "/request", desk)
    return added_up(
        "residence_decision_duty@1", [line], title=_DECISION_TITLE, total_label=_DUTY, payable="stamp_duty"
    )


def _line(label: Text, key: str, pointer: str, desk: Desk) -> Line:
    rate = desk.rate(TABLE, key, desk.today)
    if rate is None:
        return Line(label, _ONCE, None, missing=NOT_KNOWN, pointer=pointer)
    return Line(label, amount_times(_ONCE, rate.value), grosze(rate.value), rate, pointer=pointer)
