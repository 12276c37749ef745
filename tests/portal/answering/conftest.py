"""A case that waits for its applicant: called for completion with a sealed letter."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from casework import access, tables
from casework.clock.deadlines import warsaw_date
from casework.desk.assignment import take
from casework.desk.calls import call_for_completion, shortest_term
from casework.desk.clerks import Clerk
from casework.desk.letter_templates.template import templates
from casework.desk.letters import enter_letter, facts_for, keep_letter
from casework.desk.steps import Case, lock
from casework.intake.filing import Filed
from casework.messages import codes
from casework.tables import message_tables
from portal.parts import Parts
from tests.casework.desk.conftest import a_clerk
from tests.portal.conftest import Files

CODE = tables.table_of(message_tables.CodeRow)
MISSING = "Brakuje powierzchni piwnicy.\n\nZmierz ją po podłodze. <b>#pilne</b>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Called:
    parts: Parts
    client: FlaskClient
    anna: Clerk
    filed: Filed
    letter: UUID
    due_on: date

    @property
    def token(self) -> str:
        return access.case_token(self.parts.counter.secret, self.filed.id)

    def address(self, page: str = "") -> str:
        return f"/sprawy/{self.filed.id}{page}"

    def get(self, page: str = "", **query: str) -> TestResponse:
        return self.client.get(self.address(page), query_string={"t": self.token, **query})

    def post(
        self,
        page: str,
        data: dict[str, object] | None = None,
        client: FlaskClient | None = None,
        **query: str,
    ) -> TestResponse:
        sender = client or self.client
        csrf = re.findall(r'name="csrf_token" value="([^"]+)"', sender.get("/sprawy").text)[0]
        return sender.post(
            self.address(page),
            query_string={"t": self.token, **query},
            data={"csrf_token": csrf, **(data or {})},
        )

    def newest_code(self) -> str:
        """What stands in the message that brought the code."""
        newest = (
            select(CODE.c.id).where(CODE.c.submission_id == self.filed.id).order_by(CODE.c.made_at.desc())
        )
        with self.parts.sessions() as session:
            code = session.execute(newest.limit(1)).scalar_one()
        return codes.digits(self.parts.counter.secret, code)

    def prove(self, wish: str = "odpowiedz") -> TestResponse:
        self.post("/kod/wyslij", do=wish)
        return self.post("/kod", {"kod": self.newest_code()}, do=wish)

    def case(self) -> Case:
        with self.parts.sessions() as session:
            return lock(session, self.filed.id)

    def do(self, verb: Callable[..., object], *who: object, **how: object) -> object:
        with self.parts.sessions.begin() as session:
            return verb(session, *who, at=self.parts.now(), **how)


def call_form(page: str) -> str:
    return re.findall(r'name="wezwanie" value="([^"]+)"', page)[0]


def carried(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'name="plik" type="checkbox" value="([^"]+)"', page)]


def upload(data: bytes = PDF, name: str = "piwnica.pdf") -> tuple[BytesIO, str, str]:
    return BytesIO(data), name, "application/octet-stream"


def call(session: Session, parts: Parts, clerk: Clerk, case_id: UUID, due_on: date) -> UUID:
    """The clerk's whole step: letter made, sealed, kept; the case waits."""
    case, office = lock(session, case_id), parts.catalogue.offices["zabrze"]
    facts = facts_for(
        case,
        office,
        clerk,
        procedure="op",
        service="Deklaracja DN-1",
        register_number="RPW/1/2026",
        post="podinspektor",
        at=parts.now(),
        demo=True,
    )
    words = {"missing": MISSING, "due_on": due_on.isoformat()}
    kept = keep_letter(
        templates()["call"], facts, words, seal=parts.counter.seals["zabrze"], files=parts.files
    )
    letter, _ = enter_letter(session, clerk, case_id, kept, at=parts.now(), seen=case.revision)
    call_for_completion(
        session, clerk, case_id, reason=MISSING, due_on=due_on, letter=letter, at=parts.now(), procedure="op"
    )
    return letter


@pytest.fixture
def called(parts: Parts, client: FlaskClient, file_sample: Files) -> Called:
    filed = file_sample("podatek-nieruchomosci-dn-1")
    due_on = shortest_term(warsaw_date(parts.now()) + timedelta(days=3))
    with parts.sessions.begin() as session:
        anna = a_clerk(session)
        take(session, anna, filed.id, at=parts.now())
        letter = call(session, parts, anna, filed.id, due_on)
    return Called(parts, client, anna, filed, letter, due_on)


@pytest.fixture
def owing(parts: Parts, client: FlaskClient, file_sample: Files) -> Called:
    """A declaration by a proxy, who owes a stamp duty; nobody has called for anything."""
    filed = file_sample("odpady-deklaracja-zamieszkana", name="proxy")
    with parts.sessions.begin() as session:
        ewa = a_clerk(session, "Ewa Zmyślona", roles=("clerk", "supervisor"))
    return Called(parts, client, ewa, filed, uuid4(), warsaw_date(parts.now()))
