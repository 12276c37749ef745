"""Quiet hours: news by SMS wait for the morning. No law sets such hours, the office does."""

from datetime import UTC, datetime, timedelta

from casework.clock.deadlines import WARSAW
from forms_catalog.reference import QuietHours

#: what a message that waits for the morning says of why
WAITS = "quiet"


def quiet_until(hours: QuietHours | None, at: datetime) -> datetime | None:
    """When the quiet hours that hold at this aware moment end, in UTC; None when none do.

    By the clock on the wall in Warsaw, also in the nights when it changes: an hour that the spring leaves out
    ends the quiet when the clock has passed it, one that comes twice in autumn holds both times.
    """
    if hours is None or hours.start == hours.end:
        return None
    local = at.astimezone(WARSAW)
    clock = local.time()
    overnight = hours.start > hours.end
    quiet = clock >= hours.start or clock < hours.end if overnight else hours.start <= clock < hours.end
    if not quiet:
        return None
    day = local.date() + timedelta(days=overnight and clock >= hours.start)
    end = datetime.combine(day, hours.end, WARSAW)
    if end.astimezone(UTC) <= at:  # it has struck this hour once already, and strikes it again
        end = end.replace(fold=1)
    return end.astimezone(UTC)
