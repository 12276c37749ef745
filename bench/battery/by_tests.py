"""Rows that are a set of the house's own tests, run in full."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from lxml import etree

from bench.battery.row import Attempt, CannotRun, Result, judged

_HOUSE = Path(__file__).parents[2]


def by_tests(
    *tests: str,
    least: int,
    only: str = "",
    variables: Mapping[str, str] | None = None,
    taste: Mapping[str, str] | None = None,
) -> Callable[[Attempt], Result]:
    """A row's function: these tests pass, at least so many, and none of them is skipped.

    `taste`: variables for `--short`, where they differ.
    """

    def run(attempt: Attempt) -> Result:
        told = variables if taste is None else attempt.size(variables, taste)
        figures = passed(attempt, *tests, only=only, variables=told)
        return judged(
            {"tests": tests, **figures},
            {
                "none fails": not figures["failed"],
                "none is skipped": not figures["skipped"],
                f"at least {least} tests": figures["passed"] >= least,
            },
        )

    return run


def passed(
    attempt: Attempt, *tests: str, only: str = "", variables: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Counts of passed, failed and skipped tests; the words of failures go to stderr."""
    told = attempt.folder / "tests.xml"
    chosen = ["-k", only] if only else []
    attempt.say(f"tests: {' '.join(tests)}")
    options = ("-q", "-p", "no:cacheprovider", f"--junitxml={told}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *chosen, *tests],
        cwd=_HOUSE, env={**os.environ, **(variables or {})}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if not told.exists():
        raise CannotRun(f"the tests do not start: {done.stdout[-300:]}{done.stderr[-300:]}")
    counted = Counter(_ended(case) for case in etree.parse(told).iter("testcase"))
    if counted["failed"]:
        print(done.stdout[-5000:], file=sys.stderr)
    return {name: counted[name] for name in ("passed", "failed", "skipped")}


def _ended(case: etree._Element) -> str:
    kinds = {child.tag for child in case}
    if kinds & {"failure", "error"}:
        return "failed"
    return "skipped" if "skipped" in kinds else "passed"
