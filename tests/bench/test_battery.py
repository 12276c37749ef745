"""The battery's runner: a row that cannot run says why, one that breaks is not ok, a taste is called one."""

import pytest

from bench.battery.__main__ import line_of
from bench.battery.row import Attempt, CannotRun, Result, Row, judged
from bench.battery.rows import ROWS, chosen

#: of the page that says how the finished system is judged
_PAGE = [*(f"R{n}" for n in range(1, 16)), "R2b"]


def _without_disk(attempt: Attempt) -> Result:
    raise CannotRun("only root may mount a small disk")


def _broken(attempt: Attempt) -> Result:
    raise ValueError("no such table")


def _slow(attempt: Attempt) -> Result:
    return judged({"p95_ms": attempt.size(900, 90)}, {"p95 at most 800 ms": attempt.short, "0 errors": True})


def test_a_row_that_cannot_run_here_says_why_and_is_no_failure() -> None:
    line = line_of(Row("X1", "needs a disk", _without_disk), short=False)
    assert (line["ok"], line["why"]) == (None, "only root may mount a small disk")


def test_a_row_that_breaks_is_not_ok() -> None:
    line = line_of(Row("X2", "breaks", _broken), short=False)
    assert (line["ok"], line["why"]) == (False, "ValueError: no such table")


def test_what_was_not_met_is_named_and_a_taste_is_called_one() -> None:
    row = Row("X3", "measures", _slow)
    full, taste = line_of(row, short=False), line_of(row, short=True)
    assert (full["ok"], full["scale"]) == (False, "full")
    assert full["figures"] == {"p95_ms": 900, "not_met": ["p95 at most 800 ms"]}
    assert (taste["ok"], taste["scale"]) == (True, "short")


def test_every_row_has_a_name_of_its_own_and_reliability_is_all_there() -> None:
    names = [row.id for row in ROWS]
    assert len(names) == len(set(names))
    assert set(_PAGE) <= set(names)


def test_an_hours_row_runs_only_when_it_is_named() -> None:
    assert "R14" not in [row.id for row in chosen([])]
    assert "R14" not in [row.id for row in chosen(["R"])]
    assert [row.id for row in chosen(["R14", "R3"])] == ["R14", "R3"]
    with pytest.raises(KeyError):
        chosen(["R99"])
