"""Search, offices, vacancies: what anybody may ask."""

from flask import request
from flask.typing import ResponseReturnValue

from forms_catalog.problems import N_
from forms_catalog.search import Hit
from pages.headers import public_page
from pages.language import language
from portal.api.answering import json_answer
from portal.api.blueprint import blueprint
from portal.api.problem import Refusal
from portal.api.questions import office_asked_for, wrong_question
from portal.parts import parts

_MOST_HITS = 50


@blueprint.get("/search")
@public_page
def search() -> ResponseReturnValue:
    """The services somebody means, best first; `answerable` is false for what the office does not do here.

    Then `not_here` names the matter and who handles it, `switched_off` the service that other offices have.
    """
    office = office_asked_for()
    among = {form.code for form in parts().catalogue.services(office)} if office else None
    found = parts().search.find(
        request.args.get("q", ""),
        language=language(),
        limit=_limit(request.args.get("limit", "3")),
        among=among,
        office=office,
    )
    answer: dict[str, object] = {
        "results": [{"code": hit.code, "title": hit.title, "score": hit.score} for hit in found.results],
        "answerable": found.answerable,
    }
    if found.not_here:
        answer["not_here"] = {"matter": found.not_here, "where": found.where}
    if found.switched_off:
        answer["switched_off"] = _elsewhere(found.switched_off)
    return json_answer(answer)


def _elsewhere(hit: Hit) -> dict[str, object]:
    offices = [office.code for office in parts().catalogue.offices.values() if hit.code in office.services]
    return {"code": hit.code, "title": hit.title, "offices": offices}


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST_HITS:
        return int(text[:9])
    raise wrong_question("limit", N_("Give a whole number from 1 to 50."))


@blueprint.get("/offices")
@public_page
def list_offices() -> ResponseReturnValue:
    """The offices served here."""
    listed = [
        {
            "code": office.code,
            "kind": office.kind,
            "name": office.name.in_(language()),
            "city": office.city,
        }
        for office in parts().catalogue.offices.values()
    ]
    return json_answer({"offices": listed})


@blueprint.get("/offices/<code>")
@public_page
def show_office(code: str) -> ResponseReturnValue:
    """One office: address, hours, services. What it has not told is null or empty, never guessed;
    `standing` says how sure the rest is.
    """
    office, tongue = parts().catalogue.offices.get(code), language()
    if office is None:
        raise Refusal(404, N_("There is no such office"), N_("Look its code up in GET /api/v1/offices."))
    return json_answer(
        {
            "code": office.code,
            "kind": office.kind,
            "name": office.name.in_(tongue),
            "city": office.city,
            "authority": office.authority.in_(tongue),
            "street": office.street,
            "postal_code": office.postal_code,
            "hours": office.hours.in_(tongue) if office.hours else None,
            "phone": office.phone,
            "email": office.email,
            "website": office.website,
            "teryt": office.teryt,
            "services": [form.code for form in parts().catalogue.services(code)],
            "standing": office.standing,
        }
    )


@blueprint.get("/vacancies")
@public_page
def list_vacancies() -> ResponseReturnValue:
    """Vacancies are not published here yet."""
    return json_answer({"vacancies": []})
