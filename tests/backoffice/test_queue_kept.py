"""What the queue keeps ready is never old: after each step the page is the one a fresh desk would make."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.desk import queue
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import Employ
from tests.casework.window import DN1, INFORMATION, WASTE

OPEN = "/sprawy?widok=open"
_TAGS = re.compile(r"<[^>]+>")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """An office so small that three cases are too many to count."""
    monkeypatch.setattr(queue, "MOST_COUNTED", 3)
    queue._counts_statement.cache_clear()
    yield 3
    monkeypatch.undo()
    queue._counts_statement.cache_clear()


def fresh(work: Office, desk: Flask) -> tuple[list[str], list[str]]:
    """Anna's and Ewa's queue, once as the desk keeps it and once with everything forgotten: the same."""
    kept = [_page(browser) for browser in (work.anna, work.ewa)]
    desk.extensions.pop("okienko_shelves")
    anew = [_page(browser) for browser in (work.anna, work.ewa)]
    assert kept == anew
    return kept[0], kept[1]


def _page(browser: FlaskClient) -> list[str]:
    """Without the marks against forged requests, which are new each time."""
    return [line for line in browser.get(OPEN).text.splitlines() if "csrf_token" not in line]


def shown_first(work: Office, desk: Flask) -> list[str]:
    return fresh(work, desk)[1]


def test_a_row_seen_before_shows_each_step_taken_since(work: Office, desk: Flask) -> None:
    case = work.file(DN1)
    work.file(INFORMATION)
    seen = [shown_first(work, desk)]
    for who, step, typed in (
        (work.anna, "wez", {}),
        (work.anna, "otworz-znak", {}),
        (work.anna, "przekaz", {"to": str(work.ids["jan"])}),
        (work.jan, "oddaj", {"reason": "Urlop."}),
    ):
        assert work.step(who, case, step, **typed).status_code == 303, step
        seen.append(shown_first(work, desk))
    assert all(one != other for one, other in pairwise(seen)), "a step left the page as it was"


def test_a_row_seen_yesterday_counts_its_days_anew(work: Office, desk: Flask) -> None:
    work.file(INFORMATION)
    before = shown_first(work, desk)
    work.days_pass(1)
    assert shown_first(work, desk) != before


def test_filters_kept_for_one_clerk_are_not_shown_to_another(work: Office, desk: Flask) -> None:
    work.file(WASTE)
    chosen = work.anna.get(f"{OPEN}&usluga={WASTE}").text
    assert f'<option value="{WASTE}" selected>' in chosen
    assert f'<option value="{WASTE}" selected>' not in work.anna.get(OPEN).text
    anna, jan = (browser.get(f"{OPEN}&prowadzi={work.ids['jan']}").text for browser in (work.anna, work.jan))
    assert anna != jan
    fresh(work, desk)


def test_a_new_colleague_can_be_chosen_ten_seconds_later(work: Office, employ: Employ) -> None:
    work.file(DN1)
    work.anna.get(OPEN)
    new = employ("nowy@urzad.example", "clerk", departments=("tax_assessment",))
    work.clock.now += timedelta(seconds=11)
    assert str(new) in work.anna.get(OPEN).text


def test_more_than_can_be_counted_is_believed_for_a_minute_and_then_counted_again(
    work: Office, few: int
) -> None:
    own = [work.taken() for _ in range(few)]
    assert "Moje sprawy 3+" in _menu(work)
    _given_back(work, own[0])
    assert "Moje sprawy 3+" in _menu(work)
    assert "Do przydzielenia 1" in _menu(work), "what was not too many is counted each time"
    work.clock.now += timedelta(seconds=61)
    assert "Moje sprawy 2" in _menu(work)


def _given_back(work: Office, case: UUID) -> None:
    assert work.step(work.anna, case, "oddaj", reason="Urlop.").status_code == 303


def _menu(work: Office) -> str:
    page = work.anna.get(OPEN).text
    return " ".join(_TAGS.sub(" ", page).split())
