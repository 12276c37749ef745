"""What changed in a form under somebody's hands, and which answers have no place in it any more."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from forms_catalog.answers import Answers, at
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.building import say_condition
from forms_catalog.designing.difference import compare
from forms_catalog.designing.document import document_of
from forms_catalog.documents.readback import Item, read_back
from forms_catalog.judging.cleaning import asked_only, known_only
from forms_catalog.judging.fitting import fits, holds
from forms_catalog.kinds import Around
from forms_catalog.model import Definition
from forms_catalog.scopes import Path, Scopes
from forms_catalog.texts import Text
from pages.filling.place import Place
from pages.widgets.phrases import say_difference

_ROW = re.compile("[0-9]+")


@dataclass(frozen=True)
class MovedNote:
    """Told to whoever fills the form in, until it is filed."""

    changes: tuple[str, ...]
    homeless: tuple[Item, ...]  #: answers kept that the form in force has no question or no answer for
    files: tuple[str, ...]  #: names of files alike
    older_page: bool = False  #: what was just sent was typed on a page of an earlier form
    displaced: tuple[Item, ...] = ()  #: of that page, not in the form as it stands now


def moved_note(
    place: Place, *, page: Definition | None = None, sent: Mapping[Item, object] | None = None
) -> MovedNote | None:
    """What changed since the draft was begun, or since a posted `page` was drawn on which `sent` was typed;
    None where nothing did.
    """
    old, draft = place.begun_on or page, place.draft
    if old is None or draft is None:
        return None
    slots = {slot.name for slot in place.definition.attachments}
    homeless = tuple(_homeless(old, place))
    told = {item.pointer for item in homeless}
    return MovedNote(
        changes=tuple(_changes(old, place.definition, place.catalogue, place.language)),
        homeless=homeless,
        files=tuple(file.filename for file in draft.files if file.slot not in slots),
        older_page=page is not None,
        displaced=tuple(
            item
            for item, typed in (sent or {}).items()
            if item.pointer not in told and not holds(at(place.asked, item.pointer), typed)
        ),
    )


def typed_there(page: Place, answers: Answers, pointers: Sequence[str]) -> dict[Item, object]:
    """The answers typed on a page, in the words of its form; `pointers` lead to its questions."""
    asked = replace(page, draft=None, typed=answers).asked
    said = read_back(page.definition, asked, catalogue=page.catalogue, language=page.language)
    return {
        item: at(asked, item.pointer)
        for part in said
        for item in part.items
        if any(item.pointer == one or item.pointer.startswith(f"{one}/") for one in pointers)
    }


def _changes(old: Definition, new: Definition, catalogue: Catalogue, language: str) -> Iterator[str]:
    def say(condition: object, scope: Path, newer: bool) -> Text | None:
        return say_condition(condition, scope, new if newer else old, catalogue)

    for one in compare(document_of(old), document_of(new), say):
        if one.asked:
            yield say_difference(one, language)


def _homeless(begun_on: Definition, place: Place) -> Iterator[Item]:
    """In the words of the first form that asked: the one it was begun on, else the newest."""
    now, told = Scopes(place.definition).fields, set[str]()
    known = known_only(place.definition, place.answers)
    around = Around(place.today, place.catalogue, {})
    for old in _earlier(begun_on, place):
        was = Scopes(old).fields
        answers = asked_only(old, known_only(old, place.answers))
        for part in read_back(old, answers, catalogue=place.catalogue, language=place.language):
            for item in part.items:
                path = tuple(step for step in item.pointer.split("/")[1:] if not _ROW.fullmatch(step))
                before, after, answer = was.get(path), now.get(path), at(answers, item.pointer)
                if before is None or item.pointer in told:
                    continue
                stands = after is not None and fits(after, answer, around, before)
                if not stands or not holds(at(known, item.pointer), answer):
                    told.add(item.pointer)
                    yield item


def _earlier(begun_on: Definition, place: Place) -> list[Definition]:
    """Every form that the draft may have been under: it may have moved more than once."""
    others = [
        form
        for (code, _), form in sorted(place.catalogue.definitions.items(), reverse=True)
        if code == begun_on.code and form.version not in (begun_on.version, place.definition.version)
    ]
    return [begun_on, *others]
