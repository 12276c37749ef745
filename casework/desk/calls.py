"""Calls for completion (KPA art. 64 § 2, OP art. 169 § 1): something is missing, the applicant answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.clock.calendar import Calendar
from casework.clock.deadlines import resumed, stops, term_end, warsaw_date
from casework.desk import letters_kept
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, StepNotAllowed, WrongInput, lock, lock_handled, move, write
from casework.desk.typed_words import typed
from casework.intake.handed_in import FileToFile
from casework.messages import news
from casework.scanning.states import state_at_filing
from casework.tables import desk_tables
from forms_catalog.problems import N_

#: not less by KPA art. 64 § 2, exactly so many by OP art. 169 § 1; counted from delivery
LEAST_DAYS = 7
#: a letter that nobody opens counts as delivered after so many days (KPA art. 44, OP art. 150; from memory)
DEEMED_DELIVERED_DAYS = 14
MOST_DAYS = 366
MOST_FILES = 10

_CALL = tables.table_of(desk_tables.CaseCall)
_FILE = tables.table_of(desk_tables.CaseCallFile)


@dataclass(frozen=True)
class OpenCall:
    """What the applicant is asked for now."""

    id: UUID
    reason: str
    due_on: date  #: the last day to answer (Warsaw)
    at: datetime
    letter: UUID | None


def shortest_term(on: date, calendar: Calendar | None = None) -> date:
    """The first day that a call made on that day may name as its term: what a form offers."""
    return term_end(on, days=LEAST_DAYS, mode="shift", calendar=calendar)


def call_for_completion(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    *,
    reason: str,
    due_on: date,
    letter: UUID | None,
    at: datetime,
    procedure: str = "kpa",
    seen: int | None = None,
    calendar: Calendar | None = None,
) -> Case:
    """The case waits for the applicant; the clock stands from tomorrow where the law lets it.

    A term that ends on a free day ends on the next working one (KPA art. 57 § 4). WrongInput("reason") and
    ("due_on"); NotYours, NotHandler, Changed, StepNotAllowed.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    today = warsaw_date(at)
    asked = typed("reason", reason, N_("Say what is missing and what the applicant should do."))
    last_day = _term(due_on, today, procedure, calendar or Calendar.load())
    letters_kept.demand(session, case.id, letter)
    call = uuid4()
    moved = move(
        session,
        case,
        "awaiting_applicant",
        clerk=clerk,
        at=at,
        what="called",
        details={"call": str(call), "due_on": last_day.isoformat(), "letter": str(letter or "")},
        waiting_for=asked,
        paused_on=today if stops(case.due_explained) else None,
        new_answer=False,
    )
    row = {
        "id": call,
        "submission_id": case.id,
        "office_id": case.office,
        "clerk_id": clerk.id,
        "at": at,
        "reason": asked,
        "due_on": last_day,
        "letter_id": letter,
    }
    session.execute(insert(_CALL), row)
    news.tell(session, case.id, "called", at)
    return moved


def find_open_call(session: Session, case_id: UUID) -> OpenCall | None:
    """The call that waits for an answer; the caller has checked who asks."""
    row = session.execute(_OPEN, {"case": case_id}).one_or_none()
    return None if row is None else OpenCall(row.id, row.reason, row.due_on, row.at, row.letter_id)


def was_answered(session: Session, case_id: UUID, call: UUID) -> bool:
    """Whether this call of the case has its answer: a form that was sent twice has done its work."""
    return session.execute(_ANSWERED, {"case": case_id, "call": call}).first() is not None


def answer_call(
    session: Session,
    case_id: UUID,
    *,
    text: str,
    files: Sequence[FileToFile] = (),
    at: datetime,
    scanner: bool = False,
) -> Case:
    """The applicant's answer: the case goes on, and so does its clock, from tomorrow.

    An answer after its day is taken as long as the office waits. The caller has checked who answers, and that
    the files are what they claim; with a `scanner` they are withheld until it looked at them.
    WrongInput("text") when there is neither word nor file; StepNotAllowed when nothing is awaited.
    """
    case = lock(session, case_id)
    call = find_open_call(session, case_id)
    if call is None:
        raise StepNotAllowed(N_("The office is not waiting for an answer any more."))
    said = "" if files and not text.strip() else typed("text", text, N_("Write your answer or add a file."))
    if len(files) > MOST_FILES:
        raise WrongInput("files", N_("Add at most %(maximum)s files."), {"maximum": str(MOST_FILES)})
    _end(session, call.id, at, answered_at=at, answer_text=said)
    if files:
        state = {"scan_state": state_at_filing(scanner=scanner)}
        rows = [_file(case, call, n, file) | state for n, file in enumerate(files, start=1)]
        session.execute(insert(_FILE), rows)
    details: dict[str, str | int | bool] = {"call": str(call.id), "files": len(files)}
    moved = _go_on(session, case, clerk=None, at=at, what="answered", details=details, new_answer=True)
    news.tell(session, case.id, "answered", at)
    return moved


def mark_read(
    session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None
) -> Case:
    """What came in has been read: the case leaves the new answers. Once more changes nothing.

    Beside this, only what deals with it takes the mark away: settling, another call, suspension.
    NotYours, NotHandler, Changed.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    if not case.new_answer:
        return case
    return write(session, case, clerk=clerk, at=at, what="answer_read", new_answer=False)


def end_call(session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None) -> Case:
    """The office no longer waits: the papers came another way, or are not needed.

    NotYours, NotHandler, Changed; StepNotAllowed when nothing is awaited.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    call = find_open_call(session, case_id)
    if call is None:
        raise StepNotAllowed
    _end(session, call.id, at)
    moved = _go_on(session, case, clerk=clerk, at=at, what="call_ended", details={"call": str(call.id)})
    news.tell(session, case.id, "call_ended", at)
    return moved


def end_unanswered(session: Session, case: Case, *, at: datetime) -> UUID:
    """Ends a call whose day has passed without an answer; StepNotAllowed before that. For `conclusions`."""
    call = find_open_call(session, case.id)
    if call is None or call.due_on >= warsaw_date(at):
        raise StepNotAllowed(N_("A case is left unexamined only after a call whose term has passed."))
    _end(session, call.id, at)
    return call.id


def _term(due_on: date, today: date, procedure: str, calendar: Calendar) -> date:
    """The call's last day, moved off free days."""
    if due_on <= today:
        raise WrongInput("due_on", N_("This day has passed. Choose a later one."))
    shortest = shortest_term(today, calendar)
    if due_on < shortest:
        raise WrongInput("due_on", N_("Give at least 7 days: %(day)s or later."), {"day": shortest})
    longest = today + timedelta(days=MOST_DAYS)
    if procedure == "op":
        delivered = today + timedelta(days=DEEMED_DELIVERED_DAYS)
        longest = term_end(delivered, days=LEAST_DAYS, mode="shift", calendar=calendar)
    if due_on > longest:
        raise WrongInput("due_on", N_("This term is too long. Choose %(day)s or earlier."), {"day": longest})
    return calendar.next_working(due_on)


def _go_on(
    session: Session,
    case: Case,
    *,
    clerk: Clerk | None,
    at: datetime,
    what: str,
    details: dict[str, str | int | bool],
    new_answer: bool = False,
) -> Case:
    due_on, not_counted = resumed(case, warsaw_date(at))
    return move(
        session,
        case,
        "in_progress",
        clerk=clerk,
        at=at,
        what=what,
        details=details,
        due_on=due_on,
        not_counted_days=not_counted,
        paused_on=None,
        waiting_for=None,
        new_answer=new_answer,
    )


def _end(session: Session, call: UUID, at: datetime, **answer: object) -> None:
    session.execute(update(_CALL).where(_CALL.c.id == call).values(ended_at=at, **answer))


def _file(case: Case, call: OpenCall, position: int, file: FileToFile) -> dict[str, object]:
    return {
        "call_id": call.id,
        "position": position,
        "office_id": case.office,
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.size,
        "sha256": file.sha256,
    }


_OPEN = select(_CALL.c.id, _CALL.c.reason, _CALL.c.due_on, _CALL.c.at, _CALL.c.letter_id).where(
    _CALL.c.submission_id == bindparam("case"), _CALL.c.ended_at.is_(None)
)
_ANSWERED = select(_CALL.c.id).where(
    _CALL.c.id == bindparam("call"),
    _CALL.c.submission_id == bindparam("case"),
    _CALL.c.answered_at.is_not(None),
)
