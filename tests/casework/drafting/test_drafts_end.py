"""Drafts that ran out, were filed or deleted, and those of another office."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts, drafts_end
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from tests.casework.conftest import NOON, Opened
from tests.casework.drafting.draft_typing import DAY, FILE, Typing, dn1, typing

__all__ = ["dn1", "typing"]  # fixtures


def test_a_draft_of_another_office_or_service_is_not_found(
    sessions: sessionmaker[Session], typing: Typing, dn1: Definition, catalogue: Catalogue
) -> None:
    typing.save("filer_kind", {"applicant_kind": "company"})
    elsewhere = replace(typing, office="gliwice")
    with pytest.raises(drafts.DraftNotFound):
        elsewhere.save("filer_kind", {"applicant_kind": "person"})
    with sessions() as session:
        assert drafts.find(session, typing.id, now=NOON, office="zabrze", service=dn1.code)
        with pytest.raises(drafts.DraftNotFound):
            drafts.find(session, typing.id, now=NOON, office="gliwice")
        with pytest.raises(drafts.DraftNotFound):
            drafts.find(session, typing.id, now=NOON, service="informacja-publiczna-wniosek")
    assert typing.find().answers == {"applicant_kind": "company"}


def test_a_draft_that_ran_out_says_when_and_takes_nothing_more(typing: Typing) -> None:
    expires = typing.begin().find().expires_at
    typing.now = expires - timedelta(seconds=1)
    assert typing.find().expires_at == expires
    typing.now = expires
    for act in (
        typing.find,
        lambda: typing.save("filer_kind", {}),
        lambda: typing.add("/land_items", {}),
    ):
        with pytest.raises(drafts.DraftExpired) as refused:
            act()
        assert refused.value.expired_at == expires


def test_saving_moves_the_day_a_draft_runs_out(typing: Typing) -> None:
    typing.begin()
    typing.now = NOON + 20 * DAY
    typing.add("/land_items", {})
    assert typing.find().expires_at == NOON + 50 * DAY


def test_answers_go_when_a_draft_runs_out_and_the_draft_thirty_days_later(
    typing: Typing, dn1: Definition
) -> None:
    typing.begin().save("applicant", {"company": {"full_name": "A"}})
    typing.add("/land_items", {"area": "1"})
    typing.attach(FILE)
    other = replace(typing, id=uuid4(), now=NOON + DAY).begin()
    end = NOON + 30 * DAY
    with typing.click as session:
        assert drafts_end.remove_expired(session, now=end) == 0
        left = session.execute(text("SELECT answers::text FROM draft ORDER BY saved_at")).scalars().all()
        assert left == ["{}", '{"applicant_kind": "company"}']
        assert session.execute(text("SELECT count(*) FROM draft_row")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM draft_file")).scalar_one() == 0
    typing.now = end + 30 * DAY
    with pytest.raises(drafts.DraftExpired):
        typing.find()
    with typing.click as session:
        assert drafts_end.remove_expired(session, now=end + 30 * DAY + timedelta(seconds=1)) == 1
    with pytest.raises(drafts.DraftNotFound):
        typing.find()
    with other.sessions() as session, pytest.raises(drafts.DraftExpired):
        drafts.find(session, other.id, now=end + 31 * DAY)


def test_a_filed_draft_can_be_read_and_no_longer_changed(
    typing: Typing, dn1: Definition, case: Opened
) -> None:
    row = typing.begin().add("/land_items", {"area": "1"})
    with typing.click as session:
        session.execute(text("UPDATE draft SET submission_id = :id"), {"id": case.id})
    acts: tuple[Callable[[Session], object], ...] = (
        lambda session: drafts.add_row(session, typing.id, "/land_items", {}, limit=9, now=NOON),
        lambda session: drafts.save_row(session, typing.id, row, {}, now=NOON),
        lambda session: drafts.remove_row(session, typing.id, row, now=NOON),
        lambda session: drafts.attach(session, typing.id, FILE, limit=9, now=NOON),
        lambda session: drafts.detach(session, typing.id, FILE.id, now=NOON),
        lambda session: drafts.discard(session, typing.id),
        lambda _: typing.save("filer_kind", {}),
    )
    for act in acts:
        with typing.sessions() as session, pytest.raises(drafts.DraftFiled) as refused:
            act(session)
        assert refused.value.submission == case.id
    typing.now = NOON + 40 * DAY  # its link still leads to the receipt
    assert typing.find().submission == case.id
    assert typing.find().answers["land_items"] == [{"area": "1"}]


def test_a_draft_is_deleted_at_its_owners_wish(typing: Typing) -> None:
    typing.begin()
    typing.add("/land_items", {})
    for _ in range(2):
        with typing.click as session:
            drafts.discard(session, typing.id)
    with pytest.raises(drafts.DraftNotFound):
        typing.find()
