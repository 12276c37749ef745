"""What an office asks and says in a form of its own is found there, and nowhere else."""

import pytest

from forms_catalog.model import Definition
from forms_catalog.search import SearchIndex
from tests.shipped import SHIPPED

INFO, TAXI = "informacja-publiczna-wniosek", "taxi-licencja"
NEW = "wypozyczenie-roweru"
ASKED = "skąd wziąć hulajnogę na dojazd do pracy"


def form(of: str, /, **changes: object) -> Definition:
    found = SHIPPED.service(of)
    assert found is not None
    return found.model_copy(update=changes)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    asked = {"pl": (ASKED, "hulajnoga miejska"), "en": (), "uk": ()}
    own = {
        ("zabrze", INFO): form(INFO, questions=asked, keywords=("hulajnoga",), version=1001),
        ("gliwice", NEW): form(TAXI, code=NEW, questions={"pl": ("gdzie dostanę rower towarowy",)}),
    }
    return SearchIndex([form(INFO), form(TAXI)], (), own)


def first(index: SearchIndex, query: str, office: str | None, *codes: str) -> tuple[list[str], bool]:
    found = index.find(query, among=codes or None, office=office)
    return [hit.code for hit in found.results][:1], found.answerable


def test_the_words_of_an_offices_own_form_lead_to_it_there(index: SearchIndex) -> None:
    assert first(index, ASKED, "zabrze", INFO, TAXI) == ([INFO], True)
    assert first(index, ASKED, "gliwice", INFO, TAXI)[1] is False
    assert index.find(ASKED, among=(INFO, TAXI), office="gliwice").switched_off is None, "nor is it told of"
    assert first(index, ASKED, None)[1] is False
    assert first(index, "gdzie dostanę rower towarowy", "gliwice", INFO, NEW) == ([NEW], True)
    assert first(index, "gdzie dostanę rower towarowy", "zabrze", INFO, TAXI)[1] is False


def test_the_shipped_words_are_no_rival_of_the_offices_own(index: SearchIndex) -> None:
    asked = "wniosek o dostęp do informacji publicznej"
    found = index.find(asked, among=(INFO, TAXI), office="zabrze")
    assert found.switched_off is None
    assert [hit.code for hit in found.results][:1] == [INFO], "its name still leads to it"
    assert first(index, asked, "gliwice", INFO, TAXI) == ([INFO], True)
