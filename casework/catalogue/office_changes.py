"""An office changes what it says of itself, or comes to be: judged first, then written whole."""

from collections.abc import Mapping
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import tables
from casework.catalogue import catalogue_changes
from casework.tables import own_tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.loading.office_files import misfits
from forms_catalog.offices.office_rows import OfficeRow
from forms_catalog.offices.own_rows import OwnFacts
from forms_catalog.own import laid_over

_FACTS = tables.table_of(own_tables.OfficeFactsRow)


class OfficeUnfit(Exception):
    """What is wrong: place in the facts → why (English)."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{place}: {why}" for place, why in faults.items()))
        self.faults = faults


class OfficeKnown(Exception):
    """There is an office with that code already."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the office after the page was shown."""


def stage(session: Session, office: str) -> int:
    """A number that every change of the office raises; 0 before the first one."""
    asked = select(func.max(_FACTS.c.id)).where(_FACTS.c.office_id == office)
    return session.execute(asked).scalar_one_or_none() or 0


def change_office(
    session: Session,
    catalogue: Catalogue,
    office: str,
    said: Mapping[str, object],
    *,
    by: UUID | None,
    seen: int | None = None,
) -> OfficeRow:
    """Writes these keys of OfficeRow over what the office said before; a None takes a unit's name back.

    `seen` is the stage that the page was made of. ChangedMeanwhile, or OfficeUnfit with every fault: then
    nothing is written.
    """
    catalogue_changes.raise_counter(session)  # from here on nobody else changes an office
    if seen is not None and seen != stage(session, office):
        raise ChangedMeanwhile
    facts = {**catalogue_changes.facts_of(session, office), **said}
    row = _judged(catalogue, catalogue.office_rows.get(office), office, facts)
    catalogue_changes.write_facts(session, office=office, facts=facts, by=by)
    return row


def add_office(
    session: Session, catalogue: Catalogue, facts: Mapping[str, object], *, by: UUID | None
) -> OfficeRow:
    """A new office with what its kind has; OfficeKnown, or OfficeUnfit with every fault.

    It is open within two seconds where it has a seal.
    """
    catalogue_changes.raise_counter(session)
    code = str(facts.get("code", ""))
    row = _judged(catalogue, None, code, facts)
    if code in catalogue.offices or stage(session, code):
        raise OfficeKnown(code)
    kept = row.model_dump(mode="json", exclude_defaults=True)
    catalogue_changes.write_facts(session, office=code, facts=kept, by=by)
    return row


def _judged(
    catalogue: Catalogue, shipped: OfficeRow | None, office: str, facts: Mapping[str, object]
) -> OfficeRow:
    try:
        row = laid_over(shipped, OwnFacts(0, office, facts))
    except ValidationError as error:
        said = error.errors(include_url=False, include_context=False)
        raise OfficeUnfit({".".join(map(str, one["loc"])): one["msg"] for one in said}) from error
    shipped_forms = [form for key, form in catalogue.definitions.items() if key not in catalogue.variants]
    own = {form.code for form in catalogue.variants.values() if form.office == office and form.own_service}
    wrong = {
        place: f"{why} {hint}"
        for place, why, hint in misfits(row, catalogue.office_kinds, shipped_forms, own=own)
    }
    if wrong:
        raise OfficeUnfit(wrong)
    return row
