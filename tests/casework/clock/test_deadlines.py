"""By when the office answers: its own terms, on the wall calendar of Warsaw, never moved by a holiday."""

from datetime import UTC, date, datetime

import pytest

from casework.clock.deadlines import due
from forms_catalog.catalogue import Catalogue
from forms_catalog.particulars import OfficeDeadline
from forms_catalog.texts import Text

ANY = Text(pl="x", en="x")


def term(*, days: int | None = None, months: int | None = None, sla: int | None = None) -> OfficeDeadline:
    return OfficeDeadline(
        days=days,
        months=months,
        months_complex=None,
        legal="",
        rule="some_rule",
        internal_sla_days=sla,
        term_mode="office",
        plain=ANY,
        statutory=True,
    )


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_whoever_asks_for_public_information_hears_within_fourteen_days(catalogue: Catalogue) -> None:
    definition = catalogue.service("informacja-publiczna-wniosek")
    assert definition is not None
    answer = due(definition.office_deadline, at(2026, 11, 24, 13, 7))
    assert (answer.on, answer.explained) == (date(2026, 12, 8), "udip13")


def test_a_declaration_is_checked_within_the_offices_own_thirty_days(catalogue: Catalogue) -> None:
    definition = catalogue.service("podatek-nieruchomosci-dn-1")
    assert definition is not None
    answer = due(definition.office_deadline, at(2026, 11, 24, 13, 7))
    assert (answer.on, answer.explained) == (date(2026, 12, 24), "none_internal_sla")


@pytest.mark.parametrize(
    ("filed_at", "on"),
    [
        (at(2026, 11, 21, 10), date(2026, 12, 5)),  # a Saturday: the office's own term does not move
        (at(2026, 12, 10, 10), date(2026, 12, 24)),  # a holiday since 2025
        (at(2026, 11, 24, 22, 59), date(2026, 12, 8)),  # 23:59 in Warsaw
        (at(2026, 11, 24, 23, 0), date(2026, 12, 9)),  # midnight in Warsaw: the next day
        (at(2026, 6, 30, 21, 59), date(2026, 7, 14)),  # summer time
        (at(2026, 6, 30, 22, 0), date(2026, 7, 15)),
        (at(2028, 2, 15, 12), date(2028, 2, 29)),
    ],
)
def test_days_are_counted_in_warsaw_without_the_day_of_filing(filed_at: datetime, on: date) -> None:
    assert due(term(days=14), filed_at).on == on


@pytest.mark.parametrize(
    ("filed_at", "months", "on"),
    [
        (at(2026, 1, 31, 10), 1, date(2026, 2, 28)),
        (at(2027, 12, 31, 10), 2, date(2028, 2, 29)),
        (at(2026, 10, 24, 10), 2, date(2026, 12, 24)),
        (at(2026, 12, 1, 10), 1, date(2027, 1, 1)),
        (at(2026, 11, 30, 10), 12, date(2027, 11, 30)),
    ],
)
def test_months_end_on_the_same_number_or_on_the_last_day(filed_at: datetime, months: int, on: date) -> None:
    assert due(term(months=months), filed_at).on == on


def test_what_is_done_at_once_has_no_date() -> None:
    answer = due(term(), at(2026, 11, 24, 10))
    assert (answer.on, answer.explained) == (None, "some_rule")


@pytest.mark.parametrize(
    ("filed_at", "on"),
    [
        (at(2026, 11, 22, 20), date(2026, 11, 23)),  # Sunday evening
        (at(2026, 11, 20, 9), date(2026, 11, 23)),  # Friday
        (at(2026, 12, 23, 9), date(2026, 12, 28)),  # before Christmas, which begins on the 24th
        (at(2026, 11, 24, 22, 59), date(2026, 11, 25)),
    ],
)
def test_what_is_done_at_once_is_due_on_the_next_working_day(filed_at: datetime, on: date) -> None:
    assert due(term(days=0), filed_at).on == on
