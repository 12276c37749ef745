"""Parts of pages that come out alike again and again: made once and kept in the process."""

from collections.abc import Callable, Hashable
from typing import cast

from flask import current_app
from markupsafe import Markup


class Shelf:
    """Parts by all that they hang on, so that none is ever stale; when it is full, all are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: dict[Hashable, Markup] = {}

    def find(self, key: Hashable) -> Markup | None:
        return self._parts.get(key)

    def keep(self, key: Hashable, part: str) -> Markup:
        """The part, as a template of ours rendered it."""
        if len(self._parts) >= self._most:
            self._parts.clear()
        self._parts[key] = made = Markup(part)  # noqa: S704 – templates escape by themselves
        return made


def shelf(name: str, most: int) -> Shelf:
    """The application's shelf of that name."""
    shelves = cast(dict[str, Shelf], current_app.extensions.setdefault("okienko_shelves", {}))
    if name not in shelves:
        shelves[name] = Shelf(most)
    return shelves[name]


def kept(key: Hashable, make: Callable[[], str]) -> Markup:
    """What `make` renders with the application's own templates, which must hang on nothing but the key."""
    parts = shelf("parts", 512)
    found = parts.find(key)
    return parts.keep(key, make()) if found is None else found
