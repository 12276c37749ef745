"""The menu of the desk: what each role may open, in the order of the day's work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.desk.clerks import Clerk
from forms_catalog.problems import N_


@dataclass(frozen=True)
class Entry:
    key: str  #: a page says {% set nav = key %} to be the current one
    heading: str
    label: str
    address: str
    roles: frozenset[str]


_MINE, _UNIT, _OFFICE = N_("Mine"), N_("Department"), N_("Office")
_READERS = frozenset({"clerk", "supervisor", "auditor"})
_WORKERS = frozenset({"clerk", "supervisor"})

#: ready views of the queue: key → heading, label, roles
VIEWS: Mapping[str, tuple[str, str, frozenset[str]]] = {
    "mine": (_MINE, N_("My cases"), _WORKERS),
    "soon": (_MINE, N_("Due within 3 days"), _WORKERS),
    "answered": (_MINE, N_("New answers"), _WORKERS),
    "open": (_UNIT, N_("Open"), _READERS),
    "unassigned": (_UNIT, N_("To be assigned"), _READERS),
    "overdue": (_UNIT, N_("Overdue"), _READERS),
    "awaiting": (_UNIT, N_("Waiting for the applicant"), _READERS),
}

MENU: tuple[Entry, ...] = (
    *(
        Entry(key, heading, label, f"/sprawy?widok={key}", roles)
        for key, (heading, label, roles) in VIEWS.items()
    ),
    Entry(
        "messages",
        _OFFICE,
        N_("Messages"),
        "/wiadomosci",
        frozenset({"supervisor", "office_admin"}),
    ),
    Entry(
        "forms",
        _OFFICE,
        N_("Forms"),
        "/formularze",
        frozenset({"form_editor", "office_admin"}),
    ),
    Entry("own_office", _OFFICE, N_("Our office"), "/urzad", frozenset({"office_admin"})),
    Entry("offices", _OFFICE, N_("Offices"), "/urzedy", frozenset({"platform_admin"})),
    Entry(
        "clerks",
        _OFFICE,
        N_("People and access"),
        "/pracownicy",
        frozenset({"office_admin", "platform_admin"}),
    ),
    Entry(
        "facts",
        _OFFICE,
        N_("Rates and facts"),
        "/dane",
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
        frozenset({"clerk", "supervisor", "office_admin", "auditor", "platform_admin", "form_editor"}),
    ),
)


def menu_of(clerk: Clerk) -> Sequence[Entry]:
    """What this clerk's roles open."""
    return [entry for entry in MENU if entry.roles & clerk.roles]


def grouped(entries: Sequence[Entry]) -> Sequence[tuple[str, Sequence[Entry]]]:
    """The entries under their headings, in their order."""
    return [(heading, list(group)) for heading, group in groupby(entries, lambda entry: entry.heading)]


def finds_cases(clerk: Clerk) -> bool:
    """Whether the bar has a search field for this clerk."""
    return bool(_READERS & clerk.roles)
