"""A case by its access key: state, dates, what is awaited."""

from flask import Response

from casework.cases import CaseView, find_by_key
from forms_catalog.documents.readback import say_date
from forms_catalog.problems import N_
from pages.language import language
from pages.words import gettext
from portal.api.answering import json_answer
from portal.api.blueprint import blueprint
from portal.api.problem import Refusal
from portal.own_case.cases import EVENTS, STATES
from portal.parts import parts

_STATUTORY = N_("The office answers by %(day)s. The law sets this term.")
_OWN_TERM = N_("The office answers by %(day)s. This is the office's own term: the law sets none.")
_NO_TERM = N_("The law sets no term here.")


@blueprint.get("/cases/<access_key>")
def show_case(access_key: str) -> Response:
    """What the key on the receipt shows."""
    with parts().sessions() as session:
        case = find_by_key(session, access_key)
    if case is None:
        raise Refusal(404, N_("No case has this key"), N_("Check the key. It stands on the receipt."))
    history = [
        {"at": event.at.isoformat(), "what": event.what, "text": gettext(EVENTS.get(event.what, event.what))}
        for event in case.history
    ]
    return json_answer(
        {
            "state": case.state,
            "state_text": gettext(STATES[case.state][2]),
            "case_sign": case.case_sign,
            "register_number": case.register_number,
            "office": case.office,
            "service": case.service,
            "handler": case.handler,
            "filed_at": case.filed_at.isoformat(),
            "due_on": case.due_on.isoformat() if case.due_on else None,
            "due_explained": _term(case),
            "waiting_for": case.waiting_for,
            "signature": case.signature,
            "history": history,
        }
    )


def _term(case: CaseView) -> str:
    if case.due_on is None:
        return gettext(_NO_TERM)
    statutory = parts().catalogue.definitions[case.service, case.version].office_deadline.statutory
    day = say_date(case.due_on, language(), weekday=True)
    return gettext(_STATUTORY if statutory else _OWN_TERM, day=day)
