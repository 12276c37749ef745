"""Clerks, and what each of their roles lets them do.

clerk: works the cases of own departments · supervisor: all cases of the office · auditor: reads all cases
and the audit, changes nothing · office_admin: clerks and settings, no cases · platform_admin: no office, no
cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from casework import tables
from casework.access import NotYours
from casework.tables import desk_tables

__all__ = ["Clerk", "NotYours", "colleagues", "find_clerk"]

_CLERK = tables.table_of(desk_tables.ClerkRow)

_WORKING = frozenset({"clerk", "supervisor"})
_OF_ALL_DEPARTMENTS = frozenset({"supervisor", "auditor"})


@dataclass(frozen=True)
class Clerk:
    """Somebody at the desk, as the verbs know them."""

    id: UUID
    office: str | None  #: None for administrators of the platform
    name: str  #: as applicants are shown it
    roles: frozenset[str]
    departments: frozenset[str]  #: keys of units

    @property
    def works(self) -> bool:
        """May change cases at all."""
        return bool(self.roles & _WORKING)

    @property
    def reads_all(self) -> bool:
        """Sees the cases of every department of the office."""
        return bool(self.roles & _OF_ALL_DEPARTMENTS)

    def reads(self, office: str, department: str) -> bool:
        """May read a case there."""
        if self.office is None or self.office != office:
            return False
        return self.reads_all or ("clerk" in self.roles and department in self.departments)

    def changes(self, office: str, department: str) -> bool:
        """May work a case there; an auditor who is a clerk too works the cases of own departments only."""
        if self.office is None or self.office != office:
            return False
        return "supervisor" in self.roles or ("clerk" in self.roles and department in self.departments)


def find_clerk(session: Session, clerk_id: UUID) -> Clerk | None:
    """An active clerk; None for anybody else."""
    row = session.execute(_BY_ID, {"clerk": clerk_id}).one_or_none()
    return None if row is None else _clerk(row)


def colleagues(session: Session, office: str, department: str) -> Sequence[Clerk]:
    """Who may be given a case of that department, by name."""
    rows = session.execute(_OF_OFFICE, {"office": office}).all()
    return [clerk for clerk in map(_clerk, rows) if clerk.changes(office, department)]


def workers(session: Session, office: str) -> Sequence[Clerk]:
    """Everybody who works cases there, by name."""
    rows = session.execute(_OF_OFFICE, {"office": office}).all()
    return [clerk for clerk in map(_clerk, rows) if clerk.works]


def _clerk(row: Row[UUID, str | None, str, list[str], list[str]]) -> Clerk:
    return Clerk(row.id, row.office_id, row.name, frozenset(row.roles), frozenset(row.departments))


_ACTIVE = select(_CLERK.c.id, _CLERK.c.office_id, _CLERK.c.name, _CLERK.c.roles, _CLERK.c.departments).where(
    _CLERK.c.active
)
_BY_ID = _ACTIVE.where(_CLERK.c.id == bindparam("clerk"))
_OF_OFFICE = _ACTIVE.where(_CLERK.c.office_id == bindparam("office")).order_by(_CLERK.c.name, _CLERK.c.id)
