"""The press: a layout of this folder and its data become a PDF that people and machines can read out."""

import json
import os
import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ClassVar

from casework.papers.writing import writable

HERE = Path(__file__).parent
_ONE_AT_A_TIME = threading.Lock()
#: seconds after which a printer that says nothing is ended: a hundred pages take two on an idle machine
_PATIENCE = 120


class NotPrinted(Exception):
    """The printer refused the sheet, or fell silent."""


def press(layout: str, content: dict[str, object]) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1 of the layout, whose data are `sys.inputs.sheet` as JSON.

    Any text is printed as text; signs that our letters lack, and signs that turn the direction of writing,
    become an empty box. NotPrinted. What prints is a process of its own: none of its memory stays here.
    """
    (pdf,) = _printed(layout, content, {"format": "pdf", "pdf_standards": ["ua-1", "a-2a"]})
    return pdf


def pictures(layout: str, content: dict[str, object], *, ppi: float) -> list[bytes]:
    """The same sheets as PNG pictures, one a page; NotPrinted."""
    return _printed(layout, content, {"format": "png", "ppi": ppi})


def mark() -> str:
    """The mark of Okienko as SVG."""
    return (HERE / "mark.svg").read_text(encoding="utf-8")


class _Printer:
    """A running printer and the line to it; it goes home by itself, and with whoever started it."""

    last: ClassVar["_Printer | None"] = None

    def __init__(self) -> None:
        ours, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 – our own program
                [sys.executable, "-I", str(HERE / "printer.py"), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=_without_secrets(),
            )
        self.line: Connection[bytes, bytes] = ours
        self.owner = os.getpid()

    def take(self, order: bytes) -> list[bytes]:
        """What it printed; EOFError or OSError when it has gone home, NotPrinted."""
        self.line.send_bytes(order)
        if not self.line.poll(_PATIENCE):
            self.end()
            raise NotPrinted("the printer fell silent")
        answer = json.loads(self.line.recv_bytes())
        if answer["refusal"]:
            raise NotPrinted(answer["refusal"])
        return [self.line.recv_bytes() for _ in range(answer["papers"])]

    def end(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.wait()


def _without_secrets() -> dict[str, str]:
    secret = ("OKIENKO_", "DATABASE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(secret)}


def _printed(layout: str, content: dict[str, object], how: dict[str, object]) -> list[bytes]:
    sheet = json.dumps(_in_letters(content), ensure_ascii=False)
    order = json.dumps({"layout": layout, "sheet": sheet, "how": how}).encode()
    with _ONE_AT_A_TIME:
        last = _Printer.last
        if last is not None and last.owner == os.getpid() and not last.line.closed:  # a fork has its own
            try:
                return last.take(order)
            except (EOFError, OSError):
                last.end()
        _Printer.last = _Printer()
        try:
            return _Printer.last.take(order)
        except (EOFError, OSError) as problem:
            raise NotPrinted("no printer could be started") from problem


def _in_letters(value: object) -> object:
    """The same data with every text in signs that the sheet can show."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _in_letters(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_letters(inner) for inner in value]
    return value
