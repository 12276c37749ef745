"""Which days are free: the law's list, Easter, and the day that became free in 2025."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from casework.clock.calendar import Calendar, easter_sunday

CALENDAR = Calendar.load()


#: as printed calendars have it; 25 IV 2038 is the latest day possible
EASTERS = (
    *("2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05"),
    *("2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2035-03-25", "2038-04-25", "2049-04-18"),
)


@pytest.mark.parametrize("easter", EASTERS)
def test_easter_falls_where_printed_calendars_have_it(easter: str) -> None:
    assert easter_sunday(int(easter[:4])) == date.fromisoformat(easter)


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2026-01-06", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-03", "2026-05-24"),
        *("2026-06-04", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-24", "2026-12-25", "2026-12-26"),
        *("2025-04-20", "2025-04-21", "2025-06-08", "2025-06-19", "2025-12-24"),
        *("2027-03-28", "2027-03-29", "2027-05-16", "2027-05-27"),
        *("2026-11-21", "2026-11-22"),  # a Saturday, a Sunday
    ],
)
def test_nobody_works_in_the_office(day: str) -> None:
    assert not CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day",
    [
        "2024-12-24",  # Christmas Eve was a working day until 2024
        "2010-01-06",  # and Epiphany until 2010
        "2026-12-23",
        "2026-12-28",
        "2026-04-03",  # Good Friday is no holiday in Poland
        "2026-05-04",
        "2026-11-10",
        "2028-02-29",
    ],
)
def test_the_office_works(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


def test_a_year_has_fourteen_named_days() -> None:
    assert [len(CALENDAR.free_days(year)) for year in (2024, 2025, 2026, 2027)] == [13, 14, 14, 14]


def test_the_next_and_the_last_working_day_step_over_christmas() -> None:
    assert CALENDAR.next_working(date(2026, 12, 24)) == date(2026, 12, 28)
    assert CALENDAR.last_working(date(2026, 12, 27)) == date(2026, 12, 23)
    day = date(2026, 1, 1)
    while day < date(2027, 1, 1):
        assert CALENDAR.last_working(day) <= day <= CALENDAR.next_working(day)
        day += timedelta(days=1)


_SURE = "code: x, standing: verified, source: {pl: x, en: x}, name: {pl: x, en: x}"


@pytest.mark.parametrize(
    "when", ["", ", month: 1", ", month: 1, day: 1, easter: 1", ", month: 1, day: 1, colour: red"]
)
def test_a_broken_calendar_is_refused(tmp_path: Path, when: str) -> None:
    (tmp_path / "calendar.yaml").write_text(f"holidays:\n  - {{{_SURE}{when}}}\n", encoding="utf-8")
    with pytest.raises(ValueError):
        Calendar.load(tmp_path / "calendar.yaml")
