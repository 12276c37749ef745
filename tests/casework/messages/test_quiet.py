"""When news by SMS wait for the morning, by the clock in Warsaw, also in the nights when it changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from casework.messages.quiet import quiet_until
from forms_catalog.reference import QuietHours

WARSAW = ZoneInfo("Europe/Warsaw")
NIGHT = QuietHours(time(20), time(8))
#: moments and ends in UTC; the clock goes back on 2026-10-25 and forward on 2027-03-28
NIGHTS = (
    # an ordinary winter night: Warsaw is an hour ahead
    (NIGHT, "2026-11-24 18:59", None),
    (NIGHT, "2026-11-24 19:00", "2026-11-25 07:00"),
    (NIGHT, "2026-11-24 23:30", "2026-11-25 07:00"),
    (NIGHT, "2026-11-25 06:59", "2026-11-25 07:00"),
    (NIGHT, "2026-11-25 07:00", None),
    # the last summer evening ends on a winter morning: 13 hours
    (NIGHT, "2026-10-24 17:59", None),
    (NIGHT, "2026-10-24 18:00", "2026-10-25 07:00"),
    (NIGHT, "2026-10-25 00:30", "2026-10-25 07:00"),
    (NIGHT, "2026-10-25 01:30", "2026-10-25 07:00"),
    (NIGHT, "2026-10-25 06:30", "2026-10-25 07:00"),
    (NIGHT, "2026-10-25 07:00", None),
    # the last winter evening ends on a summer morning: 11 hours
    (NIGHT, "2027-03-27 18:59", None),
    (NIGHT, "2027-03-27 19:00", "2027-03-28 06:00"),
    (NIGHT, "2027-03-28 05:59", "2027-03-28 06:00"),
    (NIGHT, "2027-03-28 06:00", None),
    # an end that strikes twice holds both times; one that never strikes has passed at 3 o'clock
    (QuietHours(time(22), time(2, 30)), "2026-10-25 00:10", "2026-10-25 00:30"),
    (QuietHours(time(22), time(2, 30)), "2026-10-25 00:30", None),
    (QuietHours(time(22), time(2, 30)), "2026-10-25 01:10", "2026-10-25 01:30"),
    (QuietHours(time(22), time(2, 30)), "2026-10-25 01:30", None),
    (QuietHours(time(22), time(2, 30)), "2027-03-28 00:59", "2027-03-28 01:30"),
    (QuietHours(time(22), time(2, 30)), "2027-03-28 01:00", None),
    # within one day, over New Year, and none at all
    (QuietHours(time(12), time(13)), "2026-11-24 11:30", "2026-11-24 12:00"),
    (QuietHours(time(12), time(13)), "2026-11-24 12:00", None),
    (NIGHT, "2026-12-31 22:59", "2027-01-01 07:00"),
    (QuietHours(time(8), time(8)), "2026-11-24 07:00", None),
    (None, "2026-11-24 23:00", None),
)


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(("hours", "at", "until"), NIGHTS)
def test_quiet_hours_are_those_of_the_clock_on_the_wall(
    hours: QuietHours | None, at: str, until: str | None
) -> None:
    assert quiet_until(hours, utc(at)) == (utc(until) if until else None)


@pytest.mark.parametrize("night", ["2026-10-24", "2027-03-27", "2026-11-24"])
def test_whenever_somebody_waits_it_is_quiet_and_loud_when_the_wait_is_over(night: str) -> None:
    begin = utc(f"{night} 12:00")
    for minutes in range(0, 24 * 60, 7):
        at = begin + timedelta(minutes=minutes)
        until, clock = quiet_until(NIGHT, at), at.astimezone(WARSAW).time()
        assert (until is not None) == (clock >= time(20) or clock < time(8))
        assert until is None or (at < until and quiet_until(NIGHT, until) is None)
