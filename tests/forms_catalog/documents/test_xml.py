from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from forms_catalog.calculation import Calculation, Line
from forms_catalog.documents.xml import AttachedFile, Envelope, NotOurDocument, from_xml, to_xml
from forms_catalog.documents.xsd import check
from forms_catalog.facts.rates import Rate
from forms_catalog.texts import Text
from tests.strategies.small_forms import ENVELOPE, every_answer, every_kind, field, form


def say(words: str) -> Text:
    return Text(pl=words, en=f"{words} (en)")


RATE = Rate(
    table="property_tax",
    key="land.business_m2",
    value=Decimal("1.45"),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    office=None,
    standing="verified",
    source=say("M.P. 2025"),
)
CALCULATION = Calculation(
    name="property_tax@1",
    title=say("Podatek"),
    lines=(
        Line(say("Grunt 1"), say("1 250,00 m² × 1,45 zł"), Decimal("1812.50"), RATE, pointer="/rows/0"),
        Line(say("Grunt 2"), say("brak stawki"), None, missing=say("Nie znamy stawki na 2027 r.")),
    ),
    exact=Decimal("1812.50"),
    total=Decimal(1813),
    total_label=say("Razem"),
    rounding=say("do pełnych złotych (art. 63 § 1 OP)"),
    note=say("Stawka maksymalna"),
    computed={"/a_computed": Decimal("1813"), "/rows/0/group/inner/1/a_computed": Decimal("0.50")},
)


def test_answers_of_every_kind_come_back_from_the_document_as_they_went_in() -> None:
    document = to_xml(every_kind(), every_answer(), ENVELOPE, [CALCULATION])
    check(every_kind(), document)
    assert from_xml(every_kind(), document) == every_answer()


def test_the_bytes_are_canonical_already() -> None:
    document = to_xml(every_kind(), every_answer(), ENVELOPE, [CALCULATION])
    assert etree.tostring(etree.fromstring(document), method="c14n", exclusive=True) == document
    assert document == to_xml(every_kind(), every_answer(), ENVELOPE, [CALCULATION])


def test_carriage_returns_and_tabs_in_names_stay_what_they_were() -> None:
    notes, title = form(field("text")), "a\r\nb\rc\td "
    file = AttachedFile("a", "x\ty\rz\n.pdf", "application/pdf", 1, "a" * 64)
    document = to_xml(
        notes, {"a_text": title}, Envelope("1", ENVELOPE.created_at, "en", "z", "Z", "P", (file,)), []
    )
    assert from_xml(notes, document) == {"a_text": title}
    assert etree.tostring(etree.fromstring(document), method="c14n", exclusive=True) == document


def test_a_clerk_reads_amounts_rates_and_files_in_the_document() -> None:
    text = to_xml(every_kind(), every_answer(), ENVELOPE, [CALCULATION]).decode()
    assert "<a_computed>1813</a_computed>" in text
    assert "<Wiersz><a_int>1</a_int></Wiersz><Wiersz><a_computed>0.50</a_computed></Wiersz>" in text
    assert '<Pozycja odpowiedz="/rows/0"><Opis>Grunt 1</Opis>' in text
    assert "<Kwota>1812.50</Kwota>" in text
    assert "<Brak>Nie znamy stawki na 2027 r.</Brak>" in text
    assert 'tabela="property_tax" waznaDo="2026-12-31" waznaOd="2026-01-01"' in text
    assert "<Suma>1813</Suma><OpisSumy>Razem</OpisSumy>" in text
    assert f"<Rozmiar>51200</Rozmiar><SkrotSHA256>{'a' * 64}</SkrotSHA256>" in text


def test_a_document_in_english_says_its_sums_in_english() -> None:
    english = Envelope("1", ENVELOPE.created_at, "en", "zabrze", "Z", "P")
    assert b"<Opis>Grunt 1 (en)</Opis>" in to_xml(every_kind(), every_answer(), english, [CALCULATION])


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_a_sign_that_xml_cannot_hold_is_refused_not_written(sign: str) -> None:
    with pytest.raises(ValueError, match=r"U\+"):
        to_xml(form(field("text")), {"a_text": f"a{sign}b"}, ENVELOPE, [])


@pytest.mark.parametrize(
    "answers",
    [
        {"a_int": "5"},
        {"a_int": True},
        {"a_bool": "true"},
        {"a_text": 5},
        {"a_text": {"a": "b"}},
        {"rows": {"a_int": 1}},
        {"rows": ["a"]},
        {"rows": [{"b": 1}]},
        {"unknown": "x"},
        {"a_computed": "5.00"},
    ],
)
def test_answers_the_judge_never_saw_are_refused(answers: dict[str, object]) -> None:
    names = {"one": say("a"), "add": say("a"), "save": say("a"), "row_title": ["a_int"]}
    rows = field("rows", "rows", max=3, fields=[field("int")], **names)
    odd = form(field("int"), field("bool"), field("text"), field("computed"), rows)
    with pytest.raises(ValueError, match=r"answers to no question|holds a"):
        to_xml(odd, answers, ENVELOPE, [])  # type: ignore[arg-type]  # wrong on purpose


HEAD = '<Dokument xmlns="urn:okienko:formularz:proba:1"><TrescDokumentu><Odpowiedzi>'
TAIL = "</Odpowiedzi></TrescDokumentu></Dokument>"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\x00",
        b"not xml",
        b"<Dokument/>",
        b'<Dokument xmlns="urn:okienko:formularz:proba:2"/>',
        b'<Dokument xmlns="urn:okienko:formularz:proba:1"/>',
        f"<!DOCTYPE Dokument []>{HEAD}{TAIL}".encode(),
        f'<!DOCTYPE D [<!ENTITY a "b">]>{HEAD}<a_text>&a;</a_text>{TAIL}'.encode(),
        f'<!DOCTYPE D [<!ENTITY a SYSTEM "file:///etc/hostname">]>{HEAD}<a_text>&a;</a_text>{TAIL}'.encode(),
        f"{HEAD}<a_text>12<!-- -->34</a_text>{TAIL}".encode(),
        f"{HEAD}<a_text>12<?x y?>34</a_text>{TAIL}".encode(),
        f"<!-- before -->{HEAD}{TAIL}".encode(),
        f"{HEAD}<a_text>1</a_text><a_text>2</a_text>{TAIL}".encode(),
        f"{HEAD}<unknown>1</unknown>{TAIL}".encode(),
        f"{HEAD}loose text{TAIL}".encode(),
        f"{HEAD}<a_text><b/></a_text>{TAIL}".encode(),
        f"{HEAD}<a_int>1.5</a_int>{TAIL}".encode(),
        f"{HEAD}<a_int>{'9' * 5000}</a_int>{TAIL}".encode(),
        f"{HEAD}<a_bool>1</a_bool>{TAIL}".encode(),
        f"{HEAD}{'<a_text>' * 100_000}{TAIL}".encode(),
    ],
)
def test_foreign_and_hostile_documents_are_refused(document: bytes) -> None:
    with pytest.raises(NotOurDocument):
        from_xml(form(field("text"), field("int"), field("bool")), document)


def test_an_indented_copy_gives_the_same_answers() -> None:
    root = etree.fromstring(to_xml(every_kind(), every_answer(), ENVELOPE, [CALCULATION]))
    etree.indent(root)
    assert from_xml(every_kind(), etree.tostring(root)) == every_answer()
