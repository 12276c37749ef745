"""Which steps a clerk is offered on a case: by its state, the clerk's role and the service's result."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.clock.deadlines import SETTLED
from casework.desk.clerks import Clerk
from casework.desk.doors import CaseFile
from casework.desk.prolonging import can_be_prolonged
from casework.desk.steps import Case
from forms_catalog.model import Definition
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Offer:
    """A step that can be taken now."""

    key: str
    label: str  #: English message id
    address: str  #: path of the desk
    primary: bool = False  #: what most likely comes next; at most one
    post: bool = False  #: taken by the press of the button alone; else the address asks for more
    minor: bool = False  #: a link below the buttons
    from_on: date | None = None  #: not possible before that Warsaw day; its page says so


#: result of the service → the words of its ending
_ENDINGS = {
    "acceptance": N_("Accept and settle"),
    "receipt": N_("Accept and settle"),
    "certificate": N_("Issue or refuse the certificate"),
    "information_or_decision": N_("Give the information or refuse"),
    "data_release_or_decision": N_("Give the data or refuse"),
    "reply": N_("Give the answer"),
    "contract": N_("Conclude the contract or answer"),
}
_DECIDE = N_("Decide the case")
_LEFT = "bez-rozpoznania"


def offers_for(clerk: Clerk, file: CaseFile, definition: Definition) -> tuple[Offer, ...]:
    """The steps in the order of the day's work; none for who only reads."""
    case = file.case
    if not clerk.changes(case.office, case.department):
        return ()
    works = case.handler_id == clerk.id or "supervisor" in clerk.roles
    found = [*_take(case), *(_steps(clerk, file, definition) if works else ())]
    if case.state not in SETTLED and (works or case.handler_id is None):
        found.append(Offer("transfer", N_("Send to another unit"), _at(case, "inna-komorka"), minor=True))
    return (*found, Offer("note", N_("Write a note"), _at(case, "notatka"), minor=True))


def _steps(clerk: Clerk, file: CaseFile, definition: Definition) -> Iterator[Offer]:
    case = file.case
    if case.new_answer:
        yield Offer("answer_read", N_("Mark as read"), _at(case, "odpowiedz-przeczytana"), post=True)
    if case.state == "in_progress":
        yield from _working(case, definition)
    elif case.state == "awaiting_applicant":
        yield from _waiting(file, definition)
    elif case.state == "paused":
        yield Offer("resume", N_("Resume the case"), _at(case, "wznow"), primary=True, post=True)
    elif case.state in SETTLED - {"closed"}:
        yield Offer("close", N_("Close the case"), _at(case, "zamknij"), primary=True)
    if case.state in SETTLED and "supervisor" in clerk.roles:
        yield Offer("reopen", N_("Open the case again"), _at(case, "otworz-ponownie"), minor=True)
    if case.state not in ("closed", "received"):
        yield Offer("letter", N_("Write a letter"), _at(case, "pismo"))
    if case.state not in SETTLED:
        yield from _hands(case)


def _take(case: Case) -> Iterator[Offer]:
    if case.handler_id is None and case.state not in SETTLED:
        yield Offer("take", N_("Take the case"), _at(case, "wez"), primary=True, post=True)


def _working(case: Case, definition: Definition) -> Iterator[Offer]:
    label = _ENDINGS.get(definition.result.kind, _DECIDE)
    listed, taken = case.case_sign is not None, case.handler_id is not None
    if not listed:
        to_list = N_("Open in the list of cases")
        yield Offer("sign", to_list, _at(case, "otworz-znak"), primary=taken, post=True)
    yield Offer("conclude", label, _at(case, "zalatw"), primary=listed and taken)
    yield Offer("call", N_("Call for completion"), _at(case, "wezwij"))
    yield from _term(case)
    yield Offer("pause", N_("Suspend the case"), _at(case, "zawies"), minor=True)


def _waiting(file: CaseFile, definition: Definition) -> Iterator[Offer]:
    case = file.case
    yield Offer("end_call", N_("Stop waiting for the applicant"), _at(case, "zakoncz-wezwanie"))
    call = next((kept for kept in file.calls if kept.ended_at is None), None)
    if call is not None and definition.procedure in ("kpa", "op"):
        first = call.due_on + timedelta(days=1)
        yield Offer(
            "leave", N_("Leave the case unexamined"), _at(case, f"zalatw/{_LEFT}"), minor=True, from_on=first
        )
    yield from _term(case)


def _term(case: Case) -> Iterator[Offer]:
    """A term of law that runs can be made longer (KPA art. 36, OP art. 140)."""
    if can_be_prolonged(case):
        yield Offer("prolong", N_("Set a new term"), _at(case, "przedluz"), minor=True)


def _hands(case: Case) -> Iterator[Offer]:
    yield Offer("hand_over", N_("Hand the case over"), _at(case, "przekaz"), minor=True)
    if case.handler_id is not None:
        yield Offer("give_back", N_("Give the case back"), _at(case, "oddaj"), minor=True)


def _at(case: Case, step: str) -> str:
    return f"/sprawy/{case.id}/{step}"
