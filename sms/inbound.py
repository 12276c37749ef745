"""What somebody means who answers our SMS: STOP, START, POMOC, STATUS, in Polish or English."""

import re
from dataclasses import dataclass
from enum import StrEnum

from forms_catalog.folding import fold


class Wish(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"
    STATUS = "status"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Heard:
    wish: Wish
    about: str = ""  #: after STATUS: a case sign, register number or access key as typed; may be empty


#: whoever says one of these in a short message wants no more SMS: a false STOP costs less than a missed one
_STOP = {
    "stop", "stopall", "koniec", "wypisz", "wypisuje", "rezygnuje", "rezygnacja", "wylacz", "usun",
    "unsubscribe", "cancel", "end", "quit", "revoke", "optout",
}  # fmt: skip
_START = {"start", "wznow", "wlacz", "zapisz", "unstop"}
_HELP = {"pomoc", "pomocy", "help", "info", "menu"}
_STATUS = {"status", "stan"}
_SHORT = 5  # words
_LONGEST_ABOUT = 64


def read(body: str) -> Heard:
    """The wish of a message; STOP is heard anywhere in a short one, the other words only at its beginning."""
    words = re.findall(r"\w+", fold(body))
    if not words:
        return Heard(Wish.UNKNOWN)
    if words[0] in _STATUS:
        return Heard(Wish.STATUS, _rest(body))
    if words[0] in _STOP or (len(words) <= _SHORT and "stop" in words):
        return Heard(Wish.STOP)
    for wish, known in ((Wish.START, _START), (Wish.HELP, _HELP)):
        if words[0] in known:
            return Heard(wish)
    return Heard(Wish.UNKNOWN)


def _rest(body: str) -> str:
    """What stands after the first word, without the marks people put around it."""
    after = re.sub(r"^\W*\w+[\s:,;=\-–]*", "", body, count=1)
    return " ".join(after.split()).strip(" .,;:!?\"'„”()<>[]")[:_LONGEST_ABOUT].upper()
