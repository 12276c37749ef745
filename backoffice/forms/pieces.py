"""One piece of a form on its page: changed, moved, removed, given answers to choose from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.conditions import Asked, asked_when
from backoffice.forms.places import PARTS, label_of, number_typed, place_of, steps_at
from backoffice.forms.preview import Preview, preview_of
from backoffice.forms.tree import tree
from backoffice.forms.typing import clean, typed_choices, typed_law, typed_values
from backoffice.forms.work import Work, opened, writable
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Stale
from forms_catalog.calculations import CALCULATIONS
from forms_catalog.designing import properties
from forms_catalog.designing.document import Document, PlaceGone, Steps, at, items, stands
from forms_catalog.designing.edits import EMPTY, add, change, fresh_name, move, remove
from forms_catalog.designing.kinds_changed import OFFERED
from forms_catalog.designing.properties import Property, properties_of
from forms_catalog.designing.rule_words import rule_words
from forms_catalog.designing.service_properties import LAW, none_to_appeal_to, without_appeal
from forms_catalog.rules import RULES

#: chosen by name from what the code knows
BY_NAME: Mapping[str, Collection[str]] = {"rules": RULES, "calculations": CALCULATIONS}


@dataclass(frozen=True)
class Piece:
    """A piece of the form as its page shows it."""

    place: str
    steps: Steps
    what: Document
    known: Sequence[Property]
    sort: str  #: page, question, attachment or part

    @property
    def name(self) -> str:
        """Its name for computers; parts that stand once have none."""
        return "" if self.sort == "part" else str(self.what.get("name", ""))

    @property
    def title(self) -> str:
        return label_of(self.what) or self.name

    @property
    def choosable(self) -> bool:
        return self.what.get("kind") in ("enum", "multi_enum")

    @property
    def listed(self) -> str:
        """The key of a list that is written on its page: answers to choose from, legal bases; "" for none."""
        return "choices" if self.choosable else "legal_basis" if self.place == "podstawa" else ""

    @property
    def holds(self) -> str:
        """Where questions may be added: in a page, a group, a list."""
        return "fields" if self.sort == "page" or self.what.get("kind") in ("group", "rows") else ""


def piece_at(work: Work, place: str) -> Piece:
    """The piece of that address; 404 where there is none (any more)."""
    steps = steps_at(place)
    if steps is None:
        abort(404)
    if place in PARTS:
        there = at(work.document, steps) if stands(work.document, steps) else {}
        return Piece(place, steps, there, PARTS[place].known, "part")
    try:
        what = at(work.document, steps)
    except PlaceGone:
        abort(404)
    if steps[0] == "attachments":
        return Piece(place, steps, what, properties.SLOT, "attachment")
    if len(steps) == 2:
        return Piece(place, steps, what, properties.SECTION, "page")
    return Piece(place, steps, what, properties_of(str(what.get("kind"))), "question")


@blueprint.get("/formularze/w-toku/<uuid:edit_id>/czesc/<place>")
@for_editors
def show_piece(edit_id: UUID, place: str) -> str:
    work = opened(edit_id)
    return piece_page(work, piece_at(work, place))


@blueprint.post("/formularze/w-toku/<uuid:edit_id>/czesc/<place>")
@for_editors
def save_piece(edit_id: UUID, place: str) -> ResponseReturnValue:
    """Keeps what was typed, right or wrong; then does what the pressed button says."""
    work = writable(edit_id)
    piece = piece_at(work, place)
    if piece.name != request.form.get("name", ""):
        return _overtaken(work, piece), 409
    document = _typed(work.document, piece)
    then = request.form.get("then", "")
    try:
        document, steps = _then(document, piece, then)
    except PlaceGone:
        abort(404)
    revision = request.form.get("revision", 0, type=int)
    try:
        _keep(work, document, revision, piece.place)
    except Stale:
        return _overtaken(work, piece, document), 409
    place = piece.place if piece.sort == "part" else place_of(steps)
    goal = work.address("czesc", place) if steps or piece.sort == "part" else work.address()
    return redirect(f"{goal}?zapisano=1", 303)


def _keep(work: Work, document: Document, revision: int, place: str) -> None:
    if document == work.document and revision == work.edit.revision:
        return
    with parts().sessions.begin() as session:
        form_edits.save(
            session, current_clerk(), work.edit.id, document,
            revision=revision, at=parts().now(), place=place,
        )  # fmt: skip


def _overtaken(work: Work, piece: Piece, document: Document | None = None) -> str:
    """Somebody changed the form meanwhile: what was typed stands on the page, and can be saved again."""
    typed = at(document, piece.steps) if document is not None and _same(document, piece) else piece.what
    shown = Piece(piece.place, piece.steps, typed, piece.known, piece.sort)
    return piece_page(work, shown, overtaken=True)


def _same(document: Document, piece: Piece) -> bool:
    try:
        return at(document, piece.steps).get("name") == piece.what.get("name")
    except PlaceGone:
        return False


def _typed(document: Document, piece: Piece) -> Document:
    """The document with what was typed about the piece."""
    values = typed_values(request.form, piece.known, piece.what)
    if piece.choosable:
        values["choices"] = typed_choices(request.form, piece.what)
    if piece.place == "podstawa":
        values["legal_basis"] = typed_law(request.form, piece.what)
    if piece.place == "odwolanie" and without_appeal(values):
        return change(document, (), {"appeal": EMPTY})
    if piece.place == "inne-pytania" and not any(values.values()):
        return change(document, (), {"also_asked": None})
    if piece.place == "odwolanie" and values["instrument"] == "none":
        values |= none_to_appeal_to()
    if piece.place == "reguly":
        for key, there in BY_NAME.items():
            ticked, before = request.form.getlist(f"E-{key}"), _names(piece.what.get(key))
            stays = [name for name in before if name in ticked]
            values[key] = stays + [name for name in sorted(there) if name in ticked and name not in before]
    return change(document, piece.steps, values)


def _names(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _then(document: Document, piece: Piece, then: str) -> tuple[Document, Steps]:
    """What the button says: the document after it, and the piece to go on with; () for the whole form."""
    verb, _, number = then.partition(":")
    if verb in ("up", "down"):
        return move(document, piece.steps, -1 if verb == "up" else 1)
    if verb == "remove":
        return remove(document, piece.steps), ()
    if verb == "choice":
        return _with_choice(document, piece), piece.steps
    choice = number_typed(number)
    if verb in ("choice-up", "choice-down", "choice-remove") and choice is not None:
        here = (*piece.steps, piece.listed, choice)
        if verb == "choice-remove":
            return remove(document, here), piece.steps
        return move(document, here, -1 if verb == "choice-up" else 1)[0], piece.steps
    return document, piece.steps


def _with_choice(document: Document, piece: Piece) -> Document:
    """One more answer; its value for computers is made of its words and never changed."""
    label = {language: clean(request.form.get(f"E-new-{language}", "")) for language in ("pl", "en", "uk")}
    if not label["uk"]:
        del label["uk"]
    taken = [str(choice.get("value")) for choice in items(at(document, piece.steps), "choices")]
    value = fresh_name(label["pl"] or "odpowiedz", taken)
    return add(document, piece.steps, "choices", {"value": value, "label": dict(label)})


def piece_page(work: Work, piece: Piece, *, overtaken: bool = False) -> str:
    """The page of a piece: the form beside it, what is wrong in it, how it will look."""
    faults = [fault for fault in work.faults if fault.place == piece.place]
    return render_template(
        "forms/piece.html",
        work=work,
        piece=piece,
        tree=tree(work, piece.place),
        faults=faults,
        told={fault.anchor: fault for fault in faults},
        picks=_picks(work, piece),
        by_name={key: sorted(names, key=_said) for key, names in BY_NAME.items()},
        rule_words=rule_words(),
        kinds=properties.KINDS,
        other_kinds=OFFERED.get(str(piece.what.get("kind")), ()) if piece.sort == "question" else (),
        part_name=PARTS[piece.place].name if piece.place in PARTS else "",
        law=LAW,
        listed=items(piece.what, piece.listed),
        conditions=_conditions(work, piece),
        preview=_preview(work, piece),
        overtaken=overtaken,
        saved=request.args.get("zapisano") == "1",
    )


def _said(name: str) -> str:
    """Rules and calculations stand in the order of their words."""
    words = rule_words().get(name)
    return words.says if words else name


def _conditions(work: Work, piece: Piece) -> list[Asked]:
    if piece.sort == "part" or piece.what.get("kind") == "computed":
        return []
    keys = ("shown_when",) if piece.sort == "page" else ("shown_when", "required_when")
    return [asked_when(work, piece.steps, piece.what, key) for key in keys]


def _preview(work: Work, piece: Piece) -> Preview | None:
    number = piece.steps[1] if piece.steps and piece.steps[0] == "sections" else 0
    return preview_of(work, number if isinstance(number, int) else 0)


def _picks(work: Work, piece: Piece) -> Mapping[str, list[tuple[str, str]]]:
    """What the page offers to pick from: value → words."""
    inner = [(str(one.get("name")), label_of(one)) for one in items(piece.what, "fields")]
    return {
        "row_title": inner,
        "columns": inner,
        **{one.key: _options(one, piece.what) for one in piece.known if one.shape == "picks" and one.options},
        "formats": [(name, name.upper()) for name in properties.FORMATS],
        "list": _lists(work),
        "department": _departments(work, piece),
        "act": sorted(((key, name.pl) for key, name in work.catalogue.acts.items()), key=lambda act: act[1]),
        "at_least_field": [("", "–"), *_whole_numbers_beside(work, piece)],
    }


def _options(one: Property, what: Document) -> list[tuple[str, str]]:
    """What the property offers; what stands in the form and is none of it is among them, right or wrong."""
    known = {value: gettext(words) for value, words in one.options}
    return [*known.items(), *((name, name) for name in _names(what.get(one.key)) if name not in known)]


def _lists(work: Work) -> list[tuple[str, str]]:
    known = ((name, work.catalogue.list_title(name).pl) for name in work.catalogue.lists)
    return sorted(known, key=lambda one: one[1])


def _departments(work: Work, piece: Piece) -> list[tuple[str, str]]:
    """Units that cases may go to; what stands there now is among them, right or wrong."""
    office, now = work.office, str(piece.what.get("department", ""))
    known = {key: name.pl for key, name in office.units.items() if key in office.unit_symbols}
    return sorted({now: now, **known}.items(), key=lambda unit: unit[1])


def _whole_numbers_beside(work: Work, piece: Piece) -> list[tuple[str, str]]:
    if piece.sort != "question":
        return []
    beside = items(at(work.document, piece.steps[:-2]), "fields")
    return [
        (str(one.get("name")), label_of(one))
        for one in beside
        if one.get("kind") == "int" and one.get("name") != piece.what.get("name")
    ]
