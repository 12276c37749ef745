"""Clerks of one department at work on a case, through the desk's own pages."""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework import tables
from casework.desk.steps import Case, read_case
from casework.filing import Counter
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue
from tests.casework.window import DN1, INFORMATION, WASTE, Window, a_filing

from .conftest import Clock, Employ, Enter

POST = "podinspektor"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden(page: str) -> dict[str, str]:
    """What a page's form carries; of several forms with the same field the last one counts."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


@dataclass
class Office:
    """Anna and Jan work all departments, Ewa is their supervisor; each sits at an own browser."""

    anna: FlaskClient
    jan: FlaskClient
    ewa: FlaskClient
    ids: dict[str, UUID]
    sessions: sessionmaker[Session]
    window: Window
    catalogue: Catalogue
    clock: Clock

    def file(self, code: str = DN1) -> UUID:
        filed = self.window.file(a_filing(self.catalogue, code))
        self.clock.now = max(self.clock.now, filed.filed_at + timedelta(seconds=1))
        return filed.id

    def taken(self, code: str = DN1) -> UUID:
        """A case of Anna's."""
        case = self.file(code)
        assert self.step(self.anna, case, "wez").status_code == 303
        return case

    def step(self, who: FlaskClient, case: UUID, step: str, **typed: object) -> TestResponse:
        """Sends a form that shows the case as it is now, unless `seen` says otherwise."""
        typed.setdefault("seen", str(self.case(case).revision))
        return who.post(f"/sprawy/{case}/{step}", data=typed)

    def send_letter(self, who: FlaskClient, case: UUID, step: str, **typed: object) -> TestResponse:
        """Reads the letter before it is sent, then sends it."""
        shown = self.step(who, case, step, do="preview", **typed)
        if shown.status_code != 200:
            return shown
        return who.post(f"/sprawy/{case}/{step}", data={**hidden(shown.text), "do": "send"})

    def case(self, case: UUID) -> Case:
        with self.sessions() as session:
            return read_case(session, case)

    def audited(self, case: UUID) -> list[str]:
        entries = select(tables.AuditEntry.what).where(tables.AuditEntry.submission_id == case)
        with self.sessions() as session:
            return list(session.execute(entries.order_by(tables.AuditEntry.position)).scalars())

    def letters(self, case: UUID) -> list[desk_tables.Letter]:
        found = select(desk_tables.Letter).where(desk_tables.Letter.submission_id == case)
        with self.sessions() as session:
            return list(session.execute(found.order_by(desk_tables.Letter.at)).scalars())

    def notes(self, case: UUID) -> list[str]:
        found = select(desk_tables.CaseNote.text).where(desk_tables.CaseNote.submission_id == case)
        with self.sessions() as session:
            return list(session.execute(found).scalars())


@pytest.fixture
def work(
    employ: Employ,
    enter: Enter,
    sessions: sessionmaker[Session],
    counter: Counter,
    catalogue: Catalogue,
    desk_clock: Clock,
) -> Office:
    departments = tuple(
        {form.department for code in (DN1, WASTE, INFORMATION) if (form := catalogue.service(code))}
    )
    roles = {"anna": ("clerk",), "jan": ("clerk",), "ewa": ("supervisor",)}
    ids, browsers = {}, {}
    for name, given in roles.items():
        login = f"{name}@urzad.example"
        ids[name] = employ(login, *given, departments=departments)
        browsers[name] = enter(login)
    return Office(
        *browsers.values(), ids=ids, sessions=sessions, window=Window(sessions, counter),
        catalogue=catalogue, clock=desk_clock,
    )  # fmt: skip
