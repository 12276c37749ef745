"""A phone is confirmed by program: the code that was sent to it comes back."""

from uuid import UUID

from flask import Response, request

from casework.messages import codes
from forms_catalog.problems import N_
from pages.words import gettext
from portal.api.answering import json_answer
from portal.api.blueprint import blueprint
from portal.api.kept import demand_key
from portal.api.problem import Refusal, Wrong
from portal.api.reading import read_json
from portal.parts import parts

_WRONG = N_("The code is wrong, ran out, or was used. Ask for a new one on the page of the case.")
_SHAPE = N_("A code is 6 digits, sent as text.")


@blueprint.post("/submissions/<uuid:submission>/phone-code")
def confirm_phone(submission: UUID) -> Response:
    """From now on news of the case goes to the phone by SMS."""
    demand_key(submission)
    read = read_json(request)
    code = read.get("code") if isinstance(read, dict) and read.keys() == {"code"} else None
    if not isinstance(code, str) or len(code) > 20:
        raise _refusal(_SHAPE)
    with parts().sessions.begin() as session:  # commits after a wrong try too: it counts
        right = codes.check_code(session, parts().counter.secret, submission, "phone", code, at=parts().now())
    if not right:
        raise _refusal(_WRONG)
    return json_answer({"phone": "confirmed"})


def _refusal(message: str) -> Refusal:
    errors = [Wrong("/code", gettext(message), "wrong_code")]
    return Refusal(422, N_("This is not the right code"), errors=errors)
