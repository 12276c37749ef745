"""A new term (KPA art. 36, OP art. 140, udip art. 13 sec. 2): the office is late or will be, and says why."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from casework.clock.deadlines import OWN_TERMS, PROLONGED_BY, SETTLED, term_end, warsaw_date
from casework.desk import letters_kept
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, StepNotAllowed, WrongInput, lock_handled, write
from casework.messages import news
from forms_catalog.problems import N_

MOST_DAYS = 366


def can_be_prolonged(case: Case) -> bool:
    """Whether a term of law runs that a new one can take the place of."""
    runs = case.due_on is not None and case.paused_on is None and case.state not in SETTLED
    return runs and case.due_explained.partition("/")[0] not in OWN_TERMS


def longest_term(case: Case, today: date, procedure: str) -> date:
    """The last day that may be set: two months from filing for public information, else a year and a day."""
    if procedure == "udip":
        return term_end(case.term_from, months=2, mode="office")
    return today + timedelta(days=MOST_DAYS)


def prolong(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    *,
    due_on: date,
    letter: UUID,
    procedure: str,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """The case has the new term, and its clock counts from nothing waited; the letter says why.

    The day stays as it was set, also on a free day. WrongInput("due_on") and ("letter"); NotYours,
    NotHandler, Changed; StepNotAllowed where no term of law runs.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    if not can_be_prolonged(case):
        raise StepNotAllowed(N_("No term of law runs here that could be set anew."))
    _demand_later(case, due_on, warsaw_date(at), procedure)
    letters_kept.demand(session, case.id, letter)
    details = {"from": str(case.due_on), "due_on": due_on.isoformat(), "letter": str(letter)}
    base = case.due_explained.partition("/")[0]
    prolonged = write(
        session,
        case,
        clerk=clerk,
        at=at,
        what="prolonged",
        details=details,
        due_on=due_on,
        # the new day stands whatever was not counted before it
        not_counted_days=0,
        due_explained=f"{base}/{PROLONGED_BY[procedure]}",
    )
    news.tell(session, case.id, "prolonged", at)
    return prolonged


def _demand_later(case: Case, due_on: date, today: date, procedure: str) -> None:
    if due_on <= today:
        raise WrongInput("due_on", N_("This day has passed. Choose a later one."))
    if case.due_on is not None and due_on <= case.due_on:
        raise WrongInput(
            "due_on", N_("The new term must be later than the present one, %(day)s."), {"day": case.due_on}
        )
    longest = longest_term(case, today, procedure)
    if due_on > longest:
        raise WrongInput("due_on", N_("This term is too long. Choose %(day)s or earlier."), {"day": longest})
