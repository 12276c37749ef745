"""A resident chooses the office, and nothing of another one is shown or filed by mistake."""

import html
import re
from dataclasses import replace

from flask.testing import FlaskClient

from portal.application import create_portal
from portal.kept_pages import KeptPages
from portal.parts import Parts

TAXI, WASTE = "taxi-licencja", "odpady-deklaracja-zamieszkana"


def _words(page: str) -> str:
    bare = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"\s+", " ", html.unescape(bare).replace("\N{NO-BREAK SPACE}", " "))


def _offices(page: str) -> list[str]:
    return re.findall(r'href="[^"]*\?urzad=([a-z0-9-]+)"', page)


def test_all_offices_are_listed_by_kind_with_the_chosen_one_marked(dry: FlaskClient) -> None:
    dry.set_cookie("okienko-urzad", "gmina-godow")
    page = dry.get("/urzad").text
    assert len(_offices(page)) == len(set(_offices(page))) == 55
    headings = re.findall(r'<h2 class="ok-h2" id="h-([a-z_]+)">', page)
    assert headings == ["city_with_county_rights", "commune", "county", "voivodeship"]
    assert re.search(r'urzad=gmina-godow" aria-current="true">Gmina Godów<', page.replace("\xa0", " "))


def test_an_office_is_found_without_polish_letters(dry: FlaskClient) -> None:
    found = dry.get("/urzad?nazwa=swierklanach").text
    assert _offices(found) == ["gmina-swierklany"]
    assert "1 urząd" in _words(found)
    nothing = _words(dry.get("/urzad?nazwa=Warszawa").text)
    assert "Nie ma tu urzędu o takiej nazwie." in nothing
    assert 'value="&#34;&gt;&lt;b&gt;"' in dry.get("/urzad?nazwa=%22%3E%3Cb%3E").text


def test_in_other_languages_the_polish_name_stands_beside(dry: FlaskClient) -> None:
    page = dry.get("/urzad?lang=en&nazwa=katowice").text.replace("\xa0", " ")
    assert 'City of Katowice</a><p lang="pl">Miasto Katowice</p>' in page


def test_a_service_that_a_kind_of_office_does_not_handle_says_why_and_who_does(dry: FlaskClient) -> None:
    answer = dry.get(f"/uslugi/{WASTE}?urzad=powiat-gliwicki")
    assert answer.status_code == 404
    assert "To sprawa gminy albo miasta." in _words(answer.text)
    choice = re.findall(r'href="(/urzad\?usluga=[^"]+)"', answer.text)[0]
    page = dry.get(choice).text
    assert len(_offices(page)) == 47
    assert f'href="/uslugi/{WASTE}?urzad=katowice"' in page
    assert dry.get(f"/uslugi/{WASTE}?urzad=katowice").status_code == 200
    assert dry.get("/uslugi/nie-ma-takiej?urzad=powiat-gliwicki").status_code == 404


def test_a_service_that_nobody_offers_leads_nowhere(dry_parts: Parts) -> None:
    catalogue = dry_parts.catalogue
    offices = {code: replace(facts, services=()) for code, facts in catalogue.offices.items()}
    portal = create_portal(replace(dry_parts, catalogue=replace(catalogue, offices=offices)))
    page = portal.test_client().get(f"/uslugi/{TAXI}")
    assert page.status_code == 404
    assert "/urzad?usluga=" not in page.text


def test_kept_pages_take_no_more_room_than_they_are_given() -> None:
    kept = KeptPages(room=10_000)
    for number in range(100):
        kept.keep((number,), "x" * 951)
        assert kept.find((0,)), "the one asked for again and again stays"
    held = [number for number in range(100) if kept.find((number,))]
    assert held == [0, *range(91, 100)]
    kept.keep(("too long",), "x" * 20_000)
    assert kept.find(("too long",)) is None


def test_the_name_of_the_host_tells_the_office_until_somebody_chooses_another(dry_parts: Parts) -> None:
    options = replace(
        dry_parts.options,
        plain_http=False,
        public_url="https://okienko.example",
        office_domain="okienko.example",
    )
    visitor = create_portal(replace(dry_parts, options=options)).test_client()

    def page(host: str, path: str = "/") -> tuple[int, str]:
        answer = visitor.get(path, base_url=f"https://{host}")
        return answer.status_code, _words(answer.text)

    assert "Urząd Miejski w Gliwicach" in page("gliwice.okienko.example")[1]
    assert "Gmina Godów" in page("GMINA-GODOW.okienko.example:443")[1]
    assert "Urząd Miejski w Zabrzu" in page("okienko.example")[1], "the default one"
    assert "Miasto Rybnik" in page("gliwice.okienko.example", "/uslugi?urzad=rybnik")[1]
    assert "Miasto Rybnik" in page("gliwice.okienko.example")[1], "as chosen, at this name"
    assert "Urząd Miejski w Zabrzu" in page("zabrze.okienko.example")[1]
    for foreign in ("evil.example", "atlantyda.okienko.example", "zabrze.okienko.example.evil.example"):
        assert page(foreign)[0] == 421, foreign
    assert page("x.zabrze.okienko.example")[0] == 421


def test_without_a_domain_no_other_name_is_answered(dry_parts: Parts) -> None:
    options = replace(dry_parts.options, plain_http=False, public_url="https://okienko.example")
    visitor = create_portal(replace(dry_parts, options=options)).test_client()
    for host in ("zabrze.okienko.example", "zabrze.", "zabrze"):
        assert visitor.get("/", base_url=f"https://{host}").status_code == 421
