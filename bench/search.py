"""What a question to the search costs: all of tests/search/asked.yaml, and the longest that is read.

python -m bench.search
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from bench.measure import HOUSE
from forms_catalog.catalogue import Catalogue, load
from forms_catalog.search import SearchIndex

_ROUNDS = 3
#: milliseconds of CPU of the dearest question, of the middle one, and of making the index
_DEAREST, _MIDDLE, _MADE = 50.0, 10.0, 300.0
_MEGABYTES = 25.0
_ASKED = Path(HOUSE) / "tests" / "search" / "asked.yaml"


def main() -> int:
    catalogue = load(demo=True)
    made = min(_cpu_ms(lambda: _index(catalogue)) for _ in range(_ROUNDS))
    index = _index(catalogue)
    costs = [_cost(index, text) for text in _questions()]
    rows = (
        (f"dearest of {len(costs)} questions, CPU ms", max(costs), _DEAREST),
        ("middle question, CPU ms", statistics.median(costs), _MIDDLE),
        (f"index of {len(catalogue.services())} services made, CPU ms", made, _MADE),
        ("memory of the index, MB", _megabytes(catalogue), _MEGABYTES),
    )
    table = Table("search", "measured", "limit", "")
    for what, measured, limit in rows:
        verdict = "[green]PASS[/]" if measured <= limit else "[bold red]FAIL[/]"
        table.add_row(what, f"{measured:.2f}", f"≤ {limit:.0f}", verdict)
    Console().print(table)
    return 0 if all(measured <= limit for _, measured, limit in rows) else 1


def _index(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex(catalogue.services(), catalogue.not_here)


def _questions() -> Iterator[str]:
    asked: dict[str, Any] = yaml.safe_load(_ASKED.read_text("utf-8"))  # YAML
    for of_service in asked["services"].values():
        yield from of_service.values()
    yield from (both["text"] for both in asked["either"])
    yield from asked["out_of_scope"]
    # seventy long words that nobody knows: each is compared with all that are spelt alike
    yield " ".join(f"zaswiadczenix{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(70))


def _cost(index: SearchIndex, text: str) -> float:
    return min(_cpu_ms(lambda: index.find(text)) for _ in range(_ROUNDS))


def _cpu_ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _megabytes(catalogue: Catalogue) -> float:
    tracemalloc.start()
    kept = _index(catalogue)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6 if kept else 0.0


if __name__ == "__main__":
    sys.exit(main())
