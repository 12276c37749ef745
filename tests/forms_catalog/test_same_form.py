"""What may change in a form under its number, and what may not."""

import json
from copy import deepcopy
from hashlib import sha256
from pathlib import Path

import pytest

from casework.catalogue.versions import as_kept
from forms_catalog.same_form import binding, same_form
from tests.shipped import SHIPPED

#: what data folders that are in use know of the first twelve forms
KNOWN = json.loads((Path(__file__).parent / "known_forms.json").read_text())

FORM = {
    "code": "x",
    "title": {"pl": "Tytuł", "en": "Title"},
    "questions": {"pl": ["gdzie?"], "en": ["where?"]},
    "keywords": ["a"],
    "sections": [{"fields": [{"label": {"pl": "Imię", "en": "Name"}, "required": True}]}],
    "digest": "1",
}


def changed(*path: str | int, to: object) -> dict[str, object]:
    form = deepcopy(FORM)
    place: object = form
    for step in path[:-1]:
        place = place[step]  # type: ignore[index]  # as deep as JSON goes
    place[path[-1]] = to  # type: ignore[index]  # as deep as JSON goes
    return form


LABEL = ("sections", 0, "fields", 0, "label")


@pytest.mark.parametrize(
    "now",
    [
        changed("title", "uk", to="Назва"),
        changed(*LABEL, "uk", to="Ім'я"),
        changed("questions", "uk", to=["де?"]),
        changed("questions", "pl", to=["dokąd?"]),
        changed("keywords", to=["b"]),
        changed("also_asked", to={"pl": ["którędy?"]}),
        changed("digest", to="2"),
    ],
)
def test_a_translation_and_what_search_learns_from_are_added_to_a_known_form(now: dict[str, object]) -> None:
    assert same_form(FORM, now)
    assert same_form(now, FORM), "the program before has to open the folder too"


@pytest.mark.parametrize(
    "now",
    [
        changed("title", "pl", to="Inny tytuł"),
        changed(*LABEL, "en", to="First name"),
        changed("sections", 0, "fields", 0, "required", to=False),
        changed("sections", to=[]),
        changed("fee", to={"kind": "none"}),
    ],
)
def test_another_word_that_binds_or_another_question_is_another_form(now: dict[str, object]) -> None:
    assert not same_form(FORM, now)


def test_no_form_that_people_have_filed_was_changed_in_place() -> None:
    known = {tuple(key.rsplit("@", 1)): digest for key, digest in KNOWN.items()}
    now = {
        (code, version): sha256(json.dumps(binding(as_kept(form)), sort_keys=True).encode()).hexdigest()
        for (code, version), form in SHIPPED.definitions.items()
        if (code, str(version)) in known
    }
    assert {key: now.get((key[0], int(key[1]))) for key in known} == known
