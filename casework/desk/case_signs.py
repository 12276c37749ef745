"""The list of cases (spis spraw): UNIT.CLASS.NUMBER.YEAR, gap-free per unit, class and year."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.case_words import newest_first, sign_word
from casework.clock.deadlines import SETTLED, warsaw_date
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, StepNotAllowed, lock_handled, write
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue

_COUNTER = tables.table_of(desk_tables.CaseSignCounter)
_WORD = tables.table_of(desk_tables.CaseWord)
_SUBMISSION = tables.table_of(tables.Submission)


def open_case_sign(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    *,
    catalogue: Catalogue,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """Opens the case in its unit's list of cases; one that is open there already keeps its sign.

    The number is the list's next (instrukcja kancelaryjna, Dz.U. 2011 nr 14 poz. 67), of the Warsaw year; a
    rollback takes it back. NotYours, NotHandler, Changed; StepNotAllowed when the case is settled.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    if case.case_sign is not None:
        return case
    if case.state in SETTLED:
        raise StepNotAllowed
    symbol = catalogue.offices[case.office].unit_symbols[case.department]
    sign = _next(session, case.office, symbol, _file_class(session, case, catalogue), warsaw_date(at).year)
    word = {
        "submission_id": case.id,
        "word": sign_word(sign),
        "office_id": case.office,
        "department": case.department,
        "newest_first": newest_first(case.filed_at),
    }
    session.execute(insert(_WORD).on_conflict_do_nothing(), word)
    details = {"sign": sign}
    return write(
        session, case, clerk=clerk, at=at, what="opened", details=details, case_sign=sign, opened_at=at
    )


def _file_class(session: Session, case: Case, catalogue: Catalogue) -> str:
    version = session.execute(_VERSION, {"case": case.id}).scalar_one()
    return catalogue.of_office(case.office).definitions[case.service, version].file_plan.class_dev


def _next(session: Session, office: str, symbol: str, file_class: str, year: int) -> str:
    place = {"office_id": office, "unit_symbol": symbol, "file_class": file_class, "year": year}
    number = session.execute(_NEXT, {**place, "last_number": 1}).scalar_one()
    return f"{symbol}.{file_class}.{number}.{year}"


_VERSION = select(_SUBMISSION.c.version).where(_SUBMISSION.c.id == bindparam("case"))
_NEXT = (
    insert(_COUNTER)
    .on_conflict_do_update(
        index_elements=[_COUNTER.c.office_id, _COUNTER.c.unit_symbol, _COUNTER.c.file_class, _COUNTER.c.year],
        set_={"last_number": _COUNTER.c.last_number + 1},
    )
    .returning(_COUNTER.c.last_number)
)
