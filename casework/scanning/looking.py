"""The scanner looks at what was handed in; what it finds is entered in the case and told."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, Uuid, bindparam, func, literal, select, tuple_, union_all, update
from sqlalchemy.orm import Session, sessionmaker

from casework import audit, tables
from casework.files.storage import FileStore
from casework.messages import news
from casework.scanning.contents import TooMuch, contents
from casework.scanning.scanner import NotScannable, Scanner, ScannerAway
from casework.scanning.states import ScanState
from casework.tables import desk_tables

logger = logging.getLogger(__name__)

#: what is entered in the case's audit, and told to its applicant
INFECTED = "infected"
_BATCH = 50
_ATTACHMENT = tables.table_of(tables.Attachment)
_CALL = tables.table_of(desk_tables.CaseCall)
_CALL_FILE = tables.table_of(desk_tables.CaseCallFile)
_PROOF = tables.table_of(desk_tables.PaymentProof)
#: tables of files → the column that their rows hang on
_OWNERS = {
    _ATTACHMENT: _ATTACHMENT.c.submission_id,
    _CALL_FILE: _CALL_FILE.c.call_id,
    _PROOF: _PROOF.c.submission_id,
}
#: the harmless file that every scanner must call a virus; in two parts, so that none removes this program
_HARMLESS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Looked:
    """What came of a round."""

    clean: int = 0
    infected: int = 0
    unscannable: int = 0  #: left as they were
    away: str = ""  #: why the round ended early; "": it did not


@dataclass(frozen=True)
class Waiting:
    """Files that no scanner has passed yet."""

    checking: int
    not_scanned: int
    oldest: datetime | None  #: coming in of the oldest that is being checked; files of answers left out


@dataclass(frozen=True)
class _File:
    table: Table
    owner: UUID
    position: int
    case: UUID
    sha256: str


def demand_sight(scanner: Scanner) -> str:
    """The name of a scanner that finds the harmless test file; ScannerAway for a blind one."""
    name = scanner.name()
    if scanner.look(_HARMLESS) is None:
        raise ScannerAway("it finds nothing: its signatures are missing")
    return name


def look_at_files(
    sessions: sessionmaker[Session],
    files: FileStore,
    scanner: Scanner,
    *,
    state: ScanState = "checking",
    go_on: Callable[[], bool] = lambda: True,
) -> Looked:
    """Every file in that state is looked at once; each verdict is committed by itself. May run twice.

    No session is open while the scanner looks. A scanner that is away ends the round: what was not
    passed by a whole answer stays as it is.
    """
    seen: Counter[str] = Counter()
    try:
        demand_sight(scanner)
        for file in _waiting(sessions, state):
            if not go_on():
                break
            seen[_look_patiently(sessions, files, scanner, file)] += 1
    except ScannerAway as away:
        logger.warning("the scanner is away", extra={"why": str(away), **seen})
        return _looked(seen, str(away) or "away")
    return _looked(seen)


def _looked(seen: Mapping[str, int], away: str = "") -> Looked:
    return Looked(seen["clean"], seen["infected"], seen["unscannable"], away)


def _waiting(sessions: sessionmaker[Session], state: ScanState) -> Iterator[_File]:
    """In the order of their keys, a batch at a time, so that one that cannot be scanned holds up no other."""
    for table in _OWNERS:
        after: tuple[UUID, int] | None = None
        while True:
            with sessions() as session:
                rows = session.execute(_batch(table, state, after)).all()
            for row in rows:
                yield _File(table, *row)
            if len(rows) < _BATCH:
                break
            after = (rows[-1].owner, rows[-1].position)


def _batch(table: Table, state: ScanState, after: tuple[UUID, int] | None) -> Select[Any]:  # Any: as in _File
    owner = _OWNERS[table]
    case = _CALL.c.submission_id if table is _CALL_FILE else owner
    # the state stands in the statement itself, or the partial index would not serve it
    found = select(owner.label("owner"), table.c.position, case.label("case"), table.c.sha256).where(
        table.c.scan_state == literal(state, literal_execute=True)
    )
    if table is _CALL_FILE:
        found = found.join(_CALL, _CALL.c.id == owner)
    if after is not None:
        found = found.where(tuple_(owner, table.c.position) > tuple_(*map(literal, after)))
    return found.order_by(owner, table.c.position).limit(_BATCH)


def _look_patiently(sessions: sessionmaker[Session], files: FileStore, scanner: Scanner, file: _File) -> str:
    """A file at which the scanner falls silent holds up no other while it answers for the rest."""
    try:
        return _look(sessions, files, scanner, file)
    except ScannerAway as away:
        demand_sight(scanner)
        logger.warning("file not scanned", extra={"file": file.sha256, "why": str(away)})
        return "unscannable"


def _look(sessions: sessionmaker[Session], files: FileStore, scanner: Scanner, file: _File) -> str:
    try:
        with files.open(file.sha256) as kept:
            data = kept.read()
        name = next((found for part in contents(data) if (found := scanner.look(part)) is not None), None)
    except (NotScannable, TooMuch, FileNotFoundError) as why:
        logger.error("file not scanned", extra={"file": file.sha256, "why": f"{type(why).__name__}: {why}"})
        return "unscannable"
    with sessions.begin() as session:
        if name is None:
            _enter(session, file, "clean")
            return "clean"
        if _enter(session, file, "infected"):
            _tell(session, file, name)
    logger.warning("virus found", extra={"file": file.sha256, "case": str(file.case), "found": name})
    return "infected"


def _enter(session: Session, file: _File, state: ScanState) -> bool:
    """False when somebody else has entered a verdict; it is never changed."""
    owner = _OWNERS[file.table]
    entered = (
        update(file.table)
        .where(
            owner == file.owner,
            file.table.c.position == file.position,
            file.table.c.scan_state.in_(("checking", "not_scanned")),
        )
        .values(scan_state=state)
        .returning(file.table.c.position)
    )
    return session.execute(entered).first() is not None


def _tell(session: Session, file: _File, name: str) -> None:
    at = session.execute(select(func.clock_timestamp())).scalar_one()
    details = {"file": file.sha256, "found": name}
    audit.append(session, file.case, at=at, actor="system", what=INFECTED, details=details)
    news.tell(session, file.case, INFECTED, at)


def infected_files(session: Session, case_id: UUID) -> Sequence[str]:
    """Names of the case's files in which a virus was found; the caller has checked who asks."""
    return session.execute(_INFECTED, {"case": case_id}).scalars().all()


def count_waiting(session: Session) -> Waiting:
    """How many files wait for the scanner, and since when."""
    row = session.execute(_COUNTS).one()
    return Waiting(row.checking, row.not_scanned, row.oldest)


_of_case = bindparam("case", type_=Uuid())
_INFECTED = union_all(
    select(_ATTACHMENT.c.filename).where(
        _ATTACHMENT.c.submission_id == _of_case, _ATTACHMENT.c.scan_state == "infected"
    ),
    select(_CALL_FILE.c.filename)
    .join(_CALL, _CALL.c.id == _CALL_FILE.c.call_id)
    .where(_CALL.c.submission_id == _of_case, _CALL_FILE.c.scan_state == "infected"),
    select(_PROOF.c.filename).where(_PROOF.c.submission_id == _of_case, _PROOF.c.scan_state == "infected"),
)
_SUBMISSION = tables.table_of(tables.Submission)


def _count(state: ScanState) -> Select[tuple[int]]:
    counted = [
        select(func.count())
        .where(table.c.scan_state == literal(state, literal_execute=True))
        .scalar_subquery()
        for table in _OWNERS
    ]
    return select(reduce(add, counted))


_being_checked = literal("checking", literal_execute=True)
_COUNTS = select(
    _count("checking").scalar_subquery().label("checking"),
    _count("not_scanned").scalar_subquery().label("not_scanned"),
    func.least(
        select(func.min(_SUBMISSION.c.filed_at))
        .join(_ATTACHMENT, _ATTACHMENT.c.submission_id == _SUBMISSION.c.id)
        .where(_ATTACHMENT.c.scan_state == _being_checked)
        .scalar_subquery(),
        select(func.min(_PROOF.c.at)).where(_PROOF.c.scan_state == _being_checked).scalar_subquery(),
    ).label("oldest"),
)
