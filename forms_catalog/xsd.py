"""The XSD of a version, made from its definition."""

from forms_catalog.model import Definition


def xsd(definition: Definition) -> bytes:
    """The schema every document of this version is valid against; the same bytes for the same digest."""
    raise NotImplementedError


class NotValid(Exception):
    """The document breaks its schema; says line and reason."""


def check(definition: Definition, document: bytes) -> None:
    """Silent for a valid document, NotValid otherwise. The compiled schema is kept per digest."""
    raise NotImplementedError
