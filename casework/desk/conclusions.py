"""How a case ends: what the office did, and the closing of the file."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework.desk import letters_kept
from casework.desk.calls import end_unanswered
from casework.desk.clerks import Clerk
from casework.desk.steps import Case, StepNotAllowed, WrongInput, lock_handled, move
from casework.messages import news
from forms_catalog.problems import N_

#: outcome → the state it leads to
OUTCOMES = {
    "accepted": "done",
    "decided_positive": "done",
    "decided_negative": "refused",
    "issued": "done",
    "information_given": "done",
    "not_public": "done",
    "left_unexamined": "left",
}
#: these are letters (KPA art. 107, 217; OP art. 210, 306a), so they name one
NEEDS_LETTER = frozenset({"decided_positive", "decided_negative", "issued", "not_public"})

_OFFERED = {
    "acceptance": ("accepted",),
    "receipt": ("accepted",),
    "register_entry": ("accepted", "decided_negative"),
    "certificate": ("issued", "decided_negative"),
    "information_or_decision": ("information_given", "not_public", "decided_negative"),
    # data of a register go out in a letter; a refusal is a decision (uel art. 46-53, KPA art. 104)
    "data_release_or_decision": ("information_given", "decided_negative"),
    "reply": ("information_given",),
    # a contract of civil law is concluded or not: there is no decision on it
    "contract": ("accepted", "information_given"),
    "interpretation": ("information_given",),
    "payment_or_order": ("information_given", "decided_negative"),
    "payment_or_decision": ("information_given", "decided_negative"),
    # an appeal is passed on to the board unless the office itself grants it whole (OP art. 226, 227)
    "forwarding_or_self_correction": ("information_given", "decided_positive"),
}


def offered(result: str) -> tuple[str, ...]:
    """The outcomes that fit a service's result (`result.kind`); leaving unexamined comes beside them."""
    return _OFFERED.get(result, ("decided_positive", "decided_negative"))


def conclude(
    session: Session,
    clerk: Clerk,
    case_id: UUID,
    *,
    outcome: str,
    letter: UUID | None,
    at: datetime,
    seen: int | None = None,
) -> Case:
    """The case is settled: from now on its clock has nothing to say.

    Left unexamined only after a call whose term has passed (KPA art. 64 § 2, OP art. 169 § 4).
    WrongInput("outcome") and ("letter"); NotYours, NotHandler, Changed, StepNotAllowed.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    state = OUTCOMES.get(outcome)
    if state is None:
        raise WrongInput("outcome", N_("Choose how the case ends."))
    if letter is None and outcome in NEEDS_LETTER:
        raise WrongInput("letter", N_("Prepare the letter first: this ending is a letter."))
    letters_kept.demand(session, case.id, letter)
    details = {"outcome": outcome, "letter": str(letter or "")}
    if outcome == "left_unexamined":
        details["call"] = str(end_unanswered(session, case, at=at))
    moved = move(
        session, case, state, clerk=clerk, at=at, details=details, waiting_for=None, paused_on=None,
        new_answer=False,
    )  # fmt: skip
    news.tell(session, case.id, state, at)
    return moved


def close(session: Session, clerk: Clerk, case_id: UUID, *, at: datetime, seen: int | None = None) -> Case:
    """The file is closed and leaves the queue.

    NotYours, NotHandler, Changed; StepNotAllowed before the case has ended.
    """
    case = lock_handled(session, clerk, case_id, seen=seen)
    if case.state == "closed":
        raise StepNotAllowed
    moved = move(session, case, "closed", clerk=clerk, at=at, closed_at=at)
    news.tell(session, case.id, "closed", at)
    return moved
