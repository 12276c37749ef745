"""Clerks of one department at work on a case, through the desk's own pages."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from casework import tables
from casework.clock.deadlines import warsaw_date
from casework.desk.steps import Case, read_case
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue
from tests.casework.window import DN1, INFORMATION, WASTE, Window, a_filing

if TYPE_CHECKING:
    from tests.backoffice.conftest import Clock, Employ, Enter

POST = "podinspektor"
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def hidden(page: str) -> MultiDict[str, str]:
    """What the form of a page carries."""
    return MultiDict((name, unescape(value)) for name, value in _HIDDEN.findall(page))


def day(name: str, on: date) -> dict[str, str]:
    """A day as it is typed."""
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def departments(catalogue: Catalogue) -> tuple[str, ...]:
    """Those that work the services of these tests."""
    forms = (catalogue.service(code) for code in (DN1, WASTE, INFORMATION))
    return tuple({form.department for form in forms if form})


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
    clock: "Clock"
    enter: "Enter"
    employ: "Employ"

    @property
    def today(self) -> date:
        return warsaw_date(self.clock())

    def days_pass(self, days: int) -> None:
        """Everybody logs in again that day."""
        self.clock.go_on(days=days)
        for name in self.ids:
            setattr(self, name, self.enter(f"{name}@urzad.example"))

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
        form = hidden(shown.text)
        form["do"] = "send"
        return who.post(f"/sprawy/{case}/{step}", data=form)

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

    def every_letter(self) -> list[desk_tables.Letter]:
        with self.sessions() as session:
            return list(session.execute(select(desk_tables.Letter).order_by(desk_tables.Letter.at)).scalars())

    def notes(self, case: UUID) -> list[str]:
        found = select(desk_tables.CaseNote.text).where(desk_tables.CaseNote.submission_id == case)
        with self.sessions() as session:
            return list(session.execute(found).scalars())
