"""An office's own changes are laid over a newer shipped form; where both changed one, somebody decides."""

import pytest

from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, at, document_of, items
from forms_catalog.designing.edits import add, change, move, remove
from forms_catalog.designing.merging import NOTHING, merge

INFO = "informacja-publiczna-wniosek"
QUESTION = ("sections", 0, "fields", 0)
FORM = ("sections", 0, "fields", 1)
NAME = ("sections", 2, "fields", 0)


def words(pl: str) -> Document:
    return {"pl": pl, "en": pl, "uk": pl}


def question(name: str) -> Document:
    return {"name": name, "kind": "string", "label": words(name)}


@pytest.fixture
def base(catalogue: Catalogue) -> Document:
    form = catalogue.service(INFO)
    assert form is not None
    return document_of(form)


def names(document: Document, section: int = 0) -> list[object]:
    return [one["name"] for one in items(at(document, ("sections", section)), "fields")]


def test_what_lies_apart_is_put_together_and_reads_as_a_form(base: Document, catalogue: Catalogue) -> None:
    ours = change(base, QUESTION, {"label": words("Nasze pytanie")})
    ours = add(ours, ("sections", 0), "fields", question("ours"))
    ours = remove(ours, (*FORM, "choices", 3))
    ours = change(ours, (), {"keywords": [*base["keywords"], "nasze słowo"]})  # type: ignore[misc]  # a list
    theirs = change(base, QUESTION, {"max_length": 500}) | {"version": 2}
    theirs = add(theirs, ("sections", 0), "fields", question("theirs"))
    theirs = change(theirs, NAME, {"required": True})
    theirs = change(theirs, (*FORM, "choices", 0), {"label": words("Mailem")})
    made = merge(base, ours, theirs)
    assert made.clashes == []
    document = made.document
    assert document["version"] == 2
    asked = at(document, QUESTION)
    assert (asked["label"], asked["max_length"]) == (words("Nasze pytanie"), 500)
    assert names(document)[-2:] == ["ours", "theirs"] or names(document)[-2:] == ["theirs", "ours"]
    assert at(document, NAME)["required"] is True
    choices = items(at(document, FORM), "choices")
    assert [one["value"] for one in choices] == ["email_file", "portal", "copy_paper", "data_carrier"]
    assert choices[0]["label"] == words("Mailem")
    keywords = document["keywords"]
    assert isinstance(keywords, list) and keywords[-1] == "nasze słowo"
    assert check(document, catalogue).faults == ()


def test_what_both_changed_is_decided_by_somebody(base: Document) -> None:
    ours = change(base, QUESTION, {"label": words("Nasze"), "max_length": 300})
    ours = remove(ours, NAME)
    theirs = change(base, QUESTION, {"label": words("Wspólne"), "max_length": 300})
    theirs = change(theirs, NAME, {"max_length": 100})
    made = merge(base, ours, theirs)
    assert [(one.id, one.ours, one.theirs is NOTHING) for one in made.clashes] == [
        ("sections/request/fields/request_text/label", words("Nasze"), False),
        ("sections/requester/fields/requester_name", NOTHING, False),
    ]
    assert made.open == made.clashes
    assert at(made.document, QUESTION)["label"] == words("Wspólne"), "until then the shipped words stand"
    decided = merge(base, ours, theirs, {one.id: "ours" for one in made.clashes})
    assert decided.open == [] and len(decided.clashes) == 2
    assert at(decided.document, QUESTION)["label"] == words("Nasze")
    assert names(decided.document, 2) == []


def test_an_order_that_only_the_office_changed_stays_and_new_pieces_come_where_they_stood(
    base: Document,
) -> None:
    ours = move(base, QUESTION, 1)[0]
    theirs = add(base, ("sections", 0), "fields", question("theirs"))
    assert names(merge(base, ours, theirs).document) == [*names(ours), "theirs"]
    both = move(base, FORM, 1)[0]
    assert names(merge(base, ours, both).document) == names(both), "of two orders the shipped one counts"


def test_nothing_of_ours_changed_is_the_shipped_form_and_the_other_way_round(base: Document) -> None:
    changed = add(change(base, QUESTION, {"label": words("Inne")}), ("sections", 0), "fields", question("x"))
    assert merge(base, base, changed).document == changed
    assert merge(base, changed, base).document == changed
    assert merge(base, changed, changed).document == changed
