"""The menu of the desk: what each role may open, in the order of the day's work."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.desk.clerks import Clerk
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Entry:
    key: str  #: a page says {% set nav = key %} to be the current one
    heading: str
    label: str
    address: str
    roles: frozenset[str]


_WORK, _OFFICE = N_("Cases"), N_("Office")

MENU: tuple[Entry, ...] = (
    Entry(
        "messages",
        _OFFICE,
        N_("Messages"),
        "/wiadomosci",
        frozenset({"supervisor", "office_admin"}),
    ),
    Entry(
        "clerks",
        _OFFICE,
        N_("People and access"),
        "/pracownicy",
        frozenset({"office_admin", "platform_admin"}),
    ),
    Entry(
        "audit",
        _OFFICE,
        N_("Who did what"),
        "/kto-co-zrobil",
        frozenset({"office_admin", "auditor", "platform_admin"}),
    ),
    Entry(
        "standing",
        _OFFICE,
        N_("How the system stands"),
        "/stan",
        frozenset({"office_admin", "platform_admin"}),
    ),
    Entry(
        "own_account",
        _OFFICE,
        N_("My account"),
        "/moje-konto",
        frozenset({"clerk", "supervisor", "office_admin", "auditor", "platform_admin"}),
    ),
)


def menu_of(clerk: Clerk) -> Sequence[Entry]:
    """What this clerk's roles open."""
    return [entry for entry in MENU if entry.roles & clerk.roles]
