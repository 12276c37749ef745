"""A portal that answers on the loopback."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import example_of


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def address(parts: Parts) -> Iterator[str]:
    """The address of a portal over a fresh database."""
    server = make_server("127.0.0.1", 0, create_portal(parts), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def example(catalogue: Catalogue) -> Callable[..., Sample]:
    """A valid example of a form, valid today."""
    return partial(example_of, catalogue)
