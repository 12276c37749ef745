"""Every row of the battery, in the order of its page."""

from bench.battery import hostile, reliability, security, usability
from bench.battery.row import Row

ROWS: tuple[Row, ...] = (*reliability.ROWS, *hostile.ROWS, *security.ROWS, *usability.ROWS)


def chosen(words: list[str]) -> list[Row]:
    """The rows named, in order; a bare letter means all that begin with it. KeyError: there is none."""
    if not words:
        return [row for row in ROWS if not row.long]
    found = []
    for word in words:
        rows = [
            row for row in ROWS if row.id == word or (len(word) == 1 and row.id[0] == word and not row.long)
        ]
        if not rows:
            raise KeyError(word)
        found += rows
    return found
