"""The accessibility statement: what the law wants on it, on every office's page, and where people find it."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from lxml import html

from portal.application import create_portal
from portal.parts import Parts

#: what programs of the ministry look for (technical conditions of publishing, version 2.0)
IDS = {
    "a11y-deklaracja", "a11y-wstep", "a11y-podmiot", "a11y-url", "a11y-data-publikacja",
    "a11y-data-aktualizacja", "a11y-status", "a11y-data-sporzadzenie", "a11y-data-przeglad", "a11y-audytor",
    "a11y-kontakt", "a11y-osoba", "a11y-email", "a11y-telefon", "a11y-procedura", "a11y-architektura",
    "a11y-aplikacje",
}  # fmt: skip


def _page(client: FlaskClient, query: str = "") -> html.HtmlElement:
    answer = client.get(f"/deklaracja-dostepnosci{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def _said(page: html.HtmlElement, id: str) -> str:
    return " ".join(page.get_element_by_id(id).text_content().split())


@pytest.mark.parametrize("office", ["zabrze", "gliwice"])
@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_part_of_the_statement_is_found_by_its_id(dry: FlaskClient, office: str, language: str) -> None:
    page = _page(dry, f"?urzad={office}&lang={language}")
    assert set(page.xpath("//@id[starts-with(., 'a11y-')]")) >= IDS
    for name in ("publikacja", "aktualizacja", "sporzadzenie", "przeglad"):
        told = page.get_element_by_id(f"a11y-data-{name}")
        assert told.get("datetime") == told.text
        assert date.fromisoformat(told.text)
    assert office.capitalize()[:5] in _said(page, "a11y-podmiot")
    assert page.get_element_by_id("a11y-email").get("href").startswith("mailto:")


def test_what_the_office_has_not_told_or_confirmed_is_marked(dry_parts: Parts) -> None:
    offices = {**dry_parts.catalogue.offices}
    offices["zabrze"] = replace(offices["zabrze"], accessibility=None)
    silent = create_portal(replace(dry_parts, catalogue=replace(dry_parts.catalogue, offices=offices)))
    page = _page(silent.test_client())
    assert set(page.xpath("//@id[starts-with(., 'a11y-')]")) >= IDS
    for id in ("a11y-status", "a11y-data-publikacja", "a11y-osoba", "a11y-email", "a11y-architektura"):
        assert "Urząd jeszcze tego nie podał" in _said(page, id)
    assert "Urząd jeszcze nie potwierdził tych danych" in page.text_content()
    facts = dry_parts.catalogue.offices["zabrze"].accessibility
    assert facts is not None
    offices["zabrze"] = replace(offices["zabrze"], accessibility=replace(facts, standing="verified"))
    sure = create_portal(replace(dry_parts, catalogue=replace(dry_parts.catalogue, offices=offices)))
    assert "nie potwierdził" not in _page(sure.test_client()).text_content()


@pytest.mark.parametrize("path", ["/", "/uslugi", "/sprawy", "/sprawdz-upo", "/nothing", "/urzad"])
def test_the_foot_of_every_page_leads_to_it(dry: FlaskClient, path: str) -> None:
    page = html.fromstring(dry.get(path).text)
    links = [link for link in page.xpath("//footer//a") if link.get("href") == "/deklaracja-dostepnosci"]
    assert [link.text_content() for link in links] == ["Deklaracja dostępności"]
