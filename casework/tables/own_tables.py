"""What offices changed themselves: rates, facts, forms, and the counter that tells running programs of it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables import Base, JsonTree, one_of

#: versions below belong to forms that are shipped
FIRST_OWN_VERSION = 1001
VALUE_KINDS = ("term", "file_plan")
#: an office has accounts of its own; fees and free days are the law's
DATED_KINDS = ("account", "fee", "holiday")


class CatalogueChange(Base):
    """One row: a running program that sees another number than its own reads everything below anew."""

    __tablename__ = "catalogue_change"
    CHANGEABLE = ("counter",)
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(SmallInteger(), primary_key=True, autoincrement=False)
    #: raised in the transaction of each change
    counter: Mapped[int] = mapped_column(BigInteger())


class OfficeRate(Base):
    """A dated rate of an office or of the law. Never changed: of two with one first day the later counts."""

    __tablename__ = "office_rate"
    __table_args__ = (Index("ix_office_rate_office_id", "office_id", "table_name", "key", "valid_from"),)

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    #: None: the law's, a cap or a rate of every office
    office_id: Mapped[str | None] = mapped_column(Text(), ForeignKey("office.code"))
    #: property_tax, waste_fee_residential …
    table_name: Mapped[str]
    key: Mapped[str]
    valid_from: Mapped[date]
    #: None takes back what was written for this first day
    value: Mapped[Decimal | None]
    #: None: until the next one begins
    valid_to: Mapped[date | None]
    standing: Mapped[str]
    #: the resolution and where it was published, in Polish
    source: Mapped[str]
    #: None: by a command at the server
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    written_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class OfficeFactsRow(Base):
    """An office's own facts, laid over the shipped ones; the newest row of an office counts, whole."""

    __tablename__ = "office_facts"
    __table_args__ = (Index("ix_office_facts_office_id", "office_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: keys of OfficeFacts; of an office that is not shipped all that have no default
    facts: Mapped[JsonTree]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    written_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class OfficeForm(Base):
    """A form that an office made of a shipped one, published. Never changed; `retired_on` ends it."""

    __tablename__ = "office_form"
    CHANGEABLE = ("retired_on",)
    __table_args__ = (
        CheckConstraint(f"version >= {FIRST_OWN_VERSION}", name="version"),
        CheckConstraint("written_by <> approved_by", name="two_people"),
        Index("ix_office_form_office_id", "office_id", "code"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    #: unique per code over all offices
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    #: the shipped version it was made of
    grew_from: Mapped[int]
    #: SHA-256 (hex) of the canonical definition
    digest: Mapped[str]
    #: as written, with its comments and blocks
    yaml: Mapped[str]
    #: with its blocks resolved
    definition: Mapped[JsonTree]
    valid_from: Mapped[date]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    approved_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    published_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
    #: the first day on which it is not offered any more
    retired_on: Mapped[date | None]


class OfficeValue(Base):
    """A dated fact of one service at one office, in place of the definition's; written as rates are."""

    __tablename__ = "office_value"
    __table_args__ = (
        one_of("kind", VALUE_KINDS),
        Index("ix_office_value_office_id", "office_id", "kind", "service", "valid_from"),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("office.code"))
    kind: Mapped[str]
    service: Mapped[str]
    valid_from: Mapped[date]
    #: keys of OfficeDeadline or FilePlan, laid over the definition's; None takes back this first day's
    value: Mapped[JsonTree | None]
    standing: Mapped[str]
    source: Mapped[str]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    written_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class DatedFact(Base):
    """A dated fact beside rates and values of services; written as rates are, never changed."""

    __tablename__ = "dated_fact"
    __table_args__ = (
        one_of("kind", DATED_KINDS),
        CheckConstraint("(kind = 'account') = (office_id IS NOT NULL)", name="whose"),
        Index("ix_dated_fact_office_id", "office_id", "kind", "name", "valid_from"),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    #: None: what the law sets, the same for every office
    office_id: Mapped[str | None] = mapped_column(Text(), ForeignKey("office.code"))
    kind: Mapped[str]
    #: of an account the kind of fee, of a fee the service, of a free day its code
    name: Mapped[str]
    valid_from: Mapped[date]
    #: what it says; None takes back what was written for this first day
    value: Mapped[JsonTree | None]
    standing: Mapped[str]
    source: Mapped[str]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("clerk.id"))
    written_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class FactConfirmation(Base):
    """Somebody compared a fact with its source as it stands; it holds while the fact says the same."""

    __tablename__ = "fact_confirmation"
    __table_args__ = (Index("ix_fact_confirmation_office_id", "office_id", "subject"),)

    id: Mapped[int] = mapped_column(BigInteger(), Identity(always=True), primary_key=True)
    #: None: for every office, by those who run the platform
    office_id: Mapped[str | None] = mapped_column(Text(), ForeignKey("office.code"))
    #: which fact: "rate|property_tax|land.water_ha|2026-01-01"
    subject: Mapped[str]
    #: SHA-256 (hex) of what it said
    digest: Mapped[str]
    confirmed_by: Mapped[UUID] = mapped_column(ForeignKey("clerk.id"))
    confirmed_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))
