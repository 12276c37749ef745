"""Somebody who types at a draft, and what the tests of drafts share."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from tests.casework.conftest import NOON

DAY = timedelta(days=1)
FILE = drafts.DraftFile(uuid4(), "proxy", "pełnomocnictwo.pdf", "application/pdf", 51_200, "a" * 64)


@dataclass
class Typing:
    """Somebody at a draft, one transaction a click."""

    sessions: sessionmaker[Session]
    definition: Definition
    office: str = "zabrze"
    id: UUID = field(default_factory=uuid4)
    now: datetime = NOON

    @property
    def click(self) -> AbstractContextManager[Session]:
        return self.sessions.begin()

    def begin(self) -> "Typing":
        """The first section is saved: the draft is there."""
        self.save("filer_kind", {"applicant_kind": "company"})
        return self

    def save(self, section: str, answers: Answers, *, done: bool = True) -> drafts.Draft:
        with self.click as session:
            return drafts.save_section(
                session,
                self.id,
                office=self.office,
                definition=self.definition,
                section=section,
                answers=answers,
                done=done,
                language="pl",
                now=self.now,
            )

    def find(self) -> drafts.Draft:
        with self.sessions() as session:
            return drafts.find(session, self.id, now=self.now)

    def add(self, pointer: str, answers: Answers, *, limit: int = 30, row_id: UUID | None = None) -> UUID:
        with self.click as session:
            return drafts.add_row(
                session, self.id, pointer, answers, limit=limit, now=self.now, row_id=row_id
            )

    def attach(self, file: drafts.DraftFile, *, limit: int = 5) -> None:
        with self.click as session:
            drafts.attach(session, self.id, file, limit=limit, now=self.now)


@pytest.fixture
def dn1(catalogue: Catalogue) -> Definition:
    definition = catalogue.service("podatek-nieruchomosci-dn-1")
    assert definition is not None
    return definition


@pytest.fixture
def typing(sessions: sessionmaker[Session], dn1: Definition) -> Typing:
    return Typing(sessions, dn1)
