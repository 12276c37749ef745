"""The program that prints: a process of its own, given away with all its memory once it has grown.

typst keeps what its last ten sheets were made of, up to 150 MB, and has no word to let go of it.
`press` starts this file and speaks with it over one socket, whose number is the argument.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
#: bytes in memory after which it makes room for a fresh one; it begins with 45 million
_ENOUGH = 100_000_000
#: seconds without an order after which it goes home
_IDLE = 60


def main(line: "Connection[bytes, bytes]") -> None:
    """Prints what is ordered, one sheet after the other, until nobody is there or it has grown."""
    while _in_memory() < _ENOUGH and line.poll(_IDLE):
        try:
            order = json.loads(line.recv_bytes())
        except EOFError:
            return
        try:
            papers, refusal = _printed(**order), ""
        except (typst.TypstError, RuntimeError, OSError) as problem:
            papers, refusal = [], str(problem) or repr(problem)
        line.send_bytes(json.dumps({"papers": len(papers), "refusal": refusal}).encode())
        for paper in papers:
            line.send_bytes(paper)


def _printed(layout: str, sheet: str, how: Mapping[str, Any]) -> Sequence[bytes]:  # typst's own options
    made = _compiler(layout).compile(sys_inputs={"sheet": sheet}, **how)
    return made if isinstance(made, list) else [made or b""]


@cache
def _compiler(layout: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])
    return typst.Compiler(HERE / f"{layout}.typ", root=HERE, font_paths=fonts)


def _in_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    # Ctrl-C is for whoever ordered: a sheet under way is finished, then the line is closed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    main(Connection(int(sys.argv[1])))
