"""Somebody fills in a form while the office publishes another one."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from forms_catalog.designing.document import Document
from tests.portal.filing.filling import INFORMATION
from tests.portal.filing.visitor import Visitor

FORM = f"/uslugi/{INFORMATION}/formularz"
PERIOD: Document = {
    "name": "period",
    "kind": "string",
    "required": True,
    "label": {"pl": "Jakiego okresu to dotyczy", "en": "Which period"},
}

REASON = "processed_info_interest"
LISTED: Document = {
    "name": "items",
    "kind": "rows",
    "label": {"pl": "Umowy", "en": "Contracts"},
    "one": {"pl": "umowa", "en": "contract"},
    "add": {"pl": "Dodaj umowę", "en": "Add a contract"},
    "save": {"pl": "Zapisz umowę", "en": "Save the contract"},
    "max": 100,
    "row_title": ["subject"],
    "fields": [
        {"name": "subject", "kind": "string", "label": {"pl": "Przedmiot umowy", "en": "Subject"}},
        {"name": "place", "kind": "string", "label": {"pl": "Miejsce umowy", "en": "Place"}},
    ],
}

Publish = Callable[[Document], None]


def other_tab(visitor: Visitor) -> Visitor:
    """The same person in another window, on the page this one stands on."""
    return Visitor(visitor.client).open(visitor.path)


def kept(sessions: sessionmaker[Session]) -> dict[str, object]:
    with sessions() as session:
        return session.execute(select(tables.Draft)).scalar_one().answers


def begun(visitor: Visitor) -> Visitor:
    """On the second page, where a reason may be typed."""
    visitor.open(FORM)
    visitor.type({"request_text": "Ile kosztował park miejski?", "form": "portal"})
    return visitor.press("Zapisz i ")
