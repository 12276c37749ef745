"""A question gets another kind: its words stay, answers that read so too, and what it lacks is named."""

import pytest

from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import Document, at, document_of
from forms_catalog.designing.edits import add
from forms_catalog.designing.kinds_changed import OFFERED, NotOffered, all_kept, changed_kind
from forms_catalog.designing.properties import KINDS
from forms_catalog.judging.rereading import reread
from forms_catalog.model import Definition

FORM = "wszystkie-rodzaje"
#: kind → an answer to a question of it, as a draft keeps it
ANSWERS: dict[str, object] = {
    "string": "12", "text": "Kilka słów", "bool": True, "statement": True, "enum": "a", "multi_enum": ["a"],
    "int": 12, "decimal": "12.5", "money": "12.50", "year": 2024, "month": "2024-05", "date": "2024-05-01",
    "datetime": "2024-05-01T10:00", "email": "jan@poczta.example", "phone": "+48600123456",
}  # fmt: skip


@pytest.fixture
def form(small: Catalogue) -> Definition:
    found = small.service(FORM)
    assert found is not None
    return found


def with_question(form: Definition, kind: str) -> tuple[Document, tuple[str | int, ...]]:
    label = {"pl": "Pytanie", "en": "Question"}
    piece: Document = {"name": "asked_anew", "kind": kind, "label": label, "required": True}
    if kind in ("enum", "multi_enum"):
        piece["choices"] = [{"value": "a", "label": label}]
    document = add(document_of(form), ("sections", 0), "fields", piece)
    fields = at(document, ("sections", 0))["fields"]
    assert isinstance(fields, list)
    return document, ("sections", 0, "fields", len(fields) - 1)


def test_every_change_that_is_offered_gives_a_form_and_keeps_what_it_says(
    form: Definition, small: Catalogue
) -> None:
    wrong = []
    for before, into in OFFERED.items():
        for after in into:
            document, steps = with_question(form, before)
            changed = changed_kind(document, steps, after)
            piece = at(changed, steps)
            assert (piece["name"], piece["kind"], piece["required"]) == ("asked_anew", after, True)
            faults = check(changed, small).faults
            lacks = {"list": "no list", "enum": "must not be empty"}.get(after, "")
            if any(lacks not in str(fault) for fault in faults) or (faults and not lacks):
                wrong.append(f"{before} → {after}: {faults}")
            old, new = check(document, small).definition, check(changed, small).definition
            if old is None or new is None or before not in ANSWERS:
                continue
            answer = ANSWERS[before]
            kept = reread(old, new, {"asked_anew": answer, "other": 1})  # type: ignore[dict-item]  # JSON
            assert kept["other"] == 1
            assert reread(old, new, kept) == kept, "twice is once"
    assert not wrong, "\n".join(wrong)
    assert {kind for into in OFFERED.values() for kind in into} | OFFERED.keys() <= KINDS.keys()


@pytest.mark.parametrize(
    ("before", "after", "answer", "read"),
    [
        ("string", "int", "1 200", 1200),
        ("string", "decimal", "12,50", "12.50"),
        ("string", "int", "dwie", "dwie"),
        ("string", "email", "Jan@poczta.example", "Jan@poczta.example"),
        ("int", "string", 12, "12"),
        ("int", "money", 12, "12"),
        ("year", "int", 2024, 2024),
        ("enum", "multi_enum", "a", ["a"]),
        ("multi_enum", "enum", ["a"], "a"),
        ("multi_enum", "enum", ["a", "b"], ["a", "b"]),
        ("datetime", "date", "2024-05-01T10:00", "2024-05-01"),
    ],
)
def test_an_answer_is_read_as_its_question_now_reads_it(
    form: Definition, small: Catalogue, before: str, after: str, answer: object, read: object
) -> None:
    document, steps = with_question(form, before)
    old, new = (check(one, small).definition for one in (document, changed_kind(document, steps, after)))
    assert old is not None and new is not None
    assert reread(old, new, {"asked_anew": answer})["asked_anew"] == read  # type: ignore[dict-item]  # JSON


def test_what_makes_no_sense_is_not_offered(form: Definition) -> None:
    document, steps = with_question(form, "text")
    with pytest.raises(NotOffered):
        changed_kind(document, steps, "rows")
    assert all_kept("string", "text") and not all_kept("text", "string") and not all_kept("string", "int")
