"""A request as the desk reads it: signs that no database or document holds never get past the door.

Residents are told of such a sign at its question; at the desk nobody can have typed one on purpose.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from forms_catalog.signs import without_strange

Given = Mapping[str, Any] | Iterable[tuple[str, Any]] | None  # files stand among texts


class _Readable(ImmutableMultiDict[str, Any]):  # as above
    """Names and texts without strange signs; files as they came."""

    def __init__(self, given: Given = None) -> None:
        pairs = MultiDict(given or ()).items(multi=True)
        super().__init__((without_strange(name), _plain(value)) for name, value in pairs)


def init_asked(app: Flask) -> None:
    """From now on query and form of every request are readable texts."""
    asked = {"parameter_storage_class": _Readable}
    app.request_class = type("AskedAtDesk", (app.request_class,), asked)


def _plain(value: str | FileStorage) -> str | FileStorage:
    return without_strange(value) if isinstance(value, str) else value
