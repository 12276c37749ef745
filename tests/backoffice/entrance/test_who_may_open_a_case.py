"""Every address with a case in it, for every role and everybody's cases; made from the desk's own map.

A new address is tried without a line here. What it needs besides the case's id is made up (addresses.GIVEN
where that is not enough), so it must ask whose case it is before anything else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle
from uuid import UUID, uuid4

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from backoffice.entrance.who import EVERYBODY, current_clerk, for_roles
from backoffice.parts import DeskParts, parts
from casework.catalogue.versions import record_versions
from casework.desk.doors import open_case
from casework.intake.filing import Counter
from casework.tables import desk_tables
from casework.trust.demo_centre import make_demo_seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.offices.own_rows import Own, OwnFacts
from forms_catalog.own import Assembly
from tests.backoffice.addresses import filled, parts_of
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import DN1, WASTE, Window, a_filing
from tests.conftest import SECRET
from tests.shipped import SHIPPED

OWN, OTHER = "tax_assessment", "civil_affairs"
ADDED = "gmina-dodana"


@pytest.fixture(scope="module")
def counter_of_more(tmp_path_factory: pytest.TempPathFactory) -> Counter:
    """With an office that was added by hand."""
    name = {"pl": "Gmina Dodana", "en": "Commune of Dodana"}
    facts = {"kind": "commune", "name": name, "authority": name, "city": "Dodana", "standing": "demo"}
    own = Own(change=1, facts=(OwnFacts(1, ADDED, facts),))
    catalogue = Assembly(SHIPPED, demo=True).put_together(own, day=date(2026, 11, 22))
    assert catalogue.left_out == ()
    folder = tmp_path_factory.mktemp("seals")
    seals = {code: make_demo_seal(folder, code, code) for code in ("zabrze", "gliwice", ADDED)}
    return Counter(catalogue, seals, SECRET)


@pytest.fixture
def desk_parts(desk_parts: DeskParts, counter_of_more: Counter) -> DeskParts:
    return replace(desk_parts, catalogue=counter_of_more.catalogue, counter=counter_of_more)


@dataclass(frozen=True)
class CaseRoute:
    method: str
    rule: str

    def address(self, case: UUID) -> str:
        """The address for this case; what else stands in it belongs to no case at all."""
        return filled(self.rule, {"case_id": case})

    @property
    def of_the_case_alone(self) -> bool:
        return parts_of(self.rule) == 1


def case_routes(app: Flask) -> list[CaseRoute]:
    methods = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    return [
        CaseRoute(method, rule.rule)
        for rule in app.url_map.iter_rules()
        if "case_id" in rule.arguments
        for method in sorted((rule.methods or set()) & methods)
    ]


@dataclass(frozen=True)
class Office:
    """Cases and a browser of every role; the clerk works taxes, the other clerk something else."""

    desk: Flask
    sessions: sessionmaker[Session]
    window: Window
    catalogue: Catalogue
    browsers: dict[str, FlaskClient]

    def case(self, office: str = "zabrze", service: str = DN1) -> UUID:
        return self.window.file(a_filing(self.catalogue, service, office=office)).id

    def refusals(self) -> list[dict[str, object]]:
        entry = desk_tables.ReadEntry
        with self.sessions() as session:
            return list(
                session.execute(
                    select(entry.details).where(entry.what == "refused").order_by(entry.id)
                ).scalars()
            )


@pytest.fixture
def office(
    desk: Flask,
    employ: Employ,
    enter: Enter,
    sessions: sessionmaker[Session],
    counter_of_more: Counter,
) -> Office:
    return _office(desk, employ, enter, sessions, counter_of_more)


def _office(
    desk: Flask,
    employ: Employ,
    enter: Enter,
    sessions: sessionmaker[Session],
    counter: Counter,
) -> Office:
    with sessions.begin() as session:
        record_versions(session, counter.catalogue)
    browsers = {}
    for role in sorted(EVERYBODY):
        login, of_platform = f"{role}@urzad.example", role == "platform_admin"
        departments = () if of_platform else (OWN,)
        employ(login, role, office=None if of_platform else "zabrze", departments=departments)
        browsers[role] = enter(login)
    employ("reading@urzad.example", "auditor", "clerk", departments=(OTHER,))
    browsers["auditor and clerk elsewhere"] = enter("reading@urzad.example")
    employ("elsewhere@urzad.example", "clerk", departments=(OTHER,))
    browsers["clerk elsewhere"] = enter("elsewhere@urzad.example")
    return Office(desk, sessions, Window(sessions, counter), counter.catalogue, browsers)


#: who → which cases are there for them to read, and to work
OF_OWN, OF_OFFICE, NONE = ("own",), ("own", "other department"), ()
SEES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "clerk": (OF_OWN, OF_OWN),
    "clerk elsewhere": (NONE, NONE),
    "supervisor": (OF_OFFICE, OF_OFFICE),
    "auditor": (OF_OFFICE, NONE),
    "auditor and clerk elsewhere": (OF_OFFICE, NONE),
    "office_admin": (NONE, NONE),
    "platform_admin": (NONE, NONE),
    "form_editor": (NONE, NONE),
}
#: who is refused by role already
BY_ROLE = {
    "GET": {"office_admin", "platform_admin", "form_editor"},
    "POST": {"office_admin", "platform_admin", "form_editor", "auditor"},
}


def leaks(office: Office, under: str = "/") -> Iterator[str]:
    """Each answer that is not what the table above says, as a line. Other offices are, in turn, one that is
    shipped and one that was added while the program ran.
    """
    others = cycle(("gliwice", ADDED))
    for route in (one for one in case_routes(office.desk) if under in one.rule):
        elsewhere = next(others)
        for whose in ("own", "other department", "other office"):
            service = WASTE if whose == "other department" else DN1
            case = office.case(elsewhere if whose == "other office" else "zabrze", service)
            for who, browser in office.browsers.items():
                reads, works = SEES[who]
                may = whose in (reads if route.method == "GET" else works)
                fault = _opens(route, case, browser) if may else _stays_shut(office, route, case, who)
                if fault:
                    yield f"{who}, {whose}: {route.method} {route.rule}: {fault}"


def _opens(route: CaseRoute, case: UUID, browser: FlaskClient) -> str | None:
    status = browser.open(route.address(case), method=route.method).status_code
    shut = status == 403 or status >= 500 or (status == 404 and route.of_the_case_alone)
    return f"{status} where it should open" if shut else None


def _stays_shut(office: Office, route: CaseRoute, case: UUID, who: str) -> str | None:
    browser, before = office.browsers[who], len(office.refusals())
    answer = browser.open(route.address(case), method=route.method)
    noted = office.refusals()[before:]
    by_role = who in BY_ROLE.get(route.method, set(EVERYBODY))
    if answer.status_code != (403 if by_role else 404):
        return f"{answer.status_code} instead of {403 if by_role else 404}"
    if [(one["why"], one["case_id"]) for one in noted] != [("role" if by_role else "not_yours", str(case))]:
        return f"entered as refused: {noted}"
    nobodys = browser.open(route.address(uuid4()), method=route.method)
    if _plain(answer.text) != _plain(nobodys.text) or answer.status_code != nobodys.status_code:
        return "looks different from a case that is not there"
    return None


def _plain(page: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@pytest.mark.slow
def test_every_case_opens_to_its_own_people_only(office: Office) -> None:
    wrong = list(leaks(office))
    assert not wrong, "\n".join(wrong)


def test_the_departments_of_these_tests_are_different(office: Office) -> None:
    forms = [office.catalogue.service(code) for code in (DN1, WASTE)]
    assert next(form.department for form in forms if form) == OWN
    assert len({OWN, OTHER, *(form.department for form in forms if form)}) == 3


#: views as somebody might write them, and what is found of them
def _good() -> Blueprint:
    room = Blueprint("good", __name__)

    @room.get("/proba/<uuid:case_id>")
    @for_roles("clerk", "supervisor", "auditor")
    def show(case_id: UUID) -> str:
        with parts().sessions.begin() as session:
            return str(open_case(session, current_clerk(), case_id).case.id)

    return room


def _without_a_door() -> Blueprint:
    room = Blueprint("bad", __name__)

    @room.get("/proba/<uuid:case_id>/dokument/<int:number>")
    @for_roles("clerk", "supervisor", "auditor")
    def show(case_id: UUID, number: int) -> str:
        return f"{case_id} {number}"

    return room


def _telling() -> Blueprint:
    room = Blueprint("telling", __name__)

    @room.get("/proba/<uuid:case_id>")
    @for_roles("clerk", "supervisor", "auditor")
    def show(case_id: UUID) -> tuple[str, int]:
        return f"{case_id} is none of yours", 404

    return room


def _for_auditors_too() -> Blueprint:
    room = Blueprint("auditors", __name__)

    @room.post("/proba/<uuid:case_id>")
    @for_roles("clerk", "supervisor", "auditor")
    def change(case_id: UUID) -> str:
        with parts().sessions.begin() as session:
            return str(open_case(session, current_clerk(), case_id).case.id)

    return room


def test_a_case_without_a_door_is_found_by_these_tests(
    desk: Flask,
    employ: Employ,
    enter: Enter,
    sessions: sessionmaker[Session],
    counter_of_more: Counter,
) -> None:
    views = {
        "good": _good(),
        "bad": _without_a_door(),
        "telling": _telling(),
        "auditors": _for_auditors_too(),
    }
    for name, room in views.items():
        desk.register_blueprint(room, url_prefix=f"/{name}")
    asked = _office(desk, employ, enter, sessions, counter_of_more)
    found = "\n".join(leaks(asked, under="/proba/"))
    assert "/good/" not in found
    assert "clerk elsewhere, own: GET /bad/" in found
    assert "clerk, other office: GET /telling/" in found
    assert "auditor, own: POST /auditors/" in found
