"""Whose counter this is: told by `?urzad=`, else by a cookie, the name of the host, the settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, abort, current_app, g, request

from forms_catalog.catalogue import OfficeFacts
from pages.cookies import cookie_name, remember
from pages.hosts import name_of


class OfficeClosed(Exception):
    """What is asked for belongs to an office that is not open here (any more)."""


@dataclass(frozen=True)
class OfficeChoice:
    """The offices of a request (one may come while the program runs), and whose counter it is at."""

    known: Callable[[], Mapping[str, OfficeFacts]]
    default: str
    domain: str = ""  #: <code>.<domain> is the name of an office; "": none has one

    def of_host(self, name: str) -> str | None:
        """The code of the office with that host name; None for any other name."""
        code, _, domain = name.partition(".")
        return code if self.domain and domain == self.domain and code in self.known() else None

    def asked(self, cookie: str) -> OfficeFacts:
        known = self.known()
        code = request.args.get("urzad") or request.cookies.get(cookie)
        if code is None or code not in known:
            code = self.of_host(name_of(request.host) or "") or self.default
        return known[code]


@dataclass(frozen=True)
class _Offices:
    choice: OfficeChoice
    cookie: str


def office() -> OfficeFacts:
    """The office of this request."""
    if "okienko_office" not in g:
        offices = cast(_Offices, current_app.extensions["okienko_offices"])
        g.okienko_office = offices.choice.asked(offices.cookie)
    return cast(OfficeFacts, g.okienko_office)


def open_office(code: str | None) -> OfficeFacts:
    """The office with that code; OfficeClosed, a page that says so, where it is not open here."""
    known = cast(_Offices, current_app.extensions["okienko_offices"]).choice.known()
    if code is None or code not in known:
        raise OfficeClosed
    return known[code]


def address_of(facts: OfficeFacts) -> str:
    """Street, postal code and city, as far as they are known."""
    place = f"{facts.postal_code}\N{NO-BREAK SPACE}{facts.city}" if facts.postal_code else facts.city
    return f"{facts.street}, {place}" if facts.street else place


def speak_for(facts: OfficeFacts) -> None:
    """The rest of this page belongs to this office: whose receipt, case or draft it shows."""
    g.okienko_office = facts


def init_offices(app: Flask, choice: OfficeChoice, *, plain_http: bool) -> None:
    """Gives the application its offices; an address with an office we do not know answers 404."""
    known, cookie = choice.known, cookie_name("urzad", plain_http=plain_http)
    app.extensions["okienko_offices"] = _Offices(choice, cookie)

    @app.before_request
    def refuse_unknown_office() -> None:
        asked = request.args.get("urzad")
        if asked and asked not in known():
            abort(404)

    @app.after_request
    def remember_office(response: Response) -> Response:
        asked = request.args.get("urzad")
        if asked and asked in known() and request.cookies.get(cookie) != asked:
            remember(response, "urzad", asked)
        return response
