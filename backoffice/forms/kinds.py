"""A question gets another kind of answer: which make sense, and what becomes of answers already typed."""

from uuid import UUID

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.pieces import Piece, piece_at
from backoffice.forms.tree import tree
from backoffice.forms.work import Work, writable
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Stale
from forms_catalog.designing import properties
from forms_catalog.designing.kinds_changed import OFFERED, NotOffered, all_kept, changed_kind

_PLACE = "/formularze/w-toku/<uuid:edit_id>/rodzaj/<place>"


@blueprint.get(_PLACE)
@for_editors
def ask_kind(edit_id: UUID, place: str) -> str:
    work = writable(edit_id)
    return _page(work, _question(work, place))


@blueprint.post(_PLACE)
@for_editors
def change_kind(edit_id: UUID, place: str) -> ResponseReturnValue:
    """The question keeps its name, words and conditions; on to its page, where the rest is asked for."""
    work = writable(edit_id)
    piece = _question(work, place)
    try:
        document = changed_kind(work.document, piece.steps, request.form.get("kind", ""))
    except NotOffered:
        return _page(work, piece, wrong="kind"), 422
    try:
        with parts().sessions.begin() as session:
            form_edits.save(
                session, current_clerk(), work.edit.id, document,
                revision=request.form.get("revision", 0, type=int), at=parts().now(), place=f"{place}.kind",
            )  # fmt: skip
    except Stale:
        return _page(work, piece, wrong="stale"), 409
    return redirect(f"{work.address('czesc', place)}?zapisano=1", 303)


def _question(work: Work, place: str) -> Piece:
    piece = piece_at(work, place)
    return piece if piece.sort == "question" and OFFERED.get(str(piece.what.get("kind"))) else abort(404)


def _page(work: Work, piece: Piece, *, wrong: str = "") -> str:
    before = str(piece.what.get("kind"))
    offered = [(kind, properties.KINDS[kind], all_kept(before, kind)) for kind in OFFERED[before]]
    counted = bool(work.document.get("rules") or work.document.get("calculations"))
    return render_template(
        "forms/kind.html", work=work, piece=piece, now=properties.KINDS[before], offered=offered, wrong=wrong,
        tree=tree(work, piece.place), counted=counted,
    )  # fmt: skip
