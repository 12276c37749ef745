"""What prints is a process of its own: it ends, and nobody who waits for a sheet notices."""

import os
from multiprocessing import Pipe

import psutil
import pytest

from casework.papers import printer
from casework.papers.blank import BlankSheet, content
from casework.papers.press import NotPrinted, press

SHEET = content(
    BlankSheet(
        language="pl",
        demo=True,
        office_name="Urząd",
        office_address="",
        title="Druk",
        version="",
        intro=(),
        rows=(),
        parts=(),
        files=(),
        hand_in=(),
        labels=dict.fromkeys(
            ("files", "sign", "date", "signature", "hand_in", "stamp", "number", "page"), "słowo"
        ),
    )
)


def _printers() -> set[int]:
    return {
        child.pid
        for child in psutil.Process(os.getpid()).children()
        if child.status() != psutil.STATUS_ZOMBIE and "printer.py" in " ".join(child.cmdline())
    }


def test_a_printer_that_was_killed_is_followed_by_another() -> None:
    first = press("blank", SHEET)
    (killed,) = _printers()
    psutil.Process(killed).kill()
    assert len(press("blank", SHEET)) == len(first)
    assert len(_printers()) == 1
    assert killed not in _printers()


def test_a_sheet_that_cannot_be_printed_is_refused_and_the_next_one_is_printed() -> None:
    with pytest.raises(NotPrinted):
        press("blank", {"title": "and nothing else"})
    assert press("blank", SHEET).startswith(b"%PDF-")


def test_a_printer_that_has_grown_goes_home(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Pipe()
    monkeypatch.setattr(printer, "_ENOUGH", 1)
    ours.send_bytes(b"{}")
    with theirs:
        printer.main(theirs)
    with pytest.raises((EOFError, OSError)):
        ours.recv_bytes()


def test_it_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKIENKO_SMS_TOKEN", "of nobody else's business")
    for printing in _printers():
        psutil.Process(printing).kill()
    press("blank", SHEET)
    (new,) = _printers()
    assert not [name for name in psutil.Process(new).environ() if name.startswith("OKIENKO_")]
