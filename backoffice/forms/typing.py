"""What was typed about a piece of a form, as the document keeps it: also what is wrong stays as typed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from forms_catalog.designing.document import Document, items
from forms_catalog.designing.edits import EMPTY
from forms_catalog.designing.properties import CHOICE, Property
from forms_catalog.designing.service_properties import LAW
from forms_catalog.texts import LANGUAGES

#: inputs begin with it, so that none is called as a question of the preview beside them
PREFIX = "E"
_LONGEST = 20_000
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")

Form = MultiDict[str, str]


def typed_values(
    form: Form, known: Sequence[Property], piece: Document, prefix: str = PREFIX
) -> dict[str, object]:
    """Values to change a piece by: None takes a key away, EMPTY leaves it without a value."""
    values = {one.key: _value(form, one, f"{prefix}-{one.key}") for one in known}
    for one in known:
        # what stands first is what holds where nothing is said
        if one.options and not one.needed and one.key not in piece and values[one.key] == one.options[0][0]:
            values[one.key] = None
    return values


def typed_choices(form: Form, piece: Document) -> list[Document]:
    """The answers to choose from, as typed; how many there are and their values come from the document."""
    made = []
    for number, choice in enumerate(items(piece, "choices")):
        values = typed_values(form, CHOICE, choice, f"{PREFIX}-choices-{number}")
        made.append(choice | {key: value for key, value in values.items() if value is not None})
        if values["hint"] is None:
            made[-1].pop("hint", None)
    return made


def typed_law(form: Form, piece: Document) -> list[Document]:
    """The legal bases as typed, and one more where its article was typed. Saved without a button of one of
    them, those whose article was emptied go.
    """
    known: list[Document] = [*items(piece, "legal_basis"), {}]
    typed = [typed_values(form, LAW, {}, f"{PREFIX}-legal_basis-{number}") for number in range(len(known))]
    made = [one | values for one, values in zip(known, typed, strict=True)]
    stays = made[:-1] if form.get("then") else [one for one in made[:-1] if one["ref"]]
    return [*stays, *(one for one in made[-1:] if one["ref"])]


def typed_text(form: Form, name: str) -> Document | None:
    """A text in three languages; None where nothing was typed. Polish and English always have a key."""
    words = {language: clean(form.get(f"{name}-{language}", "")) for language in LANGUAGES}
    if not any(words.values()):
        return None
    return {language: said for language, said in words.items() if said or language != "uk"}


def clean(typed: str) -> str:
    """What was typed, in one form of letters, without what no database or document holds."""
    plain = unicodedata.normalize("NFC", typed[:_LONGEST].encode(errors="ignore").decode())
    kept = (letter for letter in plain if letter == "\n" or unicodedata.category(letter) != "Cc")
    return "".join(kept).strip()


def _value(form: Form, one: Property, name: str) -> object:
    if one.shape in ("words", "long"):
        text = typed_text(form, name)
        return {"pl": "", "en": ""} if text is None and one.needed else text
    if one.shape == "tick":
        return name in form or (False if one.needed else None)
    if one.shape == "texts":
        return _texts(form, name)
    if one.shape == "lines":
        lines = [line.strip()[:400] for line in clean(form.get(name, "")).split("\n")[:200] if line.strip()]
        return lines or ([] if one.empty else None)
    if one.shape == "picks":
        picked = [clean(value)[:200] for value in form.getlist(name)]
        return picked or ([] if one.needed else None)
    return _line(one, clean(form.get(name, "")))


def _line(one: Property, typed: str) -> object:
    if not typed:
        return EMPTY if one.empty else ("" if one.needed else None)
    if one.shape == "number" or one.number:
        plain = typed.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        return int(plain) if _WHOLE.fullmatch(plain) else typed
    if one.shape == "decimal":
        plain = typed.replace(" ", "").replace("\N{NO-BREAK SPACE}", "").replace(",", ".")
        return plain if _NUMBER.fullmatch(plain) else typed
    return typed


def _texts(form: Form, name: str) -> list[Document]:
    made = (typed_text(form, f"{name}-{number}") for number in range(_how_many(form, name)))
    return [text for text in made if text is not None]


def _how_many(form: Mapping[str, str], name: str) -> int:
    pattern = re.compile(re.escape(name) + r"-([0-9]{1,2})-pl")
    return max((int(found[1]) + 1 for key in form if (found := pattern.fullmatch(key))), default=0)
