"""When a question is asked or must be answered: lines built from questions and their answers, in words."""

from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.places import label_of, number_typed, steps_at
from backoffice.forms.tree import tree
from backoffice.forms.typing import clean
from backoffice.forms.work import Work, writable
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Stale
from forms_catalog.designing.building import (
    Choosable,
    choosable,
    fields_named,
    joined,
    line,
    lines_of,
    say_line,
)
from forms_catalog.designing.document import Document, PlaceGone, Steps, at, child
from forms_catalog.designing.edits import change
from forms_catalog.scopes import Path

#: address → key of the document
KEYS = {"kiedy": "shown_when", "wymagane": "required_when"}
_ADDRESSES = {key: address for address, key in KEYS.items()}


@dataclass(frozen=True)
class Asked:
    """A condition of a piece as pages show it."""

    key: str
    address: str  #: last part
    join: str  #: all or any
    lines: tuple[str, ...]  #: in words


def asked_when(work: Work, steps: Steps, piece: Document, key: str) -> Asked:
    """The condition under that key, in words; a line that leans on nothing known names what it leans on."""
    join, lines = lines_of(piece.get(key))
    return Asked(key, _ADDRESSES[key], join, tuple(_say(work, raw, scope_of(work, steps)) for raw in lines))


def scope_of(work: Work, steps: Steps) -> Path:
    """The names from the top of the form down to where the piece stands."""
    names: list[str] = []
    piece: object = work.document
    for step in steps[:-2]:
        piece = child(piece, step)[1]
        if isinstance(step, int) and isinstance(piece, dict):
            names.append(str(piece.get("name")))
    return tuple(names[1:])  # pages are no level of the answers


def _say(work: Work, raw: object, scope: Path) -> str:
    said = say_line(raw, scope, work.shown, work.catalogue, "pl") if work.shown else None
    return said if said is not None else ", ".join(f"„{name}”?" for name in fields_named(raw)) or "?"


@blueprint.get("/formularze/w-toku/<uuid:edit_id>/warunek/<place>/<key>")
@for_editors
def ask_condition(edit_id: UUID, place: str, key: str) -> str:
    """With `?pytanie=` the answers of that question are asked for."""
    work = writable(edit_id)
    return _page(work, place, key)


@blueprint.post("/formularze/w-toku/<uuid:edit_id>/warunek/<place>/<key>")
@for_editors
def change_condition(edit_id: UUID, place: str, key: str) -> ResponseReturnValue:
    """A line comes or goes, or the way lines are joined changes."""
    work = writable(edit_id)
    steps, piece = _piece(work, place, key)
    join, lines = lines_of(piece.get(KEYS[key]))
    if request.form.get("join") in ("all", "any"):
        join = "any" if request.form["join"] == "any" else "all"
    verb, _, number = request.form.get("then", "").partition(":")
    line_ = number_typed(number)
    if verb == "remove" and line_ is not None and line_ < len(lines):
        del lines[line_]
    elif verb == "line":
        made = _typed_line(work, steps, piece)
        if made is None:
            return _page(work, place, key, wrong=True), 422
        lines.append(made)
    document = change(work.document, steps, {KEYS[key]: joined(join, lines)})
    try:
        with parts().sessions.begin() as session:
            form_edits.save(
                session, current_clerk(), work.edit.id, document,
                revision=request.form.get("revision", 0, type=int), at=parts().now(), place=f"{place}.{key}",
            )  # fmt: skip
    except Stale:
        return _page(work, place, key, stale=True), 409
    goal = work.address("warunek", place, key) if verb else work.address("czesc", place)
    return redirect(f"{goal}?zapisano=1", 303)


def _piece(work: Work, place: str, key: str) -> tuple[Steps, Document]:
    steps = steps_at(place)
    if (
        steps is None
        or len(steps) < 2
        or key not in KEYS
        or (len(steps) == 2 and place[0] == "s" and key != "kiedy")
    ):
        abort(404)
    try:
        return steps, at(work.document, steps)
    except PlaceGone:
        abort(404)


def _questions(work: Work, steps: Steps, piece: Document) -> list[Choosable]:
    if work.shown is None:
        return []
    # pages and attachments are no questions: nothing of the form is called as they are
    itself = str(piece.get("name")) if len(steps) > 2 else ""
    return choosable(work.shown, scope_of(work, steps), itself, work.catalogue)


def _typed_line(work: Work, steps: Steps, piece: Document) -> object | None:
    asked = request.form.get("question", "")
    found = next((one for one in _questions(work, steps, piece) if one.name == asked), None)
    if found is None:
        return None
    least = clean(request.form.get("E-least", "")).replace(" ", "").replace(",", ".")
    if found.number and not least.replace(".", "", 1).removeprefix("-").isdecimal():
        return None
    return line(found, request.form.getlist("E-answers"), least, holds=request.form.get("holds") != "no")


def _page(work: Work, place: str, key: str, *, wrong: bool = False, stale: bool = False) -> str:
    steps, piece = _piece(work, place, key)
    questions = _questions(work, steps, piece)
    named = request.form.get("question") or request.args.get("pytanie", "")
    return render_template(
        "forms/condition.html", work=work, place=place, key=key, title=label_of(piece),
        asked=asked_when(work, steps, piece, KEYS[key]), questions=questions,
        chosen=next((one for one in questions if one.name == named), None), tree=tree(work, place),
        wrong=wrong, stale=stale, typed=request.form,
    )  # fmt: skip
