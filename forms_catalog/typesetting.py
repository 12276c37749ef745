"""Type-setting of texts for pages: what belongs together stays in one line.

Only what people read on a page is set so; documents, JSON and XML carry the text as it was written.
"""

import re
from functools import lru_cache

from forms_catalog.texts import Text

_LETTERS = "[aiouwzAIOUWZ]|[аєзійоувяАЄЗІЙОУВЯ]"
_SHORTENED = r"(?:art|ust|poz|ul|al|os|ст|вул)\.|pkt|nr|№|§"
#: where a message will say a number
_NUMBER = r"%\((?:num|count|number)\)[ds]"
_LOOSE = re.compile(rf"(?<![\w%])({_LETTERS}|{_SHORTENED}|{_NUMBER}|\d+) (?=[\w„%(])")
_LOOSE_ENGLISH = re.compile(r"(?<![\w%])(\d+|PLN|art\.|No\.) (?=[\w(])")
#: "PPS-1/UPL-1": a line may end after the stroke
_STROKE = re.compile(r"(?<=\d)/(?=[A-Z]{2,4}-)")
#: "e-dowód", "UPL-1": a line does not end after the hyphen; what people copy ("AE:PL-12345-…") stays as it is
_SPLIT = re.compile(r"(?<!\w)([eеEЕ])-(?=\w)|(?<![\w:])([A-Z]{2,4})-(?=\d{1,2}(?![\w-]))")


def bind(text: str, language: str = "pl") -> str:
    """ "w 14 dni" and "art. 13" with hard spaces: no line ends in "w" or "14", none begins with a stroke."""
    loose = _LOOSE_ENGLISH if language == "en" else _LOOSE
    return loose.sub("\\1\N{NO-BREAK SPACE}", text).replace(" / ", "\N{NO-BREAK SPACE}/ ")


def typeset(text: Text, language: str) -> str:
    """A text of a form as a page shows it: bound, "e-dowód", "DN-1" in one piece, a dash between thoughts."""
    return _set(text.in_(language), language)


@lru_cache(maxsize=4096)  # the same titles stand on every page of a form
def _set(text: str, language: str) -> str:
    said = bind(text, language)
    if "-" not in said:
        return said
    whole = _SPLIT.sub("\\1\\2-\N{WORD JOINER}", said.replace(" - ", " – "))
    return _STROKE.sub("/\N{ZERO WIDTH SPACE}", whole)
