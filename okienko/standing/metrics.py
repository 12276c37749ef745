"""Figures for Prometheus, told by the worker at an address of this machine only."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from casework.standing import PARTS, Level, Standing
from okienko.settings import METRICS_HOST

#: seconds between tries to get a port that somebody else has
_AGAIN = 15.0
_WORSE: dict[Level, int] = {"ok": 0, "watch": 1, "person": 2}

logger = logging.getLogger(__name__)


class Figures(Collector):
    """Asked at each scrape; every name begins with okienko_, no label ever names a person or a case."""

    def __init__(self, standing: Callable[[], Standing]) -> None:
        self._standing = standing

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is asked when the registry is made."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        found = self._standing()
        parts = GaugeMetricFamily(
            "okienko_part", "How a part stands: 0 well, 1 to watch, 2 needs a person", labels=["part"]
        )
        for part in PARTS:
            levels = [_WORSE[finding.level] for finding in found.findings if finding.part == part]
            if levels:
                parts.add_metric([part], max(levels))
        yield parts
        yield GaugeMetricFamily(
            "okienko_needs_a_person", "1 when something needs a person", value=float(found.needs_a_person)
        )
        yield from _gauges(found)


def _gauges(found: Standing) -> Iterator[GaugeMetricFamily]:
    """ "messages:held" is okienko_messages{of="held"}."""
    families: dict[str, GaugeMetricFamily] = {}
    for name, value in sorted(found.figures.items()):
        kind, _, of = name.partition(":")
        labels = ["of"] if of else []
        family = families.setdefault(
            kind, GaugeMetricFamily(f"okienko_{kind}", kind.replace("_", " "), labels=labels)
        )
        family.add_metric([of] if of else [], float(value))
    yield from families.values()


@contextmanager
def told(port: int, standing: Callable[[], Standing], *, again: float = _AGAIN) -> Iterator[None]:
    """While it lasts, http://127.0.0.1:<port>/metrics answers; port 0: nowhere.

    Messages and duties matter more than figures: while somebody else has the port it goes on without, says
    so in the log, and looks again every `again` seconds.
    """
    if not port:
        yield
        return
    registry = CollectorRegistry()
    registry.register(Figures(standing))
    over = threading.Event()
    server = _begun(port, registry)
    later = threading.Thread(target=_tell_later, args=(port, registry, over, again), name="figures")
    if server is None:
        logger.error("no figures for Prometheus: the port is taken", extra={"port": port})
        later.start()
    try:
        yield
    finally:
        over.set()
        if server is not None:
            _end(server)
        else:
            later.join()


def _tell_later(port: int, registry: CollectorRegistry, over: threading.Event, again: float) -> None:
    while not over.wait(again):
        server = _begun(port, registry)
        if server is not None:
            logger.info("figures for Prometheus", extra={"port": port})
            over.wait()
            _end(server)
            return


def _begun(port: int, registry: CollectorRegistry) -> WSGIServer | None:
    """Answers from now on; None when somebody else has the port."""
    try:
        return start_http_server(port, addr=METRICS_HOST, registry=registry)[0]
    except OSError:
        return None


def _end(server: WSGIServer) -> None:
    server.shutdown()
    server.server_close()
