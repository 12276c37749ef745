"""Room on a disk: which is full, what is free there, how much is needed."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

from okienko.refusals import CannotStart

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def disk_full(folder: Path, *, least: int = 0, most: int = 0) -> CannotStart:
    """The refusal that names the folder, what is free there, and the bytes needed where they are known."""
    place, free = folder.absolute(), None
    with suppress(OSError):
        free = free_beside(place)
    english, polish = (
        [f"the disk is full: make room in {place}"],
        [f"dysk jest pełny: zwolnij miejsce w {place}"],
    )
    if free is not None:
        english.append(f"{size(free)} free")
        polish.append(f"wolne {size(free)}")
    if least or most:
        english.append(f"{'at least' if least else 'at most'} {size(least or most)} needed")
        polish.append(f"potrzeba {'co najmniej' if least else 'co najwyżej'} {size(least or most)}")
    return CannotStart(", ".join(english), ", ".join(polish))


def free_beside(place: Path) -> int:
    """Bytes free on the disk that holds the place, also where that is still to be made."""
    there = next(one for one in (place, *place.parents) if one.exists())
    return shutil.disk_usage(there).free


def size(number: float) -> str:
    """Bytes as people say them."""
    for unit, word in ((1e9, "GB"), (1e6, "MB")):
        if number >= unit:
            return f"{number / unit:.1f}\N{NO-BREAK SPACE}{word}"
    return f"{number / 1e3:.0f}\N{NO-BREAK SPACE}kB"
