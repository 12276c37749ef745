"""What looks like a slip but may be right: an unusual plate, a VIN that does not add up, a huge area."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers, answers_at
from forms_catalog.duty_months import months_of_return
from forms_catalog.identifiers import is_pesel, pesel_birth_date
from forms_catalog.problems import N_, Problem
from forms_catalog.texts import Text
from forms_catalog.wording import day_text, number_text

#: a look at all answers of a form on a day; without a day, what hangs on it is not looked at
Look = Callable[[ReadAnswers, date | None], Iterator[Problem]]
#: pointer and value of one answer → what is doubtful about it
_Doubt = Callable[[str, object], Problem | None]

# one to three letters of a district, perhaps a digit, three to five signs; individual plates too (S1 TEST)
_PLATE = re.compile(r"[A-Z]{1,3}[0-9]?[A-Z0-9]{3,5}")
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
#: first signs of makers who must put a check digit in: North America and China; Europe need not
_CHECKED_VINS = "12345L"


def _plate(pointer: str, value: object) -> Problem | None:
    if not isinstance(value, str) or _PLATE.fullmatch(value):
        return None
    message = N_("The number %(plate)s looks unusual. If it is copied right, leave it.")
    return Problem(pointer, message, {"plate": value}, code="unusual", level="warning")


def _vin(pointer: str, value: object) -> Problem | None:
    if not isinstance(value, str) or len(value) != 17:
        return None
    if value[0] in _CHECKED_VINS and value[8] != _check_sign(value):
        message = N_("The VIN %(vin)s does not add up. Compare it with field E once more.")
        return Problem(pointer, message, {"vin": value}, code="checksum", level="warning")
    if not value[-4:].isdecimal():
        message = N_("The VIN %(vin)s should end with four digits. Compare it with field E once more.")
        return Problem(pointer, message, {"vin": value}, code="unusual", level="warning")
    return None


def _check_sign(vin: str) -> str:
    """What stands at the ninth place of a VIN with a check digit (49 CFR 565.15, GB 16735)."""
    values = (int(sign) if sign.isdecimal() else _VIN_VALUES.get(sign, 0) for sign in vin)
    rest = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


#: kind of field → its doubt, wherever the kind is asked
OF_KINDS: Mapping[str, _Doubt] = {"plate": _plate, "vin": _vin}


def _short_stay(answers: ReadAnswers, _: date | None) -> Iterator[Problem]:
    first, last = reading.day(answers, "/period_from"), reading.day(answers, "/period_to")
    if first is None or last is None or last < first:
        return
    month = first.month + 3
    # three months on, at the latest on the last day of that month: no duty to register then, but no ban
    if (last.year, last.month, last.day) <= (first.year + (month > 12), (month - 1) % 12 + 1, first.day):
        message = N_("For up to 3 months you need not register. You still may.")
        yield Problem("/period_to", message, code="not_needed", level="warning")


def _late_appeal(answers: ReadAnswers, today: date | None) -> Iterator[Problem]:
    """An appeal more than 14 days after the decision came (OP art. 223 § 2), the term not asked back.

    A last day on a Saturday or Sunday moves (OP art. 12 § 5). Holidays are not known here, so the words leave
    room for one.
    """
    reached = reading.day(answers, "/delivered_on")
    if reached is None or today is None or answers.get("restore_term") is True:
        return
    last = reached + timedelta(days=14)
    last += timedelta(days=max(0, 7 - last.weekday()) if last.weekday() >= 5 else 0)
    if today > last:
        message = N_("More than 14 days have passed. If the last day was no holiday, ask for the term back.")
        yield Problem("/delivered_on", message, code="late", level="warning")


def _old_duty(answers: ReadAnswers, today: date | None) -> Iterator[Problem]:
    """A duty paid more than five years ago: the claim may be gone (uos art. 9 ust. 3)."""
    paid = reading.day(answers, "/paid_on")
    if paid is not None and today is not None and today.year - paid.year > 5:
        message = N_("You can ask for 5 years, counted from the end of the year of payment. That is over.")
        yield Problem("/paid_on", message, code="too_old", level="warning")


def _old_overpayment(answers: ReadAnswers, today: date | None) -> Iterator[Problem]:
    """A tax of more than five years ago may be time-barred (OP art. 70 § 1, 79 § 2)."""
    year = reading.whole(answers, "/tax_year")
    if year is not None and today is not None and today.year - year > 5:
        message = N_("This is more than 5 years ago. The right to the money may be gone.")
        yield Problem("/tax_year", message, code="too_old", level="warning")


def _far_day(answers: ReadAnswers, today: date | None) -> Iterator[Problem]:
    """A move or sale more than a year ahead: a year is easily mistyped."""
    for pointer in ("/leave_date", "/departure_date", "/transfer_date"):
        day = reading.day(answers, pointer)
        if day is not None and today is not None and day > today + timedelta(days=366):
            message = N_("This day is more than a year ahead. If it is right, leave it.")
            yield Problem(pointer, message, code="unusual", level="warning")


def _months_of_period(answers: ReadAnswers, _: date | None) -> Iterator[Problem]:
    """An object taxed for more months than the return counts for: its own number goes before the return's."""
    year = reading.whole(answers, "/declaration/tax_year")
    period = months_of_return(answers, year) if year is not None else 12
    for group in ("/land_items", "/building_items", "/structure_items"):
        for pointer, row in reading.rows(answers, group):
            months = reading.whole(row, "/months")
            if months is not None and period < months <= 12:
                message = N_(
                    "The month on the first pages leaves at most %(months)s months. Correct one of them."
                )
                values: dict[str, str | Text] = {"months": str(period)}
                yield Problem(f"{pointer}/months", message, values, code="unusual", level="warning")


def _born_by_pesel(answers: ReadAnswers, _: date | None) -> Iterator[Problem]:
    """A date of birth other than the one the PESEL begins with: a slip, or one of the rare wrong numbers."""
    pesel, born = reading.text(answers, "/pesel") or "", reading.day(answers, "/birth_date")
    told = pesel_birth_date(pesel) if is_pesel(pesel) else None
    if told is not None and born is not None and told != born:
        message = N_("By the PESEL the date of birth is %(day)s. Compare both.")
        yield Problem("/birth_date", message, {"day": day_text(told)}, code="unusual", level="warning")


#: looks at several answers at once; `second_looks.yaml` says in which form
LOOKS: Mapping[str, Look] = {
    "short_stay": _short_stay,
    "late_appeal": _late_appeal,
    "old_duty": _old_duty,
    "old_overpayment": _old_overpayment,
    "far_day": _far_day,
    "months_of_period": _months_of_period,
    "born_by_pesel": _born_by_pesel,
}


@dataclass(frozen=True)
class OneAnswer:
    """A look at each answer to one question, in every row."""

    path: tuple[str, ...]  #: ("vehicles", "plate")
    doubt: _Doubt

    def __call__(self, answers: ReadAnswers, _: date | None) -> Iterator[Problem]:
        for pointer, value in answers_at(answers, self.path):
            found = self.doubt(pointer, value)
            if found is not None:
                yield found


@dataclass(frozen=True)
class Repeated:
    """A look at a number that another row has too: of two copied rows one is often left as it was."""

    path: tuple[str, ...]  #: ("vehicles", "plate")

    def __call__(self, answers: ReadAnswers, _: date | None) -> Iterator[Problem]:
        first: dict[str, str] = {}
        for pointer, value in answers_at(answers, self.path):
            if not isinstance(value, str) or first.setdefault(value, pointer) == pointer:
                continue
            # two places of one question differ by the number of a row
            row = next(int(part) for part in reversed(first[value].split("/")) if part.isdigit()) + 1
            message = N_("This number stands in item %(number)s already. If it is right, leave it.")
            yield Problem(pointer, message, {"number": str(row)}, code="twice", level="warning")


@dataclass(frozen=True)
class TooMuch:
    """A number above what is plausible."""

    most: Decimal
    words: Text | None

    def __call__(self, pointer: str, value: object) -> Problem | None:
        number = reading.number(value)
        if number is None or number <= self.most:
            return None
        message = N_("The number %(number)s is very large. If it is right, leave it.")
        values: dict[str, str | Text] = {"number": number_text(number)}
        return Problem(pointer, message, values, self.words, "unusual", "warning")
