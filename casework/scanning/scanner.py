"""The port of a virus scanner."""

from typing import Protocol


class ScannerAway(Exception):
    """The scanner gave no whole answer: away, stalled, killed on the way, or blind. Ask again later."""


class NotScannable(Exception):
    """The scanner answered that it will not look at this content; asking again changes nothing."""


class Scanner(Protocol):
    def look(self, content: bytes) -> str | None:
        """The name of what was found; None only when the scanner itself said that it found nothing.

        Raises ScannerAway and NotScannable. May be called from several threads.
        """

    def name(self) -> str:
        """Engine, version and age of its signatures, as it says; ScannerAway."""
