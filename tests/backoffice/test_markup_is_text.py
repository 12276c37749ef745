"""Templates and markup typed into every field stay text: on pages, in letters and on paper."""

import re
import shutil
import subprocess

import pytest
from flask.testing import FlaskClient

from casework.desk.calls import shortest_term
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample
from tests.backoffice.at_work import POST, Office, day
from tests.portal.filing.filling import example_of, fill_in
from tests.portal.filing.visitor import Visitor

WAYS = ("{{%s}}", "${%s}", "#{%s}", "<%%= %s %%>", "{%%print(%s)%%}", "[[%s]]")
SUM = " ".join(way % "91*19173" for way in WAYS)
PRODUCT = str(91 * 19173)
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"
TYPED = f"{SUM} {MARKUP}"
CASE = re.compile(r"/sprawy/([0-9a-f-]{36})\?")
RUNS = re.compile(r"<(?:script|svg/|img src=x)", re.IGNORECASE)


def _only_text(page: str, where: str) -> None:
    assert PRODUCT not in page, f"{where} calculated"
    assert not RUNS.search(page), f"{where}: markup"


@pytest.fixture
def request_for_information(catalogue: Catalogue) -> Sample:
    sample = example_of(catalogue, "informacja-publiczna-wniosek", "paper")
    typed = {
        name: f"{value[:40]} {TYPED}"
        if name in ("request_text", "processed_info_interest", "requester_name")
        else value
        for name, value in sample.answers.items()
        if isinstance(value, str)
    }
    return Sample(sample.name, {**sample.answers, **typed}, ())


def test_what_residents_type_is_never_carried_out(
    client: FlaskClient, request_for_information: Sample, work: Office
) -> None:
    visitor = fill_in(Visitor(client), "informacja-publiczna-wniosek", request_for_information)
    _only_text(visitor.answer.get_data(as_text=True), "check page")  # type: ignore[union-attr]  # it was opened
    assert "{{91*19173}}" in visitor.text
    visitor.press("Złóż")
    links = {str(link.get("href")).partition("#")[0] for link in visitor.page.iter("a")}
    for link in (one for one in links if one.startswith(("/sprawy/", "/upo/"))):
        _only_text(client.get(link).get_data().decode(errors="replace"), link)
    case = next(found[1] for one in links if (found := CASE.match(one)))
    page = work.anna.get(f"/sprawy/{case}").text
    _only_text(page, "the case at the desk")
    assert "{{91*19173}}" in page
    _only_text(work.anna.get("/sprawy?widok=unassigned").text, "queue")
    _only_text(work.anna.get("/sprawy/szukaj", query_string={"q": TYPED}).text, "search")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine")
def test_what_clerks_type_is_never_carried_out(work: Office) -> None:
    case = work.taken()
    work.step(work.anna, case, "notatka", text=TYPED)
    words = {"missing": TYPED, "clerk_post": POST, **day("due_on", shortest_term(work.today))}
    shown = work.step(work.anna, case, "wezwij", do="preview", **words)
    _only_text(shown.text, "letter")
    assert "{{91*19173}}" in shown.text
    assert work.send_letter(work.anna, case, "wezwij", **words).status_code == 303
    _only_text(work.anna.get(f"/sprawy/{case}").text, "case")
    (letter,) = work.letters(case)
    printed = work.anna.get(f"/sprawy/{case}/pisma/{letter.id}.pdf").data
    read = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True).stdout
    assert b"{{91*19173}}" in read
    assert PRODUCT.encode() not in read
