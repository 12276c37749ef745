"""Commands that do something once, or hold the whole program together, and end."""

import argparse

from rich.console import Console

from okienko.backups.backup import back_up
from okienko.backups.restore import restore
from okienko.preparing import database_up, prepare
from okienko.processes.running import run
from okienko.settings import Settings
from okienko.terminal import asking
from okienko.wiring import Wiring


def carry_out(asked: argparse.Namespace, settings: Settings) -> int:
    """The command's exit code; CannotStart and the faults of its parts are raised."""
    console = Console()
    if asked.command == "run":
        run(settings, console)
    elif asked.command == "backup":
        return back_up(Wiring(settings), asked.file, console)
    elif asked.command == "restore":
        restore(asked.file, settings.data, console)
    elif asked.command == "migrate":
        wiring = Wiring(settings)
        with database_up(wiring, fresh=True):
            prepare(wiring)
        console.print("The database is ready. · Baza jest gotowa.")
    else:
        return asking.ANSWERS[asked.command, getattr(asked, "what", None)](Wiring(settings), console, asked)
    return 0
