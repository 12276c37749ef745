"""Forms that an office changes: written by one or several, approved by somebody else, then published.

What is published is never changed; an earlier version comes back as a new one. Every act is entered among
the readings of the office (casework.desk.reads), with ids and numbers only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework import tables
from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_changes import NewForm
from casework.desk.clerks import Clerk, NotYours
from casework.desk.reads import let_in, note_read
from casework.tables import form_tables, own_tables
from forms_catalog.designing.document import Document
from forms_catalog.designing.form_files import to_yaml
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import OwnForm

_EDIT = tables.table_of(form_tables.FormEdit)
_CHOICE = tables.table_of(form_tables.FormChoice)
_FORM = tables.table_of(own_tables.OfficeForm)
OPEN = ("editing", "waiting")
#: before a work began: an account may have been made for it
_JUST_BEFORE = timedelta(hours=1)
#: whoever has one of these roles writes forms and approves what somebody else wrote
ROLES = ("form_editor", "office_admin")


class BeingChanged(Exception):
    """Somebody changes this form already; there is one such work at a time."""

    def __init__(self, edit: UUID) -> None:
        super().__init__("the form is being changed already")
        self.edit = edit


class NoSuchEdit(Exception):
    """No form in the making has this id."""


class Stale(Exception):
    """Somebody changed the form meanwhile: what was sent was read before that."""


class NotNow(Exception):
    """The form is not in a state for that: it waits for approval, is published or was thrown away."""


class SamePerson(Exception):
    """Whoever wrote a form does not approve it."""


@dataclass(frozen=True)
class Edit:
    """A form in the making."""

    id: UUID
    office: str
    code: str
    based_on: int
    grew_from: int
    document: Document
    revision: int
    state: str
    begun_by: UUID
    begun_at: datetime
    writers: frozenset[UUID]
    changed_at: datetime
    sent_by: UUID | None
    valid_from: date | None
    note: str | None
    ended_by: UUID | None
    published_version: int | None

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True)
class Start:
    """What a new work on a form begins with."""

    code: str
    based_on: int
    grew_from: int
    document: Document


def open_edits(session: Session, office: str) -> Sequence[Edit]:
    """The forms that the office is changing now, by code."""
    mine = (_EDIT.c.office_id == office) & _EDIT.c.state.in_(OPEN)
    return [_edit(row) for row in session.execute(select(_EDIT).where(mine).order_by(_EDIT.c.code))]


def find_edit(session: Session, clerk: Clerk, edit: UUID, *, to_change: bool = False) -> Edit:
    """The form in the making; NotYours for another office's, NoSuchEdit for one that never was.

    `to_change` holds it until COMMIT: two at once come one after the other.
    """
    asked = select(_EDIT).where(_EDIT.c.id == edit)
    row = session.execute(asked.with_for_update() if to_change else asked).one_or_none()
    if row is None:
        raise NoSuchEdit
    if clerk.office is None or row.office_id != clerk.office:
        raise NotYours
    return _edit(row)


def open_edit_of(session: Session, office: str, code: str) -> Edit | None:
    """The office's work on that form, if there is one."""
    mine = (_EDIT.c.office_id == office) & (_EDIT.c.code == code) & _EDIT.c.state.in_(OPEN)
    row = session.execute(select(_EDIT).where(mine)).one_or_none()
    return None if row is None else _edit(row)


def edits_of(session: Session, office: str, code: str) -> Sequence[Edit]:
    """Everything that was ever begun on that form there, the newest first."""
    mine = (_EDIT.c.office_id == office) & (_EDIT.c.code == code)
    return [
        _edit(row) for row in session.execute(select(_EDIT).where(mine).order_by(_EDIT.c.begun_at.desc()))
    ]


def begin(session: Session, clerk: Clerk, start: Start, *, at: datetime) -> UUID:
    """A new work on a form, by this clerk; BeingChanged where there is one."""
    office = _office(clerk)
    edit = uuid4()
    row = {
        "id": edit, "office_id": office, "code": start.code, "based_on": start.based_on,
        "grew_from": start.grew_from, "document": start.document, "revision": 1, "state": "editing",
        "begun_by": clerk.id, "begun_at": at, "writers": [str(clerk.id)], "changed_at": at,
    }  # fmt: skip
    try:
        with session.begin_nested():
            session.execute(insert(_EDIT), row)
    except IntegrityError as taken:
        there = open_edit_of(session, office, start.code)
        if there is None:
            raise
        raise BeingChanged(there.id) from taken
    _note(session, clerk, "form_edit_begun", start.code, edit=str(edit), based_on=start.based_on)
    return edit


def save(
    session: Session, clerk: Clerk, edit: UUID, document: Document, *, revision: int, at: datetime, place: str
) -> int:
    """Keeps the form as it is now, right or wrong; its new revision. Stale, NotNow, NotYours.

    `place` says in the audit what was changed: "sections[0].fields[2]".
    """
    known = find_edit(session, clerk, edit, to_change=True)
    if known.state != "editing":
        raise NotNow
    if known.revision != revision:
        raise Stale
    writers = sorted({*map(str, known.writers), str(clerk.id)})
    _change(session, edit, document=document, revision=revision + 1, writers=writers, changed_at=at)
    _note(session, clerk, "form_edit_changed", known.code, edit=str(edit), place=place, revision=revision + 1)
    return revision + 1


def send(session: Session, clerk: Clerk, edit: UUID, *, revision: int, valid_from: date) -> None:
    """Asks a second person to approve the form as it is; until then nobody changes it. Stale, NotNow."""
    known = find_edit(session, clerk, edit, to_change=True)
    if known.state != "editing":
        raise NotNow
    if known.revision != revision:
        raise Stale
    _change(session, edit, state="waiting", sent_by=clerk.id, valid_from=valid_from, note=None)
    _note(session, clerk, "form_edit_sent", known.code, edit=str(edit), revision=revision)


def take_back(session: Session, clerk: Clerk, edit: UUID, *, note: str = "") -> None:
    """The form may be changed again: sent back with what is asked for, or taken back by a writer. NotNow."""
    known = find_edit(session, clerk, edit, to_change=True)
    if known.state != "waiting":
        raise NotNow
    # another day may be asked for next: whoever still reads this one must not approve that one by it
    _change(
        session, edit, state="editing", sent_by=None, note=note.strip()[:2000] or None,
        revision=known.revision + 1,
    )  # fmt: skip
    _note(session, clerk, "form_edit_returned", known.code, edit=str(edit))


def discard(session: Session, clerk: Clerk, edit: UUID) -> None:
    """The work ends here; what was written stays in the table. NotNow."""
    known = find_edit(session, clerk, edit, to_change=True)
    if not known.open:
        raise NotNow
    _change(session, edit, state="discarded", ended_by=clerk.id)
    _note(session, clerk, "form_edit_discarded", known.code, edit=str(edit))


def publish(
    session: Session, clerk: Clerk, edit: UUID, definition: Definition, *, revision: int, today: date
) -> OwnForm:
    """The form as it was sent becomes a version of the office, from its day on or from today at the earliest.

    `definition` is what the checks made of the document, without a fault. SamePerson for whoever wrote in it
    and for an account that a writer made or opened while the work was going on; Stale, NotNow.
    """
    known = find_edit(session, clerk, edit, to_change=True)
    if known.state != "waiting" or known.sent_by is None:
        raise NotNow
    if known.revision != revision:
        raise Stale
    wrote = {*known.writers, known.sent_by}
    if clerk.id in wrote or _made_for_it(session, clerk, known, wrote):
        raise SamePerson
    made = catalogue_changes.publish_form(
        session,
        NewForm(
            office=known.office,
            definition=definition,
            grew_from=known.grew_from,
            yaml=to_yaml(known.document),
            valid_from=max(known.valid_from or today, today),
            written_by=known.sent_by,
            approved_by=clerk.id,
        ),
    )
    _change(session, edit, state="published", ended_by=clerk.id, published_version=made.version)
    _note(session, clerk, "form_published", known.code, edit=str(edit), version=made.version)
    return made


def _made_for_it(session: Session, clerk: Clerk, edit: Edit, wrote: Collection[UUID]) -> bool:
    since = edit.begun_at - _JUST_BEFORE
    return let_in(session, clerk.id, office=edit.office, by=wrote, since=since)


@dataclass(frozen=True)
class Published:
    """A version of an office as it was published."""

    version: int
    grew_from: int
    valid_from: date
    published_at: datetime
    written_by: UUID
    approved_by: UUID


def published(session: Session, office: str, code: str) -> Sequence[Published]:
    """The office's own versions of that form, the newest first."""
    asked = (
        select(
            _FORM.c.version,
            _FORM.c.grew_from,
            _FORM.c.valid_from,
            _FORM.c.published_at,
            _FORM.c.written_by,
            _FORM.c.approved_by,
        )
        .where(_FORM.c.office_id == office, _FORM.c.code == code)
        .order_by(_FORM.c.version.desc())
    )
    return [Published(*row) for row in session.execute(asked)]


def choose(session: Session, clerk: Clerk, code: str, *, shipped: int, choice: str) -> None:
    """Enters what the office decided about a newer shipped version."""
    row = {
        "office_id": _office(clerk), "code": code, "shipped": shipped, "choice": choice, "chosen_by": clerk.id
    }  # fmt: skip
    session.execute(insert(_CHOICE), row)
    _note(session, clerk, "form_choice", code, shipped=shipped, choice=choice)


def choices(session: Session, office: str) -> dict[tuple[str, int], str]:
    """What the office decided last about each newer shipped version: (code, version) → adopt or keep."""
    rows = session.execute(
        select(_CHOICE.c.code, _CHOICE.c.shipped, _CHOICE.c.choice)
        .where(_CHOICE.c.office_id == office)
        .order_by(_CHOICE.c.id)
    )
    return {(row.code, row.shipped): row.choice for row in rows}


def _office(clerk: Clerk) -> str:
    if clerk.office is None:
        raise NotYours
    return clerk.office


def _change(session: Session, edit: UUID, **values: object) -> None:
    session.execute(update(_EDIT).where(_EDIT.c.id == edit).values(**values))


def _note(session: Session, clerk: Clerk, what: str, code: str, **details: object) -> None:
    note_read(session, clerk, what, details={"form": code, **details})


def _edit(row: Row[tuple[object, ...]]) -> Edit:
    return Edit(
        id=row.id,
        office=row.office_id,
        code=row.code,
        based_on=row.based_on,
        grew_from=row.grew_from,
        document=row.document,
        revision=row.revision,
        state=row.state,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
        writers=frozenset(UUID(writer) for writer in row.writers),
        changed_at=row.changed_at,
        sent_by=row.sent_by,
        valid_from=row.valid_from,
        note=row.note,
        ended_by=row.ended_by,
        published_version=row.published_version,
    )
