"""A program that was taken back to the one before still opens what was filed on forms of the later one."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue.versions import record_versions
from forms_catalog.catalogue import Catalogue
from okienko.known_forms import with_known_forms
from okienko.store.postgres import DatabaseUrls

TAXI = ("taxi-licencja-zmiana", 1)


@pytest.fixture
def before(catalogue: Catalogue) -> Catalogue:
    """The program before the one that brought changes of taxi licences."""
    forms = {key: form for key, form in catalogue.definitions.items() if key != TAXI}
    return replace(catalogue, definitions=forms)


def test_a_form_that_only_the_database_knows_is_read_and_not_offered(
    database: DatabaseUrls, sessions: sessionmaker[Session], catalogue: Catalogue, before: Catalogue
) -> None:
    with sessions.begin() as session:
        record_versions(session, catalogue)
    known = with_known_forms(before, database.application)
    there, here = known.definitions[TAXI], catalogue.definitions[TAXI]
    # further ways of asking are for the search, which no form withdrawn is in
    assert there.model_copy(update={"retired_on": None}) == here.model_copy(update={"also_asked": {}})
    assert known.service(TAXI[0]) is None
    assert TAXI[0] not in {form.code for form in known.services("zabrze")}
    assert with_known_forms(catalogue, database.application) is catalogue


def test_without_a_database_the_catalogue_stays_as_it_is(before: Catalogue) -> None:
    assert with_known_forms(before, "postgresql://nobody@127.0.0.1:9/nothing") is before
