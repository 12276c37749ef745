"""People who fill in forms."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample, samples
from tests.portal.filing.visitor import Visitor


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@pytest.fixture
def example(catalogue: Catalogue) -> Callable[..., Sample]:
    """A valid example of a form, valid today."""

    def give(service: str, name: str = "default") -> Sample:
        definition = catalogue.service(service)
        assert definition is not None
        return samples(definition, catalogue=catalogue, today=datetime.now(UTC).date())[name]

    return give
