"""Whose counter this is: asked for by `?urzad=`, remembered in a cookie, else the first office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, abort, current_app, g, request

from forms_catalog.catalogue import OfficeFacts
from pages.cookies import cookie_name, remember


@dataclass(frozen=True)
class _Offices:
    known: Callable[[], Mapping[str, OfficeFacts]]
    default: str
    cookie: str

    def asked(self) -> OfficeFacts:
        code = request.args.get("urzad") or request.cookies.get(self.cookie) or self.default
        known = self.known()
        return known.get(code) or known[self.default]


def office() -> OfficeFacts:
    """The office of this request."""
    if "okienko_office" not in g:
        g.okienko_office = cast(_Offices, current_app.extensions["okienko_offices"]).asked()
    return cast(OfficeFacts, g.okienko_office)


def address_of(facts: OfficeFacts) -> str:
    """Street, postal code and city, as far as they are known."""
    place = f"{facts.postal_code}\N{NO-BREAK SPACE}{facts.city}" if facts.postal_code else facts.city
    return f"{facts.street}, {place}" if facts.street else place


def speak_for(facts: OfficeFacts) -> None:
    """The rest of this page belongs to this office: whose receipt, case or draft it shows."""
    g.okienko_office = facts


def init_offices(
    app: Flask, known: Callable[[], Mapping[str, OfficeFacts]], default: str, *, plain_http: bool
) -> None:
    """Gives the application its offices; an address with an office we do not know answers 404.

    `known` gives those of the request: an office may come while the program runs.
    """
    offices = _Offices(known, default, cookie_name("urzad", plain_http=plain_http))
    app.extensions["okienko_offices"] = offices

    @app.before_request
    def refuse_unknown_office() -> None:
        asked = request.args.get("urzad")
        if asked and asked not in known():
            abort(404)

    @app.after_request
    def remember_office(response: Response) -> Response:
        asked = request.args.get("urzad")
        if asked and asked in known() and request.cookies.get(offices.cookie) != asked:
            remember(response, "urzad", asked)
        return response
