"""A resident finds a service: by topic, by life situation, by words; and reads its card."""

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from forms_catalog.catalogue import Catalogue
from forms_catalog.law_words import law_words
from forms_catalog.model import Definition
from forms_catalog.typesetting import bind, typeset
from portal.application import create_portal
from portal.parts import Parts
from portal.wording import head_and_rest
from tests.shipped import SHIPPED

INFORMATION, DN_1 = "informacja-publiczna-wniosek", "podatek-nieruchomosci-dn-1"
CODES = sorted(service.code for service in SHIPPED.services("zabrze"))


def _words(page: str) -> str:
    """What a person reads, with plain spaces."""
    bare = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\N{NO-BREAK SPACE}", " "))


def _cards_linked(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/uslugi/([a-z0-9-]+)"', page)))


def test_the_start_page_leads_to_search_topics_situations_and_cases(
    dry: FlaskClient, catalogue: Catalogue
) -> None:
    page = dry.get("/").text
    for address in (
        "/uslugi",
        "/sprawy",
        "/sprawdz-upo",
        "/urzad",
        "/uslugi?temat=tax",
        "/uslugi?sytuacja=firma",
    ):
        assert f'href="{address}"' in page
    assert 'action="/uslugi"' in page
    for link in re.findall(r'href="(/[^"#]*)"', page):
        assert dry.get(html.unescape(link)).status_code in (200, 304), link


def test_every_example_under_the_search_box_finds_something(dry: FlaskClient) -> None:
    for lang in ("pl", "en"):
        examples = re.findall(r'href="(/uslugi\?q=[^"]+)"', dry.get(f"/?lang={lang}").text)
        assert examples
        for example in examples:
            assert _cards_linked(dry.get(html.unescape(example)).text), example


def test_the_catalogue_shows_every_service_of_the_office(dry: FlaskClient) -> None:
    assert sorted(_cards_linked(dry.get("/uslugi").text)) == CODES


def test_a_topic_shows_its_services_only(dry: FlaskClient, catalogue: Catalogue) -> None:
    for topic in ("tax", "general"):
        wanted = sorted(service.code for service in catalogue.services("zabrze") if service.group == topic)
        assert sorted(_cards_linked(dry.get(f"/uslugi?temat={topic}").text)) == wanted
    assert dry.get("/uslugi?temat=nothing").status_code == 404


def test_a_life_situation_shows_what_helps_in_it(dry: FlaskClient, catalogue: Catalogue) -> None:
    for situation in catalogue.situations:
        answer = dry.get(f"/uslugi?sytuacja={situation.code}")
        if situation.services:
            assert set(_cards_linked(answer.text)) == set(situation.services)
            assert situation.title.pl in _words(answer.text)
        else:
            assert answer.status_code == 404
            assert situation.code not in dry.get("/").text, "no way into an empty room"


@pytest.mark.parametrize("query", ["smieci", "deklaracja na smeci", "Odpady", "śmieci"])
def test_misspelt_words_find_the_waste_fee(dry: FlaskClient, query: str) -> None:
    page = dry.get("/uslugi", query_string={"q": query}).text
    assert _cards_linked(page)[0] == "odpady-deklaracja-zamieszkana"


def test_words_that_hit_are_marked_whatever_their_ending(dry: FlaskClient) -> None:
    assert "<mark>odpadami</mark>" in dry.get("/uslugi?q=odpady").text


def test_unknown_words_find_nothing_and_show_a_way_out(dry: FlaskClient) -> None:
    page = dry.get("/uslugi?q=hipopotam").text
    assert "Nic nie znaleźliśmy" in page
    assert _cards_linked(page) == []
    assert "Powstańców Śląskich" in page
    assert 'value="hipopotam"' in page


def test_what_the_city_does_not_do_reads_who_does(dry: FlaskClient) -> None:
    page = dry.get("/uslugi?q=jak+wyrobic+paszport").text
    assert "Okienku: paszport." in page
    assert "Paszporty wydaje wojewoda." in page
    assert _cards_linked(page) == []


def test_a_service_that_only_other_offices_have_leads_to_them(dry: FlaskClient) -> None:
    page = dry.get("/uslugi?q=podatek+od+psa&urzad=katowice").text
    assert "Ten urząd nie prowadzi tej sprawy" in page
    assert 'href="/urzad?usluga=oplata-od-posiadania-psow"' in page
    assert "oplata-od-posiadania-psow" not in _cards_linked(page)


def test_a_question_half_understood_is_answered_with_a_guess_that_says_so(dry: FlaskClient) -> None:
    page = dry.get("/uslugi?q=hipopotam+na+smieci").text
    assert "Nie jesteśmy pewni" in page
    assert "Może chodzi Ci" in page
    assert _cards_linked(page)[0] == "odpady-deklaracja-zamieszkana"


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "{{7*191}}", "\x00", "a" * 100_000, "%", "ą" * 300, ""]
)
def test_hostile_words_are_only_words(dry: FlaskClient, query: str) -> None:
    answer = dry.get("/uslugi", query_string={"q": query})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "1337" not in answer.text


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_card_says_cost_term_time_and_law(
    dry: FlaskClient, catalogue: Catalogue, subtests: pytest.Subtests, language: str
) -> None:
    for service in catalogue.services("zabrze"):
        with subtests.test(service.code):
            _says_all(dry, service, language)


def _says_all(dry: FlaskClient, service: Definition, language: str) -> None:
    page = _words(dry.get(f"/uslugi/{service.code}?lang={language}").text)
    for text in (
        service.title,
        service.card.lead,
        service.card.who,
        service.office_deadline.plain,
        service.result.name,
    ):
        assert _words(typeset(text, language)) in page
    for thing in service.card.prepare:
        assert _words(typeset(thing, language)) in page
    for basis in service.legal_basis:
        assert _law(basis.ref, language) in page
    own = "własny termin urzędu" if language == "pl" else "the office's own term"
    assert (own in page) is not service.office_deadline.statutory
    for fact in service.verification:
        shown = _law(fact.partition(":")[2].strip().replace("memory", "do sprawdzenia"), language) in page
        assert shown is not fact.startswith("verified"), fact


def _law(words: str, language: str) -> str:
    known = law_words().get(words)
    return _words(bind(known.in_(language), language)) if known else words


def test_a_card_names_in_full_each_act_that_its_law_calls_by_a_short_name(dry: FlaskClient) -> None:
    ruling = _words(dry.get("/uslugi/interpretacja-indywidualna").text)
    assert "ppsa – Ustawa z 30 sierpnia 2002 r. Prawo o postępowaniu przed sądami" in ruling
    assert "OP – " not in ruling, "it stands among the legal bases"
    taxi = _words(dry.get("/uslugi/taxi-licencja?lang=en").text)
    assert "KPA – Code of Administrative Procedure" in taxi


def test_what_may_be_asked_without_a_signature_says_so(dry: FlaskClient) -> None:
    assert "Nie musisz podpisywać wniosku." in _words(dry.get(f"/uslugi/{INFORMATION}").text)
    assert "Tutaj jeszcze nie podpiszesz." in _words(dry.get(f"/uslugi/{DN_1}").text)


def test_a_service_that_the_office_has_not_switched_on_is_not_there(dry_parts: Parts) -> None:
    offices = dict(dry_parts.catalogue.offices)
    offices["gliwice"] = replace(offices["gliwice"], services=(INFORMATION,))
    catalogue = replace(dry_parts.catalogue, offices=offices)
    visitor = create_portal(replace(dry_parts, catalogue=catalogue)).test_client()
    assert visitor.get(f"/uslugi/{DN_1}?urzad=gliwice").status_code == 404
    assert _cards_linked(visitor.get("/uslugi?urzad=gliwice").text) == [INFORMATION]
    assert _cards_linked(visitor.get("/uslugi?q=podatek&urzad=gliwice").text) != [DN_1]
    assert sorted(_cards_linked(visitor.get("/uslugi?urzad=zabrze").text)) == CODES


def test_two_offices_never_mix_on_a_kept_page(dry: FlaskClient, catalogue: Catalogue) -> None:
    names = {code: facts.name.pl for code, facts in catalogue.offices.items()}
    for _ in range(2):
        for code, name in names.items():
            for path in ("/", "/uslugi", f"/uslugi/{CODES[1]}"):
                dry.set_cookie("okienko-urzad", code)
                page = _words(dry.get(path).text)
                assert name in page
                assert not [other for other in names.values() if other != name and other in page]


def test_an_office_we_do_not_know_is_not_guessed(dry: FlaskClient) -> None:
    assert dry.get("/?urzad=atlantyda").status_code == 404
    dry.set_cookie("okienko-urzad", "atlantyda")
    assert "Zabrz" in dry.get("/").text


def test_the_language_follows_the_link_then_the_cookie_then_the_browser(dry: FlaskClient) -> None:
    assert '<html lang="pl"' in dry.get("/").text
    assert '<html lang="en"' in dry.get("/", headers={"Accept-Language": "en-GB,en;q=0.8"}).text
    assert '<html lang="pl"' in dry.get("/", headers={"Accept-Language": "fr"}).text
    assert '<html lang="en"' in dry.get("/uslugi?lang=en").text
    assert '<html lang="en"' in dry.get("/", headers={"Accept-Language": "pl"}).text
    assert '<html lang="en"' in dry.get("/?lang=xx").text


def test_the_language_link_keeps_the_page_and_what_was_asked(dry: FlaskClient) -> None:
    page = dry.get("/uslugi?q=woda+i+śmieci&lang=pl").text
    link = html.unescape(re.findall(r'href="([^"]+)" lang="en"', page)[0])
    assert 'value="woda i śmieci"' in dry.get(link).text
    assert '<html lang="en"' in dry.get(link).text


def test_no_english_is_left_on_a_polish_page(dry: FlaskClient) -> None:
    for path in (
        "/",
        "/uslugi",
        "/sprawy",
        "/sprawdz-upo",
        "/urzad",
        "/nothing",
        *(f"/uslugi/{code}" for code in CODES),
    ):
        page = _words(dry.get(path).text)
        assert not re.findall(r"\b(the|your|office|receipt|what)\b", page, re.IGNORECASE), path


def test_offices_can_be_chosen_by_a_link(dry: FlaskClient, catalogue: Catalogue) -> None:
    page = dry.get("/urzad").text
    for code, facts in catalogue.offices.items():
        assert f'href="/?urzad={code}"' in page
        assert bind(facts.name.pl) in page
    assert "Gliwice" in dry.get("/?urzad=gliwice").text
    assert "Gliwice" in dry.get("/uslugi").text


def test_what_most_people_come_for_stands_first_on_the_start_page(
    dry: FlaskClient, catalogue: Catalogue
) -> None:
    def listed(office: str) -> list[str]:
        page = dry.get(f"/?urzad={office}", follow_redirects=True).text
        return re.findall(r'<li><a href="/uslugi/([a-z0-9-]+)">', page)

    assert listed("zabrze") == list(catalogue.often)
    offered = {service.code for service in catalogue.services("powiat-gliwicki")}
    assert listed("powiat-gliwicki")[0] in set(catalogue.often) & offered
    assert set(listed("powiat-gliwicki")) <= offered


def test_a_card_says_to_whom_one_appeals_from_its_office_and_marks_what_is_from_memory(
    dry: FlaskClient,
) -> None:
    card = "/uslugi/informacja-publiczna-wniosek"
    for office, said, marked in (
        ("zabrze", "w Katowicach. Wyślij je przez Prezydenta Miasta.", False),
        ("gmina-krzepice", "w Częstochowie. Wyślij je przez Burmistrza.", True),
    ):
        page = dry.get(f"{card}?urzad={office}", follow_redirects=True).text.replace(
            "\N{NO-BREAK SPACE}", " "
        )
        assert said in page
        assert ("do kogo i przez kogo się odwołać" in page) is marked


def test_a_step_is_bold_up_to_the_end_of_its_first_thought() -> None:
    assert head_and_rest("Płacisz w dwóch ratach: do 15 lutego, potem do 15 września.") == (
        "Płacisz w dwóch ratach:",
        " do 15 lutego, potem do 15 września.",
    )
    assert head_and_rest("Od razu dostajesz UPO, czyli dowód.") == ("Od razu dostajesz UPO", ", czyli dowód.")
