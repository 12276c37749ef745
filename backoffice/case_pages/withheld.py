"""A file that the virus scanner has not passed: nobody opens it, and the page says why."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from casework.scanning.states import Withheld

blueprint = Blueprint("withheld", __name__)


@blueprint.app_errorhandler(Withheld)
def show(withheld: Withheld) -> ResponseReturnValue:
    """409, with the way back to the case."""
    case_id = (request.view_args or {}).get("case_id")
    return render_template("withheld.html", withheld=withheld, case_id=case_id), 409
