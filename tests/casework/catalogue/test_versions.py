"""A form that people have filed on never changes under its number."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import VersionChanged, record_versions
from forms_catalog.catalogue import Catalogue

DN1 = ("podatek-nieruchomosci-dn-1", 1)


def changed(catalogue: Catalogue, version: int = 1) -> Catalogue:
    """The catalogue after somebody edited DN-1's file."""
    edited = catalogue.definitions[DN1].model_copy(
        update={"digest": "0" * 64, "version": version, "form_symbol": "DN-9"}
    )
    return replace(catalogue, definitions={**catalogue.definitions, (DN1[0], version): edited})


def test_every_start_records_offices_and_versions(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions.begin() as session:
        record_versions(session, catalogue)
        record_versions(session, catalogue)
        offices = session.execute(text("SELECT code FROM office ORDER BY code")).scalars().all()
        known = session.execute(text("SELECT code, version, digest FROM form_version")).all()
    assert set(catalogue.offices) <= set(offices)
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
    assert "also_asked" not in kept, "the program before this one knows no such key"
    assert type(definition).model_validate(kept) == definition.model_copy(update={"also_asked": {}})


def test_a_translation_added_to_a_known_form_opens_the_folder_and_leaves_what_was_first_written(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    told = catalogue.definitions[DN1]
    title = told.title.model_copy(update={"uk": "Інша назва"})
    more = told.model_copy(update={"title": title, "keywords": ("inne",), "digest": "1" * 64})
    with sessions() as session:
        record_versions(session, replace(catalogue, definitions={**catalogue.definitions, DN1: more}))
        digest = session.execute(
            text("SELECT digest FROM form_version WHERE code = :code AND version = 1"), {"code": DN1[0]}
        ).scalar_one()
    assert digest == told.digest, "the program before this one goes on knowing the form"


def test_another_polish_word_under_a_known_number_is_refused(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    told = catalogue.definitions[DN1]
    title = told.title.model_copy(update={"pl": "Inna nazwa"})
    other = told.model_copy(update={"title": title, "digest": "1" * 64})
    with sessions() as session, pytest.raises(VersionChanged):
        record_versions(session, replace(catalogue, definitions={**catalogue.definitions, DN1: other}))
