"""A page, question or attachment is added: what it is called and which kind of answer it has."""

from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.places import label_of, place_of, steps_at
from backoffice.forms.tree import tree
from backoffice.forms.typing import clean
from backoffice.forms.work import Work, writable
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Stale
from forms_catalog.designing.document import Document, PlaceGone, Steps, at, items
from forms_catalog.designing.edits import add, fresh_name, names_beside
from forms_catalog.designing.properties import KINDS
from forms_catalog.texts import LANGUAGES

#: address → list of the document and what is added
WHOLE = {"strona": "sections", "zalacznik": "attachments"}
#: kinds that a new question may have; amounts that are counted belong to calculations in code
ADDED = {kind: words for kind, words in KINDS.items() if kind != "computed"}


@blueprint.get("/formularze/w-toku/<uuid:edit_id>/nowe/<place>")
@for_editors
def ask_new_piece(edit_id: UUID, place: str) -> str:
    work = writable(edit_id)
    _inside(work, place)
    return _page(work, place)


@blueprint.post("/formularze/w-toku/<uuid:edit_id>/nowe/<place>")
@for_editors
def add_piece(edit_id: UUID, place: str) -> ResponseReturnValue:
    """At the end of its list; then on to its own page. Without a Polish name nothing is added."""
    work = writable(edit_id)
    inside, key = _inside(work, place)
    label = {language: clean(request.form.get(f"E-label-{language}", "")) for language in LANGUAGES}
    kind = request.form.get("kind", "")
    wrong = tuple(
        name
        for name, bad in (("label", not label["pl"]), ("kind", key == "fields" and kind not in ADDED))
        if bad
    )
    if wrong:
        return _page(work, place, wrong), 422
    piece = _new(
        work, inside, key, {name: said for name, said in label.items() if said or name != "uk"}, kind
    )
    document = add(work.document, inside, key, piece)
    try:
        with parts().sessions.begin() as session:
            form_edits.save(
                session, current_clerk(), work.edit.id, document,
                revision=request.form.get("revision", 0, type=int), at=parts().now(), place=f"{place}+",
            )  # fmt: skip
    except Stale:
        return _page(work, place, ("stale",)), 409
    number = len(items(at(document, inside), key)) - 1
    return redirect(f"{work.address('czesc', place_of((*inside, key, number)))}?zapisano=1", 303)


def _inside(work: Work, place: str) -> tuple[Steps, str]:
    """Where it comes to and under which key; 404."""
    if place in WHOLE:
        return (), WHOLE[place]
    steps = steps_at(place)
    try:
        holder = at(work.document, steps) if steps and steps[0] == "sections" else None
    except PlaceGone:
        holder = None
    if steps is None or holder is None or (len(steps) > 2 and holder.get("kind") not in ("group", "rows")):
        abort(404)
    return steps, "fields"


def _new(work: Work, inside: Steps, key: str, label: Document, kind: str) -> Document:
    """The piece with all that it cannot do without; what is not known yet is asked for by the checks."""
    polish = str(label["pl"])
    name = fresh_name(polish, names_beside(work.document, inside, key))
    blank: Document = {"pl": "", "en": ""}
    if key == "sections":
        return {"name": name, "title": label, "to": blank, "fields": []}
    if key == "attachments":
        return {"name": name, "label": label, "formats": ["pdf", "jpg", "png"]}
    made: Document = {"name": name, "kind": kind, "label": label}
    if kind in ("enum", "multi_enum"):
        made["choices"] = []
    if kind == "list":
        made["list"] = ""
    if kind in ("group", "rows"):
        made["fields"] = []
    if kind == "rows":
        made |= {"max": 10, "one": blank, "add": blank, "save": blank, "row_title": []}
    return made


def _page(work: Work, place: str, wrong: tuple[str, ...] = ()) -> str:
    inside, key = _inside(work, place)
    holder = label_of(at(work.document, inside)) if inside else ""
    return render_template(
        "forms/new.html", work=work, place=place, key=key, holder=holder, kinds=ADDED, wrong=wrong,
        tree=tree(work, place), typed=request.form,
    )  # fmt: skip
