"""The office's letters for their applicant: the sealed PDF, after the code."""

from uuid import UUID

from flask import Blueprint, abort, redirect
from flask.typing import ResponseReturnValue

from casework.desk.letters_kept import find_letter
from pages.downloads import PDF, download, file_stem
from portal.own_case.cases import demand_token, opened_case
from portal.own_case.proofs import is_proved
from portal.own_case.proving import code_page
from portal.parts import parts

blueprint = Blueprint("letters", __name__)


@blueprint.get("/sprawy/<uuid:submission>/pisma/<uuid:letter_id>.pdf")
def letter(submission: UUID, letter_id: UUID) -> ResponseReturnValue:
    """The very bytes that were sealed; without the code, the page that asks for it."""
    demand_token(submission)
    case = opened_case(submission)
    with parts().sessions() as session:
        found = find_letter(session, submission, letter_id)
    if found is None:
        abort(404)
    if not is_proved(submission):
        return redirect(code_page(submission, str(letter_id)), 303)
    with parts().files.open(found.sha256) as kept:
        data = kept.read()
    name = f"{found.title.split()[0]}-{file_stem(case.case_sign or case.register_number)}.pdf"
    return download(data, name, PDF)
