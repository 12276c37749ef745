"""Forms that people have filed and this program does not ship: those of a program that was taken back."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace

import psycopg
from pydantic import TypeAdapter, ValidationError

from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import FIRST_OWN_VERSION

_DEFINITION = TypeAdapter(Definition)
_MISSING = (
    "SELECT code, version, definition FROM form_version"
    " WHERE version < %s AND code || '@' || version <> ALL (%s) ORDER BY code, version"
)

logger = logging.getLogger(__name__)


def with_known_forms(catalogue: Catalogue, application_url: str) -> Catalogue:
    """The catalogue with each version that the database knows and the files do not: read, never offered.

    Asked once, when a process begins, over a connection of its own. While the database is away the catalogue
    stays as it is, and so does a form that this program cannot read.
    """
    here = [f"{code}@{version}" for code, version in catalogue.definitions]
    try:
        with psycopg.connect(application_url, connect_timeout=5) as connection:
            missing = connection.execute(_MISSING, [FIRST_OWN_VERSION, here]).fetchall()
    except psycopg.Error as away:
        logger.warning("no look at earlier forms", extra={"kind": type(away).__name__})
        return catalogue
    if not missing:
        return catalogue
    return replace(catalogue, definitions={**catalogue.definitions, **dict(_read(missing))})


def _read(missing: Iterable[tuple[str, int, object]]) -> Iterator[tuple[tuple[str, int], Definition]]:
    for code, version, form in missing:
        try:
            made = _DEFINITION.validate_python(form)
        except ValidationError:
            logger.exception("a form of the database is not understood", extra={"form": f"{code}@{version}"})
            continue
        yield (code, version), made.model_copy(update={"retired_on": made.retired_on or "unknown"})
