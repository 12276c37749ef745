"""A service of an office's own is withdrawn for good: one person asks, another approves.

To stop it at once an administrator switches it off among the services of the office, alone; so it comes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.catalogue import catalogue_changes
from casework.desk.clerks import Clerk, NotYours
from casework.desk.form_edits import NotNow, SamePerson
from casework.desk.reads import let_in, note_read
from casework.tables import form_tables

_ASKED = tables.table_of(form_tables.FormWithdrawal)
#: before it was asked for: an account may have been made to approve it
_JUST_BEFORE = timedelta(hours=1)


@dataclass(frozen=True)
class Withdrawal:
    """What somebody asks for and nobody has decided yet."""

    code: str
    asked_by: UUID
    asked_at: datetime


def waiting(session: Session, office: str) -> Mapping[str, Withdrawal]:
    """Services whose withdrawal somebody there asks for, by code."""
    asked = select(_ASKED.c.code, _ASKED.c.asked_by, _ASKED.c.asked_at).where(_open(office))
    return {row.code: Withdrawal(*row) for row in session.execute(asked)}


def ask(session: Session, clerk: Clerk, code: str, *, at: datetime) -> None:
    """The service is still offered. Asked for twice is asked for once."""
    row = {
        "office_id": _office(clerk),
        "code": code,
        "state": "waiting",
        "asked_by": clerk.id,
        "asked_at": at,
    }
    put = insert(_ASKED).values(row).on_conflict_do_nothing().returning(_ASKED.c.id)
    if session.execute(put).one_or_none() is not None:
        _note(session, clerk, "form_withdrawal_asked", code)


def drop(session: Session, clerk: Clerk, code: str) -> None:
    """Nothing comes of it: whoever asked took it back, or somebody else says no. NotNow."""
    _found(session, clerk, code)
    _end(session, clerk, code, "dropped")
    _note(session, clerk, "form_withdrawal_dropped", code)


def approve(session: Session, clerk: Clerk, code: str, *, on: date) -> None:
    """From that day on the office does not offer its own service; drafts go on, submissions stay.

    SamePerson for whoever asked, and for an account that they made or opened meanwhile; NotNow.
    """
    office, known = _office(clerk), _found(session, clerk, code)
    since = known.asked_at - _JUST_BEFORE
    if clerk.id == known.asked_by or let_in(
        session, clerk.id, office=office, by=[known.asked_by], since=since
    ):
        raise SamePerson
    ended = catalogue_changes.retire_forms(session, office, code, on=on)
    _end(session, clerk, code, "done")
    _note(session, clerk, "form_withdrawn", code, on=on.isoformat(), versions=ended)


def _found(session: Session, clerk: Clerk, code: str) -> Withdrawal:
    """What is asked for, held until COMMIT."""
    mine = _open(_office(clerk)) & (_ASKED.c.code == code)
    asked = select(_ASKED.c.code, _ASKED.c.asked_by, _ASKED.c.asked_at).where(mine).with_for_update()
    row = session.execute(asked).one_or_none()
    if row is None:
        raise NotNow
    return Withdrawal(*row)


def _open(office: str) -> ColumnElement[bool]:
    return (_ASKED.c.office_id == office) & (_ASKED.c.state == "waiting")


def _end(session: Session, clerk: Clerk, code: str, state: str) -> None:
    mine = _open(_office(clerk)) & (_ASKED.c.code == code)
    session.execute(update(_ASKED).where(mine).values(state=state, ended_by=clerk.id))


def _office(clerk: Clerk) -> str:
    if clerk.office is None:
        raise NotYours
    return clerk.office


def _note(session: Session, clerk: Clerk, what: str, code: str, **details: object) -> None:
    note_read(session, clerk, what, details={"form": code, **details})
