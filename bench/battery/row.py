"""What a row is, what it gets and what it gives back."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Figures = Mapping[str, object]
_Size = TypeVar("_Size")


class CannotRun(Exception):
    """This machine lacks something the row needs; the words say what."""


@dataclass(frozen=True)
class Attempt:
    """One run of one row."""

    id: str
    folder: Path  #: empty, short path, removed when the row is over
    short: bool = False
    seed: int = 1

    def size(self, full: _Size, short: _Size) -> _Size:
        """How much of it: the row's own measure, or a taste of it."""
        return short if self.short else full

    def say(self, what: str) -> None:
        """Progress, for whoever watches."""
        print(f"  {self.id}: {what}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Result:
    ok: bool
    figures: Figures


@dataclass(frozen=True)
class Row:
    """`minutes`: it is ended after three times as many; `long`: runs only when it is named."""

    id: str
    what: str
    run: Callable[[Attempt], Result]
    minutes: float = 2.0
    long: bool = False


def judged(figures: Figures, met: Mapping[str, bool]) -> Result:
    """Ok when every threshold is met; those that are not stand in the figures under `not_met`."""
    missed = [name for name, well in met.items() if not well]
    return Result(not missed, {**figures, **({"not_met": missed} if missed else {})})


def absent(id: str, what: str, why: str) -> Row:
    """A row whose subject does not exist yet."""

    def run(attempt: Attempt) -> Result:
        raise CannotRun(why)

    return Row(id, what, run)


def demand_root(why: str) -> None:
    """CannotRun for anybody else."""
    if os.geteuid() != 0:
        raise CannotRun(f"only root may {why}")
