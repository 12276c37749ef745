"""Rules of asking for data from the registers of people (uel art. 46-53)."""

from collections.abc import Iterator

from forms_catalog import reading
from forms_catalog.answers import ReadAnswers
from forms_catalog.problems import N_, Problem
from forms_catalog.rules.registry import rule

_FOUND_BY = ("pesel", "last_name", "last_known_address")


@rule("person_can_be_found@1")
def person_can_be_found(answers: ReadAnswers) -> Iterator[Problem]:
    """A PESEL, a last name or an address is given; everybody at an address is asked for with that address."""
    person = {name: reading.text(answers, f"/searched_person/{name}") for name in _FOUND_BY}
    if not any(person.values()):
        message = N_("Give the PESEL, the last name or the address of this person.")
        yield Problem("/searched_person/last_name", message, code="nobody_named")
    scope = answers.get("data_scope")
    everybody = isinstance(scope, list) and "all_registered_at_address" in scope
    if everybody and person["last_known_address"] is None:
        message = N_("Give the address of the home. You ask who is registered there.")
        yield Problem("/searched_person/last_known_address", message, code="address_missing")
