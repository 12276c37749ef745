"""An SMS says the sign, the state's word and where to read, in one segment, and nothing about anybody."""

import pytest

from casework.state_words import STATES
from casework.tables import OfficeCase
from forms_catalog.catalogue import Catalogue
from sms import texts
from sms.texts import Sms

SIGN = "WPiOL-II.3120.123456.2026"  # a long one
STATES_OF_A_CASE = (
    "received",
    "in_progress",
    "awaiting_applicant",
    "paused",
    "done",
    "refused",
    "left",
    "closed",
)


def test_every_state_of_a_case_has_its_word() -> None:
    assert tuple(STATES) == STATES_OF_A_CASE
    assert hasattr(OfficeCase, "state")


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("state", STATES)
def test_the_news_of_a_case_is_one_cheap_segment_in_every_office(
    catalogue: Catalogue, state: str, language: str
) -> None:
    for office in catalogue.offices.values():
        for write in (texts.case_moved, texts.case_state):
            counted = write(office.called_in_sms.in_(language), SIGN, state, language=language).count
            assert (counted.encoding, counted.segments) == ("GSM-7", 1)


def test_the_news_in_ukrainian_letters_takes_two_segments_at_most(catalogue: Catalogue) -> None:
    longest = max((office.called_in_sms.in_("uk") for office in catalogue.offices.values()), key=len)
    said = [
        write(longest, SIGN, state, language="uk").count
        for write in (texts.case_moved, texts.case_state)
        for state in STATES
    ]
    said += [texts.file_infected(longest, SIGN, language="uk").count]
    said += [write(language="uk").count for write in (texts.words_we_know, texts.stopped, texts.started)]
    assert {(one.encoding, one.segments <= 2) for one in said} == {("UCS-2", True)}


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_other_text_is_one_cheap_segment_too(language: str) -> None:
    said: list[Sms] = [
        texts.one_time_code("123456", language=language),
        texts.no_such_case(language=language),
        texts.words_we_know(language=language),
        texts.stopped(language=language),
        texts.started(language=language),
    ]
    assert [(sms.count.encoding, sms.count.segments) for sms in said] == [("GSM-7", 1)] * len(said)


def test_the_text_is_the_one_shown_to_residents_before_they_agree() -> None:
    sms = texts.case_moved("Urząd Miejski w Zabrzu", "WP.3120.118.2026", "awaiting_applicant", language="pl")
    assert sms.body == (
        "Urzad Miejski w Zabrzu: sprawa WP.3120.118.2026, nowy stan: czeka na Ciebie."
        " Szczegoly w Okienku. STOP = koniec"
    )


def test_an_office_that_keeps_polish_letters_pays_for_them() -> None:
    kept = texts.case_moved("Urząd Miejski", "RPW/1/2026", "done", language="pl", writing="kept")
    assert "załatwiona" in kept.body
    assert (kept.count.encoding, kept.count.segments) == ("UCS-2", 2)


def test_a_code_says_how_long_it_works_and_whom_to_tell() -> None:
    assert texts.one_time_code("048213", language="pl").body == (
        "Okienko: kod 048213. Dziala 10 minut. Nikomu go nie podawaj."
    )
    assert "048213" in texts.one_time_code("048213", language="en").body


def test_a_sign_with_braces_is_written_as_it_is() -> None:
    assert "{state}" in texts.case_moved("U", "{state}", "done", language="en").body
