"""The program: `okienko` and `python -m okienko` are the same command."""

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn

from okienko.cli import main


def program() -> NoReturn:
    """Carries out the command and leaves at once, with everything said.

    Python would take the catalogue apart piece by piece first: seconds of a busy machine, in which
    PostgreSQL waits to be stopped and whoever stops us waits for us.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    logging.shutdown()
    os._exit(code)


if __name__ == "__main__":
    program()
