"""Terms as the law counts them: the facts' worked examples and a table made by hand over difficult days."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.clock.calendar import Calendar
from casework.clock.clock_words import LAW, explain
from casework.clock.deadlines import Clock, TermMode, clock_of, remind_on, resumed, stops, term_end
from forms_catalog.catalogue import Catalogue


def on(day: str) -> date:
    return date.fromisoformat(day)


#: the worked examples of the facts, computed for a party's terms
WORKED = [
    ("2026-12-10", {"days": 14}, "2026-12-28"),  # 24 XII is free since 2025
    ("2026-11-04", {"days": 7}, "2026-11-12"),  # 11 XI
    ("2026-11-21", {"days": 14}, "2026-12-07"),  # a Saturday
    ("2026-01-31", {"months": 1}, "2026-03-02"),  # 28 II, a Saturday
    ("2026-10-24", {"months": 2}, "2026-12-28"),
    ("2026-12-01", {"months": 1}, "2027-01-04"),  # New Year's Day, then a weekend
    ("2026-03-30", {"days": 7}, "2026-04-07"),  # Easter Monday
]
#: made by hand with a paper calendar: start, term, where the counting ends, where a party's term ends
BY_HAND = [
    ("2026-03-27", {"days": 7}, "2026-04-03", "2026-04-03"),  # Good Friday: an ordinary Friday
    ("2026-03-28", {"days": 7}, "2026-04-04", "2026-04-07"),  # Holy Saturday → after Easter Monday
    ("2026-03-29", {"days": 7}, "2026-04-05", "2026-04-07"),
    ("2027-03-15", {"days": 14}, "2027-03-29", "2027-03-30"),  # Easter Monday 2027
    ("2026-04-17", {"days": 14}, "2026-05-01", "2026-05-04"),  # Friday 1 V, Saturday, Sunday 3 V
    ("2027-04-17", {"days": 14}, "2027-05-01", "2027-05-04"),  # 1 V a Saturday, 3 V a Monday
    ("2026-05-28", {"weeks": 1}, "2026-06-04", "2026-06-05"),  # Corpus Christi
    ("2026-05-21", {"days": 3}, "2026-05-24", "2026-05-25"),  # Pentecost
    ("2026-10-28", {"weeks": 2}, "2026-11-11", "2026-11-12"),
    ("2026-10-31", {"days": 1}, "2026-11-01", "2026-11-02"),  # All Saints, a Sunday
    ("2024-12-10", {"days": 14}, "2024-12-24", "2024-12-24"),  # Christmas Eve was a working day
    ("2025-12-10", {"days": 14}, "2025-12-24", "2025-12-29"),  # 24–26 XII, then a weekend
    ("2026-12-17", {"days": 7}, "2026-12-24", "2026-12-28"),
    ("2025-12-30", {"days": 7}, "2026-01-06", "2026-01-07"),  # Epiphany, over the year's end
    ("2026-12-18", {"days": 14}, "2027-01-01", "2027-01-04"),
    ("2026-12-31", {"months": 2}, "2027-02-28", "2027-03-01"),  # a Sunday
    ("2027-12-31", {"months": 2}, "2028-02-29", "2028-02-29"),  # leap day, a Tuesday
    ("2028-01-29", {"months": 1}, "2028-02-29", "2028-02-29"),
    ("2028-01-31", {"months": 1}, "2028-02-29", "2028-02-29"),
    ("2028-02-15", {"days": 14}, "2028-02-29", "2028-02-29"),
    ("2028-02-29", {"years": 1}, "2029-02-28", "2029-02-28"),  # no such day: the one before (§ 3a)
    ("2028-02-29", {"months": 12}, "2029-02-28", "2029-02-28"),
    ("2026-02-28", {"months": 1}, "2026-03-28", "2026-03-30"),  # the 28th, not the month's end
    ("2026-11-24", {"years": 3}, "2029-11-24", "2029-11-26"),
    ("2026-08-01", {"weeks": 2}, "2026-08-15", "2026-08-17"),  # Assumption, a Saturday
]


@pytest.mark.parametrize(("start", "term", "end"), WORKED)
def test_a_party_acts_in_time_by_the_facts_examples(start: str, term: dict[str, int], end: str) -> None:
    assert term_end(on(start), **term, mode="shift") == on(end)


@pytest.mark.parametrize(("start", "term", "unmoved", "moved"), BY_HAND)
def test_only_a_partys_term_moves_off_a_free_day(
    start: str, term: dict[str, int], unmoved: str, moved: str
) -> None:
    assert term_end(on(start), **term, mode="shift") == on(moved)
    for mode in ("office", "no_shift", None):
        assert term_end(on(start), **term, mode=mode) == on(unmoved)


def test_the_alcohol_fee_of_january_is_reminded_of_on_the_last_working_day() -> None:
    assert remind_on(on("2027-01-31"), "no_shift") == on("2027-01-29")
    assert remind_on(on("2026-01-31"), "no_shift") == on("2026-01-30")
    assert remind_on(on("2027-01-31"), "office") == on("2027-01-31")


@pytest.mark.parametrize("term", [{}, {"days": 0}, {"days": -3}, {"days": 7, "weeks": 1}, {"months": -1}])
def test_a_term_without_a_length_is_no_term(term: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one measure"):
        term_end(on("2026-11-24"), **term, mode="office")


@given(
    start=st.dates(date(2020, 1, 1), date(2090, 1, 1)),
    days=st.integers(1, 400),
    mode=st.sampled_from(["shift", "no_shift", "office", None]),
)
def test_a_term_is_never_shorter_than_the_law_says(start: date, days: int, mode: TermMode) -> None:
    end, counted = term_end(start, days=days, mode=mode), start + timedelta(days=days)
    assert counted <= end <= counted + timedelta(days=5)
    assert end == counted or not Calendar.load().is_working(counted)
    assert mode != "shift" or Calendar.load().is_working(end)


@dataclass(frozen=True)
class ACase:
    due_on: date | None = date(2026, 12, 2)
    due_explained: str = "op139"
    state: str = "in_progress"
    term_from: date = date(2026, 11, 2)
    not_counted_days: int = 0
    paused_on: date | None = None


def test_a_clock_that_runs_counts_the_days_to_its_term() -> None:
    clock = clock_of(ACase(), on("2026-11-23"))
    assert (clock.due_on, clock.days_left, clock.paused, clock.overdue) == (on("2026-12-02"), 9, False, False)
    assert clock_of(ACase(), on("2026-12-02")).days_left == 0
    late = clock_of(ACase(), on("2026-12-05"))
    assert (late.days_left, late.overdue) == (-3, True)


def test_a_term_that_ends_on_a_saturday_is_overdue_on_sunday() -> None:
    saturday = ACase(due_on=on("2026-12-05"))
    assert not clock_of(saturday, on("2026-12-05")).overdue
    assert clock_of(saturday, on("2026-12-06")).overdue


@pytest.mark.parametrize("today", ["2026-11-23", "2026-11-24", "2026-11-30", "2027-03-01"])
def test_while_the_clock_stands_the_same_days_are_left_every_day(today: str) -> None:
    clock = clock_of(ACase(state="awaiting_applicant", paused_on=on("2026-11-23")), on(today))
    assert (clock.days_left, clock.paused, clock.overdue) == (9, True, False)


def test_the_days_of_waiting_are_added_to_the_term() -> None:
    """2 XI + a month = 2 XII; stopped on 23 XI with 9 days left; the answer of 26 XI starts it on 27 XI."""
    stopped = ACase(state="awaiting_applicant", paused_on=on("2026-11-23"))
    assert resumed(stopped, on("2026-11-26")) == (on("2026-12-05"), 3)
    assert resumed(stopped, on("2026-11-23")) == (on("2026-12-02"), 0)
    again = ACase(due_on=on("2026-12-05"), not_counted_days=3, paused_on=on("2026-11-30"))
    assert resumed(again, on("2026-12-31")) == (on("2027-01-05"), 34)
    assert resumed(ACase(), on("2026-12-31")) == (on("2026-12-02"), 0)


def test_a_case_without_a_term_is_never_late() -> None:
    clock = clock_of(ACase(due_on=None, due_explained="immediate"), on("2030-01-01"))
    assert (clock.due_on, clock.days_left, clock.overdue, clock.own) == (None, None, False, True)


def test_a_settled_case_has_no_clock_to_fear() -> None:
    for state in ("done", "refused", "left", "closed"):
        clock = clock_of(ACase(state=state), on("2027-06-01"))
        assert clock.ended
        assert not clock.overdue


def test_the_office_says_whose_term_it_is() -> None:
    assert clock_of(ACase(due_explained="none_internal_sla"), on("2026-11-23")).own
    assert not clock_of(ACase(due_explained="udip13"), on("2026-11-23")).own


def test_waiting_stops_a_months_term_but_not_the_fourteen_days_of_public_information() -> None:
    assert stops("kpa35")
    assert stops("op139")
    assert stops("none_internal_sla")
    assert not stops("udip13")
    assert not stops("a_rule_of_tomorrow")


def said(clock: Clock, *, waiting: bool = False) -> str:
    return " ".join(one.message % dict(one.values) for one in explain(clock, waiting=waiting))


def test_the_sentences_explain_the_date() -> None:
    text = said(clock_of(ACase(), on("2026-11-23")))
    assert text == (
        "The law gives a month: Tax Ordinance art. 139 § 1. The day of filing is not counted: "
        "the first day is 2026-11-03, the last one 2026-12-02."
    )
    moved = said(clock_of(ACase(due_on=on("2026-12-05"), not_counted_days=3), on("2026-11-30")))
    assert "the last one 2026-12-02. Days of waiting for the applicant that are not counted: 3." in moved
    stands = said(clock_of(ACase(paused_on=on("2026-11-23")), on("2026-11-29")))
    assert stands.endswith("The clock stands since 2026-11-23. It has this many days left: 9.")
    runs = said(clock_of(ACase(due_explained="udip13"), on("2026-11-23")), waiting=True)
    assert runs.endswith("Waiting for the applicant does not stop this term.")
    at_once = said(clock_of(ACase(due_on=on("2026-11-02"), due_explained="immediate"), on("2026-11-02")))
    assert at_once.endswith("The day shown is the day of filing.")
    assert "settled" in said(clock_of(ACase(state="done"), on("2026-11-23")))


def test_every_term_of_the_catalogue_has_its_sentence(catalogue: Catalogue) -> None:
    assert {definition.office_deadline.rule for definition in catalogue.definitions.values()} <= set(LAW)
