"""A clerk before a case: what its page knows, and what its forms bring back."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import abort, request

from backoffice.entrance.who import current_clerk
from backoffice.parts import parts
from backoffice.steps.offers import offers_for
from casework.clock.deadlines import warsaw_date
from casework.desk.clerks import Clerk, NotYours
from casework.desk.doors import CaseFile, open_case
from casework.desk.steps import NotHandler, NotSupervisor, StepNotAllowed, StepRefused
from forms_catalog.documents.readback import say_date
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from forms_catalog.reference import OfficeFacts
from pages.words import gettext

#: roles that take steps, and roles that may look where steps are taken: an auditor is told why not
WORKERS = ("clerk", "supervisor")
READERS = (*WORKERS, "auditor")
#: what every form of a step carries beside what is typed
CARRIED = frozenset({"csrf_token", "seen", "back", "do", "shown", "note_id"})
_BACK = re.compile(r"/sprawy(?:[/?][^\\\s\x00-\x1f]*)?")
_LONGEST_BACK = 1000

Faults = tuple[tuple[str, str], ...]  #: name of the input, what to do


@dataclass(frozen=True)
class AtCase:
    """An open case with the form it was filed by."""

    clerk: Clerk
    file: CaseFile
    definition: Definition

    @property
    def office(self) -> OfficeFacts:
        return parts().catalogue.offices[self.file.case.office]

    @property
    def seen(self) -> int:
        """What a form of this page says it saw: a form with a mistake still says what it said first."""
        sent = seen() if request.method == "POST" and request.form.get("do") != "show" else None
        return self.file.case.revision if sent is None else sent

    @property
    def address(self) -> str:
        return case_address(self.file.case.id)


def at_case(case_id: UUID, step: str) -> AtCase:
    """The case for a page of the step (key of an offer); NotYours for who may not read it, or send its form.

    A page that is opened afresh says StepNotAllowed or NotHandler when the step is not offered now. A form
    that comes back with what was typed is shown whatever happened meanwhile.
    """
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        file = open_case(session, clerk, case_id)
    if request.method != "GET" and not clerk.changes(file.case.office, file.case.department):
        raise NotYours
    definition = parts().catalogue.definitions[file.case.service, file.version]
    if request.method == "GET":
        _demand_offered(clerk, file, definition, step)
    return AtCase(clerk, file, definition)


def _demand_offered(clerk: Clerk, file: CaseFile, definition: Definition, step: str) -> None:
    if step in {offer.key for offer in offers_for(clerk, file, definition)}:
        return
    if not clerk.changes(file.case.office, file.case.department):
        raise StepNotAllowed(N_("You read this case, others work on it."))
    if step == "reopen" and "supervisor" not in clerk.roles:
        raise NotSupervisor
    if file.case.handler_id != clerk.id and "supervisor" not in clerk.roles:
        raise NotHandler
    raise StepNotAllowed


def case_address(case_id: UUID) -> str:
    return f"/sprawy/{case_id}"


def today() -> date:
    """By the office's wall."""
    return warsaw_date(parts().now())


def tomorrow() -> date:
    return today() + timedelta(days=1)


def seen() -> int | None:
    """The revision that the page showed; None where the form carries none."""
    given = request.form.get("seen", "")
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", given):
        abort(400)
    return int(given)


def back(case_id: UUID) -> str:
    """Where the clerk came from, only ever a page of cases; else the case."""
    return back_to(request.values.get("back", "")) or case_address(case_id)


def back_to(given: str) -> str | None:
    """The address if it is one of cases; None for any other."""
    return given if len(given) <= _LONGEST_BACK and _BACK.fullmatch(given) else None


def typed(name: str) -> str:
    """What stands in an input, its lines ended as everywhere."""
    return request.form.get(name, "").replace("\r\n", "\n")


def say_refused(refused: StepRefused) -> str:
    """Why a step was not taken, in the clerk's language."""
    values = {
        name: say_date(value, "pl", weekday=True) if isinstance(value, date) else value
        for name, value in refused.values.items()
    }
    return gettext(refused.message, **values)
