"""Query parameters."""

from flask import request

from forms_catalog.problems import N_
from pages.words import gettext
from portal.api.problem import Refusal, Wrong
from portal.parts import parts


def office_asked_for() -> str | None:
    """The office of `?office=`, None without it, Refusal for an unknown one."""
    office = request.args.get("office")
    if office is not None and office not in parts().catalogue.offices:
        raise wrong_question(
            "office", N_("There is no such office. Look its code up in GET /api/v1/offices.")
        )
    return office


def wrong_question(parameter: str, message: str) -> Refusal:
    """What is wrong with a query parameter; its pointer is its name."""
    errors = [Wrong(f"/{parameter}", gettext(message), "invalid")]
    return Refusal(422, N_("Some of the address needs correcting"), errors=errors)
