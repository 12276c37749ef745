"""The place of a form in somebody's hands: at the counter of this visitor, or where a draft was begun."""

from uuid import UUID

from flask import abort, request

from casework.access import receipt_token
from casework.drafting import draft_moves, drafts
from forms_catalog.model import Definition
from pages.filling.place import VERSION, Place
from pages.language import language
from pages.offices import office, speak_for
from portal.choosing import refuse_service
from portal.parts import parts


def fresh_place(code: str, draft_id: UUID, at: str = "") -> Place:
    """A place without a draft, at the office whose name stood on the page that was filled in, else at that of
    this visitor; a page that says why (404) for a service it does not offer. Never at another office.
    """
    if at:
        speak_for(parts().catalogue.offices.get(at) or abort(404))
    facts = office()
    offered = parts().catalogue.of_office(facts.code)
    definition = offered.service(code)
    if definition is None or code not in facts.services:
        refuse_service(code)
    return Place(definition, draft_id, facts, language(), parts().now(), offered)


def saved_place(code: str, draft_id: UUID, *, move: bool | None = None) -> Place:
    """The place of a kept draft; DraftNotFound, DraftExpired or, when it was filed, DraftFiled.

    A draft goes on with the form in force as soon as one of its pages is opened, or one that was drawn by
    that form is posted, unless `move` says otherwise. What is posted is read by the form it was drawn by.
    """
    hands = parts()
    now = hands.now()
    with hands.sessions.begin() as session:
        draft = drafts.find(session, draft_id, now=now, service=code)
    if draft.submission is not None:
        raise drafts.DraftFiled(draft.submission)
    facts = hands.catalogue.offices.get(draft.office)
    if facts is None:
        raise drafts.DraftNotFound  # of an office that is not open here any more
    offered = hands.catalogue.of_office(facts.code)
    known, in_force = offered.service(code, draft.version), offered.service(code)
    definition = known or in_force
    if definition is None:
        raise drafts.DraftNotFound
    speak_for(facts)
    if in_force and in_force.version != draft.version and (_moves(in_force) if move is None else move):
        with hands.sessions.begin() as session:
            draft = draft_moves.move(session, draft_id, old=known, new=in_force, now=now)
        definition = in_force
    begun_on = offered.service(code, draft.moved_from) if draft.moved_from else None
    return Place(definition, draft_id, facts, language(), now, offered, draft, begun_on=begun_on)


def _moves(in_force: Definition) -> bool:
    return request.method in ("GET", "HEAD") or request.form.get(VERSION) == str(in_force.version)


def receipt_address(submission: UUID) -> str:
    """The receipt's page, opened by its own token."""
    return f"/upo/{submission}?t={receipt_token(parts().counter.secret, submission)}"
