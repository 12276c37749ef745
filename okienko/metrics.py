"""Figures for Prometheus, told by the worker at an address of this machine only."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from casework.standing import PARTS, Level, Standing
from okienko.refusals import CannotStart

HERE = "127.0.0.1"
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
def told(port: int, standing: Callable[[], Standing]) -> Iterator[None]:
    """While it lasts, http://127.0.0.1:<port>/metrics answers; port 0: nowhere."""
    if not port:
        yield
        return
    registry = CollectorRegistry()
    registry.register(Figures(standing))
    try:
        server, thread = start_http_server(port, addr=HERE, registry=registry)
    except OSError as taken:
        raise CannotStart(f"port {port} is taken", f"port {port} jest zajęty") from taken
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
