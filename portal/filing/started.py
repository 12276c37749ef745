"""A form opened by a link that brings answers along. Looking stores nothing: the page carries them on,
sealed, until its first press of a button makes the draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import request

from casework.intake import handed_on
from casework.intake.handed_on import For, NotHandedOn, RanOut
from forms_catalog.model import Definition
from forms_catalog.problems import Problem
from forms_catalog.starting import From, labels_of, start
from pages.filling.place import Place
from portal.parts import parts

#: the name of the token in an address, and in the form of the page it opens
GIVEN = "dane"
#: how long a page may lie open before its first button is pressed
_PAGE_LIES = timedelta(hours=24)
_ANY_LENGTH = 1_000_000


@dataclass(frozen=True)
class StartNote:
    """What the page says of the link that opened it."""

    begun: bool  #: some answers are filled in
    ran_out: datetime | None = None  #: when the link stopped working
    left_out: tuple[str, ...] = ()  #: questions whose answers did not fit


def opened_by_link(place: Place) -> tuple[Place, StartNote | None]:
    """The place with the answers of the link, and what to say of it; as it was for a link without any."""
    token = request.args.get(GIVEN, "")
    if not token:
        return place, None
    try:
        return _with_answers(place, token, _link(place))
    except RanOut as late:
        return place, StartNote(False, ran_out=late.ended_at)
    except NotHandedOn:
        return place, StartNote(False)


def carried_by_page(place: Place) -> Place:
    """The place with the answers that its page carried; as it was where it carried none we can read."""
    token = request.form.get(GIVEN, "")
    if not token or place.draft is not None:
        return place
    try:
        return _with_answers(place, token, _page(place))[0]
    except (RanOut, NotHandedOn):
        return place


def lost_by_page(place: Place) -> StartNote | None:
    """What to say where a page carried answers that cannot be read any more; None where nothing is lost."""
    token = request.form.get(GIVEN, "")
    if not token or place.draft is not None or place.carried:
        return None
    try:
        handed_on.handed_on(parts().options.secret, token, _page(place), now=place.now)
    except RanOut as late:
        return StartNote(False, ran_out=late.ended_at)
    except NotHandedOn:
        return StartNote(False)
    return None


def _with_answers(place: Place, token: str, to: For) -> tuple[Place, StartNote]:
    secret, form = parts().options.secret, place.definition
    given, version = handed_on.handed_on(secret, token, to, now=place.now)
    given_for = place.catalogue.service(form.code, version)
    begun = start(form, given, From.LINK, catalogue=place.catalogue, today=place.today)
    if not begun.answers:
        left_out = said_left_out(form, begun.left_out, place.language, given_for)
        return place, StartNote(False, left_out=left_out)
    until = handed_on.ends_at(place.now, _PAGE_LIES)
    carried = handed_on.hand_on(
        secret, begun.answers, _page(place), version=form.version, until=until, longest=_ANY_LENGTH
    )
    note = StartNote(True, left_out=said_left_out(form, begun.left_out, place.language, given_for))
    return replace(place, typed=begun.answers, carried=carried), note


def said_left_out(
    form: Definition, left_out: Sequence[Problem], language: str, earlier: Definition | None = None
) -> tuple[str, ...]:
    """The questions in words, each once; what is no question of the form, nor of the one that the answers
    were given for, has no words.
    """
    pointers = (problem.pointer for problem in left_out)
    return tuple(dict.fromkeys(labels_of(form, pointers, language, earlier=earlier)))


def _link(place: Place) -> For:
    return For(place.office.code, place.definition.code)


def _page(place: Place) -> For:
    return For(place.office.code, place.definition.code, str(place.draft_id))
