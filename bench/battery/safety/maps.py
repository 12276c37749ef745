"""The addresses of portal and desk, from their own maps; nothing is asked of a database."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from backoffice.application import create_desk
from backoffice.parts import DeskOptions, DeskParts
from casework.adapters.disk import DiskStore
from casework.intake.filing import Counter
from forms_catalog.catalogue import load
from forms_catalog.search import SearchIndex
from portal.application import create_portal
from portal.parts import Parts, PortalOptions
from tests.dressed import addresses

_SECRET = b"0" * 32
KNOWN = {
    "code": "podatek-nieruchomosci-dn-1",
    "section": "land",
    "group": "land_items",
    "name": "okienko.css",
}


@cache
def _apps() -> tuple[Flask, Flask]:
    catalogue = load()
    counter = Counter(catalogue, {}, _SECRET)
    sessions = sessionmaker(create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))
    files = DiskStore(Path("/nonexistent"))
    here = "http://127.0.0.1:8000"
    portal = create_portal(
        Parts(
            options=PortalOptions(
                public_url=here, default_office="zabrze", secret=_SECRET, plain_http=True, demo=True
            ),
            catalogue=catalogue, search=SearchIndex(catalogue.services(), catalogue.not_here),
            counter=counter, sessions=sessions, files=files, now=_now, ready=dict,
        )
    )  # fmt: skip
    desk = create_desk(
        DeskParts(
            options=DeskOptions(
                public_url=here, default_office="zabrze", secret=_SECRET, plain_http=True, demo=True
            ),
            catalogue=catalogue, counter=counter, sessions=sessions, files=files, now=_now, ready=dict,
        )
    )  # fmt: skip
    return portal, desk


def _now() -> datetime:
    return datetime.now(UTC)


def portal_addresses(**known: str) -> list[str]:
    """With made-up ids where nothing is known."""
    return [address for address, _ in addresses(_apps()[0], KNOWN | known)]


def desk_addresses(**known: str) -> list[str]:
    return [address for address, _ in addresses(_apps()[1], KNOWN | known)]
