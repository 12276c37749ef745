"""JSON Schemas (2020-12): of a form's answers, and of the definition format for editors."""

from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition

Json = dict[str, object]


def answers_schema(definition: Definition, catalogue: Catalogue, language: str = "pl") -> Json:
    """What POST submissions takes under `answers`: types, formats, enumerations, required ones, titles."""
    raise NotImplementedError


def definition_schema() -> Json:
    """The schema that editors check definition files with (kept in docs/definition.schema.json by a test)."""
    raise NotImplementedError
