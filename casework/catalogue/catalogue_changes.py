"""The one door to what offices change themselves: written in dated rows, read as plain values.

Every change raises the counter in its own transaction; a running program that sees it rise reads all anew.
Nothing here says whether a rate or form is lawful: `forms_catalog.own` judges, before a page writes and again
when a program reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from casework import tables
from casework.catalogue.versions import as_kept
from casework.tables import desk_tables, own_tables
from forms_catalog.facts.rates import Rate
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import (
    FIRST_OWN_VERSION,
    Confirmation,
    Own,
    OwnDated,
    OwnFacts,
    OwnForm,
    OwnRate,
    OwnValue,
    ValueKind,
)
from forms_catalog.own import numbered

_CHANGE = tables.table_of(own_tables.CatalogueChange)
_RATE = tables.table_of(own_tables.OfficeRate)
_FACTS = tables.table_of(own_tables.OfficeFactsRow)
_FORM = tables.table_of(own_tables.OfficeForm)
_VALUE = tables.table_of(own_tables.OfficeValue)
_DATED = tables.table_of(own_tables.DatedFact)
_CONFIRMED = tables.table_of(own_tables.FactConfirmation)
_CLERK = tables.table_of(desk_tables.ClerkRow)
_OFFICE = tables.table_of(tables.Office)
_VERSION = tables.table_of(tables.FormVersion)


@dataclass(frozen=True)
class NewForm:
    """A form of an office that a second person has approved."""

    office: str
    definition: Definition  #: its version is given when it is published
    grew_from: int  #: the shipped version it was made of
    yaml: str  #: as written
    valid_from: date
    written_by: UUID
    approved_by: UUID


def counter(session: Session) -> int:
    """The number of the last change that was committed; 0 where nothing was ever changed."""
    known: int | None = session.execute(_COUNTER).scalar_one_or_none()
    return known or 0


def raise_counter(session: Session) -> int:
    """Tells every running program of a change, once this transaction is committed. Changes go one by one:
    the row stays locked until then.
    """
    raised = update(_CHANGE).values(counter=_CHANGE.c.counter + 1).returning(_CHANGE.c.counter)
    raised_to: int = session.execute(raised).scalar_one()
    return raised_to


def read(session: Session) -> Own:
    """Everything that offices changed. The counter is read first: a change in between is seen next time."""
    return Own(
        change=counter(session),
        rates=tuple(OwnRate(*row) for row in session.execute(_RATES)),
        facts=tuple(OwnFacts(*row) for row in session.execute(_LAST_FACTS)),
        forms=tuple(OwnForm(*row) for row in session.execute(_FORMS)),
        values=tuple(OwnValue(*row) for row in session.execute(_VALUES)),
        confirmations=tuple(Confirmation(*row) for row in session.execute(_CONFIRMATIONS)),
        dated=tuple(OwnDated(*row) for row in session.execute(_DATED_FACTS)),
    )


def write_rate(
    session: Session,
    *,
    office: str | None,
    table: str,
    key: str,
    valid_from: date,
    value: Decimal | None,
    standing: str,
    source: str,
    by: UUID | None,
    valid_to: date | None = None,
) -> int:
    """A rate of an office (None: of the law) from a day on; `None` for the value takes back what was written
    for that day. Its id.
    """
    row = {
        "office_id": office, "table_name": table, "key": key, "valid_from": valid_from, "valid_to": valid_to,
        "value": value, "standing": standing, "source": source, "written_by": by,
    }  # fmt: skip
    raise_counter(session)
    made: int = session.execute(insert(_RATE).values(row).returning(_RATE.c.id)).scalar_one()
    return made


def write_rates(session: Session, rates: Sequence[Rate], *, by: UUID | None) -> tuple[int, int]:
    """Own rates of one office, all in one change. The lowest and the highest id; ValueError for none."""
    rows = [
        {
            "office_id": rate.office, "table_name": rate.table, "key": rate.key, "value": rate.value,
            "valid_from": rate.valid_from, "valid_to": rate.valid_to, "standing": rate.standing,
            "source": rate.source.pl, "written_by": by,
        }
        for rate in rates
    ]  # fmt: skip
    if not rows:
        raise ValueError("there is no rate to write")
    raise_counter(session)
    made = session.execute(insert(_RATE).returning(_RATE.c.id), rows).scalars().all()
    return min(made), max(made)


def write_value(
    session: Session,
    *,
    office: str,
    kind: ValueKind,
    service: str,
    valid_from: date,
    value: Mapping[str, object] | None,
    standing: str,
    source: str,
    by: UUID | None,
) -> int:
    """A service's term or file-plan class at an office from a day on, or taken back. Its id."""
    row = {
        "office_id": office, "kind": kind, "service": service, "valid_from": valid_from,
        "value": None if value is None else dict(value), "standing": standing, "source": source,
        "written_by": by,
    }  # fmt: skip
    raise_counter(session)
    made: int = session.execute(insert(_VALUE).values(row).returning(_VALUE.c.id)).scalar_one()
    return made


def write_facts(session: Session, *, office: str, facts: Mapping[str, object], by: UUID | None) -> int:
    """All that an office says of itself instead of its file, whole; a new office comes to be. The row's id.

    Keys are those of `forms_catalog.offices.office_rows.OfficeRow`.
    """
    session.execute(upsert(_OFFICE).values(code=office).on_conflict_do_nothing())
    raise_counter(session)
    row = {"office_id": office, "facts": dict(facts), "written_by": by}
    made: int = session.execute(insert(_FACTS).values(row).returning(_FACTS.c.id)).scalar_one()
    return made


def facts_of(session: Session, office: str) -> Mapping[str, object]:
    """What the office says of itself now instead of its file; {} where it says nothing."""
    asked = select(_FACTS.c.facts).where(_FACTS.c.office_id == office).order_by(_FACTS.c.id.desc()).limit(1)
    found: Mapping[str, object] | None = session.execute(asked).scalar_one_or_none()
    return found or {}


def next_version(session: Session, code: str) -> int:
    """The number that the next form of that code will get; only after `raise_counter` nobody else gets it."""
    asked = select(func.max(_FORM.c.version)).where(_FORM.c.code == code)
    return max(session.execute(asked).scalar_one_or_none() or 0, FIRST_OWN_VERSION - 1) + 1


def publish_form(session: Session, form: NewForm) -> OwnForm:
    """The form under the next free number, also where submissions look their version up; never changed again.

    ValueError where one person wrote and approved it.
    """
    if form.written_by == form.approved_by:
        raise ValueError("a form is approved by a second person")
    raise_counter(session)
    version = next_version(session, form.definition.code)
    definition = numbered(form.definition, version)
    made, digest = as_kept(definition), definition.digest
    row = {
        "code": form.definition.code, "version": version, "office_id": form.office, "digest": digest,
        "grew_from": form.grew_from, "yaml": form.yaml, "definition": made, "valid_from": form.valid_from,
        "written_by": form.written_by, "approved_by": form.approved_by,
    }  # fmt: skip
    session.execute(insert(_FORM).values(row))
    known = {"code": form.definition.code, "version": version, "digest": digest, "definition": made}
    session.execute(insert(_VERSION).values(known))
    return OwnForm(form.definition.code, version, form.office, form.grew_from, digest, made, form.valid_from)


def retire_forms(session: Session, office: str, code: str, *, on: date) -> int:
    """From that day on the office offers the shipped form again; how many of its own end. Drafts and
    submissions keep theirs.
    """
    raise_counter(session)
    mine = (_FORM.c.office_id == office) & (_FORM.c.code == code) & _FORM.c.retired_on.is_(None)
    ended = session.execute(update(_FORM).where(mine).values(retired_on=on).returning(_FORM.c.version))
    return len(ended.all())


def confirm(session: Session, *, office: str | None, subject: str, digest: str, by: UUID) -> int:
    """Somebody compared the fact with its source; see `forms_catalog.facts.facts_said`. Its id."""
    raise_counter(session)
    row = {"office_id": office, "subject": subject, "digest": digest, "confirmed_by": by}
    made: int = session.execute(insert(_CONFIRMED).values(row).returning(_CONFIRMED.c.id)).scalar_one()
    return made


@dataclass(frozen=True)
class WrittenRate:
    """A rate as it was written, with who wrote it: also what was taken back or written over."""

    row: OwnRate
    by: str | None  #: name; None: by a command at the server
    at: datetime


def rates_written(session: Session, office: str | None, table: str, key: str) -> Sequence[WrittenRate]:
    """All that an office (None: whoever runs the platform) ever wrote for a rate, the last first."""
    whose = _RATE.c.office_id.is_(None) if office is None else _RATE.c.office_id == office
    mine = whose & (_RATE.c.table_name == table) & (_RATE.c.key == key)
    asked = (
        _RATES.add_columns(_CLERK.c.name, _RATE.c.written_at)
        .select_from(_RATE.outerjoin(_CLERK, _CLERK.c.id == _RATE.c.written_by))
        .where(mine)
        .order_by(None)
        .order_by(_RATE.c.id.desc())
    )
    return [WrittenRate(OwnRate(*row[:-2]), row[-2], row[-1]) for row in session.execute(asked)]


def confirmed_by(session: Session, office: str | None) -> Mapping[tuple[str, str], tuple[str, datetime]]:
    """Subject and digest of what was confirmed for an office (None: for all) → by whom, and when."""
    whose = _CONFIRMED.c.office_id.is_(None) if office is None else _CONFIRMED.c.office_id == office
    asked = (
        select(_CONFIRMED.c.subject, _CONFIRMED.c.digest, _CLERK.c.name, _CONFIRMED.c.confirmed_at)
        .join(_CLERK, _CLERK.c.id == _CONFIRMED.c.confirmed_by)
        .where(whose)
        .order_by(_CONFIRMED.c.id)
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(asked)}


_COUNTER = select(_CHANGE.c.counter)
_RATES = select(
    _RATE.c.id, _RATE.c.table_name, _RATE.c.key, _RATE.c.office_id, _RATE.c.valid_from, _RATE.c.valid_to,
    _RATE.c.value, _RATE.c.standing, _RATE.c.source,
).order_by(_RATE.c.id)  # fmt: skip
_LAST_FACTS = (
    select(_FACTS.c.id, _FACTS.c.office_id, _FACTS.c.facts)
    .where(_FACTS.c.id.in_(select(func.max(_FACTS.c.id)).group_by(_FACTS.c.office_id)))
    .order_by(_FACTS.c.office_id)
)
_FORMS = select(
    _FORM.c.code, _FORM.c.version, _FORM.c.office_id, _FORM.c.grew_from, _FORM.c.digest, _FORM.c.definition,
    _FORM.c.valid_from, _FORM.c.retired_on,
).order_by(_FORM.c.code, _FORM.c.version)  # fmt: skip
_VALUES = select(
    _VALUE.c.id, _VALUE.c.office_id, _VALUE.c.kind, _VALUE.c.service, _VALUE.c.valid_from, _VALUE.c.value,
    _VALUE.c.standing, _VALUE.c.source,
).order_by(_VALUE.c.id)  # fmt: skip
_DATED_FACTS = select(
    _DATED.c.id, _DATED.c.office_id, _DATED.c.kind, _DATED.c.name, _DATED.c.valid_from, _DATED.c.value,
    _DATED.c.standing, _DATED.c.source,
).order_by(_DATED.c.id)  # fmt: skip
_CONFIRMATIONS = select(_CONFIRMED.c.office_id, _CONFIRMED.c.subject, _CONFIRMED.c.digest)
