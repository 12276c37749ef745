"""The blueprint that the pages of a form are hung on."""

from flask import Blueprint

from pages.widgets.words import init_widgets

blueprint = Blueprint("filing", __name__, url_prefix="/uslugi/<code>/formularz")
blueprint.record_once(lambda setup: init_widgets(setup.app.jinja_env))
