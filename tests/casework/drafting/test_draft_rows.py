"""Rows and files of a draft: kept in their order, never more than the form allows, nobody else's."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts
from forms_catalog.model import Definition
from tests.casework.conftest import NOON
from tests.casework.drafting.draft_typing import FILE, Typing, dn1, typing

__all__ = ["dn1", "typing"]  # fixtures


def test_a_row_is_safe_while_its_group_is_saved(typing: Typing) -> None:
    typing.begin().save("applicant", {"company": {"full_name": "A"}})
    first = typing.add("/company/representatives", {"first_name": "Ewa"})
    second = typing.add("/company/representatives", {"first_name": "Jan"})
    typing.save("applicant", {"company": {"full_name": "B"}})
    draft = typing.find()
    assert draft.answers["company"] == {
        "full_name": "B",
        "representatives": [{"first_name": "Ewa"}, {"first_name": "Jan"}],
    }
    assert draft.rows == {"/company/representatives": (first, second)}


def test_rows_keep_their_order_when_one_is_removed_and_another_added(typing: Typing) -> None:
    typing.begin()
    rows = [typing.add("/land_items", {"parcel_no": str(number)}) for number in range(3)]
    with typing.click as session:
        drafts.remove_row(session, typing.id, rows[0], now=NOON)
        drafts.remove_row(session, typing.id, rows[0], now=NOON)
    typing.add("/land_items", {"parcel_no": "9"})
    assert typing.find().answers["land_items"] == [{"parcel_no": number} for number in ("1", "2", "9")]


def test_a_second_click_on_add_changes_the_row_instead_of_doubling_it(
    typing: Typing, dn1: Definition
) -> None:
    typing.begin()
    fresh = uuid4()
    assert typing.add("/land_items", {"area": "1"}, row_id=fresh) == fresh
    assert typing.add("/land_items", {"area": "2"}, row_id=fresh) == fresh
    assert typing.find().answers["land_items"] == [{"area": "2"}]


def test_no_more_rows_and_files_than_the_form_allows(typing: Typing) -> None:
    typing.begin()
    typing.add("/land_items", {}, limit=1)
    with pytest.raises(drafts.TooMany):
        typing.add("/land_items", {}, limit=1)
    typing.add("/building_items", {}, limit=1)
    typing.attach(FILE, limit=1)
    with pytest.raises(drafts.TooMany):
        typing.attach(replace(FILE, id=uuid4(), sha256="b" * 64), limit=1)


def test_a_file_sent_twice_is_attached_once(typing: Typing) -> None:
    typing.begin()
    typing.attach(FILE)
    typing.attach(FILE)
    typing.attach(
        drafts.DraftFile(uuid4(), FILE.slot, FILE.filename, FILE.content_type, FILE.size, FILE.sha256)
    )
    assert typing.find().files == (FILE,)


def test_a_row_removed_in_another_tab_is_named(typing: Typing) -> None:
    typing.begin()
    with typing.sessions() as session, pytest.raises(drafts.RowNotFound):
        drafts.save_row(session, typing.id, uuid4(), {}, now=NOON)


def test_nobody_reaches_a_row_or_file_of_a_draft_through_another_draft(
    sessions: sessionmaker[Session], dn1: Definition
) -> None:
    mine, theirs = Typing(sessions, dn1).begin(), Typing(sessions, dn1, "gliwice").begin()
    row = theirs.add("/land_items", {"area": "1"})
    theirs.attach(FILE)
    with sessions.begin() as session:
        drafts.remove_row(session, mine.id, row, now=NOON)
        drafts.detach(session, mine.id, FILE.id, now=NOON)
    with sessions() as session, pytest.raises(drafts.RowNotFound):
        drafts.save_row(session, mine.id, row, {"area": "2"}, now=NOON)
    assert theirs.find().answers["land_items"] == [{"area": "1"}]
    assert theirs.find().files == (FILE,)
