"""What changed in a form under somebody's hands, and which answers have no place in it any more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forms_catalog.answers import at
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.building import say_condition
from forms_catalog.designing.difference import compare
from forms_catalog.designing.document import document_of
from forms_catalog.documents.readback import Item, read_back
from forms_catalog.judging.cleaning import asked_only, known_only
from forms_catalog.model import AnyField, Definition, EnumField, MultiEnumField
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


def moved_note(place: Place) -> MovedNote | None:
    """What changed since the draft was begun; None where nothing did."""
    old, draft = place.begun_on, place.draft
    if old is None or draft is None:
        return None
    slots = {slot.name for slot in place.definition.attachments}
    return MovedNote(
        changes=tuple(_changes(old, place.definition, place.catalogue, place.language)),
        homeless=tuple(_homeless(old, place)),
        files=tuple(file.filename for file in draft.files if file.slot not in slots),
    )


def _changes(old: Definition, new: Definition, catalogue: Catalogue, language: str) -> Iterator[str]:
    def say(condition: object, scope: Path, newer: bool) -> Text | None:
        return say_condition(condition, scope, new if newer else old, catalogue)

    for one in compare(document_of(old), document_of(new), say):
        if one.asked:
            yield say_difference(one, language)


def _homeless(old: Definition, place: Place) -> Iterator[Item]:
    was, now = Scopes(old).fields, Scopes(place.definition).fields
    answers = asked_only(old, known_only(old, place.answers))
    for part in read_back(old, answers, catalogue=place.catalogue, language=place.language):
        for item in part.items:
            path = tuple(step for step in item.pointer.split("/")[1:] if not _ROW.fullmatch(step))
            before, after = was.get(path), now.get(path)
            if before is not None and (after is None or not _fits(after, before, at(answers, item.pointer))):
                yield item


def _fits(after: AnyField, before: AnyField, answer: object) -> bool:
    """Whether the question still takes this kind of answer."""
    if isinstance(after, EnumField | MultiEnumField):
        known = {choice.value for choice in after.choices}
        given = answer if isinstance(answer, list) else [answer]
        return all(one in known for one in given)
    return after.kind == before.kind
