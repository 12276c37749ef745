"""A document that was kept is read in twenty years with nothing but its style sheet."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lxml import etree

from forms_catalog.answers import Value
from forms_catalog.calculate import calculate
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import say
from forms_catalog.documents.xml import AttachedFile, Envelope, namespace, to_xml, top_fields
from forms_catalog.documents.xsl import view, xsl
from forms_catalog.judging.cleaning import asked_only
from forms_catalog.model import AnyField, GroupField, RowsField
from forms_catalog.samples import samples
from forms_catalog.wording import say_money
from tests.strategies.small_forms import every_answer, every_kind

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FILE = AttachedFile("power_of_attorney", "pełnomocnictwo <1>.pdf", "application/pdf", 1234, "ab" * 32)
NOTHING = etree.XSLTAccessControl(
    **dict.fromkeys(("read_file", "write_file", "create_dir", "read_network", "write_network"), False)
)


def _view(sheet: bytes, document: bytes) -> str:
    """What a person reads of the page that an XSLT 1.0 processor without any access makes."""
    transform = etree.XSLT(etree.fromstring(sheet), access_control=NOTHING)
    page = transform(etree.fromstring(document))
    read = etree.fromstring(etree.tostring(page, method="xml")).find("body")
    assert read is not None
    return _plain(" ".join(str(text) for text in read.itertext()))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _said(fields: Sequence[AnyField], answers: object, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Label and words of each single answer."""
    given: dict[str, Value] = answers if isinstance(answers, dict) else {}
    for field in fields:
        value = given.get(field.name)
        if isinstance(field, GroupField):
            yield from _said(field.fields, value, catalogue)
        elif isinstance(field, RowsField):
            for row in value if isinstance(value, list) else []:
                yield from _said(field.fields, row, catalogue)
        elif value is not None:
            yield _plain(field.label.pl), _plain(say(field, value, catalogue=catalogue, language="pl"))


def test_every_sample_of_every_form_can_be_read_from_its_xml_alone(catalogue: Catalogue) -> None:
    faults: list[str] = []
    for form in catalogue.services():
        sheet = xsl(form, catalogue)
        for name, sample in samples(form, catalogue=catalogue, today=NOW.date()).items():
            asked = asked_only(form, sample.answers)
            sums = calculate(form, asked, catalogue=catalogue, office="zabrze", today=NOW.date())
            around = Envelope("0b1f", NOW, "pl", "zabrze", "Urząd Miejski", "Prezydent", (FILE,))
            view = _view(sheet, to_xml(form, asked, around, sums))
            expected = [one for pair in _said(top_fields(form), asked, catalogue) for one in pair]
            expected += [_plain(form.title.pl), "Urząd Miejski", FILE.filename, FILE.sha256]
            expected += [_plain(say_money(one.total, "pl")) for one in sums if one.total is not None]
            expected += [_plain(line.label.pl) for one in sums for line in one.lines]
            faults += [f"{form.code} {name}: {one!r}" for one in dict.fromkeys(expected) if one not in view]
    assert not faults, "\n".join(faults[:40])


def test_the_sheet_stands_alone_and_runs_nothing(catalogue: Catalogue) -> None:
    forbidden = re.compile(
        r"document\(|xsl:(import|include|message)|disable-output-escaping|<script|javascript|"
        r"https?://(?!www\.w3\.org/1999/XSL/Transform)|url\(|\bon[a-z]+=|<!DOCTYPE|<!ENTITY|extension-element"
    )
    for form in catalogue.services():
        sheet = xsl(form, catalogue).decode()
        assert not forbidden.search(sheet), (form.code, forbidden.search(sheet))
        assert f'xmlns:f="{namespace(form)}"' in sheet
        assert "<!-- @" not in sheet


def test_what_was_typed_is_text_and_never_markup(catalogue: Catalogue) -> None:
    form = every_kind()
    evil = "<script>alert(1)</script> &amp; {0}"
    answers = {**every_answer(), "a_text": evil}
    document = to_xml(form, answers, Envelope("1", NOW, "pl", "zabrze", "Urząd", "Prezydent"), [])
    transform = etree.XSLT(etree.fromstring(xsl(form, catalogue)), access_control=NOTHING)
    page = bytes(transform(etree.fromstring(document)))
    assert b"<script" not in page
    assert view(form, document, catalogue) == page
    assert evil in _view(xsl(form, catalogue), document)
