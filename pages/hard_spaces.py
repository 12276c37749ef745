"""Polish and Ukrainian type-setting: one-letter words and numbers stay with the word that follows."""

import re

_LOOSE = re.compile(r"(?<![\w%])([aiouwzAIOUWZ]|[аєзійоувяАЄЗІЙОУВЯ]|\d+) (?=[\w„%(])")


def bind(text: str) -> str:
    """ "w 14 dni" with hard spaces, so that no line ends in "w" or "14"."""
    return _LOOSE.sub("\\1\N{NO-BREAK SPACE}", text)
