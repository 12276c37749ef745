"""Finds the service a person means: forgives typing errors and missing Polish letters."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from forms_catalog.model import Definition


@dataclass(frozen=True)
class Hit:
    code: str
    title: str
    score: float  #: 0–1


@dataclass(frozen=True)
class Found:
    results: tuple[Hit, ...]
    answerable: bool  #: False: none of the city's services


class SearchIndex:
    """An index over the services' titles, cards, keywords and example questions; built once, read by all."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        raise NotImplementedError

    def find(
        self, query: str, *, language: str = "pl", limit: int = 10, among: Collection[str] | None = None
    ) -> Found:
        """The services that fit, best first; nothing for unknown words."""
        raise NotImplementedError
