"""What many forms say alike is kept once: a quarter of the memory, in every process that knows them."""

from collections.abc import Iterable
from typing import TypeVar

from pydantic import BaseModel

_M = TypeVar("_M", bound=BaseModel)


class KeptOnce:
    """Remembers frozen values while forms are read; whatever is equal becomes the same object."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}
        self._named: dict[frozenset[str], set[str]] = {}

    def of(self, made: _M) -> _M:
        """The same value with equal parts shared, with itself and with all that was given before.

        Nothing of it may be changed afterwards: our models are frozen.
        """
        told, names = made.__dict__, type(made).model_fields
        ours = [self._one(told[name]) for name in names]
        told.update(zip(names, ours, strict=True))
        # a set of its own for each of 20,000 values is more than what these say
        named = self._named.setdefault(frozenset(made.__pydantic_fields_set__), made.__pydantic_fields_set__)
        object.__setattr__(made, "__pydantic_fields_set__", named)
        alike = (type(made), id(named), *map(id, ours))
        return self._known.setdefault(alike, made)  # type: ignore[return-value]  # the type is in the key

    def _one(self, value: object) -> object:
        if value is None or value is True or value is False:
            return value
        if isinstance(value, BaseModel):
            return self.of(value)
        if isinstance(value, tuple):
            return self._tuple(value)
        if isinstance(value, dict):
            for key, inner in value.items():
                value[key] = self._one(inner)
            return value
        # 1, 1.0 and 1.00 are equal and not the same
        return self._known.setdefault(value if isinstance(value, str) else (type(value), str(value)), value)

    def _tuple(self, values: Iterable[object]) -> object:
        ours = tuple(map(self._one, values))
        return self._known.setdefault((tuple, *map(id, ours)), ours)
