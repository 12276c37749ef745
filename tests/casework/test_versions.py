"""A form that people have filed on never changes under its number."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.versions import VersionChanged, record_versions
from forms_catalog.catalogue import Catalogue

DN1 = ("podatek-nieruchomosci-dn-1", 1)


def changed(catalogue: Catalogue, version: int = 1) -> Catalogue:
    """The catalogue after somebody edited DN-1's file."""
    edited = catalogue.definitions[DN1].model_copy(update={"digest": "0" * 64, "version": version})
    return replace(catalogue, definitions={**catalogue.definitions, (DN1[0], version): edited})


def test_every_start_records_offices_and_versions(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions.begin() as session:
        record_versions(session, catalogue)
        record_versions(session, catalogue)
        offices = session.execute(text("SELECT code FROM office ORDER BY code")).scalars().all()
        known = session.execute(text("SELECT code, version, digest FROM form_version")).all()
    assert offices == ["gliwice", "zabrze"]
    assert {(row.code, row.version): row.digest for row in known} == {
        key: definition.digest for key, definition in catalogue.definitions.items()
    }


def test_a_form_edited_in_place_is_an_error_that_says_what_to_do(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions() as session, pytest.raises(VersionChanged, match="Raise the number") as refused:
        record_versions(session, changed(catalogue))
    assert refused.value.versions == (DN1,)


def test_the_edited_form_under_a_new_number_is_welcome(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions.begin() as session:
        record_versions(session, changed(catalogue, version=2))


def test_the_form_as_it_was_is_kept_for_the_day_its_file_is_gone(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions() as session:
        kept = session.execute(
            text("SELECT definition FROM form_version WHERE code = :code"), {"code": DN1[0]}
        ).scalar_one()
    definition = catalogue.definitions[DN1]
    assert type(definition).model_validate(kept) == definition
