"""Addresses out of the rules of the desk's map, their parts made up."""

import re
from uuid import UUID

#: parts of an address that are neither an id nor a number, by name
GIVEN: dict[str, str] = {}
NOBODYS = UUID(int=1)
_PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


def filled(rule: str, ids: dict[str, UUID], otherwise: UUID = NOBODYS) -> str:
    """The rule's address with these ids; numbers are 1, all other parts `otherwise`."""

    def part(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if kind == "int":
            return "1"
        return str(ids[name]) if name in ids else GIVEN.get(name, str(otherwise))

    return _PART.sub(part, rule)


def parts_of(rule: str) -> int:
    """How many parts of the rule are to be filled."""
    return len(_PART.findall(rule))
