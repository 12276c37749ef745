"""A scanner for tests: the real clamd where it is installed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.adapters.clamd import Clamd
from tests.casework.scanning.clam import CLAMD, OwnClamd


@pytest.fixture(scope="session")
def running_clamd() -> Iterator[OwnClamd]:
    if CLAMD is None:
        pytest.skip("clamd is not on this machine: nothing is scanned (apt-get install clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="clam") as folder:  # a socket's path must be short
        own = OwnClamd(Path(folder))
        own.start()
        yield own
        own.kill()


@pytest.fixture
def own_clamd(running_clamd: OwnClamd) -> OwnClamd:
    """Running and seeing, whatever the test before did to it."""
    if running_clamd.running is None:
        running_clamd.start()
    return running_clamd


@pytest.fixture
def scanner(own_clamd: OwnClamd) -> Clamd:
    return Clamd(str(own_clamd.socket), connect_seconds=1.0, silent_seconds=5.0, whole_seconds=10.0)
