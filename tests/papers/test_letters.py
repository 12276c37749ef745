"""Letters of the office: what they say, what cannot be written, and that hostile words stay words."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.desk.letter_templates.template import FACTS, Template, TemplateBroken, read_template, templates
from casework.desk.letters import LetterFacts, LetterTooLong, UnknownPlaceholder, make_letter
from casework.desk.steps import WrongInput
from casework.papers.letter import MOST_PAGES, pages
from casework.papers.writing import bound
from forms_catalog.catalogue import Catalogue

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext (poppler) is not on this machine: nothing is read back",
)
APPEAL = "W ciągu 14 dni złóż odwołanie."
#: words that are enough for each template
WORDS = {
    "call": {"missing": "Brakuje powierzchni piwnicy.", "due_on": "2026-12-07"},
    "decision": {"basis": "art. 21 § 3", "ruling": "Określam", "text": "Bo tak ustalono.", "appeal": APPEAL},
    "certificate": {"text": "nie zalega w podatkach"},
    "acceptance": {},
    "information": {"text": "Odpowiadamy."},
    "new_term": {"reason": "Czekamy na opinię biegłego.", "due_on": "2027-01-15"},
    "left_unexamined": {"missing": "Brakuje podpisu.", "due_on": "2026-11-23"},
    "certificate_refused": {"refused": "o niezaleganiu", "text": "Zalegasz z podatkiem."},
    "other": {"subject": "Oględziny", "text": "Przyjdziemy 3 grudnia."},
}
LONG = "Zdanie, które ma kilka słów i się kończy.\n"


@pytest.fixture
def facts(catalogue: Catalogue) -> LetterFacts:
    return LetterFacts(
        office=catalogue.offices["zabrze"],
        department="tax_assessment",
        procedure="op",
        service="Deklaracja na podatek od nieruchomości (DN-1)",
        register_number="RPW/51877/2026",
        case_sign="PO.3120.18.2026",
        addressee="Przykładowa Spółka z o.o.",
        filed_on=date(2026, 11, 20),
        on=date(2026, 11, 24),
        clerk="Anna Fikcyjna",
        clerk_post="podinspektor",
        demo=True,
    )


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], str]:
    """The letter as a person reads it, on one line."""

    def said(pdf: bytes) -> str:
        path = tmp_path / "pismo.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return re.sub(r"\s+", " ", text.stdout)

    return said


def _file(tmp_path: Path, body: str, more: str = "") -> Path:
    path = tmp_path / "nowe.yaml"
    head = "name: nowe\nversion: 1\nkind: other\ntitle: {pl: Pismo, en: Letter}\nstanding: test\n"
    asks = "asks:\n  - {name: text, label: {pl: Treść, en: Words}, kind: text}\n"
    path.write_text(f"{head}{asks}{more}body:\n  - {{text: '{body}'}}\n", encoding="utf-8")
    return path


def test_the_office_has_a_template_of_every_kind() -> None:
    assert {template.kind for template in templates().values()} == {
        "call",
        "decision",
        "certificate",
        "acceptance",
        "information",
        "other",
    }
    assert all(name == template.name for name, template in templates().items())
    assert set(WORDS) == set(templates())


@needs_poppler
@pytest.mark.parametrize("name", sorted(WORDS))
def test_every_letter_has_head_sign_date_addressee_signature_and_demo_on_its_face(
    name: str, facts: LetterFacts, read: Callable[[bytes], str]
) -> None:
    said = read(make_letter(templates()[name], facts, WORDS[name]))
    for words in (
        "Urząd Miejski w Zabrzu",
        "Wydział Podatków i Opłat Lokalnych",
        "PO.3120.18.2026",
        "RPW/51877/2026",
        "Zabrze, 24 listopada 2026",
        "Przykładowa Spółka z o.o.",
        "Anna Fikcyjna podinspektor",
        "DEMO",
        "strona 1 / 1",
    ):
        assert words in said
    assert templates()[name].title.pl in said
    assert "{" not in said


@needs_poppler
def test_a_real_letter_does_not_say_demo(facts: LetterFacts, read: Callable[[bytes], str]) -> None:
    assert "DEMO" not in read(make_letter(templates()["other"], replace(facts, demo=False), WORDS["other"]))


@needs_poppler
@pytest.mark.parametrize(
    ("procedure", "basis"), [("kpa", "art. 64 § 2 Kodeksu"), ("op", "art. 169 § 1 Ordynacji")]
)
def test_a_call_names_the_article_of_its_procedure_and_the_day(
    procedure: str, basis: str, facts: LetterFacts, read: Callable[[bytes], str]
) -> None:
    said = read(make_letter(templates()["call"], replace(facts, procedure=procedure), WORDS["call"]))
    assert basis in said
    assert "7 grudnia 2026 (poniedziałek)" in said
    assert "Brakuje powierzchni piwnicy." in said


@needs_poppler
def test_a_decision_has_the_parts_that_the_code_demands(
    facts: LetterFacts, read: Callable[[bytes], str]
) -> None:
    """KPA art. 107 § 1."""
    said = read(make_letter(templates()["decision"], facts, WORDS["decision"]))
    parts = ("Prezydent Miasta", "Strona:", "Podstawa prawna", "Rozstrzygnięcie", "Uzasadnienie", "Pouczenie")
    places = [said.index(part) for part in (*parts, APPEAL, "Anna Fikcyjna")]
    assert places == sorted(places)
    for missing in ("ruling", "basis", "text", "appeal"):
        words = {**WORDS["decision"], missing: " \n"}
        with pytest.raises(WrongInput) as refused:
            make_letter(templates()["decision"], facts, words)
        assert refused.value.field == missing


@needs_poppler
@pytest.mark.parametrize(
    "hostile",
    [
        '#set text(red) #read("/etc/passwd") $x^2$ @ref <b>',
        "{authority} {unknown} {{x}} }{",
        "\\ * _ ` ~ // /* */ = - + 1.",
        '"; #import "@preview/x:0.1.0": *',
    ],
)
def test_hostile_words_stay_words(hostile: str, facts: LetterFacts, read: Callable[[bytes], str]) -> None:
    words = {"subject": hostile, "text": f"{hostile}\n\nkoniec"}
    pdf = make_letter(templates()["other"], replace(facts, addressee=hostile, clerk=hostile), words)
    said = read(pdf).replace(" ", "")
    assert said.count(hostile.replace(" ", "")) == 4
    assert "koniec" in said


@needs_poppler
def test_signs_that_nobody_can_print_become_a_box(facts: LetterFacts, read: Callable[[bytes], str]) -> None:
    said = read(make_letter(templates()["information"], facts, {"text": "przed \u202e\ufffe😀 po \x00\x07"}))
    assert "przed □□□ po" in said


def test_a_word_without_end_and_thousands_of_empty_lines_are_printed(facts: LetterFacts) -> None:
    assert pages(make_letter(templates()["information"], facts, {"text": "x" * 20_000})) < 10
    assert pages(make_letter(templates()["information"], facts, {"text": "a" + " \n" * 3000 + "b"})) == 1


@pytest.mark.slow
def test_a_hundred_pages_are_made_and_more_are_refused(facts: LetterFacts) -> None:
    assert 60 < pages(make_letter(templates()["information"], facts, {"text": LONG * 4000})) <= MOST_PAGES
    with pytest.raises(LetterTooLong):
        make_letter(templates()["information"], facts, {"text": LONG * 5600})


def test_a_letter_much_too_long_is_refused_before_anything_is_made(facts: LetterFacts) -> None:
    with pytest.raises(LetterTooLong) as refused:
        make_letter(templates()["information"], facts, {"text": LONG * 20_000})
    assert refused.value.field == "text"
    assert refused.value.values == {"limit": str(MOST_PAGES)}


def test_words_for_a_place_that_is_not_there_are_named(facts: LetterFacts) -> None:
    with pytest.raises(UnknownPlaceholder) as refused:
        make_letter(templates()["other"], facts, {**WORDS["other"], "kwota": "5"})
    assert refused.value.field == "kwota"


@pytest.mark.parametrize("day", ["", "7 grudnia", "2026-02-30"])
def test_a_day_that_is_none_is_named(day: str, facts: LetterFacts) -> None:
    with pytest.raises(WrongInput) as refused:
        make_letter(templates()["call"], facts, {"missing": "x", "due_on": day})
    assert refused.value.field == "due_on"


def test_a_certificate_is_not_for_public_information(facts: LetterFacts) -> None:
    with pytest.raises(WrongInput):
        make_letter(templates()["certificate"], replace(facts, procedure="udip"), WORDS["certificate"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Dla {adressee}", "{adressee}"),
        ("Dla {text", "{text"),
        ("Dla text}", "Dla text}"),
        ("Dla { text }", "{ text }"),
        ("Dla {} i {text}", "{}"),
        ("{Text}", "{Text}"),
    ],
)
def test_a_broken_place_of_a_template_is_named_before_any_letter(
    body: str, place: str, tmp_path: Path
) -> None:
    with pytest.raises(TemplateBroken, match="nowe") as broken:
        read_template(_file(tmp_path, body))
    assert broken.value.place == place


def test_a_template_in_memory_is_checked_too(facts: LetterFacts) -> None:
    good = templates()["other"]
    broken = replace(good, body=(replace(good.body[0], text="{nobody}"),))
    with pytest.raises(TemplateBroken):
        make_letter(broken, facts, WORDS["other"])


@pytest.mark.parametrize("more", ["colour: red\n", "wording: {op: [x]}\n", "asks: []\n"])
def test_a_template_of_another_shape_is_named(more: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateBroken, match=r"nowe\.yaml"):
        read_template(_file(tmp_path, "x", more))


def test_every_fact_may_stand_in_a_template(tmp_path: Path, facts: LetterFacts) -> None:
    template: Template = read_template(_file(tmp_path, " ".join(f"{{{fact}}}" for fact in FACTS)))
    assert make_letter(template, facts, {"text": "x"}).startswith(b"%PDF")


def test_no_line_of_a_letter_ends_in_a_paragraph_sign_or_a_number() -> None:
    said = bound("Na podstawie art. 169 § 1 i § 4 oraz ust. 2 pkt 3 w ciągu 7 dni, nr 12 z 2026 roku.")
    held = said.replace("\N{NO-BREAK SPACE}", "_")
    assert held == "Na podstawie art._169_§_1 i_§_4 oraz ust._2 pkt_3 w_ciągu 7_dni, nr_12 z_2026_roku."
