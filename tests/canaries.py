"""Canaries: people and secrets that can be told from everything else, sent through every door.

Whatever is read afterwards - logs, metrics, what the program says - must not hold a feather of one.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit
from uuid import uuid4

from casework.desk.passwords import code_now
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample
from tests.portal.filing.filling import example_of, fill_in
from tests.portal.filing.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.over_wire import OverWire

    Browser = FlaskClient | OverWire

FORM = "podatek-nieruchomosci-dn-1"
FIRST, LAST = "Kanareczka", "Żółtopióra-Śpiewna"
#: a line break makes a second line of a log, if anything does
FORGED = "level=error forged"
BROKEN_NAME = f"{LAST}\r\n2026-01-01T00:00:00Z {FORGED}"
PESEL, PHONE, EMAIL = "58032798006", "+48600739218", "kanarek.spiewny@przyklad.example"
PASSWORD, WRONG_PASSWORD = "kanarkowe hasło do biurka", "nie to hasło kanarka"
NOTE = "Kanarek ćwierka o sprawie sąsiada."
TOKEN, DRAFT, KEY = "TokenKanarka9f3c", "c0ffee00-1111-4222-8333-00000000cafe", "KNRK-KNRK-KNRK-KNRK"
FILE = "zdjęcie-kanarka\r\nforged.pdf"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_LONG_TOKEN = re.compile(r"/dostep/([\w.-]{16,})")


def _typed() -> set[str]:
    """What never stands in a log, in the ways it may be written there."""
    spaced = f"{PHONE[3:6]} {PHONE[6:9]} {PHONE[9:]}"
    words = {FIRST, LAST, PESEL, PHONE[3:], spaced, EMAIL, PASSWORD, WRONG_PASSWORD, NOTE, TOKEN, DRAFT, KEY}
    words |= {FORGED, "zdjęcie-kanarka"}
    return words | {json.dumps(word)[1:-1] for word in words} | {quote(word) for word in words}


@dataclass
class Flock:
    """Every canary that was typed or handed out, and what the doors answered."""

    known: set[str] = field(default_factory=_typed)
    answers: dict[str, int] = field(default_factory=dict)  #: door → status

    def add(self, *secrets: str | None) -> None:
        """What the program handed out: keys, tokens, ids that open something."""
        self.known |= {one for one in secrets if one and len(one) >= 6}

    def note(self, door: str, status: int) -> None:
        self.answers[door] = status

    def found_in(self, text: str) -> set[str]:
        return {canary for canary in self.known if canary in text}


def hidden(page: str) -> dict[str, str]:
    """What the forms of a page carry."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def tax_return(catalogue: Catalogue) -> Sample:
    sample = example_of(catalogue, FORM, "person")
    answers = json.loads(json.dumps(sample.answers))
    answers["person"] |= {"first_name": FIRST, "last_name": LAST, "pesel": PESEL}
    answers["contact"] |= {"email": EMAIL, "phone": PHONE, "sms_consent": True}
    return replace(sample, answers=answers)


def fly_through_forms(portal: "Browser", catalogue: Catalogue, flock: Flock) -> str:
    """Fills the return in and files it, with mistakes on the way; the address of its case."""
    visitor = Visitor(portal)  # type: ignore[arg-type]  # held like Flask's own client
    visitor.open(f"/uslugi/{FORM}/formularz").type({"applicant_kind": "person"})
    visitor.typed |= {"person-first_name": BROKEN_NAME, "person-pesel": PESEL[:-1] + "0", "x": NOTE}
    flock.note("a form with mistakes", visitor.press("Zapisz i ").status)
    fill_in(visitor, FORM, tax_return(catalogue))
    flock.add(visitor.path.split("/")[-2])
    visitor.press("Złóż")
    flock.note("filed in a browser", visitor.status)
    secrets = [str(key.text_content()) for key in visitor.page.find_class("ok-key")]
    links = [str(link.get("href")) for link in visitor.page.iter("a")]
    flock.add(*secrets, *(token for link in links for token in parse_qs(urlsplit(link).query).get("t", ())))
    opened = portal.post("/sprawy", data={**hidden(portal.get("/sprawy").text), "klucz": secrets[0]})
    flock.note("opened by the key", opened.status_code)
    return opened.location


def fly_to_the_case(portal: "Browser", case: str, flock: Flock) -> None:
    """The applicant's own pages, with right and wrong secrets."""
    address, _, token = case.partition("?t=")
    flock.add(token)
    pages = {f"{address}{page}?t={token}{more}" for page, more in (
        ("", ""), ("/kod", "&do=telefon"), ("/dokument.xml", ""), ("/odpowiedz", ""), ("/wszystko.zip", ""),
    )}  # fmt: skip
    for page in sorted(pages | {f"{address}?t={TOKEN}", f"{address}/kod?t={TOKEN}&kod={PESEL}"}):
        flock.note(f"GET {page.replace(token, '…')}", portal.get(page).status_code)
    carried = hidden(portal.get(f"{address}/kod?t={token}&do=telefon").text)
    for step, typed in (("/wyslij", ""), ("", "739218"), ("", LAST)):
        sent = portal.post(f"{address}/kod{step}?t={token}&do=telefon", data={**carried, "kod": typed})
        flock.note(f"POST kod{step}", sent.status_code)
    wrong = {**hidden(portal.get("/sprawy").text), "klucz": KEY}
    flock.note("a wrong key", portal.post("/sprawy", data=wrong).status_code)


def fly_through_the_api(portal: "Browser", catalogue: Catalogue, flock: Flock) -> None:
    """Another program files, repeats, errs and breaks off."""
    body = {"office": "zabrze", "service": FORM, "answers": tax_return(catalogue).answers, "attachments": []}
    headers = {"Idempotency-Key": f"klucz-{TOKEN}"}
    filed = portal.post("/api/v1/submissions", json=body, headers=headers)
    flock.note("API filed", filed.status_code)
    told = filed.json if isinstance(filed.json, dict) else {}
    flock.add(told.get("access_key"), *parse_qs(urlsplit(str(told.get("case_url"))).query).get("t", ()))
    for name, spoiled in (
        ("another body", {**body, "office": "gliwice"}),
        ("a wrong PESEL", {**body, "answers": {**body["answers"], "person": {"pesel": PESEL + "1"}}}),  # type: ignore[dict-item]
        ("a forged name", {**body, "answers": {"person": {"last_name": BROKEN_NAME}}, LAST: EMAIL}),
        ("a file", {**body, "attachments": [_file()]}),
    ):
        fresh = headers if name == "another body" else {"Idempotency-Key": f"{TOKEN}-{uuid4()}"}
        sent = portal.post("/api/v1/submissions", json=spoiled, headers=fresh)
        flock.note(f"API {name}", sent.status_code)
    torn = portal.post(
        "/api/v1/submissions", data=f'{{"answers": "{PESEL} {LAST}'.encode(), headers=headers,
        content_type="application/json",
    )  # fmt: skip
    flock.note("API torn", torn.status_code)
    for key in (str(told.get("access_key")), KEY):
        flock.note(f"API case {key == KEY}", portal.get(f"/api/v1/cases/{key}").status_code)


def fly_by_a_link(portal: "Browser", catalogue: Catalogue, flock: Flock) -> None:
    """A consultant's program makes a link with answers; it is opened, broken, begun with; a table comes."""
    body = {"office": "zabrze", "answers": tax_return(catalogue).answers}
    made = portal.post(f"/api/v1/services/{FORM}/prefill", json=body)
    flock.note("a link", made.status_code)
    url = urlsplit(str(made.json["url"] if isinstance(made.json, dict) else ""))
    (token,) = parse_qs(url.query)["dane"]
    flock.add(token, token[40:80])
    for kind, sent in (
        ("opened", token),
        ("broken", f"{token[:-9]}{TOKEN}"),
        ("torn", token[: len(token) // 2]),
    ):
        opened = portal.get(f"{url.path}?urzad=zabrze&dane={sent}")
        flock.note(f"a link {kind}", opened.status_code)
    misfit = {"office": "zabrze", "answers": {"person": {"pesel": LAST, LAST: EMAIL}}}
    flock.note("no link", portal.post(f"/api/v1/services/{FORM}/prefill", json=misfit).status_code)
    visitor = Visitor(portal)  # type: ignore[arg-type]  # as above
    visitor.open(f"{url.path}?urzad=zabrze&dane={token}").press("Zapisz i ")
    flock.note("begun by a link", visitor.status)
    draft = visitor.path.rpartition("/")[0]
    flock.add(draft.rpartition("/")[2])
    table = f"Numer działki;Powierzchnia\n{LAST};{PESEL}\n={BROKEN_NAME};{EMAIL}\n".encode()
    carried = hidden(portal.get("/sprawy").text)
    for name, data in (("a table", table), ("no table", f"{LAST}\x00{PESEL}".encode())):
        upload = {**carried, "tabela": (BytesIO(data), FILE, "text/csv")}
        sent_ = portal.post(
            f"{draft}/land/land_items/tabela", data=upload, content_type="multipart/form-data"
        )
        flock.note(name, sent_.status_code)


def _file() -> dict[str, str]:
    data = base64.b64encode(f"%PDF-1.7 {PESEL}".encode()).decode()
    return {"slot": LAST, "filename": FILE, "content_type": f"{EMAIL}/x", "data_base64": data}


def fly_past_every_door(portal: "Browser", flock: Flock) -> None:
    """Addresses, headers and cookies that nobody offered."""
    told = {"User-Agent": f"{LAST}".encode().decode("latin-1"), "Referer": f"https://x.example/?t={TOKEN}"}
    paths = (
        f"/uslugi/{FORM}/formularz?dane={TOKEN}", f"/uslugi?q={quote(LAST)}+{PESEL}",
        f"/uslugi/{FORM}/formularz/{DRAFT}", f"/upo/{DRAFT}?t={TOKEN}",
        f"/upo/{uuid4()}.xml?t={TOKEN}", f"/sprawy/{uuid4()}?t={TOKEN}", f"/{quote(LAST)}?pesel={PESEL}",
        f"/sprawdz-upo?id={DRAFT}&skrot={TOKEN}", f"/static/{quote(LAST)}",
        f"/?lang={quote(LAST)}&urzad={EMAIL}", f"/dostep/{TOKEN}",
        f"/api/v1/services/{quote(LAST)}?name={EMAIL}", f"/uslugi/{FORM}/formularz/{DRAFT}/sprawdz",
    )  # fmt: skip
    for path in paths:
        flock.note(f"GET {path}", portal.get(path, headers=told).status_code)
    carried = hidden(portal.get("/sprawdz-upo").text)
    upload = {**carried, "upo": (BytesIO(f"<upo>{PESEL} {LAST}</upo>".encode()), FILE, "text/xml")}
    sent = portal.post("/sprawdz-upo", data=upload, content_type="multipart/form-data")
    flock.note("a receipt that is none", sent.status_code)
    stolen = {"Origin": f"https://{EMAIL}", **told}
    flock.note("a foreign form", portal.post("/sprawy", data={"klucz": KEY}, headers=stolen).status_code)
    for path in ("/operator-sms/stan", "/operator-sms/wiadomosc"):
        fields = {"From": PHONE, "Body": f"STATUS {KEY} {LAST}", "MessageSid": "SM1"}
        signed = {"X-Twilio-Signature": TOKEN}
        flock.note(f"POST {path}", portal.post(path, data=fields, headers=signed).status_code)


@dataclass(frozen=True)
class AtDesk:
    login: str
    password: str
    totp: str
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


def fly_over_the_desk(desk: "Browser", who: AtDesk, case_id: str, flock: Flock) -> None:
    """A supervisor's day: wrong log-ins, searches, a note, a letter read before it is sent."""
    tries: tuple[Mapping[str, str], ...] = (
        {"login": EMAIL, "password": WRONG_PASSWORD, "code": "739218"},
        {"login": who.login, "password": WRONG_PASSWORD, "code": LAST},
        {"login": BROKEN_NAME, "password": PASSWORD, "code": ""},
        {"login": who.login, "password": who.password, "code": code_now(who.totp, at=who.now())},
    )
    for number, typed in enumerate(tries):
        sent = desk.post("/logowanie", data={**hidden(desk.get("/logowanie").text), **typed})
        flock.note(f"log-in {number}", sent.status_code)
    flock.add(who.password, who.totp)
    for path in (
        f"/sprawy/szukaj?q={quote(LAST)}", f"/sprawy/szukaj?q={PESEL}", f"/sprawy?widok={quote(LAST)}",
        f"/sprawy/{case_id}", f"/sprawy/{case_id}/dokument.xml", f"/sprawy/{uuid4()}", f"/dostep/{TOKEN}",
        f"/sprawy/{case_id}/upo", f"/sprawy/{case_id}/zalaczniki/1?t={TOKEN}",
    ):  # fmt: skip
        flock.note(f"desk GET {path}", desk.get(path).status_code)
    for step, typed in (
        ("wez", {}), ("notatka", {"text": f"{NOTE} {BROKEN_NAME}"}), ("notatka", {"text": ""}),
        ("wezwij", {"missing": NOTE, "clerk_post": LAST, "do": "preview"}),
        ("zawies", {"reason": BROKEN_NAME}), ("przekaz", {"to": LAST}),
    ):  # fmt: skip
        page = desk.get(f"/sprawy/{case_id}/{step}" if step != "wez" else f"/sprawy/{case_id}").text
        sent = desk.post(f"/sprawy/{case_id}/{step}", data={**hidden(page), **typed})
        flock.note(f"desk {step} {len(typed)} {len(str(typed))}", sent.status_code)
    carried = hidden(desk.get("/moje-konto").text)
    changed = {**carried, "old": WRONG_PASSWORD, "password": PASSWORD, "new": PASSWORD, "code": "739218"}
    flock.note("a wrong old password", desk.post("/moje-konto", data=changed).status_code)


def fly_over_accounts(desk: "Browser", who: AtDesk, flock: Flock) -> None:
    """An administrator makes an account for a canary, who sets it up with mistakes."""
    typed = {"login": who.login, "password": who.password, "code": code_now(who.totp, at=who.now())}
    came = desk.post("/logowanie", data={**hidden(desk.get("/logowanie").text), **typed})
    flock.note("administrator", came.status_code)
    new = {"login": EMAIL, "name": BROKEN_NAME, "roles": "clerk", "departments": "tax_assessment"}
    made = desk.post("/pracownicy/nowy", data={**hidden(desk.get("/pracownicy/nowy").text), **new})
    flock.note("a new account", made.status_code)
    links = _LONG_TOKEN.findall(made.text)
    flock.add(*links)
    for link in links[:1]:
        page = desk.get(f"/dostep/{link}").text
        sent = desk.post(f"/dostep/{link}", data={**hidden(page), "password": PASSWORD, "code": "739218"})
        flock.note("an access link", sent.status_code)
