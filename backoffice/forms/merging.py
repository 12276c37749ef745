"""A newer shared form with the office's own changes laid over it; what both changed is decided in words."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from backoffice.entrance.who import current_clerk
from backoffice.forms.beginning import begun
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.listing import form_here, newest_shared, offered
from backoffice.forms.places import label_of, say_place
from backoffice.forms.work import differences
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Start
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.building import say_condition
from forms_catalog.designing.document import Document, Steps, document_of
from forms_catalog.designing.merging import NOTHING, Choice, Clash, Merged, Place, merge
from forms_catalog.model import Definition
from forms_catalog.problems import N_
from pages.widgets.phrases import say_difference

_PLACE = "/formularze/<code>/polacz"
_SHORT = 300
#: what stands under the words of a place of the form
_CONDITIONS = ("shown_when", "required_when")


@dataclass(frozen=True)
class Three:
    """A form of an office, the shipped one that it was made of, and the newer shipped one."""

    catalogue: Catalogue
    base: Definition
    ours: Definition
    theirs: Definition

    def merged(self, decided: dict[str, Choice]) -> Merged:
        return merge(document_of(self.base), document_of(self.ours), document_of(self.theirs), decided)


@dataclass(frozen=True)
class ToDecide:
    """A clash in words."""

    id: str
    where: str
    ours: str
    theirs: str
    chosen: str


@blueprint.get(_PLACE)
@for_editors
def ask_to_merge(code: str) -> str:
    return _page(_three(code), {})


@blueprint.post(_PLACE)
@for_editors
def begin_merged(code: str) -> ResponseReturnValue:
    """A work with the merged form, once every clash is decided; a second person approves it as any other."""
    three = _three(code)
    if request.form.get("version", 0, type=int) != three.theirs.version:
        return redirect(f"/formularze/{code}", 303)
    decided: dict[str, Choice] = {}
    for clash in three.merged({}).clashes:
        if (said := request.form.get(f"K-{clash.id}")) in ("ours", "theirs"):
            decided[clash.id] = "ours" if said == "ours" else "theirs"
    made = three.merged(decided)
    if made.open:
        return _page(three, decided, undecided=True), 422
    with parts().sessions.begin() as session:
        form_edits.choose(session, current_clerk(), code, shipped=three.theirs.version, choice="adopt")
    return begun(Start(code, three.theirs.version, three.theirs.version, made.document))


def _three(code: str) -> Three:
    """404 where the office has no version of its own, or the shipped one that it grew from is not known."""
    catalogue = offered(code)
    ours, theirs = form_here(catalogue, code), newest_shared(catalogue, code)
    own = catalogue.variants.get((code, ours.version))
    base = catalogue.service(code, own.grew_from) if own and not own.own_service else None
    if own is None or base is None or theirs is None or theirs.version <= own.grew_from:
        abort(404)
    return Three(catalogue, base, ours, theirs)


def _page(three: Three, decided: dict[str, Choice], *, undecided: bool = False) -> str:
    made = three.merged(decided)
    laid = differences(document_of(three.theirs), made.document, three.catalogue)
    return render_template(
        "forms/merge.html", three=three, code=three.theirs.code, undecided=undecided,
        clashes=[_said(three, clash, decided.get(clash.id, "")) for clash in made.clashes],
        lines=[say_difference(one, "pl") for one in laid],
    )  # fmt: skip


def _said(three: Three, clash: Clash, chosen: str) -> ToDecide:
    form = three.ours if clash.theirs is NOTHING else three.theirs
    document = document_of(form)
    return ToDecide(
        clash.id,
        say_place(document, _steps(document, clash.place)),
        _value(three, three.ours, clash.place, clash.ours),
        _value(three, three.theirs, clash.place, clash.theirs),
        chosen,
    )


def _steps(document: Document, place: Place) -> Steps:
    """The names of a place as steps of the document."""
    steps: list[str | int] = []
    piece: object = document
    for name in place:
        if isinstance(piece, list):
            number = next((at for at, one in enumerate(piece) if _name(one) == name), None)
            if number is None:
                break
            steps.append(number)
            piece = piece[number]
        else:
            steps.append(name)
            piece = piece.get(name) if isinstance(piece, dict) else None
    return tuple(steps)


def _name(piece: object) -> object:
    return piece.get("name", piece.get("value")) if isinstance(piece, dict) else None


def _value(three: Three, form: Definition, place: Place, value: object) -> str:
    if value is NOTHING:
        return str(gettext(N_("not there")))
    if place[-1] in _CONDITIONS:
        names = [name for name in place[3:-1] if name != "fields"]
        said = say_condition(value, tuple(names[:-1]), form, three.catalogue)
        return said.pl if said else str(gettext(N_("a condition")))
    if isinstance(value, bool):
        return str(gettext(N_("yes") if value else N_("no")))
    if isinstance(value, dict):
        words = value.get("pl") or label_of(value)
        return str(words or _name(value) or gettext(N_("changed")))[:_SHORT]
    if isinstance(value, list):
        return ", ".join(_value(three, form, place, one) for one in value)[:_SHORT]
    return str(value)[:_SHORT]
