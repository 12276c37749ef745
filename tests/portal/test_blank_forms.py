"""The blank form on paper asks all that the form asks, says where to hand it in, and costs one press."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework.papers.blank import BlankSheet, blank_pdf, content
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField, Definition, EnumField, GroupField, MultiEnumField, RowsField
from forms_catalog.texts import Text
from portal.application import create_portal
from portal.papers.blank_forms import blank_sheet
from portal.papers.kept_papers import MOST_A_MINUTE, KeptPapers, TooManyFresh
from portal.parts import Parts
from tests.turns import LANGUAGES, turn

STAY = "zameldowanie-pobyt-czasowy"
TODAY = datetime.now(UTC).date()
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine"
)


def _signs(text: str) -> str:
    """The text without spaces: a line of a page ends where it likes."""
    return re.sub(r"\s", "", text)


def _words_of(fields: Sequence[AnyField]) -> Iterator[Text]:
    for field in fields:
        yield field.label
        if field.hint and field.kind != "email":
            yield field.hint
        if isinstance(field, EnumField | MultiEnumField):
            yield from (choice.label for choice in field.choices)
        if isinstance(field, GroupField | RowsField):
            yield from _words_of(field.fields)


def _all_words(definition: Definition) -> Iterator[Text]:
    for section in definition.sections:
        yield section.title
        only_group = len(section.fields) == 1 and isinstance(section.fields[0], GroupField)
        words = _words_of(section.fields)
        yield from (list(words)[1:] if only_group else words)
    for slot in definition.attachments:
        yield slot.label


def _sheet(
    parts: Parts, service: str, tongue: str = "pl", office: str = "zabrze", portal: Flask | None = None
) -> BlankSheet:
    definition = parts.catalogue.service(service)
    assert definition is not None
    with (portal or create_portal(parts)).test_request_context(f"/?lang={tongue}"):
        return blank_sheet(
            definition, parts.catalogue.offices[office], parts.catalogue, today=TODAY, demo=True, url="x"
        )


@pytest.mark.parametrize("tongue", ["pl", "en"])
def test_no_heading_and_no_condition_is_said_twice(parts: Parts, tongue: str) -> None:
    for one in parts.catalogue.services("zabrze"):
        said = _sheet(parts, one.code, tongue).parts
        for above, below in pairwise(said):
            again = not above.items and above.title == below.title and not below.when
            assert not again, (one.code, above.title)
            if below.level > above.level:
                assert not below.when or below.when != above.when, (one.code, below.title, below.when)


@pytest.mark.parametrize("tongue", ["pl", "en"])
def test_every_question_hint_choice_statement_and_attachment_stands_on_it(
    dry_parts: Parts, catalogue: Catalogue, tongue: str
) -> None:
    portal = create_portal(dry_parts)
    for definition in catalogue.services("zabrze"):
        made = content(_sheet(dry_parts, definition.code, tongue, portal=portal))
        paper = _signs(json.dumps(made, ensure_ascii=False))
        words = (text.in_(tongue).replace('"', '\\"') for text in _all_words(definition))
        assert [said for said in words if _signs(said) not in paper] == [], definition.code


@pytest.mark.slow
def test_a_paper_is_made_of_every_form(dry_parts: Parts, subtests: pytest.Subtests) -> None:
    portal = create_portal(dry_parts)
    for definition in dry_parts.catalogue.services("zabrze"):
        for tongue in turn(f"paper {definition.code}", LANGUAGES):
            with subtests.test(definition.code, tongue=tongue):
                made = blank_pdf(_sheet(dry_parts, definition.code, tongue, portal=portal))
                assert made.startswith(b"%PDF-")
                assert b"/StructTreeRoot" in made
                assert b"pdfuaid" in made


@needs_poppler
@pytest.mark.parametrize(
    ("service", "tongue", "said"),
    [
        (STAY, "pl", ("Kto się melduje", "ul. Powstańców Śląskich 5–7", "Podpis", "Tylko gdy")),
        ("alkohol-zezwolenie-sklep", "en", ("Signature", "Bring it to the office", "Only if")),
    ],
)
def test_it_is_a_tagged_pdf_that_a_reader_reads_in_its_order(
    dry: FlaskClient, tmp_path: Path, service: str, tongue: str, said: tuple[str, ...]
) -> None:
    answer = dry.get(f"/uslugi/{service}/druk.pdf?lang={tongue}")
    assert answer.status_code == 200
    assert answer.content_type == "application/pdf"
    assert b"/StructTreeRoot" in answer.data
    assert b"pdfuaid" in answer.data
    (tmp_path / "druk.pdf").write_bytes(answer.data)
    read = ["pdftotext", str(tmp_path / "druk.pdf"), "-"]
    paper = _signs(subprocess.run(read, capture_output=True, text=True, check=True).stdout)
    assert [words for words in said if _signs(words) not in paper] == []
    assert "DEMO" in paper


def test_the_card_leads_to_it_and_only_what_the_office_offers_is_printed(dry: FlaskClient) -> None:
    assert f'href="/uslugi/{STAY}/druk.pdf"' in dry.get(f"/uslugi/{STAY}").text
    assert dry.get("/uslugi/nie-ma-takiej/druk.pdf").status_code == 404


def test_each_office_names_its_own_address_and_a_real_one_no_demo(dry_parts: Parts) -> None:
    ours, theirs = _sheet(dry_parts, STAY), _sheet(dry_parts, STAY, office="gliwice")
    assert "ul. Powstańców Śląskich 5–7" in ours.hand_in[0]
    assert theirs.hand_in[0].startswith("Urząd Miejski w Gliwicach")
    assert "stronie urzędu" in theirs.hand_in[1]
    real = create_portal(replace(dry_parts, options=replace(dry_parts.options, demo=False))).test_client()
    with_demo, without = (
        client.get("/uslugi/informacja-publiczna-wniosek/druk.pdf").data
        for client in (create_portal(dry_parts).test_client(), real)
    )
    assert with_demo != without


def test_a_question_asked_and_needed_under_conditions_says_both(dry_parts: Parts) -> None:
    made = content(_sheet(dry_parts, "zaswiadczenie-o-niezaleganiu"))
    paper = _signs(json.dumps(made, ensure_ascii=False))
    asked = "Tylko gdy w „Do jakiej sprawy” zaznaczysz „Do innej sprawy, zapłacę”."
    needed = "Potrzebne, gdy w „Czy pełnomocnik to bliska rodzina?” zaznaczysz „Nie”."
    assert _signs(f"{asked} {needed}") in paper


def test_who_files_on_paper_reads_how_much_and_where_to_pay(dry_parts: Parts) -> None:
    office = dry_parts.catalogue.offices["zabrze"]
    poor = replace(dry_parts.catalogue, offices={"zabrze": replace(office, payees=())})
    ours = dict(_sheet(dry_parts, "zaswiadczenie-o-niezaleganiu").rows)
    assert ours["Ile zapłacisz"].startswith("21\N{NO-BREAK SPACE}zł. Za każdy egzemplarz.")
    assert ours["Numer rachunku"].startswith("30 0000 0000 0000 0000 0000 0017, Miasto Zabrze. DEMO: ")
    theirs = dict(_sheet(replace(dry_parts, catalogue=poor), "taxi-licencja").rows)
    assert theirs["Ile zapłacisz"].startswith("200\N{NO-BREAK SPACE}zł. To najniższa kwota.")
    assert "Nie znamy" in theirs["Numer rachunku"]
    assert "Numer rachunku" not in dict(_sheet(dry_parts, STAY).rows), "the stay itself costs nothing"


def test_a_paper_is_pressed_once_and_a_new_day_with_the_same_words_costs_nothing(dry_parts: Parts) -> None:
    sheet = _sheet(dry_parts, "informacja-publiczna-wniosek")
    kept = KeptPapers()
    first = kept.find("monday", lambda: sheet)
    assert kept.find("monday", lambda: pytest.fail("made again")) is first
    assert kept.find("tuesday", lambda: sheet) is first
    assert len(kept.lately) == 1


def test_who_asks_for_all_of_them_at_once_waits_and_what_is_there_is_still_handed_out(
    dry_parts: Parts,
) -> None:
    tiny = replace(_sheet(dry_parts, "informacja-publiczna-wniosek"), parts=(), files=())
    now = 1000.0
    kept = KeptPapers(clock=lambda: now)
    for number in range(MOST_A_MINUTE):
        kept.find(number, lambda number=number: replace(tiny, title=f"Druk {number}"))  # type: ignore[misc]  # bound now
    with pytest.raises(TooManyFresh):
        kept.find("more", lambda: replace(tiny, title="Jeszcze jeden"))
    assert kept.find(0, lambda: tiny)
    now += 61
    assert kept.find("more", lambda: replace(tiny, title="Jeszcze jeden"))


def test_papers_that_nobody_asks_for_make_room_for_others(
    dry_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny = replace(_sheet(dry_parts, "informacja-publiczna-wniosek"), parts=(), files=())
    kept = KeptPapers()
    first = kept.find("first", lambda: tiny)
    monkeypatch.setattr("portal.papers.kept_papers.MOST_KEPT", 2 * len(first) + 500)
    for name in ("second", "first", "third"):
        kept.find(name, lambda name=name: replace(tiny, title=name))  # type: ignore[misc]  # bound now
    assert kept.find("first", lambda: pytest.fail("asked for lately, and gone")) is first
    assert list(kept.named) == ["first", "third"]


def test_the_page_says_to_come_again_when_the_press_is_busy(dry_parts: Parts) -> None:
    app = create_portal(dry_parts)
    kept = KeptPapers()
    kept.lately.extend([kept.clock()] * MOST_A_MINUTE)
    app.extensions["okienko_papers"] = kept
    answer = app.test_client().get(f"/uslugi/{STAY}/druk.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
