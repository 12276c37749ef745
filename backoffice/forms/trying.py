"""A form in the making is tried on what came in: by the worker, told without anybody's answers."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.places import label_of
from backoffice.forms.work import Work, opened
from backoffice.parts import parts
from casework.desk import form_replays
from casework.desk.form_replays import TooOften
from forms_catalog.designing.document import Document, document_of, items

#: seconds after which a page that waits is asked for again
_AGAIN = 5


@blueprint.get("/formularze/w-toku/<uuid:edit_id>/proba")
@for_editors
def show_trial(edit_id: UUID) -> Response:
    """What the last trial found; a page that waits for the worker asks again by itself."""
    return _page(opened(edit_id))


@blueprint.post("/formularze/w-toku/<uuid:edit_id>/proba")
@for_editors
def ask_trial(edit_id: UUID) -> ResponseReturnValue:
    work = opened(edit_id)
    most = request.form.get("most", form_replays.MOST, type=int)
    try:
        with parts().sessions.begin() as session:
            form_replays.ask(session, current_clerk(), edit_id, most=most, at=parts().now())
    except TooOften:
        return _page(work, too_often=True), 429
    return redirect(work.address("proba"), 303)


def _page(work: Work, *, too_often: bool = False) -> Response:
    with parts().sessions() as session:
        trial = form_replays.last(session, work.edit)
    page = render_template(
        "forms/trial.html", work=work, trial=trial, most=form_replays.MOST, labels=_labels(work),
        too_often=too_often, a_day=form_replays.MOST_A_DAY,
    )  # fmt: skip
    response = make_response(page)
    if trial is not None and trial.state == "waiting":
        response.headers["Refresh"] = str(_AGAIN)
    return response


def _labels(work: Work) -> Mapping[str, str]:
    """What pointers without numbers of rows are called: in the form as it was, over it as it is."""
    found: dict[str, str] = {}
    base = work.base
    for document in (document_of(base) if base else {}, work.document):
        for page in items(document, "sections"):
            _enter(page, "", found)
        for slot in items(document, "attachments"):
            found[f"/attachments/{slot.get('name')}"] = label_of(slot)
    return found


def _enter(piece: Document, path: str, found: dict[str, str]) -> None:
    for one in items(piece, "fields"):
        here = f"{path}/{one.get('name')}"
        found[here] = label_of(one)
        _enter(one, here, found)
