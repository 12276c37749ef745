"""Two tabs, or twenty, that save one draft at once."""

import threading

from sqlalchemy.orm import Session

from casework.drafting import drafts
from forms_catalog.model import Definition
from tests.casework.conftest import NOON
from tests.casework.drafting.draft_typing import Typing, dn1, typing
from tests.casework.window import until_somebody_waits

__all__ = ["dn1", "typing"]  # fixtures


def test_two_tabs_that_save_two_sections_at_once_lose_neither(typing: Typing) -> None:
    typing.begin()
    with typing.sessions() as session:
        _save_contact(session, typing)
        other = threading.Thread(target=typing.save, args=("applicant", {"company": {"full_name": "A"}}))
        other.start()
        until_somebody_waits(typing.sessions, unless_ended=other)
        session.commit()
    other.join()
    draft = typing.find()
    assert draft.answers["company"] == {"full_name": "A"}
    assert draft.answers["contact"] == {"email": "a@example.pl"}
    assert draft.done == {"filer_kind", "applicant", "contact"}


def _save_contact(session: Session, typing: Typing) -> None:
    drafts.save_section(
        session,
        typing.id,
        office=typing.office,
        definition=typing.definition,
        section="contact",
        answers={"contact": {"email": "a@example.pl"}},
        done=True,
        language="pl",
        now=NOON,
    )


def test_two_tabs_do_not_add_more_rows_together_than_the_form_allows(typing: Typing) -> None:
    typing.begin()
    refused: list[type[Exception]] = []

    def add() -> None:
        try:
            typing.add("/land_items", {}, limit=1)
        except drafts.TooMany:
            refused.append(drafts.TooMany)

    with typing.sessions() as session:
        drafts.add_row(session, typing.id, "/land_items", {}, limit=1, now=NOON)
        other = threading.Thread(target=add)
        other.start()
        until_somebody_waits(typing.sessions, unless_ended=other)
        session.commit()
    other.join()
    assert refused == [drafts.TooMany]


def test_two_tabs_that_save_at_once_lose_nothing(typing: Typing) -> None:
    typing.begin()
    tabs = [
        threading.Thread(target=typing.add, args=("/land_items", {"parcel_no": str(number)}))
        for number in range(20)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    draft = typing.find()
    parcels = draft.answers["land_items"]
    assert isinstance(parcels, list)
    assert sorted(int(row["parcel_no"]) for row in parcels) == list(range(20))  # type: ignore[call-overload, index, arg-type]  # rows of text
    assert draft.revision == 21


def test_twenty_tabs_that_save_the_first_section_at_once_make_one_draft(
    typing: Typing, dn1: Definition
) -> None:
    tabs = [
        threading.Thread(target=typing.save, args=("filer_kind", {"applicant_kind": "company"}))
        for _ in range(20)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert typing.find().revision == 20
