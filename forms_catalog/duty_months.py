"""For how many months of a year the tax on a vehicle is due, by its dates (upol art. 9 ust. 4-5)."""

from datetime import date

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers


def duty_months(vehicle: ReadAnswers, year: int) -> int:
    """0 to 12: the months of the year in which the owner of a vehicle with these dates owes the tax.

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


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
