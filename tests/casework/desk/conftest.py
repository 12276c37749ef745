"""What the desk's tests stand on: clerks of two offices, and cases for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session, sessionmaker

from casework.desk.assignment import take
from casework.desk.clerks import Clerk, find_clerk
from casework.desk.steps import Case, lock
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue

from ..window import DN1, Window, a_filing

FILED = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
T = TypeVar("T")
TAX, OTHER = "tax_assessment", "civil_affairs"


def a_clerk(
    session: Session,
    name: str = "Anna Fikcyjna",
    *,
    office: str | None = "zabrze",
    roles: tuple[str, ...] = ("clerk",),
    departments: tuple[str, ...] = (TAX,),
    active: bool = True,
) -> Clerk:
    """A clerk as a row, without password or phone."""
    clerk = uuid4()
    session.execute(
        insert(desk_tables.ClerkRow).values(
            id=clerk,
            office_id=office,
            login=f"{clerk.hex}@urzad.example",
            name=name,
            active=active,
            roles=list(roles),
            departments=list(departments),
            fs_uniquifier=clerk.hex,
            created_at=FILED,
        )
    )
    found = find_clerk(session, clerk)
    return found or Clerk(clerk, office, name, frozenset(roles), frozenset(departments))


@dataclass(frozen=True)
class Desk:
    """The desk over this test's database; every call is one transaction."""

    window: Window
    catalogue: Catalogue
    anna: Clerk  #: a clerk of taxes in Zabrze
    jan: Clerk  #: another one
    ewa: Clerk  #: their supervisor

    @property
    def sessions(self) -> sessionmaker[Session]:
        return self.window.sessions

    def file(self, code: str = DN1, *, office: str = "zabrze", at: datetime = FILED) -> UUID:
        filing = a_filing(self.catalogue, code, office=office, today=at.date())
        return self.window.file(filing, at=at).id

    def taken(self, code: str = DN1, *, at: datetime = FILED) -> UUID:
        """A case of Anna's."""
        case = self.file(code, at=at)
        self.do(take, self.anna, case, at=at)
        return case

    def do(self, verb: Callable[..., T], *who: object, **how: object) -> T:
        with self.sessions.begin() as session:
            return verb(session, *who, **how)

    def case(self, case_id: UUID) -> Case:
        with self.sessions() as session:
            return lock(session, case_id)


@pytest.fixture
def desk(window: Window, catalogue: Catalogue) -> Desk:
    with window.sessions.begin() as session:
        anna = a_clerk(session, "Anna Fikcyjna")
        jan = a_clerk(session, "Jan Wzorcowy")
        ewa = a_clerk(session, "Ewa Zmyślona", roles=("clerk", "supervisor"), departments=(OTHER,))
    return Desk(window, catalogue, anna, jan, ewa)
