"""Before people give their data, they read who uses them, why and how long: for every service."""

from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from forms_catalog.reference import DataProtectionFacts
from forms_catalog.texts import Text
from forms_catalog.typesetting import typeset
from portal.application import create_portal
from portal.data_notice import kept_for
from portal.parts import Parts


def _read(client: FlaskClient, code: str, query: str = "") -> str:
    answer = client.get(f"/uslugi/{code}/dane-osobowe{query}")
    assert answer.status_code == 200, code
    return answer.text


def test_every_service_says_who_why_how_long_and_what_one_may_do(dry: FlaskClient, dry_parts: Parts) -> None:
    office, wrong = dry_parts.catalogue.offices["zabrze"], []
    for language, years in (("pl", "od 1 stycznia"), ("en", "from 1 January")):
        for service in dry_parts.catalogue.services("zabrze"):
            page = unescape(_read(dry, service.code, f"?lang={language}")).replace("\N{NO-BREAK SPACE}", " ")
            category = service.file_plan.archive_category_dev
            wanted = [
                typeset(service.title, language),
                office.authority.in_(language),
                service.file_plan.class_dev,
            ]
            wanted += [years] if category != "A" else []
            wanted += [
                typeset(dry_parts.catalogue.acts[basis.act], language) for basis in service.legal_basis
            ]
            plain = [text.replace("\N{NO-BREAK SPACE}", " ") for text in wanted]
            wrong += [(service.code, language, text) for text in plain if text not in page]
    assert wrong == []


def test_the_card_leads_to_it_and_only_for_what_the_office_offers(dry: FlaskClient) -> None:
    code = "informacja-publiczna-wniosek"
    assert f'href="/uslugi/{code}/dane-osobowe"' in dry.get(f"/uslugi/{code}").text
    assert dry.get("/uslugi/nie-ma-takiej/dane-osobowe").status_code == 404


def test_what_the_office_has_not_told_is_marked_and_what_it_told_is_said(dry_parts: Parts) -> None:
    def page_of(facts: DataProtectionFacts | None) -> str:
        office = replace(dry_parts.catalogue.offices["zabrze"], data_protection=facts)
        offices = {**dry_parts.catalogue.offices, "zabrze": office}
        parts = replace(dry_parts, catalogue=replace(dry_parts.catalogue, offices=offices))
        return _read(create_portal(parts).test_client(), "informacja-publiczna-wniosek")

    silent = page_of(None)
    assert silent.count("Urząd jeszcze tego nie podał") == 2
    assert "Urząd jeszcze nie potwierdził tej informacji" in silent
    told = page_of(
        DataProtectionFacts(
            standing="verified",
            officer=Text(pl="Inspektorka Wzorowa", en="Officer Wzorowa"),
            email="iod@zabrze.example",
            recipients=Text(pl="Przykładowa Chmura", en="Example Cloud"),
        )
    )
    assert "Urząd jeszcze" not in told
    for said in ("Inspektorka Wzorowa", "mailto:iod@zabrze.example", "Przykładowa Chmura"):
        assert said in told


@pytest.mark.parametrize(
    ("category", "said"),
    [
        ("A", "State Archive"),
        ("B5", "5 years"),
        ("B1", "1 year,"),
        ("BE50", "archive checks them"),
        ("Bc", "rules"),
    ],
)
def test_a_category_of_the_archive_is_said_in_words(dry_parts: Parts, category: str, said: str) -> None:
    with create_portal(dry_parts).test_request_context("/?lang=en"):
        assert said in kept_for(category)
