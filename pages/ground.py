"""The ground both web applications stand on, laid in one go."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask import Flask
from markupsafe import Markup

from forms_catalog.catalogue import OfficeFacts
from forms_catalog.documents.readback import say_date, say_moment, say_money
from forms_catalog.law_words import law_words
from forms_catalog.texts import Text
from forms_catalog.typesetting import bind, typeset
from pages.errors import init_errors
from pages.headers import init_headers
from pages.hosts import init_hosts
from pages.language import init_language, language
from pages.limits import init_limits
from pages.offices import OfficeChoice, address_of, init_offices, office
from pages.sessions import init_sessions
from pages.static_files import init_static_files
from pages.taking_up import init_taking_up

_IN_POLISH = Markup('<span lang="pl">{}</span>')
#: "art.", "uwt" in a Ukrainian sentence
_LATIN = re.compile(r"([A-Za-z\u00c0-\u017e][A-Za-z\u00c0-\u017e.]*)")


@dataclass(frozen=True)
class Ground:
    public_url: str
    offices: Callable[[], Mapping[str, OfficeFacts]]  #: as they are for this request
    default_office: str
    secret: bytes
    plain_http: bool
    demo: bool
    office_domain: str = ""  #: <code>.<domain> is the name of an office
    forms_cookie: str = "portal"  #: the cookie with the secret that forms bring back


def t(text: Text | None) -> str:
    """A text of a definition in the language of the page; "" for none."""
    return typeset(text, language()) if text is not None else ""


def law(words: str) -> str:
    """What the law or a note on it says, in the language of the page; what stays Polish is marked so."""
    spoken, known = language(), law_words().get(words)
    if spoken == "pl":
        return bind(words)
    if known is None:
        return _IN_POLISH.format(bind(words))
    said = bind(known.in_(spoken), spoken)
    if spoken != "uk":
        return said
    return Markup().join(
        _IN_POLISH.format(piece) if cited % 2 else piece for cited, piece in enumerate(_LATIN.split(said))
    )


def _dated(day: date, weekday: bool = False) -> str:
    return bind(say_date(day, language(), weekday=weekday))


def _priced(amount: Decimal, whole: bool = False) -> str:
    return say_money(amount, language(), whole=whole)


def _timed(moment: datetime) -> str:
    return bind(say_moment(moment, language()))


def lay_ground(app: Flask, ground: Ground) -> None:
    """Hosts, sessions, language, office, headers, errors, templates and static files of an application.

    The order is the order of the checks: a foreign host is refused before anything of the request is read.
    """
    init_taking_up(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_language(app, plain_http=ground.plain_http)
    choice = OfficeChoice(ground.offices, ground.default_office, ground.office_domain)
    init_offices(app, choice, plain_http=ground.plain_http)
    init_hosts(app, public_url=ground.public_url, plain_http=ground.plain_http, also=choice.of_host)
    init_limits(app)
    init_sessions(app, secret=ground.secret, plain_http=ground.plain_http, cookie=ground.forms_cookie)
    init_headers(app, plain_http=ground.plain_http)
    init_errors(app)
    init_static_files(app)
    app.jinja_env.globals.update(
        t=t, law=law, address_of=address_of, say_date=_dated, say_money=_priced, say_moment=_timed
    )
    app.jinja_env.filters["bind"] = lambda text: bind(text, language())
    app.context_processor(lambda: {"office": office(), "language": language(), "demo": ground.demo})
