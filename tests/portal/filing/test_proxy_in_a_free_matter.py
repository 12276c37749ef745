"""A proxy in a matter free of stamp duty is asked nothing about 17 zł, nor when the matter changes midway."""

import re
from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from forms_catalog.samples import Sample, SampleFile
from tests.portal.filing.filling import fill_in
from tests.portal.filing.visitor import Visitor, flat

ARREARS = "zaswiadczenie-o-niezaleganiu"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PAID = {"relation": "none", "duty_exemption": "none", "duty_payment_ref": "KP canary 12/2026"}
OF_MONEY = flat({"proxy": {**PAID}})


def _to(visitor: Visitor, page: str) -> Visitor:
    return visitor.open(f"{visitor.path.rpartition('/')[0]}/{page}")


def _matter(visitor: Visitor, matter: str) -> Visitor:
    return _to(visitor, "certificate").type({"duty_exemption": matter}).press("Zapisz i ")


def _paid_with_a_proof(sample: Sample) -> Sample:
    proxy = {"first_name": "Piotr", "last_name": "Rachunkowy", "scope_pl": "wniosek", **PAID}
    paid = SampleFile("payment_proof", "przelew-canary.pdf", "application/pdf", PDF)
    attached = (*sample.attachments, paid)
    return replace(sample, answers={**sample.answers, "proxy": proxy}, attachments=attached)


def test_who_owes_two_duties_and_sent_one_proof_is_not_told_that_both_are_paid(
    visitor: Visitor, example: Callable[..., Sample]
) -> None:
    fill_in(visitor, ARREARS, _paid_with_a_proof(example(ARREARS, "company")))
    visitor.press("Złóż")
    links = visitor.page.xpath("//main//a/@href")
    visitor.open(next(link for link in links if re.fullmatch(r"/sprawy/[0-9a-f-]+\?t=.+", link)))
    assert "Mamy Twój dowód zapłaty" in visitor.text
    assert "Widać na nim tylko jedną? Dołącz drugi dowód." in visitor.text
    assert "Nie musisz płacić drugi raz" not in visitor.text


def test_who_learns_that_the_matter_is_free_sends_no_payment_along(
    visitor: Visitor, example: Callable[..., Sample], sessions: sessionmaker[Session]
) -> None:
    fill_in(visitor, ARREARS, _paid_with_a_proof(example(ARREARS, "company")))
    assert "przelew-canary.pdf" in visitor.text
    assert "canary" in visitor.text and "17,00" in visitor.text
    _to(_matter(visitor, "insurance"), "proxy")
    assert "17\xa0zł" not in visitor.text and "17 zł" not in visitor.text and "canary" not in visitor.text
    assert not any(visitor.has(name) for name in OF_MONEY)
    assert visitor.value("proxy-last_name") == "Rachunkowy"
    _to(visitor, "sprawdz")
    assert not visitor.complaints()
    assert "canary" not in visitor.text and "17,00" not in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/")
    with sessions() as session:
        filed = session.execute(select(tables.Submission)).scalar_one()
    assert b"Rachunkowy" in filed.document
    assert b"canary" not in filed.document and b"<relation" not in filed.document


def test_who_learns_that_the_matter_is_not_free_is_asked_then(
    visitor: Visitor, example: Callable[..., Sample]
) -> None:
    fill_in(visitor, ARREARS, example(ARREARS, "exempt"))
    assert not visitor.complaints() and "17,00" not in visitor.text
    _to(_matter(visitor, "none"), "sprawdz")
    assert [link.partition("#")[2] for link in visitor.complaints()] == ["proxy-relation"]
    _to(visitor, "proxy").type(OF_MONEY).press("Zapisz i ")
    _to(visitor, "sprawdz")
    assert not visitor.complaints()
    assert "canary" in visitor.text and "17,00" in visitor.text
    own, _, of_proxy = visitor.text.partition("Do zapłaty: 17,00")
    assert "Możesz zapłacić teraz" in own
    assert "Możesz zapłacić teraz" not in of_proxy, "the number of that payment was asked for"
