"""The page of a case: what was filed, what happened, and what can be done now."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template

from backoffice import case_words, message_words
from backoffice.entrance.who import current_clerk, for_roles
from backoffice.parts import parts
from backoffice.steps.at_case import READERS
from backoffice.steps.offers import offers_for
from casework.clock.deadlines import clock_of, warsaw_date
from casework.desk import doors
from casework.desk.doors import CaseFile
from casework.drafting.begun_from import kin_of
from casework.messages.of_case import messages_of
from forms_catalog.calculation import Calculation, as_kept
from forms_catalog.documents.readback import Part, read_back
from forms_catalog.documents.xml import from_xml
from forms_catalog.model import Definition
from forms_catalog.transfers import PROOF_SLOT

blueprint = Blueprint("case", __name__)


@blueprint.get("/sprawy/<uuid:case_id>")
@for_roles(*READERS)
def show(case_id: UUID) -> str:
    """The whole case on one page; the reading is entered."""
    clerk, catalogue = current_clerk(), parts().catalogue
    with parts().sessions.begin() as session:
        file = doors.open_case(session, clerk, case_id)
        told = messages_of(session, clerk, case_id)
        kin = kin_of(session, case_id)
    definition = catalogue.definitions[file.case.service, file.version]
    units = catalogue.offices[file.case.office].units
    clock = clock_of(file.case, warsaw_date(parts().now()))
    sums = as_kept(file.calculations)
    return render_template(
        "case.html",
        file=file,
        case=file.case,
        service=definition,
        state=case_words.STATES[file.case.state],
        unit=units.get(file.case.department),
        clock=clock,
        due=case_words.due_of(clock),
        sentences=case_words.why_that_day(clock, file.case),
        answers=_answers(file, definition, sums),
        sums=[sum_ for sum_ in sums if sum_.lines],
        offers=offers_for(clerk, file, definition),
        told=told,
        kin=kin,
        slots={slot.name: slot.label for slot in definition.attachments},
        history=[(entry.at, case_words.happened(entry, file, units)) for entry in reversed(file.history)],
        words=case_words,
        unread=case_words.unread(file),
        proof_came=_proof_came(file),
        message_words=message_words,
    )


def _proof_came(file: CaseFile) -> datetime | None:
    """When the newest proof of payment came, with the filing or later; one with a virus proves nothing."""
    proofs = [(kept, file.case.filed_at) for kept in file.attachments if kept.slot == PROOF_SLOT]
    proofs += [(proof.file, proof.at) for proof in file.proofs]
    return max((at for kept, at in proofs if kept.scan_state != "infected"), default=None)


def _answers(file: CaseFile, definition: Definition, sums: tuple[Calculation, ...]) -> tuple[Part, ...]:
    """The answers as the applicant read them back, in Polish."""
    return read_back(
        definition,
        from_xml(definition, file.document),
        catalogue=parts().catalogue.of_office(file.case.office),
        language="pl",
        calculations=sums,
    )
