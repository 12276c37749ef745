"""Files that the applicant sent: handed back after the code, never when a virus was found in them."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from casework.scanning.states import Withheld, demand_handed_out
from casework.sent_files import Kind, find_sent
from pages.downloads import download
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import is_proved
from portal.own_case.proving import case_page, code_page, file_wish
from portal.parts import parts

blueprint = Blueprint("own_files", __name__)


@blueprint.get("/sprawy/<uuid:submission>/pliki/<int:position>")
def sent(submission: UUID, position: int) -> ResponseReturnValue:
    """A file that came with the submission."""
    return _hand_back(submission, "attachment", None, position)


@blueprint.get("/sprawy/<uuid:submission>/pliki/<uuid:call>/<int:position>")
def answered(submission: UUID, call: UUID, position: int) -> ResponseReturnValue:
    """A file of an answer to a call."""
    return _hand_back(submission, "answer", call, position)


@blueprint.get("/sprawy/<uuid:submission>/pliki/dowod/<int:position>")
def paid(submission: UUID, position: int) -> ResponseReturnValue:
    """A proof of payment."""
    return _hand_back(submission, "proof", None, position)


def _hand_back(submission: UUID, kind: Kind, call: UUID | None, position: int) -> ResponseReturnValue:
    """The very bytes that were sent; without the code, the page that asks for it."""
    demand_token(submission)
    case = opened_case(submission)
    with parts().sessions() as session:
        file = find_sent(session, submission, kind, call, position)
    if file is None:
        abort(404)
    if not is_proved(submission):
        return redirect(code_page(submission, file_wish(kind, call, position)), 303)
    try:
        demand_handed_out(file.scan_state)
    except Withheld as withheld:
        page = render_template(
            "file_withheld.html", case=case, file=file, state=withheld.state, back=case_page(submission)
        )
        return page, 409
    with parts().files.open(file.sha256) as kept:
        data = kept.read()
    return download(data, file.filename, file.content_type)
