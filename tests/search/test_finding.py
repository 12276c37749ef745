"""People find the service they mean, and are told when there is none."""

import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from forms_catalog.catalogue import Catalogue
from forms_catalog.search import SearchIndex
from tests.shipped import SHIPPED

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text("utf-8"))  # YAML
FOUND = [(query, code) for code, queries in TABLE["found"].items() for query in queries]


@pytest.fixture(scope="module")
def services() -> Catalogue:
    return SHIPPED


@pytest.fixture(scope="module")
def index(services: Catalogue) -> SearchIndex:
    return SearchIndex(services.services(), services.not_here)


@pytest.mark.parametrize(("query", "code"), FOUND)
def test_the_service_meant_comes_first(index: SearchIndex, query: str, code: str) -> None:
    found = index.find(query)
    assert found.answerable
    assert found.results[0].code == code


def test_either_of_two_services_that_are_both_right_comes_first(index: SearchIndex) -> None:
    lost = [
        query
        for both in TABLE["either"]
        for query in both["queries"]
        if index.find(query).results[0].code not in both["services"] or not index.find(query).answerable
    ]
    assert lost == []


@pytest.mark.parametrize("query", TABLE["unknown"])
def test_unknown_words_bring_nothing_up(index: SearchIndex, query: str) -> None:
    found = index.find(query)
    assert (found.results, found.answerable) == ((), False)


@pytest.mark.parametrize(
    ("query", "matter"),
    [(query, matter) for matter, queries in TABLE["not_here"].items() for query in queries],
)
def test_who_looks_for_what_is_not_here_reads_so(index: SearchIndex, query: str, matter: str) -> None:
    found = index.find(query)
    assert (found.results, found.answerable, found.not_here) == ((), False, matter)


def test_words_of_what_is_not_here_do_not_hide_a_service_that_is_meant(index: SearchIndex) -> None:
    found = index.find("licencja taksówkarza taxi, prawo jazdy")
    assert found.results[0].code == "taxi-licencja"
    assert found.not_here is None


def test_no_service_is_listed_as_not_here(services: Catalogue, index: SearchIndex) -> None:
    for definition in services.services():
        for title in (definition.title.pl, definition.title.en, definition.short_title.pl):
            assert index.find(title).not_here is None, title


def test_every_example_question_of_a_service_leads_to_it(services: Catalogue, index: SearchIndex) -> None:
    lost = [
        question
        for definition in services.services()
        for questions in definition.questions.values()
        for question in questions
        if [hit.code for hit in index.find(question).results][:1] != [definition.code]
    ]
    assert lost == []


def test_titles_come_in_the_language_asked_for(index: SearchIndex) -> None:
    assert (
        index.find("śmieci", language="en").results[0].title == "Waste-fee declaration: residential property"
    )
    assert index.find("rubbish", language="pl").results[0].title.startswith("Deklaracja o wysokości opłaty")


def test_services_an_office_does_not_offer_are_not_found(index: SearchIndex) -> None:
    found = index.find("śmieci", among={"podatek-nieruchomosci-dn-1"})
    assert (found.results, found.answerable) == ((), False)
    assert found.switched_off is not None
    assert found.switched_off.code == "odpady-deklaracja-zamieszkana"


def test_scores_lie_between_nothing_and_one_and_fall(index: SearchIndex) -> None:
    for query, _ in FOUND:
        scores = [hit.score for hit in index.find(query).results]
        assert scores == sorted(scores, reverse=True)
        assert all(0.4 <= score <= 1 for score in scores)


def test_the_limit_holds(index: SearchIndex) -> None:
    assert len(index.find("deklaracja", limit=1).results) == 1
    assert len(index.find("deklaracja").results) > 1


def test_a_query_half_understood_shows_something_but_is_no_answer(index: SearchIndex) -> None:
    found = index.find("hipopotam na śmieci")
    assert found.results[0].code == "odpady-deklaracja-zamieszkana"
    assert not found.answerable


def test_letters_composed_and_decomposed_find_the_same(index: SearchIndex) -> None:
    assert index.find(unicodedata.normalize("NFD", "śmieci")) == index.find("śmieci")


@pytest.mark.parametrize("query", ["a" * 100_000, "śmieci " * 20_000, "\x00\ud800\ufffe", "🗑️", "ś" * 300])
def test_odd_and_endless_queries_are_answered_quickly(index: SearchIndex, query: str) -> None:
    started = time.process_time()
    index.find(query)
    assert time.process_time() - started < 0.5  # a hang is what this finds; speed is measured in bench
