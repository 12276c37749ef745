"""What a page costs, and whether it may."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Cost:
    cpu_ms: float  #: a page
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True)
class Limit:
    """What a page may cost."""

    cpu_ms: float
    #: at the largest size so many times what it costs at the smallest; then `cpu_ms` is for the smallest
    growth: float | None = None

    def holds(self, costs: Sequence[Cost]) -> bool:
        """`costs`: from the smallest size to the largest."""
        if self.growth is None:
            return max(cost.cpu_ms for cost in costs) <= self.cpu_ms
        return costs[0].cpu_ms <= self.cpu_ms and costs[-1].cpu_ms <= self.growth * costs[0].cpu_ms

    def __str__(self) -> str:
        return f"≤ {self.cpu_ms:.0f} ms CPU" + (f", ≤ {self.growth} ×" if self.growth else "")


#: what was measured → size → CPU ms a page and ms of each page, round after round
Rounds = dict[str, dict[int, list[tuple[float, list[float]]]]]


def cost_of(rounds: Sequence[tuple[float, list[float]]]) -> Cost:
    """The median of the rounds' CPU; latencies of all rounds together."""
    times = [ms for _, each in rounds for ms in each]
    cpu = statistics.median(cpu for cpu, _ in rounds)
    return Cost(cpu, statistics.median(times), statistics.quantiles(times, n=20)[-1])


def judge(
    title: str, rounds: Rounds, limits: Mapping[str, Limit], sizes: Sequence[int], console: Console
) -> bool:
    """Prints the table; whether every limit holds."""
    heads = (f"{size:,}" for size in sizes)
    table = Table("a page of", *heads, "limit", "", title=f"{title}: CPU ms · p50 ms · p95 ms")
    verdicts = []
    for name, limit in limits.items():
        costs = [cost_of(rounds[name][size]) for size in sizes]
        verdicts.append(limit.holds(costs))
        cells = (f"{one.cpu_ms:.2f} · {one.p50_ms:.1f} · {one.p95_ms:.1f}" for one in costs)
        told = "[green]PASS[/]" if verdicts[-1] else "[bold red]FAIL[/]"
        table.add_row(name, *cells, f"{limit} ({costs[-1].cpu_ms / costs[0].cpu_ms:.2f} ×)", told)
    console.print(table)
    return all(verdicts)
