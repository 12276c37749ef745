"""A pattern that an answer could keep the program busy with is refused where forms are loaded and written."""

import re
from pathlib import Path

import pytest

from forms_catalog.catalogue import Catalogue, DefinitionError, load
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, document_of
from forms_catalog.designing.edits import add
from forms_catalog.loading.patterns import wrong_pattern

SMALL = "wszystkie-rodzaje"


@pytest.mark.parametrize(
    "pattern",
    ["(a?){30}a{30}",
     "(a|a)*", "(a+)+$", "(a*)*", "(a?b?)*", "(aa|a)*", "a*a*a*b", "([a-z]|[a-m])+", r"(\w|\d)+", "(a|b?|)*",
     r"([^\d]|[ą-ż])*", "(.|\n)*.*x", "([a-z]{0,30}){0,30}", "([0-9]{1,5}){1,5}"],
)  # fmt: skip
def test_what_can_be_met_in_several_ways_is_refused(pattern: str) -> None:
    told = wrong_pattern(pattern)
    assert told is not None
    assert "several ways" in told[0] or "too long" in told[0]


@pytest.mark.parametrize(
    ("pattern", "sign"),
    [("(?=a)b", "(?="), (r"(a)\1", "\\1"), ("a+?", "+?"), ("a++", "++"), (r"a\b", "\\b"), ("a^b", "^"),
     ("(?i)a", "(?i"), ("[]a]", "[]"), ("a{,3}", "{"), ("(" * 30 + "a" + ")" * 30, "("), ("\\", ""),
     ("[0-9", ""), ("x{99999999999}", ""), ("(" * 5000 + ")" * 5000, "")],
)  # fmt: skip
def test_what_not_every_program_reads_is_refused(pattern: str, sign: str) -> None:
    told = wrong_pattern(pattern)
    assert told is not None
    assert sign in told[0] and told[1]


@pytest.mark.parametrize(
    "pattern",
    ["[0-9]{1,5}(/[0-9]{1,5})?", "^[0-9]{2}$", "([0-9]+,)*[0-9]+", "[a-z]+( [a-z]+)*", r"\d{2}-\d{3}",
     "(a|b)+", "[A-Z]{1,3}[0-9]*", "(?:pl|en|)", "a||b",
     r"[^\d]+\d", ".{0,200}-.{0,150}", r"[\]\-\\]+", "[a-]"],
)  # fmt: skip
def test_a_plain_pattern_is_taken_and_ends_soon_for_any_answer(pattern: str) -> None:
    assert wrong_pattern(pattern) is None
    for sign in "a0-, ]":
        assert re.fullmatch(pattern, sign * 5000 + "!") is None or "." in pattern or "^" in pattern


def test_it_is_named_by_file_place_and_remedy_at_load_and_in_the_designer(
    folder: Path, small: Catalogue
) -> None:
    file = folder / "blocks.yaml"
    text = file.read_text("utf-8")
    assert "'[0-9]{1,5}[A-Za-z]?'" in text
    file.write_text(text.replace("'[0-9]{1,5}[A-Za-z]?'", "'(a|a)*'"), "utf-8")
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    assert re.search(r"blocks\.yaml: blocks\.\w+\.fields\[\d+\]\.pattern: the pattern", str(caught.value))
    assert "Let each sign fit one place only" in str(caught.value)
    form = small.service(SMALL)
    assert form is not None
    question: Document = {"name": "x", "kind": "string", "label": {"pl": "x", "en": "x"}, "pattern": "(a|a)*"}
    document = add(document_of(form), ("sections", 0), "fields", question)
    told = [str(fault) for fault in check(document, small).faults]
    assert any("].pattern: the pattern can be met" in fault for fault in told), told
