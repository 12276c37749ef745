"""For how many months of a year a tax is due: on a vehicle by its dates, on land by reason and month."""

from datetime import date

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers


def duty_months(vehicle: ReadAnswers, year: int) -> int:
    """0 to 12: the months in which a vehicle with these dates is taxed (upol art. 9 ust. 4-5).

    The duty begins with the month after the registration or, for a registered vehicle, after it was acquired.
    It ends with the month in which the vehicle was deregistered, sold or withdrawn for a time, and begins
    anew with the month after it was readmitted.
    """
    begun = [
        day for name in ("first_registration", "acquired_on") if (day := reading.day(vehicle, f"/{name}"))
    ]
    start, end = max(begun, default=None), reading.day(vehicle, "/deregistered_on")
    out, back = reading.day(vehicle, "/withdrawn_on"), reading.day(vehicle, "/readmitted_on")
    return sum(
        (start is None or _month(start) < month)
        and (end is None or month <= _month(end))
        and (out is None or month <= _month(out) or (back is not None and _month(back) < month))
        for month in ((year, number) for number in range(1, 13))
    )


def months_of_return(answers: ReadAnswers, year: int) -> int:
    """0 to 12: the months of the tax year that a return or information counts for.

    From the month of the change to December; for the end of the duty the months before it, because the duty
    ends with the month in which its cause ended (upol art. 6 ust. 4, upr art. 6a ust. 2-3). The whole year
    for an annual return.
    """
    purpose = reading.text(answers, "/declaration/purpose")
    month = reading.month(answers, "/declaration/change_from")
    if purpose == "annual" or month is None or month[0] != year:
        return 12
    return month[1] - 1 if purpose == "expiry" else 13 - month[1]


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
