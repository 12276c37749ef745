"""Submissions of an office tried against a form that is being changed: which it would refuse, and where.

Asked for at the desk, done by the worker, kept as register numbers and names of questions. No answer of
anybody is kept or shown: whoever changes forms may not read cases.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from casework.clock.deadlines import warsaw_date
from casework.desk import form_edits
from casework.desk.clerks import Clerk
from casework.desk.form_edits import Edit
from casework.desk.reads import note_read
from casework.register import register_number
from casework.tables import form_tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.presentable import presentable
from forms_catalog.documents.xml import NotOurDocument, from_xml
from forms_catalog.judging.judge import validate, validate_attachments
from forms_catalog.model import Definition
from forms_catalog.problems import Problem

logger = logging.getLogger(__name__)

MOST = 200
#: trials of an office in a day: each tells a little of answers that whoever changes forms may not read, so
#: nobody may ask so often that it adds up to an answer
MOST_A_DAY = 20
_A_DAY = timedelta(days=1)
#: submissions read at a time: a document may be large
_BATCH = 20

_REPLAY = tables.table_of(form_tables.FormReplay)
_EDIT = tables.table_of(form_tables.FormEdit)
_SUBMISSION = tables.table_of(tables.Submission)
_ITEM = tables.table_of(tables.IncomingItem)
_ATTACHMENT = tables.table_of(tables.Attachment)


class TooOften(Exception):
    """The office had so many trials today that it has to wait."""


@dataclass(frozen=True)
class Finding:
    """A submission that the changed form would not take as it is."""

    register_number: str
    refused: tuple[str, ...]  #: JSON pointers without numbers of rows: "/land_items/area"
    homeless: tuple[str, ...]  #: answers whose question is gone, alike


@dataclass(frozen=True)
class Replay:
    """A trial, waiting or done."""

    id: UUID
    revision: int
    most: int
    state: str
    asked_at: datetime
    done_at: datetime | None
    tried: int | None
    findings: tuple[Finding, ...]


def ask(session: Session, clerk: Clerk, edit: UUID, *, most: int, at: datetime) -> UUID:
    """A trial of the form as it is now is waiting for the worker; one that waits already is that trial.

    TooOften after MOST_A_DAY of the office.
    """
    known = form_edits.find_edit(session, clerk, edit, to_change=True)
    waiting = last(session, known)
    if waiting is not None and waiting.state == "waiting" and waiting.revision == known.revision:
        return waiting.id
    if _asked_since(session, known.office, at - _A_DAY) >= MOST_A_DAY:
        raise TooOften
    replay = uuid4()
    row = {
        "id": replay, "edit_id": edit, "office_id": known.office, "revision": known.revision,
        "most": max(1, min(most, MOST)), "state": "waiting", "asked_by": clerk.id, "asked_at": at,
    }  # fmt: skip
    session.execute(insert(_REPLAY), row)
    details = {"form": known.code, "edit": str(edit), "revision": known.revision}
    note_read(session, clerk, "form_replayed", details=details)
    return replay


def _asked_since(session: Session, office: str, since: datetime) -> int:
    mine = (_REPLAY.c.office_id == office) & (_REPLAY.c.asked_at > since)
    return session.execute(select(func.count()).select_from(_REPLAY).where(mine)).scalar_one()


def last(session: Session, edit: Edit) -> Replay | None:
    """The newest trial of a form in the making."""
    asked = select(_REPLAY).where(_REPLAY.c.edit_id == edit.id).order_by(_REPLAY.c.asked_at.desc()).limit(1)
    row = session.execute(asked).one_or_none()
    return None if row is None else _replay(row)


def do_waiting(sessions: sessionmaker[Session], catalogue: Catalogue, *, now: Callable[[], datetime]) -> int:
    """Does every trial that waits; how many. Each is kept once it is done: one cut short comes again."""
    done = 0
    while True:
        with sessions() as session:
            asked = select(_REPLAY, _EDIT.c.document, _EDIT.c.code).join_from(
                _REPLAY, _EDIT, _EDIT.c.id == _REPLAY.c.edit_id
            )
            row = session.execute(
                asked.where(_REPLAY.c.state == "waiting").order_by(_REPLAY.c.asked_at).limit(1)
            ).one_or_none()
        if row is None:
            return done
        _do(sessions, catalogue.of_office(row.office_id), row, now)
        done += 1


def _do(
    sessions: sessionmaker[Session],
    catalogue: Catalogue,
    row: Row[tuple[object, ...]],
    now: Callable[[], datetime],
) -> None:
    try:
        tried, findings = _tried(sessions, catalogue, row)
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as why:
        # a form with mistakes may break anything; the trials of others behind it must not wait for ever
        logger.warning("trial of a form broke off", extra={"trial": str(row.id), "kind": type(why).__name__})
        tried, findings = None, []
    values = {
        "state": "failed" if tried is None else "done",
        "done_at": now(),
        "tried": tried,
        "findings": [
            {"number": one.register_number, "refused": [*one.refused], "homeless": [*one.homeless]}
            for one in findings
        ],
    }
    with sessions.begin() as session:
        mine = update(_REPLAY).where(_REPLAY.c.id == row.id, _REPLAY.c.state == "waiting")
        session.execute(mine.values(**values))


def _tried(
    sessions: sessionmaker[Session], catalogue: Catalogue, row: Row[tuple[object, ...]]
) -> tuple[int | None, list[Finding]]:
    """How many were tried and what was found; None where nothing of the form can be used."""
    form = presentable(row.document, catalogue)
    if form is None:
        return None, []
    tried, findings = 0, list[Finding]()
    for batch in _filed(sessions, row.office_id, row.code, row.most):
        tried += len(batch)
        found = (_try(submission, form, catalogue) for submission in batch)
        findings += [one for one in found if one is not None]
    return tried, findings


@dataclass(frozen=True)
class _Filed:
    """A submission as far as it is tried."""

    register_number: str
    version: int
    document: bytes
    filed_on: date
    slots: tuple[str, ...]  #: of each attached file


def _filed(sessions: sessionmaker[Session], office: str, code: str, most: int) -> Iterator[Sequence[_Filed]]:
    """The last submissions of a service at an office, the newest first, some at a time."""
    for start in range(0, most, _BATCH):
        with sessions() as session:
            rows = session.execute(
                _LAST.offset(start).limit(min(_BATCH, most - start)), {"office": office, "service": code}
            ).all()
        yield [
            _Filed(
                register_number(row.number, row.year),
                row.version,
                row.document,
                warsaw_date(row.filed_at),
                tuple(row.slots or ()),
            )
            for row in rows
        ]
        if len(rows) < _BATCH:
            return


def _try(filed: _Filed, form: Definition, catalogue: Catalogue) -> Finding | None:
    """What the form would not take of it; None where it would take all."""
    was = catalogue.service(form.code, filed.version)
    try:
        answers = from_xml(was, filed.document) if was is not None else None
    except NotOurDocument:
        answers = None
    if answers is None:
        return Finding(filed.register_number, ("",), ())
    problems = (
        *validate(form, answers, catalogue=catalogue, today=filed.filed_on),
        *validate_attachments(form, answers, filed.slots),
    )
    gone = [problem for problem in problems if problem.code in _HOMELESS]
    wrong = [problem for problem in problems if problem.code not in _HOMELESS and problem.level == "error"]
    if not problems:
        return None
    return Finding(filed.register_number, _pointers(wrong), _pointers(gone))


#: the answer has no question (any more); nothing is wrong with it
_HOMELESS = ("unknown_field", "not_asked", "unknown_slot")


def _pointers(problems: Sequence[Problem]) -> tuple[str, ...]:
    """Where they stand, without the numbers of rows."""
    return tuple(dict.fromkeys(_NUMBER.sub("", problem.pointer) for problem in problems))


_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


def _replay(row: Row[tuple[object, ...]]) -> Replay:
    findings = tuple(
        Finding(str(one["number"]), tuple(one["refused"]), tuple(one["homeless"]))
        for one in row.findings or ()
    )
    return Replay(row.id, row.revision, row.most, row.state, row.asked_at, row.done_at, row.tried, findings)


_SLOTS = (
    select(func.array_agg(_ATTACHMENT.c.slot))
    .where(_ATTACHMENT.c.submission_id == _SUBMISSION.c.id)
    .scalar_subquery()
)
_LAST = (
    select(
        _SUBMISSION.c.version,
        _SUBMISSION.c.document,
        _SUBMISSION.c.filed_at,
        _ITEM.c.number,
        _ITEM.c.year,
        _SLOTS.label("slots"),
    )
    .join_from(_SUBMISSION, _ITEM, _ITEM.c.submission_id == _SUBMISSION.c.id)
    .where(_SUBMISSION.c.office_id == bindparam("office"), _SUBMISSION.c.service == bindparam("service"))
    .order_by(_SUBMISSION.c.filed_at.desc(), _SUBMISSION.c.id)
)
