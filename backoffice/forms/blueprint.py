"""The blueprint that every page of forms hangs on, and who may open them."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from backoffice.entrance.who import for_roles
from casework.desk.form_edits import ROLES
from forms_catalog.designing.document import text_of
from forms_catalog.designing.properties import default_of
from forms_catalog.problems import N_
from pages.widgets.words import init_widgets

blueprint = Blueprint("forms", __name__)
#: below each route
for_editors = for_roles(*ROLES)
_LANGUAGES = (("pl", N_("in Polish")), ("en", N_("in English")), ("uk", N_("in Ukrainian")))


@blueprint.context_processor
def _words() -> dict[str, object]:
    """`said(piece, key, language)` reads a text out of a piece of a document, right or wrong."""
    return {"said": text_of, "default_of": default_of, "languages_of_forms": _LANGUAGES}


@blueprint.record_once
def _know_widgets(state: BlueprintSetupState) -> None:
    """Inputs of residents' forms are drawn here too."""
    init_widgets(state.app.jinja_env)
