"""What a form could not carry is refused where it is written; what is shipped carries all of its own."""

import re
from pathlib import Path

import pytest

import pages
import portal
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check, questions_of
from forms_catalog.designing.document import Document, at, copy_of, document_of
from forms_catalog.designing.edits import add
from forms_catalog.designing.form_files import from_yaml, to_yaml
from forms_catalog.designing.sound import MOST_QUESTIONS, RESERVED, unsound

INFO = "informacja-publiczna-wniosek"
WORDS = {"pl": "Nowe", "en": "New", "uk": "Нове"}
ROWS = {
    "kind": "rows", "max": 3, "one": WORDS, "add": WORDS, "save": WORDS, "row_title": ["a"],
    "fields": [{"name": "a", "kind": "string", "label": WORDS}],
}  # fmt: skip


def choice(value: str) -> Document:
    return {"kind": "enum", "choices": [{"value": value, "label": WORDS}]}


#: what is asked → where it is named
QUESTIONS: tuple[tuple[Document, str], ...] = (
    (choice("a'b"), "choices[0].value"),
    (choice("x' or true() or '"), "choices[0].value"),
    (choice("a\nb"), "choices[0].value"),
    (choice(""), "choices[0].value"),
    ({"kind": "string", "label": {**WORDS, "en": "a\u202eb"}}, "label.en"),
    ({"kind": "string", "min_length": -5}, "min_length"),
    ({"kind": "string", "max_length": 10**9}, "max_length"),
    ({"kind": "date", "days_back": 10**12}, "days_back"),
    ({"kind": "date", "days_back": 800_000}, "days_back"),
    ({"kind": "year", "years_ahead": 10**9}, "years_ahead"),
    ({"kind": "decimal", "places": -3}, "places"),
    ({"kind": "decimal", "maximum": "1e999999"}, "maximum"),
    ({"kind": "string", "name": "office"}, "name"),
    ({**ROWS, "min": -3}, "min"),
    ({**ROWS, "title": {**WORDS, "pl": "{a"}}, "title.pl"),
    ({**ROWS, "title": {**WORDS, "uk": "a}"}}, "title.uk"),
)
#: place and what stands there → where it is named
FORM: tuple[tuple[str, str, object], ...] = (
    ("office_deadline", "days", 10**12),
    ("office_deadline", "months", 10**6),
    ("office_deadline", "internal_sla_days", -1),
    ("fee", "amount_pln", "-5"),
    ("file_plan", "class_dev", "Dłużnik Kowalski"),
    ("signature", "levels", []),
    ("card", "minutes", 0),
)


@pytest.fixture
def document(catalogue: Catalogue) -> Document:
    form = catalogue.service(INFO)
    assert form is not None
    return document_of(form)


def test_every_shipped_form_is_sound(catalogue: Catalogue) -> None:
    documents = {key: document_of(form) for key, form in catalogue.definitions.items()}
    wrong = {key: [*unsound(one, tuple(questions_of(one)))] for key, one in documents.items()}
    assert not any(wrong.values()), {key: faults[:3] for key, faults in wrong.items() if faults}


@pytest.mark.parametrize(("asked", "place"), QUESTIONS)
def test_a_question_that_would_stop_every_filing_is_refused(
    catalogue: Catalogue, document: Document, asked: Document, place: str
) -> None:
    number = len(at(document, ("sections", 0))["fields"])  # type: ignore[arg-type]  # a list of questions
    spoiled = add(document, ("sections", 0), "fields", {"name": "nowe", "label": WORDS} | asked)
    checked = check(spoiled, catalogue)
    assert f"sections[0].fields[{number}].{place}" in {fault.path for fault in checked.faults}
    assert not checked.good


@pytest.mark.parametrize(("part", "key", "value"), FORM)
def test_a_form_that_would_stop_every_filing_is_refused(
    catalogue: Catalogue, document: Document, part: str, key: str, value: object
) -> None:
    at(document, (part,))[key] = value
    assert [fault.path for fault in check(document, catalogue).faults] == [f"{part}.{key}"]


def test_more_questions_than_any_form_has_are_not_even_read(document: Document) -> None:
    many = copy_of(document)
    fields = at(many, ("sections", 0))["fields"]
    assert isinstance(fields, list)
    fields += [{"name": f"a{number}"} for number in range(MOST_QUESTIONS)]
    read, faults = from_yaml(to_yaml(many).encode(), "a.yaml", blocks={})
    assert read is None
    assert "at most 500 questions" in str(faults[0])


def test_no_question_takes_the_name_of_an_input_of_its_page() -> None:
    folders = [Path(room.__path__[0]) / "templates" / "filing" for room in (pages, portal)]
    there = {
        name
        for folder in folders
        for page in folder.glob("*.html")
        if page.name != "later.html"  # no questions stand there
        for name in re.findall(
            r'<(?:input|button|select|textarea)[^>]* name="([a-z_]+)"', page.read_text("utf-8")
        )
    }
    assert there <= RESERVED
