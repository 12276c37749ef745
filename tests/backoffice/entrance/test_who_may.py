"""Every address of the desk stands in this table with its roles; one that is missing fails the build."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from backoffice.audit import ROOMS
from backoffice.entrance.who import EVERYBODY, OPEN, roles_of
from casework.tables import desk_tables
from tests.backoffice.addresses import filled
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import INFORMATION

ANYONE = "anyone"
CLERKS = ("clerk", "supervisor", "office_admin", "auditor", "platform_admin", "form_editor")
ADMINISTRATORS = ("office_admin", "platform_admin")
#: who may open a case's pages, and who may send its forms; whose case it is, test_who_may_open_a_case.py asks
READ_CASES = ("auditor", "clerk", "supervisor")
WORK_CASES = ("clerk", "supervisor")
PERSON = "/pracownicy/<uuid:clerk_id>"
CASE = "/sprawy/<uuid:case_id>"
FILES = (
    *("dokument.xml", "formularz.pdf", "upo", "upo.xml", "upo.pdf", "metryka.pdf"),
    "zalaczniki/<int:position>",
    *("odpowiedzi/<uuid:call_id>/<int:position>", "pisma/<uuid:letter_id>.pdf"),
    "dowody-zaplaty/<int:position>",
)
#: steps of a case: taken by the button alone, and with a page that asks first
PRESSED = ("wez", "otworz-znak", "wznow", "odpowiedz-przeczytana")
ASKED = (
    *(
        "oddaj",
        "przekaz",
        "inna-komorka",
        "notatka",
        "zawies",
        "zakoncz-wezwanie",
        "wezwij",
        "przedluz",
        "zamknij",
    ),
    "otworz-ponownie",
    *("pismo/<template>", "zalatw", "zalatw/<ending>"),
)

#: whoever changes forms, and approves what somebody else changed
EDITORS = ("form_editor", "office_admin")
_PIECES = (
    *("czesc/<place>", "nowe/<place>", "rodzaj/<place>"),
    *("warunek/<place>/<key>", "podglad/<int:page>"),
)
FORM, EDIT = "/formularze/<code>", "/formularze/w-toku/<uuid:edit_id>"

#: method and address → who may
WHO_MAY: dict[str, str | tuple[str, ...]] = {
    "GET /static/<path:name>": ANYONE,
    "GET /healthz": ANYONE,
    "GET /logowanie": ANYONE,
    "POST /logowanie": ANYONE,
    "GET /dostep/<token>": ANYONE,
    "POST /dostep/<token>": ANYONE,
    "GET /": CLERKS,
    "POST /wyloguj": CLERKS,
    "GET /sesja": CLERKS,
    "GET /moje-konto": CLERKS,
    "POST /moje-konto": CLERKS,
    "GET /pracownicy": ADMINISTRATORS,
    "GET /pracownicy/nowy": ADMINISTRATORS,
    "POST /pracownicy/nowy": ADMINISTRATORS,
    f"GET {PERSON}": ADMINISTRATORS,
    f"POST {PERSON}/uprawnienia": ("office_admin",),
    f"POST {PERSON}/nowy-link": ADMINISTRATORS,
    f"POST {PERSON}/wylacz": ADMINISTRATORS,
    f"POST {PERSON}/wlacz": ADMINISTRATORS,
    **{f"POST {CASE}/{step}": WORK_CASES for step in PRESSED},
    **{
        f"{method} {CASE}/{step}": who
        for step in ASKED
        for method, who in (("GET", READ_CASES), ("POST", WORK_CASES))
    },
    f"GET {CASE}/pismo": READ_CASES,
    "GET /sprawy": READ_CASES,
    "GET /sprawy/szukaj": READ_CASES,
    "POST /sprawy/zaznaczone": WORK_CASES,
    f"GET {CASE}": READ_CASES,
    **{f"GET {CASE}/{file}": READ_CASES for file in FILES},
    "GET /dane": ADMINISTRATORS,
    "POST /dane/potwierdz": ADMINISTRATORS,
    "GET /dane/stawki.csv": ("office_admin",),
    "GET /dane/stawki/<table>/<key>": ADMINISTRATORS,
    "POST /dane/stawki/<table>/<key>": ADMINISTRATORS,
    "POST /dane/stawki/<table>/<key>/cofnij": ADMINISTRATORS,
    **{f"{method} /dane/stawki/wczytaj": ("office_admin",) for method in ("GET", "POST")},
    "POST /dane/stawki/wczytaj/zapisz": ("office_admin",),
    **{f"{method} /dane/konta/<kind>": ("office_admin",) for method in ("GET", "POST")},
    "POST /dane/konta/<kind>/cofnij": ("office_admin",),
    **{f"{method} /dane/oplaty/<code>": ("platform_admin",) for method in ("GET", "POST")},
    "POST /dane/oplaty/<code>/cofnij": ("platform_admin",),
    **{f"{method} /dane/dni-wolne/<code>": ("platform_admin",) for method in ("GET", "POST")},
    "POST /dane/dni-wolne/<code>/cofnij": ("platform_admin",),
    "GET /dane/uslugi/<code>/<what>": ("office_admin",),
    "POST /dane/uslugi/<code>/<what>": ("office_admin",),
    "GET /urzad": ("office_admin",),
    "POST /urzad/<part>": ("office_admin",),
    "GET /urzedy": ("platform_admin",),
    "GET /urzedy/nowy": ("platform_admin",),
    "POST /urzedy/nowy": ("platform_admin",),
    "GET /formularze": EDITORS,
    f"GET {FORM}": EDITORS,
    f"GET {FORM}/<int:version>.yaml": EDITORS,
    f"GET {FORM}/porownaj": EDITORS,
    **{f"POST {FORM}/{step}": EDITORS for step in ("zmien", "nowsza", "wczytaj", "wycofaj")},
    **{f"POST {FORM}/wycofaj/{step}": EDITORS for step in ("zatwierdz", "cofnij")},
    **{f"{method} {FORM}/polacz": EDITORS for method in ("GET", "POST")},
    **{f"{method} /formularze/nowa": EDITORS for method in ("GET", "POST")},
    "POST /formularze/nowa/wczytaj": EDITORS,
    f"GET {EDIT}": EDITORS,
    **{f"GET {EDIT}/{page}": EDITORS for page in ("roznice", "plik.yaml")},
    **{f"POST {EDIT}/{step}": EDITORS for step in ("wyslij", "cofnij", "zatwierdz", "wyrzuc")},
    **{f"{method} {EDIT}/{page}": EDITORS for method in ("GET", "POST") for page in (*_PIECES, "proba")},
    "GET /stan": ADMINISTRATORS,
    "GET /stan/pieczecie": ADMINISTRATORS,
    "GET /stan/pieczecie/<fingerprint>.crt": ADMINISTRATORS,
    "POST /stan/zadania/<int:job>/ponow": ADMINISTRATORS,
    "GET /wiadomosci": ("supervisor", "office_admin"),
    "GET /kto-co-zrobil": ("office_admin", "auditor", "platform_admin"),
}
CLOSED = sorted(route for route, who in WHO_MAY.items() if who is not ANYONE)
OF_A_CASE = {route for route in CLOSED if "case_id" in route}


def test_a_refusal_is_told_by_the_part_of_the_desk_in_words(desk: Flask) -> None:
    closed = {rule.endpoint for rule in desk.url_map.iter_rules()} - OPEN - {"static"}
    assert sorted({endpoint.partition(".")[0] for endpoint in closed} - ROOMS.keys()) == []


def test_every_address_says_who_may_open_it(desk: Flask) -> None:
    found: dict[str, object] = {}
    for rule in desk.url_map.iter_rules():
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            open_ = rule.endpoint in OPEN
            found[f"{method} {rule.rule}"] = ANYONE if open_ else frozenset(roles_of(desk, rule.endpoint))
    wanted = {route: who if who is ANYONE else frozenset(who) for route, who in WHO_MAY.items()}
    assert found == wanted


def test_a_case_is_read_by_those_who_read_cases_and_worked_by_those_who_work_them() -> None:
    for route in OF_A_CASE:
        assert WHO_MAY[route] == (READ_CASES if route.startswith("GET ") else WORK_CASES), route


def _place(route: str, clerk: UUID) -> tuple[str, str]:
    method, address = route.split(" ", 1)
    return method, filled(address, {}, clerk)


def test_without_a_log_in_nothing_opens(desk: Flask, employ: Employ, subtests: pytest.Subtests) -> None:
    anna = employ("anna@urzad.example", "clerk")
    for route in CLOSED:
        with subtests.test(route):
            method, address = _place(route, anna)
            answer = desk.test_client().open(address, method=method)
            assert answer.status_code == 303
            assert answer.location.partition("?")[0] == "/logowanie"


def test_each_role_opens_its_own_addresses_and_no_other(
    employ: Employ, enter: Enter, sessions: sessionmaker[Session]
) -> None:
    other = employ("other@urzad.example", "office_admin")
    wrong: list[str] = []
    refused = 0
    for role in sorted(EVERYBODY):
        login = f"{role}@urzad.example"
        employ(login, role, office=None if role == "platform_admin" else "zabrze")
        browser = enter(login)
        for route in CLOSED:
            method, address = _place(route, other)
            if route in OF_A_CASE or (method == "POST" and "wyloguj" in address):
                continue  # whose case it is, counts too; log-out ends the visit: other tests try both
            status = browser.open(address, method=method).status_code
            may = role in WHO_MAY[route]
            refused += 0 if may else 1
            if (status == 403) == may or status >= 500:
                wrong.append(f"{role} {route}: {status}")
    assert not wrong, "\n".join(wrong)
    with sessions() as session:
        noted = session.execute(select(desk_tables.ReadEntry).where(desk_tables.ReadEntry.what == "refused"))
        assert len(noted.all()) == refused > 0


PEOPLE = [route for route in CLOSED if "clerk_id" in route]


@pytest.mark.parametrize("route", PEOPLE)
def test_another_offices_people_are_not_there(
    route: str, employ: Employ, enter: Enter, sessions: sessionmaker[Session]
) -> None:
    employ("admin@urzad.example", "office_admin")
    stranger = employ("stranger@urzad.example", "clerk", office="gliwice")
    method, address = _place(route, stranger)
    assert enter("admin@urzad.example").open(address, method=method).status_code == 404
    with sessions() as session:
        noted = session.execute(select(desk_tables.ReadEntry).where(desk_tables.ReadEntry.what == "refused"))
        assert [row.details["clerk_id"] for row in noted.scalars()] == [str(stranger)]


def test_the_platforms_administrator_looks_after_administrators_only(employ: Employ, enter: Enter) -> None:
    employ("platform@urzad.example", "platform_admin", office=None)
    clerk, admin = employ("clerk@urzad.example", "clerk"), employ("admin@urzad.example", "office_admin")
    browser = enter("platform@urzad.example")
    assert browser.get(f"/pracownicy/{clerk}").status_code == 404
    assert browser.get(f"/pracownicy/{admin}").status_code == 200


#: what stands in addresses of a form in the making beside its id
PLACES = ("s0-0", "strona", "reguly", "nikt")


@pytest.mark.parametrize("role", EDITORS)
def test_another_offices_forms_in_the_making_are_not_there(
    role: str, employ: Employ, enter: Enter, sessions: sessionmaker[Session]
) -> None:
    employ("pisze@urzad.example", "form_editor")
    begun = enter("pisze@urzad.example").post(
        f"{FORM}/zmien".replace("<code>", INFORMATION), data={"version": 1}
    )
    edit = {"edit_id": UUID(begun.location.rpartition("/")[2])}
    employ("obcy@urzad.example", role, office="gliwice")
    stranger = enter("obcy@urzad.example")
    opened = [
        f"{method} {address}"
        for method, rule in (route.split(" ", 1) for route in CLOSED if "edit_id" in route)
        for place in PLACES
        if stranger.open(address := filled(rule.replace("<place>", place), edit), method=method).status_code
        != 404
    ]
    assert not opened
    with sessions() as session:
        noted = session.execute(select(desk_tables.ReadEntry).where(desk_tables.ReadEntry.what == "refused"))
        assert {row.details["edit_id"] for row in noted.scalars()} == {str(edit["edit_id"])}
