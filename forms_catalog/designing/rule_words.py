"""What rules and calculations of the code do, in plain Polish: for whoever chooses them for a form."""

from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from forms_catalog.catalogue import DEFINITIONS
from forms_catalog.loading.strict_yaml import read
from forms_catalog.particulars import Frozen

_FILE = "rule_words.yaml"


class RuleWords(Frozen):
    """One rule or calculation in words."""

    says: str  #: what it demands or counts
    law: str  #: article, with the act's short name; "" where common sense is enough
    reads: str  #: the answers that it needs; without them it says and counts nothing


class _File(Frozen):
    rules: dict[str, RuleWords]
    calculations: dict[str, RuleWords]


_SHAPE = TypeAdapter(_File)


@cache
def rule_words() -> Mapping[str, RuleWords]:
    """name@number → its words; ValueError for a file that cannot be read."""
    raw, faults = read(DEFINITIONS / _FILE, _FILE)
    if faults:
        raise ValueError(str(faults[0]))
    found = _SHAPE.validate_python(raw)
    return {**found.rules, **found.calculations}
