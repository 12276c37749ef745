"""The real client against the simulated operator, over HTTP."""

from collections.abc import Iterator

import pytest

from sms.operators.twilio import Twilio
from tests.simulators import Office, Simulators


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulators]:
    started = Simulators(tmp_path_factory.mktemp("simulated") / "data").start()
    yield started
    started.stop()


@pytest.fixture
def simulators(running: Simulators) -> Simulators:
    """As on the first day: nothing sent, everything answered."""
    running.click("/oproznij")
    running.course(pace="0")
    return running


@pytest.fixture
def operator(simulators: Simulators) -> Twilio:
    return simulators.operator()


@pytest.fixture
def office() -> Iterator[Office]:
    one = Office()
    stop = one.serve()
    yield one
    stop()
