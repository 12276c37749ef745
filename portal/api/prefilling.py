"""POST services/{code}/prefill: a link that opens the form with answers filled in; nothing is stored."""

from dataclasses import asdict
from datetime import timedelta
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue

from casework.clock.deadlines import warsaw_date
from casework.intake.handed_on import For, TooLong, ends_at, hand_on
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from forms_catalog.starting import From, start
from pages.words import gettext
from portal.api.answering import json_answer
from portal.api.blueprint import blueprint
from portal.api.body import SentStart, shaped_start
from portal.api.problem import Refusal, Wrong, wrong
from portal.api.reading import read_json
from portal.filing.started import GIVEN
from portal.parts import parts

_CORRECT = N_("Some answers need correcting")


@blueprint.post("/services/<code>/prefill")
def make_link(code: str) -> ResponseReturnValue:
    """The link, when it ends, and what was left out of it. The answers are a start: none need be complete."""
    sent = shaped_start(read_json(request))
    form = _form(code, sent.office)
    now = parts().now()
    offered = parts().catalogue.of_office(sent.office)
    begun = start(form, sent.answers, From.LINK, catalogue=offered, today=warsaw_date(now))
    left_out = [wrong(problem, inside="/answers") for problem in begun.left_out]
    if not begun.answers:
        raise Refusal(422, _CORRECT, N_("The form takes none of these answers."), errors=left_out)
    until = ends_at(now, _life(sent))
    try:
        token = hand_on(
            parts().options.secret,
            begun.answers,
            For(sent.office, form.code),
            version=form.version,
            until=until,
        )
    except TooLong:
        told = N_("So many answers do not fit into an address. Leave long texts and lists out.")
        raise Refusal(422, _CORRECT, errors=[Wrong("/answers", gettext(told), "too_long")]) from None
    query = urlencode({"urzad": sent.office, GIVEN: token})
    url = f"{parts().options.public_url.rstrip('/')}/uslugi/{form.code}/formularz?{query}"
    told_all = {"url": url, "expires_at": until.isoformat(), "left_out": [asdict(one) for one in left_out]}
    return json_answer(told_all, 201)


def _form(code: str, office: str) -> Definition:
    """The office's newest form of that service."""
    if not any(code == known for known, _ in parts().catalogue.definitions):
        raise Refusal(404, N_("There is no such service"), N_("Look its code up in GET /api/v1/services."))
    if office not in parts().catalogue.offices:
        told = N_("There is no such office. Look its code up in GET /api/v1/offices.")
        raise Refusal(422, _CORRECT, errors=[Wrong("/office", gettext(told), "unknown_office")])
    for form in parts().catalogue.services(office):
        if form.code == code:
            return form
    told = N_("This office offers no such service. Look its code up in GET /api/v1/offices/{code}.")
    raise Refusal(422, _CORRECT, errors=[Wrong("/office", gettext(told), "unknown_service")])


def _life(sent: SentStart) -> timedelta:
    """As long as was asked for, never longer than the office's setting."""
    longest = parts().options.prefill_minutes
    return timedelta(minutes=min(sent.minutes or longest, longest))
