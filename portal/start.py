"""The start page and the choice of office."""

from typing import Literal

from flask import Blueprint, render_template

from pages.headers import public_page
from pages.language import language
from pages.offices import office
from portal.kept_pages import kept_for_the_day
from portal.parts import parts
from portal.services import situations_here
from portal.topics import by_topic

blueprint = Blueprint("start", __name__)
_EXAMPLES = 4
_CHIP_LETTERS = 34  # a longer question does not fit a chip at 320 px


def _examples() -> list[str]:
    """Questions in residents' own words that lead to a service of this office."""
    tongue: Literal["pl", "en"] = "en" if language() == "en" else "pl"
    asked = (service.questions.get(tongue, ()) for service in parts().catalogue.services(office().code))
    fitting = [[question for question in questions if len(question) <= _CHIP_LETTERS] for questions in asked]
    return [questions[0] for questions in fitting if questions][:_EXAMPLES]


@blueprint.get("/")
@public_page
@kept_for_the_day
def start() -> str:
    """What a person can do here, first of all: search."""
    services = parts().catalogue.services(office().code)
    return render_template(
        "start.html",
        services=services,
        topics=by_topic(services),
        situations=situations_here(),
        examples=_examples(),
    )


@blueprint.get("/urzad")
@public_page
@kept_for_the_day
def choose_office() -> str:
    """The offices of the region, as links."""
    offices = sorted(parts().catalogue.offices.values(), key=lambda facts: facts.city)
    return render_template("office.html", offices=offices)
