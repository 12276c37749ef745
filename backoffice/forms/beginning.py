"""A work on a form begins: from a version, from a file, or from a newer shared version."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.listing import form_here, form_page, newest_shared, offered, version_of
from backoffice.forms.words import fault_lines
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import BeingChanged, NotNow, Stale, Start
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.document import Document, document_of
from forms_catalog.designing.form_files import LARGEST, from_yaml, shipped_blocks
from forms_catalog.loading.faults import Fault, said
from forms_catalog.offices.own_rows import FIRST_OWN_VERSION
from forms_catalog.problems import N_


@blueprint.post("/formularze/<code>/zmien")
@for_editors
def begin(code: str) -> ResponseReturnValue:
    """From the version that was named; an earlier one comes back as a new one."""
    catalogue = offered(code)
    form = version_of(catalogue, code, request.form.get("version", 0, type=int))
    return begun(Start(code, form.version, _grew_from(catalogue, code, form.version), document_of(form)))


@blueprint.post("/formularze/<code>/nowsza")
@for_editors
def choose_newer(code: str) -> ResponseReturnValue:
    """A newer shared version: the office's own stays, or the shared one is taken over and approved anew."""
    catalogue = offered(code)
    shared = newest_shared(catalogue, code)
    if shared is None or shared.version != request.form.get("version", 0, type=int):
        return redirect(f"/formularze/{code}", 303)
    choice = "adopt" if request.form.get("choice") == "adopt" else "keep"
    with parts().sessions.begin() as session:
        form_edits.choose(session, current_clerk(), code, shipped=shared.version, choice=choice)
    if choice == "keep":
        return redirect(f"/formularze/{code}", 303)
    return begun(Start(code, shared.version, shared.version, document_of(shared)))


@blueprint.post("/formularze/<code>/wczytaj")
@for_editors
def take_in(code: str) -> ResponseReturnValue:
    """A file becomes the form in the making; one that cannot be read changes nothing."""
    catalogue = offered(code)
    upload = request.files.get("file")
    name = (upload.filename or "")[:100] if upload else ""
    if upload is None or not name:
        return form_page(code, unread=[], nothing=True), 422
    document, faults = from_yaml(upload.stream.read(LARGEST + 1), name, blocks=shipped_blocks())
    if document is not None and document.get("code") != code:
        wrong = said(N_("is the form of another service: “%(code)s”."), code=document.get("code"))
        faults = (Fault(name, "code", wrong, said(N_("Open that service and read the file there."))),)
    if faults or document is None:
        return form_page(code, unread=fault_lines({}, faults), unread_file=name), 422
    return _taken_in(catalogue, code, document)


def _taken_in(catalogue: Catalogue, code: str, document: Document) -> ResponseReturnValue:
    form = form_here(catalogue, code)
    clerk, now = current_clerk(), parts().now()
    with parts().sessions.begin() as session:
        there = form_edits.open_edit_of(session, clerk.office or "", code)
        if there is not None:
            seen = request.form.get("revision", 0, type=int)
            try:
                form_edits.save(session, clerk, there.id, document, revision=seen, at=now, place="file")
            except NotNow:
                return form_page(code, unread=[], waits=True), 409
            except Stale:
                return form_page(code, unread=[], overtaken=True), 409
            return redirect(f"/formularze/w-toku/{there.id}", 303)
    return begun(Start(code, form.version, _grew_from(catalogue, code, form.version), document))


def begun(start: Start) -> ResponseReturnValue:
    """A new work, or the one there is already."""
    try:
        with parts().sessions.begin() as session:
            edit = form_edits.begin(session, current_clerk(), start, at=parts().now())
    except BeingChanged as there:
        return redirect(f"/formularze/w-toku/{there.edit}?{_THERE}", 303)
    return redirect(f"/formularze/w-toku/{edit}", 303)


_THERE = "juz=1"


def _grew_from(catalogue: Catalogue, code: str, version: int) -> int:
    own = catalogue.variants.get((code, version))
    return own.grew_from if own is not None and version >= FIRST_OWN_VERSION else version
