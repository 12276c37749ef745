"""People who fill in forms."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_changes import NewForm
from casework.desk import accounts
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, document_of
from forms_catalog.own import Assembly
from forms_catalog.samples import Sample
from okienko.store.database import sessions as sessionmaker_over
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION, example_of
from tests.portal.filing.publishing import Publish
from tests.portal.filing.visitor import Visitor
from tests.portal.filing.wire import Wire


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def example(catalogue: Catalogue) -> Callable[..., Sample]:
    """A valid example of a form, valid today."""

    return partial(example_of, catalogue)


@pytest.fixture
def wire(database_url: str) -> Iterator[Wire]:
    """A wire between the portal and its database."""
    made = Wire(database_url)
    yield made
    made.close()


@pytest.fixture
def wired(parts: Parts, wire: Wire) -> Iterator[Visitor]:
    """A visitor of a portal whose database hangs on that wire."""
    maker = sessionmaker_over(wire.url, pool=3)
    yield Visitor(create_portal(replace(parts, sessions=maker)).test_client())
    maker.kw["bind"].dispose()


@pytest.fixture
def later(parts: Parts) -> Callable[[timedelta], Visitor]:
    """A visitor who comes when so much time has gone by."""

    def come(time: timedelta) -> Visitor:
        return Visitor(create_portal(replace(parts, now=lambda: datetime.now(UTC) + time)).test_client())

    return come


@pytest.fixture
def publishing(parts: Parts) -> Flask:
    """A portal of this test alone, whose office publishes forms."""
    return create_portal(parts)


@pytest.fixture
def document(catalogue: Catalogue) -> Document:
    form = catalogue.service(INFORMATION)
    assert form is not None
    return document_of(form)


@pytest.fixture
def publish(publishing: Flask, parts: Parts, sessions: sessionmaker[Session]) -> Publish:
    """Zabrze publishes the form, and the portal takes it up."""
    assembly = Assembly(parts.catalogue, demo=True)

    def make(document: Document) -> None:
        definition = check(document, parts.catalogue).definition
        assert definition is not None
        with sessions.begin() as session:
            people = [
                accounts.add_clerk(
                    session, login=f"{name}{datetime.now(UTC).timestamp()}@urzad.example", name=name,
                    office="zabrze", roles=["form_editor"], departments=[], at=datetime.now(UTC),
                )
                for name in ("anna", "ewa")
            ]  # fmt: skip
            catalogue_changes.publish_form(
                session,
                NewForm("zabrze", definition, 1, "", date(2026, 1, 1), people[0], people[1]),
            )
            own = catalogue_changes.read(session)
        fresh = assembly.put_together(own, day=datetime.now(UTC).date())
        counter = Counter(fresh, parts.counter.seals, parts.counter.secret)
        publishing.extensions["okienko"] = replace(parts, catalogue=fresh, counter=counter)

    return make
