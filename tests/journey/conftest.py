"""A portal that answers on the loopback, and browsers that come to it."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.filing.filling import example_of

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def example(catalogue: Catalogue) -> Callable[..., Sample]:
    """A valid example of a form, valid today."""
    return partial(example_of, catalogue)
