"""The register of places (GUS TERYT) as last loaded: one for all offices, replaced whole by a new one."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables.ground import Base, one_of

#: the official files: units, places, streets
FILES = ("TERC", "SIMC", "ULIC")


class PlaceFile(Base):
    """One official file that is loaded. Its owner alone loads and removes; the application reads."""

    __tablename__ = "place_file"
    __table_args__ = (one_of("kind", FILES),)

    kind: Mapped[str] = mapped_column(primary_key=True)
    #: what the file was called: "SIMC_Urzedowy_2026-11-22.csv"
    name: Mapped[str]
    #: the newest day that a row of it names as its state (STAN_NA)
    as_of: Mapped[date]
    rows: Mapped[int]
    #: of the file, hex: the same one is not loaded twice
    sha256: Mapped[str]
    loaded_at: Mapped[datetime] = mapped_column(server_default=text("clock_timestamp()"))


class PlaceUnit(Base):
    """A voivodeship, county or commune (TERC)."""

    __tablename__ = "place_unit"

    #: 2, 4 or 7 digits
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: as `forms_catalog.places.address.unit_name` gives it
    folded: Mapped[str]


class Place(Base):
    """A town, village or a part of one (SIMC)."""

    __tablename__ = "place"
    __table_args__ = (
        Index("ix_place_folded", "folded"),
        Index("ix_place_base", "base"),
        Index("ix_place_head", "head"),
        Index("ix_place_tail", "tail"),
    )

    #: SYM
    number: Mapped[str] = mapped_column(primary_key=True)
    #: SYM of the town or village it is a part of, else its own
    base: Mapped[str]
    #: voivodeship, county, commune and its kind: 7 digits of TERC
    unit: Mapped[str]
    name: Mapped[str]
    #: as `forms_catalog.places.address.town_name` gives it
    folded: Mapped[str]
    #: first and last letters of `folded`: a mistyped name mostly keeps one of them
    head: Mapped[str]
    tail: Mapped[str]
    is_town: Mapped[bool]


class PlaceStreet(Base):
    """A street of a place (ULIC)."""

    __tablename__ = "place_street"

    #: SYM; a place that SIMC does not know is no fault
    place: Mapped[str] = mapped_column(primary_key=True)
    #: SYM_UL
    number: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    #: the words it is sorted by, and all but its kind: `forms_catalog.places.street_names.Street`
    tail: Mapped[str]
    whole: Mapped[str]
