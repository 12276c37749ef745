"""States of a file with the scanner, and who may open it in which."""

from typing import Literal

from forms_catalog.problems import N_

ScanState = Literal["not_scanned", "checking", "clean", "infected"]

_WITHHELD = {
    "checking": N_("The file is still being checked for viruses. Try again in a few minutes."),
    "infected": N_("A virus was found in this file. It stays locked: ask the applicant for another one."),
}


class Withheld(Exception):
    """The file is not handed out to anybody; says why, as an English message id."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state, self.message = state, _WITHHELD.get(state, _WITHHELD["checking"])


def state_at_filing(*, scanner: bool) -> ScanState:
    """What a file begins with: withheld until it is looked at, where there is a scanner at all."""
    return "checking" if scanner else "not_scanned"


def demand_handed_out(state: str) -> None:
    """Withheld unless a scanner passed the file, or there was none to look at it."""
    if state not in ("clean", "not_scanned"):
        raise Withheld(state)
