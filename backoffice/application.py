"""The desk as one WSGI application."""

from functools import partial

from flask import Flask, g, render_template
from markupsafe import Markup

from backoffice import audit, certificates, home, messages, operations, queue
from backoffice.asked import init_asked
from backoffice.case_pages import case, case_files, case_print, case_receipt, withheld
from backoffice.entrance import door, enrolling, people
from backoffice.entrance.who import init_guard
from backoffice.facts import accounts_of_fees, facts, fees, free_days, rates, rates_file, service_facts
from backoffice.forms.rooms import blueprint as forms
from backoffice.kept_parts import kept
from backoffice.menu import finds_cases, grouped, menu_of
from backoffice.office import offices, own_office
from backoffice.parts import DeskParts
from backoffice.parts import parts as parts_of_request
from backoffice.steps.rooms import STEP_ROOMS
from pages.ground import Ground, lay_ground

#: blueprints of the desk; a page of a new subject adds its own
ROOMS = (
    home.blueprint,
    home.health,
    door.blueprint,
    enrolling.blueprint,
    people.blueprint,
    audit.blueprint,
    messages.blueprint,
    operations.blueprint,
    own_office.blueprint,
    offices.blueprint,
    forms,
    facts.blueprint,
    rates.blueprint,
    rates_file.blueprint,
    accounts_of_fees.blueprint,
    free_days.blueprint,
    fees.blueprint,
    service_facts.blueprint,
    certificates.blueprint,
    queue.blueprint,
    case.blueprint,
    case_files.blueprint,
    case_print.blueprint,
    case_receipt.blueprint,
    *STEP_ROOMS,
    withheld.blueprint,
)


def create_desk(parts: DeskParts) -> Flask:
    """The clerks' application over its parts; reads no environment and asks no database yet."""
    app = Flask("backoffice", static_folder=None)
    app.extensions["okienko"] = parts
    app.before_request(_speak_polish)
    options = parts.options
    lay_ground(
        app,
        Ground(
            public_url=options.public_url,
            offices=lambda: parts_of_request().catalogue.offices,
            default_office=options.default_office,
            secret=options.secret,
            plain_http=options.plain_http,
            demo=options.demo,
            forms_cookie="desk-forms",
        ),
    )
    init_asked(app)
    init_guard(app)
    app.context_processor(
        lambda: {
            "menu_shown": _menu_shown,
            "finds_cases": "okienko_clerk" in g and finds_cases(g.okienko_clerk),
            "own_office": _own_office(),
            "limits": options.limits,
        }
    )
    for room in ROOMS:
        app.register_blueprint(room)
    return app


def _menu_shown(nav: object, counted: object) -> Markup:
    """The menu of whoever asks; `nav` is the page that is open, `counted` the figures beside its entries."""
    roles = g.okienko_clerk.roles
    figures = dict(counted) if isinstance(counted, dict) else {}
    menu = partial(render_template, "desk_nav.html", menu=grouped(menu_of(g.okienko_clerk)))
    return kept(
        ("menu", roles, str(nav or ""), tuple(figures.items())),
        partial(menu, nav=nav, counted=figures),
    )


def _own_office() -> object:
    clerk = g.get("okienko_clerk")
    return (
        parts_of_request().catalogue.offices.get(clerk.office) if clerk is not None and clerk.office else None
    )


def _speak_polish() -> None:
    g.okienko_language = "pl"
