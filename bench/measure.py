"""One measurement: how many, how fast, and what it cost the server."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from bench.load import Order

HOUSE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Measured:
    rate: float  #: a second
    cpu_ms: float  #: of the server's whole tree, PostgreSQL included, for each answer
    p95_ms: float
    errors: int


class LoadMaker:
    """The load maker's process."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], cwd=HOUSE, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()

    def drive(self, order: Order, tree: Callable[[], list[psutil.Process]]) -> Measured:
        """The order carried out against the server whose processes `tree` names."""
        before = cpu_seconds(tree())
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        spent = cpu_seconds(tree()) - before
        latencies, done = told["latencies_ms"], told["done"]
        return Measured(
            rate=done / told["seconds"],
            cpu_ms=1000 * spent / done if done else float("inf"),
            p95_ms=statistics.quantiles(latencies, n=20)[-1] if done > 1 else float("inf"),
            errors=told["errors"],
        )


def cpu_seconds(processes: list[psutil.Process]) -> float:
    """What they used so far, with those of their children that are over already."""
    total = 0.0
    for process in processes:
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue  # its time stands with its parent now
        total += used.user + used.system + used.children_user + used.children_system
    return total


def median(rounds: list[Measured]) -> Measured:
    """The middle of each figure; every error counts."""
    return Measured(
        rate=statistics.median(one.rate for one in rounds),
        cpu_ms=statistics.median(one.cpu_ms for one in rounds),
        p95_ms=statistics.median(one.p95_ms for one in rounds),
        errors=sum(one.errors for one in rounds),
    )
