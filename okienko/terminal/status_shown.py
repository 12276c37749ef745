"""`okienko status`: how the system stands, for a person at a terminal or a program that watches."""

import argparse

from rich.console import Console
from rich.table import Table
from rich.text import Text

from casework.standing import PARTS, WORDS, Level
from okienko.standing.status import as_json, standing
from okienko.wiring import Wiring
from pages.language import TRANSLATIONS, load_words

NEEDS_A_PERSON = 1
_SHOWN: dict[Level, tuple[str, str]] = {
    "ok": ("ok", "green"),
    "watch": ("!", "yellow"),
    "person": ("!!", "bold red"),
}


def status(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """0 when nobody has to come, 1 when something needs a person; `--json` for monitoring."""
    found = standing(wiring.watched())
    if asked.json:
        print(as_json(found))
        return NEEDS_A_PERSON if found.needs_a_person else 0
    words = load_words(TRANSLATIONS, asked.lang)
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    last = ""
    for finding in found.findings:
        sign, colour = _SHOWN[finding.level]
        part = words.gettext(PARTS[finding.part]) if finding.part != last else ""
        said = words.gettext(WORDS[finding.code]) % finding.values
        told = Text(said, "" if finding.level == "ok" else colour)
        if finding.level != "ok":
            told.append(f"  [{finding.code}]", "dim")  # the runbook goes by it
        table.add_row(Text(sign, colour), part, told)
        last = finding.part
    console.print(table)
    return NEEDS_A_PERSON if found.needs_a_person else 0
