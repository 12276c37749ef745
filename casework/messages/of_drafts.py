"""Letters about drafts: to the address left on the page "finish later", while the draft waits and no longer.

Three kinds: the link, at once; one reminder that nothing was sent; a warning before the draft runs out.
Address and words leave the ledger with the draft; what was not sent by then is never sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework import tables, tries
from casework.messages.promises import promise_about_draft, recipient_hash
from casework.tables import message_tables
from casework.tries import Limit

Kind = Literal["link", "reminder", "ending"]

#: a mailbox that somebody else typed gets no more than that
A_MAILBOX = Limit("links of drafts to a mailbox", 5, timedelta(days=1))
A_DRAFT = Limit("addresses of a draft", 5, timedelta(days=1))
#: a library or a school is one place
A_PLACE = Limit("links of drafts from a place", 30, timedelta(hours=1))

#: what the ledger says of a letter whose draft was filed, deleted, changed or has run out
GONE = "draft_gone"
#: who left the address a moment ago knows what a warning says
_FRESH = timedelta(days=1)
_NOT_SENT_YET = ("promised", "held")

_ADDRESS = tables.table_of(message_tables.DraftAddressRow)
_MESSAGE = tables.table_of(message_tables.Message)
_DRAFT = tables.table_of(tables.Draft)


@dataclass(frozen=True)
class Told:
    """A draft that somebody asked to hear of."""

    draft: UUID
    ref: UUID
    office: str
    service: str
    version: int
    revision: int
    language: str
    email: str
    expires_at: datetime
    warnings: int


@dataclass(frozen=True)
class Left:
    """The address as the draft's page shows it."""

    email: str
    #: what became of the letter with the link: promised, sending, sent, refused …; None: nobody knows it
    link: str | None


@dataclass(frozen=True)
class Terms:
    """When letters are written; None: never."""

    reminder: timedelta | None  #: after so long without a change
    warning: timedelta | None  #: so long before the draft runs out


class TooManyLetters(Exception):
    """The mailbox, the draft or the place had its share; nothing was kept."""


def leave(session: Session, draft_id: UUID, email: str, *, place: str, at: datetime) -> Told | None:
    """Keeps the address of a draft that the caller has locked; None where the very same one is kept already.

    Another address takes the place of the first, whose letters end. `place`: where the wish comes from
    (`tries.network`). Raises TooManyLetters. Whoever gets a Told promises the link.
    """
    known = find(session, draft_id)
    if known is not None and known.email == email:
        return None
    mailbox = recipient_hash("email", email).hex()
    shares = ((A_PLACE, place), (A_DRAFT, str(draft_id)), (A_MAILBOX, mailbox))
    if not all(tries.take(session, limit, subject, at=at) for limit, subject in shares):
        raise TooManyLetters
    forget(session, [draft_id])
    office = select(_DRAFT.c.office_id).where(_DRAFT.c.id == draft_id).scalar_subquery()
    row = {"draft_id": draft_id, "ref": uuid4(), "email": email, "given_at": at}
    session.execute(insert(_ADDRESS).values(**row, office_id=office))
    return _told(session.execute(_TOLD.where(_ADDRESS.c.draft_id == draft_id)).one())


def find(session: Session, draft_id: UUID) -> Left | None:
    """The address left on a draft, if any."""
    row = session.execute(_LEFT, {"draft": draft_id}).one_or_none()
    return None if row is None else Left(row.email, row.state)


def due(session: Session, terms: Terms, *, at: datetime, most: int) -> Sequence[tuple[Told, Kind]]:
    """Letters whose time has come, their addresses locked for this transaction; the caller promises each."""
    kinds: list[tuple[Kind, ColumnElement[bool]]] = []
    if terms.warning is not None:
        kinds.append(("ending", _ending(terms.warning, at)))
    if terms.reminder is not None:
        kinds.append(("reminder", and_(_quiet(terms.reminder, at), _not_near_its_end(terms, at))))
    found: list[tuple[Told, Kind]] = []
    for kind, ready in kinds:
        asked = _TOLD.where(_DRAFT.c.submission_id.is_(None), ready)
        locked = asked.limit(most).with_for_update(of=_ADDRESS, skip_locked=True)
        found += [(_told(row), kind) for row in session.execute(locked)]
    return found


def promise_letter(
    session: Session, told: Told, kind: Kind, *, subject: str, body: str, at: datetime
) -> None:
    """Puts the letter into the ledger and notes it: nobody promises it again."""
    number = f"/{told.warnings + 1}" if kind == "ending" else ""
    promise_about_draft(
        session,
        f"draft_{kind}/{told.ref}{number}",
        address=told.email,
        office=told.office,
        language=told.language,
        about="" if kind == "link" else str(told.revision),
        subject=subject,
        body=body,
        at=at,
        expires_at=told.expires_at,
    )
    note(session, told, kind, at=at)


def note(session: Session, told: Told, kind: Kind, *, at: datetime) -> None:
    """This letter is not due again."""
    values: dict[str, object] = {"reminded_at": at} if kind == "reminder" else {}
    if kind == "ending":
        values = {"warned_at": at, "warnings": told.warnings + 1}
    if values:
        session.execute(update(_ADDRESS).where(_ADDRESS.c.ref == told.ref).values(values))


def still_wanted(session: Session, event: str, about: str, *, at: datetime) -> bool:
    """Whether the draft still waits as it did when the letter was promised."""
    row = session.execute(_WAITS, {"ref": UUID(event.split("/")[1]), "at": at}).one_or_none()
    return row is not None and about in ("", str(row.revision))


def forget(session: Session, drafts: Iterable[UUID]) -> int:
    """Removes the addresses of these drafts, also from the ledger; how many."""
    gone = delete(_ADDRESS).where(_ADDRESS.c.draft_id.in_(list(drafts)))
    return _forget(session, session.execute(gone.returning(_ADDRESS.c.ref, _ADDRESS.c.warnings)).all())


def forget_filed(session: Session) -> int:
    """The same for every draft that was filed."""
    filed = delete(_ADDRESS).where(_ADDRESS.c.draft_id == _DRAFT.c.id, _DRAFT.c.submission_id.is_not(None))
    return _forget(session, session.execute(filed.returning(_ADDRESS.c.ref, _ADDRESS.c.warnings)).all())


def _forget(session: Session, gone: Sequence[Row[*tuple[Any, ...]]]) -> int:  # Any: of its columns
    events = [event for row in gone for event in _events(row.ref, row.warnings)]
    if events:
        waits = _MESSAGE.c.state.in_(_NOT_SENT_YET)
        emptied = {
            "recipient": "",
            "recipient_hash": b"",
            "subject": None,
            "body": None,
            "state": case((waits, "failed"), else_=_MESSAGE.c.state),
            "next_at": case((waits, None), else_=_MESSAGE.c.next_at),
            "last_code": case((waits, GONE), else_=_MESSAGE.c.last_code),
        }
        # no submission: the unique key of the ledger begins with it
        mine = and_(_MESSAGE.c.submission_id.is_(None), _MESSAGE.c.event.in_(events))
        session.execute(update(_MESSAGE).where(mine).values(emptied))
    return len(gone)


def _events(ref: UUID, warnings: int) -> list[str]:
    endings = [f"draft_ending/{ref}/{number}" for number in range(1, warnings + 1)]
    return [f"draft_link/{ref}", f"draft_reminder/{ref}", *endings]


def _ending(warning: timedelta, at: datetime) -> ColumnElement[bool]:
    return and_(
        _DRAFT.c.expires_at.between(at, at + warning),
        _ADDRESS.c.given_at <= at - _FRESH,
        or_(_ADDRESS.c.warned_at.is_(None), _ADDRESS.c.warned_at < _DRAFT.c.saved_at),
    )


def _quiet(reminder: timedelta, at: datetime) -> ColumnElement[bool]:
    return and_(
        _ADDRESS.c.reminded_at.is_(None),
        func.greatest(_DRAFT.c.saved_at, _ADDRESS.c.given_at) <= at - reminder,
    )


def _not_near_its_end(terms: Terms, at: datetime) -> ColumnElement[bool]:
    """The warning says the same."""
    return _DRAFT.c.expires_at > at + (terms.warning or timedelta(0))


def _told(row: Row[*tuple[Any, ...]]) -> Told:  # Any: of the types of its columns
    return Told(*row)


_TOLD = select(
    _DRAFT.c.id,
    _ADDRESS.c.ref,
    _DRAFT.c.office_id,
    _DRAFT.c.service,
    _DRAFT.c.version,
    _DRAFT.c.revision,
    _DRAFT.c.language,
    _ADDRESS.c.email,
    _DRAFT.c.expires_at,
    _ADDRESS.c.warnings,
).select_from(_ADDRESS.join(_DRAFT, _DRAFT.c.id == _ADDRESS.c.draft_id))
_LINK = select(_MESSAGE.c.state).where(
    _MESSAGE.c.submission_id.is_(None),
    _MESSAGE.c.event == func.concat("draft_link/", _ADDRESS.c.ref),
)
_LEFT = select(_ADDRESS.c.email, _LINK.scalar_subquery().label("state")).where(
    _ADDRESS.c.draft_id == bindparam("draft")
)
_WAITS = (
    select(_DRAFT.c.revision)
    .select_from(_ADDRESS.join(_DRAFT, _DRAFT.c.id == _ADDRESS.c.draft_id))
    .where(
        _ADDRESS.c.ref == bindparam("ref"),
        _DRAFT.c.submission_id.is_(None),
        _DRAFT.c.expires_at > bindparam("at"),
    )
)
