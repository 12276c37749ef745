"""Whose turn it is: each service in one language and width, all of them when OKIENKO_EVERY_PAGE asks for it.

A turn hangs on the name alone, so a run tomorrow or elsewhere looks at the same pages.
"""

import os
from typing import TypeVar
from zlib import crc32

EVERY_PAGE = bool(os.environ.get("OKIENKO_EVERY_PAGE"))
LANGUAGES = ("pl", "en", "uk")
WIDTHS = (320, 1280)
#: codes of the forms that a long run is about; all when nothing is named
FORMS = frozenset(filter(None, os.environ.get("OKIENKO_FORMS", "").split(",")))
_T = TypeVar("_T")


def turn(name: str, choices: tuple[_T, ...]) -> tuple[_T, ...]:
    """The choice whose turn it is for that name."""
    return choices if EVERY_PAGE else (choices[crc32(name.encode()) % len(choices)],)


def is_wanted(code: str) -> bool:
    """Whether the run is about that form: OKIENKO_FORMS names it, or names none."""
    return not FORMS or code in FORMS
