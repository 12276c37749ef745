"""Versions of forms that were ever open for filing: what was filed on one must never read differently."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.same_form import same_form

_VERSION = tables.table_of(tables.FormVersion)
_OFFICE = tables.table_of(tables.Office)


class VersionChanged(Exception):
    """A form was changed in place; give it a new version number instead."""

    def __init__(self, versions: tuple[tuple[str, int], ...]) -> None:
        listed = ", ".join(f"{code} version {version}" for code, version in versions)
        super().__init__(f"changed under a known version number: {listed}. Raise the number instead.")
        self.versions = versions


def record_versions(session: Session, catalogue: Catalogue) -> None:
    """Makes the catalogue's offices and versions known to the database, at every start.

    VersionChanged when a (code, version) is known with another content (`same_form` says what counts). A row
    stays as first written, so the program before this one goes on knowing it. Safe when several programs
    start at once.
    """
    if catalogue.offices:
        offices = [{"code": code} for code in sorted(catalogue.offices)]
        session.execute(insert(_OFFICE).values(offices).on_conflict_do_nothing())
    known = _known(session)
    fresh = [
        {
            "code": code,
            "version": version,
            "digest": definition.digest,
            # what search alone reads stays in the files: the program before this one knows no such key
            "definition": as_kept(definition.model_copy(update={"also_asked": {}})),
        }
        for (code, version), definition in sorted(catalogue.definitions.items())
        if (code, version) not in known
    ]
    if fresh:
        session.execute(insert(_VERSION).values(fresh).on_conflict_do_nothing())
        known = _known(session)
    other = [key for key, form in sorted(catalogue.definitions.items()) if known[key] != form.digest]
    changed = tuple(
        key for key in other if not same_form(_kept(session, key), as_kept(catalogue.definitions[key]))
    )
    if changed:
        raise VersionChanged(changed)


def as_kept(definition: Definition) -> dict[str, object]:
    """A form as JSON holds it; read again, it says the same."""
    kept: dict[str, object] = definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return kept


def _kept(session: Session, key: tuple[str, int]) -> dict[str, object]:
    its = (_VERSION.c.code == key[0], _VERSION.c.version == key[1])
    kept: dict[str, object] = session.execute(select(_VERSION.c.definition).where(*its)).scalar_one()
    return kept


def _known(session: Session) -> dict[tuple[str, int], str]:
    rows = session.execute(select(_VERSION.c.code, _VERSION.c.version, _VERSION.c.digest))
    return {(row.code, row.version): row.digest for row in rows}
