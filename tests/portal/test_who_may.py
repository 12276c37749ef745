"""Every address of the portal stands in this table; one that is missing fails the build."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from casework import access
from portal.application import create_portal
from portal.parts import Parts

SIGNED = "the operator's signature"
ANYONE, RECEIPT_TOKEN, CASE_TOKEN, DRAFT_ID, API = (
    "anyone",
    "receipt token",
    "case token",
    "draft's id",
    "api",
)
DRAFT = "/uslugi/<code>/formularz/<uuid:draft_id>"

#: method and address → who may
WHO_MAY = {
    "GET /": ANYONE,
    "GET /urzad": ANYONE,
    "GET /deklaracja-dostepnosci": ANYONE,
    "GET /uslugi": ANYONE,
    "GET /uslugi/<code>": ANYONE,
    "GET /uslugi/<code>/druk.pdf": ANYONE,
    "GET /uslugi/<code>/dane-osobowe": ANYONE,
    "GET /static/<path:name>": ANYONE,
    "GET /healthz": ANYONE,
    "GET /readyz": ANYONE,
    "GET /sprawdz-upo": ANYONE,
    "POST /operator-sms/stan": SIGNED,
    "POST /operator-sms/wiadomosc": SIGNED,
    "POST /sprawdz-upo": ANYONE,
    "GET /sprawy": ANYONE,
    "POST /sprawy": ANYONE,
    "GET /sprawy/<uuid:submission>": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/dokument.xml": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/formularz.pdf": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/dowod-zaplaty": CASE_TOKEN,
    "POST /sprawy/<uuid:submission>/dowod-zaplaty": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/kod": CASE_TOKEN,
    "POST /sprawy/<uuid:submission>/kod": CASE_TOKEN,
    "POST /sprawy/<uuid:submission>/kod/wyslij": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/odpowiedz": CASE_TOKEN,
    "POST /sprawy/<uuid:submission>/odpowiedz": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/pisma/<uuid:letter_id>.pdf": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/pliki/<int:position>": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/pliki/dowod/<int:position>": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/pliki/<uuid:call>/<int:position>": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/podobne": CASE_TOKEN,
    "POST /sprawy/<uuid:submission>/podobne": CASE_TOKEN,
    "GET /sprawy/<uuid:submission>/wszystko.zip": CASE_TOKEN,
    "GET /upo/<uuid:submission>": RECEIPT_TOKEN,
    "GET /upo/<uuid:submission>.xml": RECEIPT_TOKEN,
    "GET /upo/<uuid:submission>.pdf": RECEIPT_TOKEN,
    "GET /uslugi/<code>/formularz": ANYONE,
    f"GET {DRAFT}": DRAFT_ID,
    f"GET {DRAFT}/<section>": DRAFT_ID,
    f"POST {DRAFT}/<section>": DRAFT_ID,
    f"GET {DRAFT}/<section>/<group>/nowy": DRAFT_ID,
    f"POST {DRAFT}/<section>/<group>/nowy": DRAFT_ID,
    f"GET {DRAFT}/<section>/<group>/<uuid:row_id>": DRAFT_ID,
    f"POST {DRAFT}/<section>/<group>/<uuid:row_id>": DRAFT_ID,
    f"GET {DRAFT}/<section>/<group>/<uuid:row_id>/usun": DRAFT_ID,
    f"POST {DRAFT}/<section>/<group>/<uuid:row_id>/usun": DRAFT_ID,
    f"GET {DRAFT}/<section>/<group>/tabela": DRAFT_ID,
    f"POST {DRAFT}/<section>/<group>/tabela": DRAFT_ID,
    f"POST {DRAFT}/<section>/<group>/tabela/dodaj": DRAFT_ID,
    f"GET {DRAFT}/<section>/<group>/tabela/wzor.csv": DRAFT_ID,
    f"GET {DRAFT}/sprawdz": DRAFT_ID,
    f"GET {DRAFT}/pozniej": DRAFT_ID,
    f"POST {DRAFT}/pozniej": DRAFT_ID,
    f"GET {DRAFT}/usun": DRAFT_ID,
    f"POST {DRAFT}/usun": DRAFT_ID,
    f"GET {DRAFT}/zloz": DRAFT_ID,
    f"POST {DRAFT}/zloz": DRAFT_ID,
}
SUBMISSION = UUID("0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e")
OTHER = UUID("5e8f0f6a-2f5d-4d53-8f5b-6c1f2f9d7a10")
CLOSED = sorted(route for route, who in WHO_MAY.items() if who in (RECEIPT_TOKEN, CASE_TOKEN))


def _routes(parts: Parts) -> set[str]:
    rules = create_portal(parts).url_map.iter_rules()
    return {
        f"{method} {rule.rule}"
        for rule in rules
        for method in rule.methods or ()
        if method in ("GET", "POST")
    }


def test_every_address_says_who_may_open_it(dry_parts: Parts) -> None:
    portal = {route for route in _routes(dry_parts) if "/api/" not in route}
    assert portal == WHO_MAY.keys()


def _open(client: FlaskClient, route: str, token: str | None) -> int:
    method, _, rule = route.partition(" ")
    address = re.sub(r"<int:\w+>", "1", re.sub(r"<uuid:\w+>", str(SUBMISSION), rule))
    form = {}
    if method == "POST":
        page = client.get("/sprawy").text
        form = {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]}
    asked = {"t": token} if token is not None else {}
    return client.open(address, method=method, query_string=asked, data=form).status_code


@pytest.mark.parametrize("route", CLOSED)
def test_without_its_token_a_receipt_or_case_is_not_there(
    dry: FlaskClient, dry_parts: Parts, route: str
) -> None:
    """Refused before the database is even asked: 404, as for a case that does not exist."""
    secret = dry_parts.counter.secret
    tokens = {RECEIPT_TOKEN: access.receipt_token, CASE_TOKEN: access.case_token}
    right = tokens.pop(WHO_MAY[route])
    (foreign,) = tokens.values()
    wrong = [
        None,
        "",
        "ą\x00",
        foreign(secret, SUBMISSION),
        right(secret, OTHER),
        right(b"another secret of thirty-two byte", SUBMISSION),
        access.access_key(secret, SUBMISSION),
    ]
    assert [_open(dry, route, token) for token in wrong] == [404] * len(wrong)
    assert _open(dry, route, right(secret, SUBMISSION)) == 503, "the right token gets as far as the database"
