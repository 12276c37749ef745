"""The catalogue: by topic, by life situation, by search; the card of a service."""

import re
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from markupsafe import Markup

from casework.clock.calendar import Calendar
from casework.clock.deadlines import due
from forms_catalog.catalogue import Situation
from forms_catalog.facts.facts_said import said
from forms_catalog.folding import fold
from forms_catalog.model import Definition
from forms_catalog.search import Found
from forms_catalog.typesetting import typeset
from pages.headers import public_page
from pages.language import language
from pages.offices import office
from pages.words import gettext, ngettext
from portal.choosing import offices_with, refuse_service
from portal.kept_pages import kept_for_the_day
from portal.parts import parts
from portal.topics import Topic, by_topic, topic_name
from portal.wording import fee_in_short, head_and_rest, minutes_in_words, signature_in_short, signature_wanted

blueprint = Blueprint("services", __name__)
#: how the catalogue says that nobody has looked a fact up
_IN_HEAD = re.compile(r"\bmemory\b")
#: an act in small letters (uos) or in capitals (KPA); "UPL-1" is a form
_SHORT_NAME = re.compile(r"(?<![\w-])(?:[a-z]{2,6}|[A-Z]{2,6})(?![\w-])")
_LONGEST_QUERY = 800  # a story of some sentences
_SAYS_NOTHING = 2  # letters of words that stand in every title: na, za, od
_ALIKE = 5  # letters two words share when one is a form of the other
_SPACE = re.compile("([ \N{NO-BREAK SPACE}])")


@dataclass(frozen=True)
class _Hit:
    service: Definition
    title: Markup


@dataclass(frozen=True)
class _Basis:
    act: str
    ref: str


@blueprint.app_context_processor
def words_for_services() -> dict[str, object]:
    """What templates may say of a service."""
    return {
        "fee_in_short": fee_in_short,
        "head_and_rest": head_and_rest,
        "minutes_in_words": minutes_in_words,
        "signature_in_short": signature_in_short,
        "signature_wanted": signature_wanted,
        "topic_name": topic_name,
    }


def services_here() -> tuple[Definition, ...]:
    """The services switched on for the office of this request."""
    return parts().catalogue.services(office().code)


def situations_here() -> list[Situation]:
    """Life situations in which a service of this office helps."""
    switched_on = {service.code for service in services_here()}
    return [one for one in parts().catalogue.situations if switched_on & set(one.services)]


@blueprint.get("/uslugi")
@public_page
def catalogue() -> str:
    """All services, those of one topic or situation, or what a search found."""
    query = request.args.get("q")
    if query is not None:
        return _search(" ".join(query.split())[:_LONGEST_QUERY])
    here = services_here()
    topics = by_topic(here)
    view = _narrow(topics, request.args.get("temat"), request.args.get("sytuacja"))
    return render_template(
        "services.html",
        topics=topics,
        total=len(here),
        situations=situations_here(),
        narrowed=view.chosen is not None,
        **view.__dict__,
    )


@dataclass(frozen=True)
class _View:
    heading: str
    lead: str | None
    shown: tuple[Topic, ...]
    chosen: str | None


def _narrow(topics: tuple[Topic, ...], topic: str | None, situation: str | None) -> _View:
    if topic:
        found = [one for one in topics if one.code == topic] or abort(404)
        return _View(found[0].name, None, tuple(found), topic)
    if situation:
        matching = [one for one in situations_here() if one.code == situation] or abort(404)
        life = matching[0]
        shown = by_topic(service for service in services_here() if service.code in life.services)
        return _View(life.title.in_(language()), life.summary.in_(language()), shown, situation)
    return _View(gettext("All services"), None, topics, None)


def _search(query: str) -> str:
    here = {service.code: service for service in services_here()}
    found = parts().search.find(query, language=language(), among=here, office=office().code)
    hits = [
        _Hit(here[hit.code], marked(typeset(here[hit.code].title, language()), query))
        for hit in found.results
    ]
    off = parts().catalogue.service(found.switched_off.code) if found.switched_off else None
    return render_template(
        "search.html",
        heading=_heading(query, found),
        query=query,
        hits=hits,
        total=len(here),
        found=found,
        off=off,
        elsewhere=offices_with(off) if off else 0,
    )


def _heading(query: str, found: Found) -> str:
    if not query:
        return gettext("What are you looking for?")
    if found.answerable:
        return ngettext("We found %(num)d service", "We found %(num)d services", len(found.results))
    if found.switched_off:
        return gettext("This office does not handle it")
    if found.results and not found.not_here:
        return gettext("We are not sure what you mean")
    return gettext("We found nothing")


def marked(title: str, query: str) -> Markup:
    """The title with the words that the query speaks of in <mark>, whatever their ending."""
    sought = [word for word in fold(query).split() if len(word) > _SAYS_NOTHING]

    def is_sought(word: str) -> bool:
        bare = fold(word)
        return any(
            bare == other or (len(bare) >= _ALIKE and bare[:_ALIKE] == other[:_ALIKE]) for other in sought
        )

    words = _SPACE.split(title)
    return Markup().join(
        Markup("<mark>{}</mark>").format(word) if is_sought(word) else word for word in words
    )


@blueprint.get("/uslugi/<code>")
@public_page
@kept_for_the_day
def card(code: str) -> str:
    """The service card, where this office offers the service."""
    service = next((one for one in services_here() if one.code == code), None) or refuse_service(code)
    acts = parts().catalogue.acts
    return render_template(
        "card.html",
        service=service,
        unit=office().units.get(service.department),
        due_today=due(service.office_deadline, parts().now(), Calendar.of(parts().catalogue)).on,
        legal_basis=[
            _Basis(typeset(acts[basis.act], language()), basis.ref) for basis in service.legal_basis
        ],
        short_acts=_short_acts(service),
        unconfirmed=_unconfirmed(service),
        appeal=parts().catalogue.office_kinds.appeal(service.appeal, office()),
    )


def _short_acts(service: Definition) -> list[_Basis]:
    """Acts that the texts of the law call by their short names and the legal bases do not name: the short
    name and the full one.
    """
    texts = " ".join(
        (
            service.office_deadline.legal,
            service.appeal.legal if service.appeal else "",
            service.fee.legal_item,
        )
    )
    used = {word.casefold(): word for word in _SHORT_NAME.findall(texts)}
    full = {basis.act for basis in service.legal_basis}
    acts = parts().catalogue.acts
    return [
        _Basis(used[key], typeset(name, language()))
        for key, name in acts.items()
        if key in used and key not in full
    ]


def _unconfirmed(service: Definition) -> list[str]:
    """Facts that nobody here has compared with their source yet, in the catalogue's own (Polish) words."""
    standing = (fact.partition(":") for fact in service.verification)
    open_ = [what.strip() for kind, _, what in standing if kind.strip() != "verified" and what.strip()]
    sure, name = parts().catalogue.confirmed, f"note|{service.code}"
    left = [what for what in open_ if (office().code, name, said(what)) not in sure]
    left = [_IN_HEAD.sub("do sprawdzenia", what) for what in left]
    if not parts().catalogue.office_kinds.is_sure_of(service.appeal, office()):
        left.append("do kogo i przez kogo się odwołać od decyzji tego urzędu (z pamięci)")
    return left
