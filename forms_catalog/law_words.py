"""What laws, notes and sources say in Polish, for readers of another language."""

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from forms_catalog.catalogue import DEFINITIONS
from forms_catalog.loading.strict_yaml import read
from forms_catalog.particulars import Frozen
from forms_catalog.texts import Text

_FILE = "law_words.yaml"


class _File(Frozen):
    law_words: tuple[Text, ...]


_SHAPE = TypeAdapter(_File)


@cache
def law_words() -> Mapping[str, Text]:
    """The Polish words → the same in three languages; ValueError for a file that cannot be read.

    Articles alone, and what an office wrote in a form of its own, are not among them.
    """
    raw, faults = read(DEFINITIONS / _FILE, _FILE)
    if faults:
        raise ValueError(str(faults[0]))
    return {text.pl: text for text in _SHAPE.validate_python(raw).law_words}
