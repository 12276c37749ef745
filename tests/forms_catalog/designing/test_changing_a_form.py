"""Somebody changes a form: what is wrong is named with its place, what changed is said in words."""

from collections.abc import Mapping
from typing import get_args

import pytest

from casework.clock.clock_words import LAW as CLOCK_LAW
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing import building, properties
from forms_catalog.designing.checks import check, questions_of, speaks_ukrainian, steps_of
from forms_catalog.designing.difference import Difference, Phrase, compare
from forms_catalog.designing.document import Document, PlaceGone, at, copy_of, document_of
from forms_catalog.designing.edits import add, change, fresh_name, move, names_beside, remove
from forms_catalog.designing.form_files import from_yaml, to_yaml
from forms_catalog.designing.presentable import presentable
from forms_catalog.designing.service_properties import LAW, PARTS
from forms_catalog.model import AnyField, Asked, AttachmentSlot, Definition, Section
from forms_catalog.particulars import (
    Appeal,
    Card,
    Fee,
    FilePlan,
    LegalRef,
    OfficeDeadline,
    Outcome,
    Signature,
)
from forms_catalog.scopes import Path
from forms_catalog.texts import LANGUAGES, Text

INFO = "informacja-publiczna-wniosek"
QUESTION = ("sections", 0, "fields", 0)
ANSWER_BY = ("sections", 0, "fields", 1)
EMAIL = ("sections", 0, "fields", 2)


@pytest.fixture
def document(catalogue: Catalogue) -> Document:
    form = catalogue.service(INFO)
    assert form is not None
    return document_of(form)


def said(phrase: Phrase) -> str:
    values = {name: _value(value) for name, value in phrase.values.items()}
    return phrase.message % values


def _value(value: object) -> str:
    if isinstance(value, Text):
        return value.pl
    return said(value) if isinstance(value, Phrase) else str(value)


def told(differences: tuple[Difference, ...]) -> list[str]:
    return [f"{said(one.subject)}: {said(one.what)}" for one in differences]


def compared(old: Document, new: Document, catalogue: Catalogue) -> list[str]:
    def say(condition: object, scope: Path, newer: bool) -> Text | None:
        form = presentable(new if newer else old, catalogue)
        return building.say_condition(condition, scope, form, catalogue) if form else None

    return told(compare(old, new, say, catalogue.acts))


def faults(document: Document, catalogue: Catalogue) -> list[str]:
    return [str(fault) for fault in check(document, catalogue).faults]


def test_every_shipped_form_written_to_a_file_reads_back_as_the_same_form(catalogue: Catalogue) -> None:
    wrong = []
    for key, form in catalogue.definitions.items():
        text = to_yaml(document_of(form))
        document, bad = from_yaml(text.encode(), "form.yaml", blocks={})
        if document is None or bad:
            wrong.append(f"{key}: {bad}")
            continue
        checked = check(document, catalogue)
        if checked.definition is None or checked.definition.digest != form.digest:
            wrong.append(f"{key}: {checked.faults[:3]}")
        shown = presentable(document, catalogue)
        if shown is None or shown.digest != form.digest:
            wrong.append(f"{key}: is not shown as it is")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code: !!python/object:os.system x", "holds a tag"),
        ('code: !!str "4"', "holds a tag"),
        ("a: &a [1]\nb: *a", "holds a reference"),
        ("code: x\n---\ncode: y", "more than one form"),
        ("[" * 100 + "]" * 100, "more than one form"),
        ("code: [", "not YAML"),
        ("code: x\ncode: y", "a second time"),
        ("- x", "holds no keys"),
        ("sections: [{fields: [{block: nobody}]}]", "no block “nobody”"),
        ("code: " + "x" * 1_000_001, "larger than"),
    ],
)
def test_a_strange_file_is_refused_before_anything_is_built_of_it(text: str, complaint: str) -> None:
    document, bad = from_yaml(text.encode(), "form.yaml", blocks={})
    assert document is None
    assert complaint in str(bad[0])


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "not text" in str(from_yaml(b"\xff\xfe\x00", "form.yaml", blocks={})[1][0])


def test_a_question_is_added_moved_changed_and_removed(document: Document, catalogue: Catalogue) -> None:
    taken = names_beside(document, ("sections", 0), "fields")
    assert {"request_text", "requester_name"} <= taken
    name = fresh_name("Źródło wiedzy o sprawie?", taken)
    assert name == "zrodlo_wiedzy_o_sprawie"
    assert fresh_name("request text", taken) == "request_text_2"
    assert fresh_name("2. ąę", set()) == "pole_2_ae"
    piece: Document = {"name": name, "kind": "string", "label": {"pl": "Źródło", "en": "Source"}}
    added = add(document, ("sections", 0), "fields", piece)
    assert compared(document, added, catalogue) == ["Question “Źródło”: added"]
    moved, steps = move(added, ("sections", 0, "fields", 4), 1)
    assert steps == ("sections", 1, "fields", 0)
    assert at(moved, steps)["name"] == name
    back, steps = move(moved, steps, -1)
    assert back == added
    assert move(document, QUESTION, -1) == (document, QUESTION)
    changed = change(added, ("sections", 0, "fields", 4), {"required": True, "label": None})
    assert at(changed, ("sections", 0, "fields", 4)) == {"name": name, "kind": "string", "required": True}
    assert remove(added, ("sections", 0, "fields", 4)) == document
    with pytest.raises(PlaceGone):
        at(document, ("sections", 9))
    with pytest.raises(PlaceGone):
        remove(document, ("sections",))
    with pytest.raises(PlaceGone):
        move(document, ("card", "prepare", 0), 1)


def _of_questions(document: Document) -> list[tuple[Document, list[str]]]:
    when = {"all": [{"field": "form", "is": "portal"}, {"not": {"field": "form", "in": ["email_file"]}}]}
    return [
        (change(document, QUESTION, {"required": None}), ["Question “O co pytasz”: no longer required"]),
        (
            change(document, ("sections", 2, "fields", 0), {"required": True}),
            ["Question “Imię i nazwisko albo nazwa”: now required"],
        ),
        (
            change(document, QUESTION, {"label": {"pl": "Twoje pytanie", "en": "What you ask for"}}),
            ["Question “O co pytasz”: now reads “Twoje pytanie”"],
        ),
        (
            change(document, QUESTION, {"max_length": 500}),
            ["Question “O co pytasz”: Letters at most: now 500"],
        ),
        (
            change(document, EMAIL, {"shown_when": None}),
            ["Question “Adres e-mail do odpowiedzi”: now always asked"],
        ),
        (
            change(document, ("sections", 2, "fields", 0), {"shown_when": when}),
            [
                "Question “Imię i nazwisko albo nazwa”: now asked only when w „Jak chcesz dostać odpowiedź” "
                "zaznaczysz „W Okienku (klucz dostępu)” oraz w „Jak chcesz dostać odpowiedź” nie zaznaczysz "
                "„E-mailem”"
            ],
        ),
        (
            remove(document, (*ANSWER_BY, "choices", 4)),
            [
                "Question “Jak chcesz dostać odpowiedź”: the answer “Na nośniku, na przykład pendrivie” "
                "is gone"
            ],
        ),
    ]


def _of_the_form(document: Document, catalogue: Catalogue) -> list[tuple[Document, list[str]]]:
    return [
        (remove(document, ("sections", 1)), ["Page “Zestawienia i analizy”: removed"]),
        (move(document, ("sections", 1), 1)[0], ["Pages of the form: in another order"]),
        (move(document, QUESTION, 1)[0], ["Page “Twoje pytanie”: questions in another order"]),
        (
            change(document, ("fee",), {"kind": "fixed", "amount_pln": "17.00"}),
            ["Fee: Kind of fee: fixed instead of none", "Fee: Amount in zł: 17.00 instead of 0"],
        ),
        (change(document, ("office_deadline",), {"days": 10}), ["Term: Days: 10 instead of 14"]),
        (change(document, (), {"rules": ["residence@1"]}), ["Rules of the form: residence@1 is new"]),
        (
            change(document, (), {"legal_basis": [{"act": "kpa", "ref": "art. 35"}]}),
            [f"Legal basis: „{catalogue.acts['kpa'].pl}, art. 35” is new"],
        ),
        (move(document, ("legal_basis", 0), 1)[0], ["Legal basis: in another order"]),
        (change(document, (), {"appeal": None}), ["Appeal: removed"]),
        (
            change(document, ("signature",), {"levels": ["qualified"]}),
            ["Signature: What may be signed with: another choice"],
        ),
        (
            change(document, (), {"procedure": "op"}),
            ["Procedure and who files: Procedure: Tax Ordinance instead of Access to Public Information Act"],
        ),
    ]


def test_what_changed_is_said_in_words(document: Document, catalogue: Catalogue) -> None:
    wrong = []
    for new, wanted in (*_of_questions(document), *_of_the_form(document, catalogue)):
        found = compared(document, new, catalogue)
        if not set(wanted) <= set(found):
            wrong.append(f"{wanted}: {found}")
    assert not wrong, "\n".join(wrong)
    assert compared(document, document, catalogue) == []


def test_five_mistakes_are_refused_with_place_and_hint(document: Document, catalogue: Catalogue) -> None:
    circle = change(document, ANSWER_BY, {"shown_when": {"field": "reply_email", "is": "x"}})
    english = change(document, QUESTION, {"label": {"pl": "Pytanie", "en": " "}})
    wrong = []
    for broken, wanted in (
        (circle, "sections[0].fields[1]: conditions run in a circle: form → reply_email → form. Take one"),
        (english, "sections[0].fields[0].label.en: the English text is missing. Write it under `en`."),
        (
            change(document, (), {"rules": ["nobody@1"]}),
            "rules[0]: no rule “nobody@1” in the code.",
        ),
        (
            change(document, (), {"calculations": ["proxy_dut@1"]}),
            "calculations[0]: no calculation “proxy_dut@1” in the code. Did you mean “proxy_duty@1”?",
        ),
        (
            change(document, EMAIL, {"name": "requester_name"}),
            "sections[2].fields[0].name: the name “requester_name” is taken at this level. Give it",
        ),
    ):
        found = faults(broken, catalogue)
        if not any(wanted in fault for fault in found):
            wrong.append(f"{wanted}: {found}")
        if presentable(broken, catalogue) is None:
            wrong.append(f"{wanted}: nothing is shown")
    assert not wrong, "\n".join(wrong)
    nobodys = check(document | {"department": "nobody"}, catalogue, units={"organisation_chancellery"})
    assert "department: the office has no unit “nobody”." in str(nobodys.faults[0])
    assert steps_of("sections[0].fields[12].label.en") == ("sections", 0, "fields", 12, "label", "en")


def test_what_grows_of_a_form_told_in_ukrainian_is_told_in_ukrainian_too(
    document: Document, catalogue: Catalogue
) -> None:
    told = copy_of(document)
    _translate(told)
    assert speaks_ukrainian(told)
    assert check(told, catalogue, ukrainian=True).good
    assert not speaks_ukrainian(document | {"title": {"pl": "Wniosek", "en": "Request"}})
    label = {"pl": "Pytanie", "en": "Question"}
    found = check(change(told, QUESTION, {"label": label}), catalogue, ukrainian=True).faults
    assert [str(fault) for fault in found] == [
        ": sections[0].fields[0].label.uk: the Ukrainian text is missing. Write it under `uk`."
    ]


def _translate(piece: object) -> None:
    if isinstance(piece, dict):
        if "pl" in piece and "en" in piece and isinstance(piece["pl"], str):
            piece["uk"] = piece["pl"]
        for value in piece.values():
            _translate(value)
    elif isinstance(piece, list):
        for value in piece:
            _translate(value)


def test_a_form_with_mistakes_is_shown_as_far_as_it_goes(document: Document, catalogue: Catalogue) -> None:
    broken = change(document, QUESTION, {"max_length": "dużo", "label": {"pl": "Pytanie"}})
    broken = change(broken, EMAIL, {"kind": "wróżba"})
    broken = change(broken, ("sections", 1), {"fields": []})
    broken = change(broken, ("sections", 2, "fields", 0), {"shown_when": {"field": "nobody", "is": "x"}})
    shown = presentable(broken, catalogue)
    assert shown is not None
    assert [section.name for section in shown.sections] == ["request", "requester"]
    assert shown.sections[0].fields[0].label == Text(pl="Pytanie", en="–")
    assert [field.name for field in shown.sections[0].fields] == ["request_text", "form", "reply_post"]
    assert shown.sections[1].fields[0].shown_when is None
    assert presentable({}, catalogue) is None


def test_a_condition_that_looks_into_rows_is_built_from_choices_too(catalogue: Catalogue) -> None:
    taxi = catalogue.service("taxi-licencja")
    assert taxi is not None
    seen = {one.name: one for one in building.choosable(taxi, (), "", catalogue)}
    title = seen["vehicles[].title"]
    assert title.label.pl == "Twoje pojazdy: Jakie masz prawo do pojazdu"
    line = building.line(title, ["loan"], "")
    assert line == {"any_row": "vehicles", "where": {"field": "title", "is": "loan"}}
    other = building.line(title, ["ownership"], "", holds=False)
    assert other == {"any_row": "vehicles", "where": {"not": {"field": "title", "is": "ownership"}}}
    assert building.line(title, [], "") is None
    words = building.say_line(other, (), taxi, catalogue, "pl")
    assert words is not None and words.startswith("przy choć jednym wpisie na liście „Twoje pojazdy”")
    assert list(building.fields_named(line)) == ["vehicles", "title"]
    inside = {one.name for one in building.choosable(taxi, ("vehicles",), "title", catalogue)}
    assert "vehicles[].title" not in inside, "a question of a row does not hang on itself"


def test_a_condition_may_hang_on_the_question_at_the_top_that_a_nearer_one_hides(
    catalogue: Catalogue,
) -> None:
    form, older = (catalogue.definitions[("zaswiadczenie-o-niezaleganiu", version)] for version in (2, 1))
    seen = {one.name: one for one in building.choosable(form, ("proxy",), "duty_payment_ref", catalogue)}
    assert seen["/duty_exemption"].label.pl == "Do jakiej sprawy"
    assert seen["duty_exemption"].label.pl == "Czy z innego powodu nie płacisz 17 zł?"
    line = building.line(seen["/duty_exemption"], ["none"], "")
    assert line == {"field": "/duty_exemption", "is": "none"}
    words = building.say_line(line, ("proxy",), form, catalogue, "pl")
    assert words == "w „Do jakiej sprawy” zaznaczysz „Do innej sprawy, zapłacę”"
    document = document_of(form)
    taken_out = to_yaml(document)
    assert taken_out.count("field: /duty_exemption\n") == 3
    assert from_yaml(taken_out.encode(), "form.yaml", blocks={}) == (document, ())
    changed = compared(document_of(older), document, catalogue)
    assert (
        "Question “Czy z innego powodu nie płacisz 17 zł?”: now asked only when "
        "w „Do jakiej sprawy” zaznaczysz „Do innej sprawy, zapłacę”"
    ) in changed


def test_a_condition_is_built_from_choices_in_words(document: Document, catalogue: Catalogue) -> None:
    form = presentable(document, catalogue)
    assert form is not None
    seen = {one.name: one for one in building.choosable(form, (), "reply_post", catalogue)}
    assert set(seen) == {"form"}, "free text is no choice"
    line = building.line(seen["form"], ["portal", "copy_paper", "nobody"], "")
    assert line == {"field": "form", "in": ["copy_paper", "portal"]} or line == {
        "field": "form",
        "in": ["portal", "copy_paper"],
    }
    assert building.line(seen["form"], [], "") is None
    other = building.line(seen["form"], ["portal"], "", holds=False)
    assert other == {"not": {"field": "form", "is": "portal"}}
    whole = building.joined("any", [line, other])
    assert building.lines_of(whole) == ("any", [line, other])
    assert building.lines_of(line) == ("all", [line])
    assert building.lines_of(None) == ("all", [])
    assert building.joined("all", []) is None
    words = building.say_line(other, (), form, catalogue, "pl")
    assert words == "w „Jak chcesz dostać odpowiedź” nie zaznaczysz „W Okienku (klucz dostępu)”"
    assert building.say_line({"field": "nobody", "is": "x"}, (), form, catalogue, "pl") is None
    assert building.say_line({"field": "form", "is": "nobody"}, (), form, catalogue, "pl") is None
    assert building.say_line("?", (), form, catalogue, "pl") is None
    assert [len(steps) for steps, _ in questions_of(document)] == [4] * 6


def _keys(shape: type) -> set[str]:
    return set(shape.model_fields)  # type: ignore[attr-defined]


#: set where the piece is made, by pages of their own, or by files alone
ELSEWHERE: Mapping[str, set[str]] = {
    "field": {"name", "kind", "fields", "choices", "shown_when", "required_when", "autocomplete"},
    "section": {"name", "fields", "shown_when"},
    "slot": {"name", "shown_when", "required_when"},
    "form": {"code", "version", "digest", "retired_on", "sections", "attachments", "rules", "calculations"}
    | {"legal_basis"},
}


def test_everything_a_file_can_say_of_a_question_the_designer_can_say_too() -> None:
    wrong = []
    for shape in get_args(get_args(AnyField)[0]):
        kind = get_args(shape.model_fields["kind"].annotation)[0]
        known = {one.key for one in properties.properties_of(kind)} | ELSEWHERE["field"]
        if kind == "computed":
            known |= _keys(Asked)
        if not _keys(shape) <= known or kind not in properties.KINDS:
            wrong.append(f"{kind}: {_keys(shape) - known}")
    if _keys(Section) != {one.key for one in properties.SECTION} | ELSEWHERE["section"]:
        wrong.append("section")
    if _keys(AttachmentSlot) != {one.key for one in properties.SLOT} | ELSEWHERE["slot"]:
        wrong.append("attachment")
    assert not wrong, "\n".join(wrong)


def test_everything_a_file_can_say_of_a_service_the_designer_can_say_too() -> None:
    shapes = {"card": Card, "fee": Fee, "office_deadline": OfficeDeadline, "result": Outcome}
    shapes |= {"file_plan": FilePlan, "signature": Signature, "appeal": Appeal}
    said: dict[str, set[str]] = {}
    for part in PARTS.values():
        said.setdefault(str(*part.steps), set()).update(one.key for one in part.known)
    assert said[""] | shapes.keys() | {"questions", "also_asked"} | ELSEWHERE["form"] == _keys(Definition)
    assert {key: _keys(shape) for key, shape in shapes.items()} == {key: said[key] for key in shapes}
    assert {one.key for one in LAW} == _keys(LegalRef)
    assert said["questions"] == said["also_asked"] == {*LANGUAGES}


def test_every_word_of_a_list_in_the_designer_is_one_that_forms_and_clocks_know(catalogue: Catalogue) -> None:
    offered = {
        (*part.steps, one.key): {value for value, _ in one.options}
        for part in PARTS.values()
        for one in part.known
        if one.options
    }
    unknown = set()
    for form in catalogue.definitions.values():
        document = document_of(form)
        for (*steps, key), values in offered.items():
            said = at(document, tuple(steps)).get(key)
            unknown |= {(key, one) for one in (said if isinstance(said, list) else [said or ""])} - {
                (key, one) for one in ("", *values)
            }
    assert not unknown
    assert offered["office_deadline", "rule"] == {*CLOCK_LAW, "own"}
