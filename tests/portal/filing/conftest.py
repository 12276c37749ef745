"""People who fill in forms."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample
from okienko.database import sessions as sessionmaker_over
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import example_of
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
