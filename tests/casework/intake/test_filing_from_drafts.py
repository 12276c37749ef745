"""Filing from a draft: what is sent is what was read back, and it is sent once whatever is pressed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.drafting import drafts
from casework.intake.filing import StaleRevision
from forms_catalog.catalogue import Catalogue
from tests.casework.window import INFORMATION, WASTE, Window, a_filing, counted, each, service


def test_a_draft_is_filed_once_whatever_is_pressed(window: Window, catalogue: Catalogue) -> None:
    filing = window.draft(a_filing(catalogue))
    assert filing.draft is not None
    first = window.file(filing)
    assert window.file(filing) == replace(first, replayed=True)
    with window.sessions() as session:
        draft = drafts.find(session, filing.draft, now=datetime.now(UTC))
    assert draft.submission == first.id
    assert counted(window.sessions) == each(1)


def test_a_draft_that_changed_since_it_was_read_back_is_not_sent(
    window: Window, catalogue: Catalogue
) -> None:
    filing = window.draft(a_filing(catalogue))
    assert filing.draft is not None
    with window.sessions.begin() as session:
        drafts.add_row(session, filing.draft, "/land_items", {}, limit=50, now=datetime.now(UTC))
    with pytest.raises(StaleRevision):
        window.file(filing)
    with pytest.raises(StaleRevision):
        window.file(replace(filing, revision=None))
    assert counted(window.sessions) == each(0)


def test_a_tab_left_behind_gets_the_receipt_of_what_another_tab_sent(
    window: Window, catalogue: Catalogue
) -> None:
    stale = window.draft(a_filing(catalogue, INFORMATION))
    assert stale.draft is not None
    answers = {**stale.answers, "requester_name": "Ewa Nowak"}
    with window.sessions.begin() as session:
        window._type(session, stale.draft, stale, "requester", answers, datetime.now(UTC))
        fresh = drafts.find(session, stale.draft, now=datetime.now(UTC))
    first = window.file(replace(stale, answers=answers, revision=fresh.revision))
    assert window.file(stale) == replace(first, replayed=True)


def test_a_draft_that_ran_out_is_not_filed(window: Window, catalogue: Catalogue) -> None:
    filing = window.draft(a_filing(catalogue, INFORMATION))
    with pytest.raises(drafts.DraftExpired):
        window.file(filing, at=datetime.now(UTC) + timedelta(days=31))


@pytest.mark.parametrize("elsewhere", ["gliwice", "nowhere"])
def test_a_draft_is_filed_at_its_own_office_and_service(
    window: Window, catalogue: Catalogue, elsewhere: str
) -> None:
    filing = window.draft(a_filing(catalogue, INFORMATION))
    with pytest.raises(drafts.DraftNotFound):
        window.file(replace(filing, office=elsewhere))
    with pytest.raises(drafts.DraftNotFound):
        window.file(replace(filing, definition=service(catalogue, WASTE)))
