"""Words that a case is found by: folded, so that typing without Polish letters finds the same."""

from datetime import datetime

from forms_catalog.folding import fold

#: longer names are rare, and the rest of their words finds them no better
MOST_WORDS = 12
LONGEST = 60


def words_of(sender: str | None) -> list[str]:
    """The different words of who filed, single letters left out."""
    words = (word[:LONGEST] for word in fold(sender or "").split() if len(word) > 1)
    return list(dict.fromkeys(words))[:MOST_WORDS]


def sign_word(sign: str) -> str:
    """A case sign as one word: "po.3120.5.2026"."""
    return "".join(sign.lower().split())


def newest_first(filed_at: datetime) -> int:
    """What puts the newest first in an ascending index."""
    return -int(filed_at.timestamp() * 1000)
