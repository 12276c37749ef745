"""Whatever an office writes into its form is text: on pages, papers, in documents and style sheets."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, document_of
from forms_catalog.designing.form_files import to_yaml
from forms_catalog.documents.xsd import check as check_document
from forms_catalog.documents.xsl import view
from forms_catalog.own import numbered
from portal.parts import Parts
from tests.portal.filing.filling import INFORMATION, example_of, fill_in
from tests.portal.filing.taken_up import portal_with
from tests.portal.filing.visitor import Visitor

#: markup, templates of Jinja, of %, of {} and of typst, entities, quotes
SLY = (
    "<script>alert(1)</script>{{ 7 * 7 }}%(x)s %s {y} #sys.inputs $x$ &lt; ]]>"
    """ "'` @title@ <!-- @answers@ -->"""
)


def _texts(piece: object) -> Iterator[dict[str, object]]:
    if isinstance(piece, dict):
        if "pl" in piece and "en" in piece and isinstance(piece["pl"], str):
            yield piece
        for value in piece.values():
            yield from _texts(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from _texts(value)


@pytest.fixture
def app(parts: Parts, catalogue: Catalogue, sessions: sessionmaker[Session]) -> Flask:
    """Zabrze has written such things into every text of a form."""
    form = catalogue.service(INFORMATION)
    assert form is not None
    document: Document = document_of(form)
    for text in _texts(document):
        for language in text:
            text[language] = f"{SLY} {text[language]}"
    checked = check(document, catalogue)
    assert checked.definition is not None, checked.faults[:3]
    made = numbered(checked.definition, 1001)
    return portal_with(parts, sessions, made, based_on=1, file=to_yaml(document))


def _is_text(page: str, where: str) -> None:
    assert "alert(1)" in page, where
    assert "<script" not in page, where
    assert "49%(x)s" not in page, f"{where}: it was counted"


@pytest.mark.slow
def test_what_an_office_writes_is_text_wherever_it_is_shown(
    app: Flask, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    visitor = Visitor(app.test_client())
    for language in ("pl", "uk"):
        for where in ("", "/formularz", "/dane-osobowe"):
            place = f"/uslugi/{INFORMATION}{where}?lang={language}"
            _is_text(visitor.client.get(place).text, place)
    blank = visitor.client.get(f"/uslugi/{INFORMATION}/druk.pdf")
    assert blank.status_code == 200 and blank.data.startswith(b"%PDF")
    fill_in(visitor.open("/?lang=pl"), INFORMATION, example_of(catalogue, INFORMATION))
    _is_text(str(visitor.answer and visitor.answer.text), "check page")
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/"), visitor.text[:500]
    _is_text(str(visitor.answer and visitor.answer.text), "receipt")
    sheet = visitor.client.get(f"{visitor.path}.pdf?{visitor.answer.request.query_string.decode()}")  # type: ignore[union-attr]  # it was just read
    assert sheet.status_code == 200 and sheet.data.startswith(b"%PDF")
    offered = app.extensions["okienko"].catalogue.of_office("zabrze")
    form = offered.service(INFORMATION)
    with sessions() as session:
        document = session.execute(select(tables.Submission.document)).scalar_one()
    _is_text(view(form, document, offered).decode(), "style sheet")
    check_document(form, document)
