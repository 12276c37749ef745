"""Services of an office by topic."""

from collections.abc import Iterable
from dataclasses import dataclass

from forms_catalog.model import Definition
from forms_catalog.problems import N_
from pages.words import gettext

_NAMES = {
    "tax": N_("Taxes and charges"),
    "business": N_("Running a business"),
    "residency": N_("Where you live"),
    "general": N_("Information and other matters"),
}


@dataclass(frozen=True)
class Topic:
    code: str
    name: str
    services: tuple[Definition, ...]


def topic_name(code: str) -> str:
    """The topic's name in the language of the page."""
    return gettext(_NAMES[code])


def by_topic(services: Iterable[Definition]) -> tuple[Topic, ...]:
    """Topics that have services, in their fixed order."""
    found = tuple(services)
    topics = (Topic(code, topic_name(code), tuple(s for s in found if s.group == code)) for code in _NAMES)
    return tuple(topic for topic in topics if topic.services)
