"""The start page."""

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from flask import Blueprint, render_template

from forms_catalog.model import Definition
from forms_catalog.texts import LANGUAGES, Language
from pages.headers import public_page
from pages.language import language
from pages.offices import office
from portal.kept_pages import kept_for_the_day
from portal.parts import parts
from portal.services import situations_here
from portal.topics import Topic, by_topic

blueprint = Blueprint("start", __name__)
_EXAMPLES = 4
_OFTEN = 6
_CHIP_LETTERS = 34  # a longer question does not fit a chip at 320 px


def _examples() -> list[str]:
    """Questions in residents' own words, from one topic after another."""
    tongue: Language = next((known for known in LANGUAGES if known == language()), "pl")
    topics = by_topic(parts().catalogue.services(office().code))
    asked = (list(_fitting(topic, tongue)) for topic in topics)
    in_turn = (question for turn in zip_longest(*asked) for question in turn if question is not None)
    return list(islice(in_turn, _EXAMPLES))


def _fitting(topic: Topic, tongue: Language) -> Iterator[str]:
    """The first question of each service that fits a chip."""
    for service in topic.services:
        questions = service.questions.get(tongue) or service.questions["pl"]
        fitting = (asked for asked in questions if len(asked) <= _CHIP_LETTERS)
        yield from islice(fitting, 1)


def _often(services: Sequence[Definition]) -> list[Definition]:
    """What most people come for, as far as this office has it; others where it has too little of that."""
    place = {code: number for number, code in enumerate(parts().catalogue.often)}
    return sorted(services, key=lambda service: place.get(service.code, len(place)))[:_OFTEN]


@blueprint.get("/")
@public_page
@kept_for_the_day
def start() -> str:
    """What a person can do here, first of all: search."""
    services = parts().catalogue.services(office().code)
    return render_template(
        "start.html",
        services=services,
        often=_often(services),
        topics=by_topic(services),
        situations=situations_here(),
        examples=_examples(),
    )
