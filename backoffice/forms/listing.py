"""The forms of an office: what is in force, what is being changed, what is newer among the shared ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, abort, render_template, request

from backoffice.entrance.who import current_clerk
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.work import differences, names_of, own_office
from backoffice.parts import parts
from casework.desk import form_edits, withdrawing
from casework.desk.form_edits import Edit
from casework.desk.reads import note_read
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.document import document_of, text_of
from forms_catalog.designing.form_files import to_yaml
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import FIRST_OWN_VERSION, OwnForm
from pages.downloads import download
from pages.widgets.phrases import say_difference

YAML = "application/yaml"


@dataclass(frozen=True)
class Standing:
    """How a form stands at an office."""

    form: Definition  #: in force today; of an own service that is not offered today the newest
    own: OwnForm | None  #: where it is the office's own version
    newer: Definition | None  #: a shared version that came after the one it was made of
    kept: bool  #: the office decided to keep its own in spite of it
    edit: Edit | None
    offered: bool = True  #: today, or switched off for a while
    switched_off: bool = False  #: by an administrator of the office


def standing(
    catalogue: Catalogue, code: str, edit: Edit | None, chosen: Mapping[tuple[str, int], str]
) -> Standing:
    """How the form stands; 404 for a service that the office does not have."""
    form = form_here(catalogue, code)
    own = catalogue.variants.get((code, form.version))
    shared = newest_shared(catalogue, code)
    newer = shared if own and shared and shared.version > own.grew_from else None
    kept = newer is not None and chosen.get((code, newer.version)) == "keep"
    in_force = catalogue.service(code) is not None
    row = catalogue.office_rows.get(catalogue.office or "")
    off = row is not None and code in row.off
    return Standing(form, own, newer, kept, edit, in_force, switched_off=in_force and off)


def own_services(catalogue: Catalogue, office: str) -> frozenset[str]:
    """Codes of the services that the office has made itself, offered today or not."""
    return frozenset(
        row.code for row in catalogue.variants.values() if row.office == office and row.own_service
    )


def form_here(catalogue: Catalogue, code: str) -> Definition:
    """The form in force, else the newest of an own service that begins later or was withdrawn; 404."""
    form = catalogue.service(code)
    own = (
        catalogue.definitions[row.key]
        for row in catalogue.variants.values()
        if row.office == catalogue.office and row.code == code and row.own_service
    )
    return form or max(own, key=lambda form: form.version, default=None) or abort(404)


def newest_shared(catalogue: Catalogue, code: str) -> Definition | None:
    """The newest shipped version that is not retired."""
    shared = (
        form
        for (known, version), form in catalogue.definitions.items()
        if known == code and version < FIRST_OWN_VERSION and form.retired_on is None
    )
    return max(shared, key=lambda form: form.version, default=None)


def offered(code: str) -> Catalogue:
    """The catalogue as the office of whoever asks has it; 404 for a service it does not offer."""
    office, catalogue = own_office(), parts().catalogue
    if code not in office.services and code not in own_services(catalogue, office.code):
        abort(404)
    return catalogue.of_office(office.code)


def version_of(catalogue: Catalogue, code: str, version: int) -> Definition:
    """One version of a form, the office's own or a shared one; 404."""
    return catalogue.service(code, version) or abort(404)


@blueprint.get("/formularze")
@for_editors
def list_forms() -> str:
    office = own_office()
    catalogue = parts().catalogue.of_office(office.code)
    with parts().sessions() as session:
        edits = {edit.code: edit for edit in form_edits.open_edits(session, office.code)}
        chosen = form_edits.choices(session, office.code)
        leaving = withdrawing.waiting(session, office.code)
    shown = [
        standing(catalogue, form.code, edits.get(form.code), chosen)
        for form in catalogue.services(office.code)
    ]
    known = {it.form.code for it in shown}
    for code in sorted(own_services(catalogue, office.code) - known):
        shown.append(standing(catalogue, code, edits.get(code), chosen))
    making = [edit for code, edit in edits.items() if code not in {it.form.code for it in shown}]
    return render_template("forms/list.html", forms=shown, making=making, title_of=title_of, leaving=leaving)


def title_of(edit: Edit) -> str:
    """What a form in the making is called."""
    return text_of(edit.document, "title") or edit.code


@blueprint.get("/formularze/<code>")
@for_editors
def show_form(code: str) -> str:
    return form_page(code)


def form_page(code: str, **more: object) -> str:
    """The page of one form: in force, in the making, its versions."""
    catalogue, office = offered(code), own_office()
    its_own = code in own_services(catalogue, office.code)
    with parts().sessions() as session:
        edit = form_edits.open_edit_of(session, office.code, code)
        chosen = form_edits.choices(session, office.code)
        own = form_edits.published(session, office.code, code)
        names = names_of(session, office.code)
        leaving = withdrawing.waiting(session, office.code).get(code) if its_own else None
    shared = sorted(
        (form for (known, version), form in catalogue.definitions.items()
         if known == code and version < FIRST_OWN_VERSION),
        key=lambda form: -form.version,
    )  # fmt: skip
    return render_template(
        "forms/form.html", it=standing(catalogue, code, edit, chosen), own=own, shared=shared, names=names,
        code=code, its_own=its_own, leaving=leaving, me=current_clerk().id, **more,
    )  # fmt: skip


@blueprint.get("/formularze/<code>/<int:version>.yaml")
@for_editors
def take_version(code: str, version: int) -> Response:
    """The form as a file that the program reads."""
    form = version_of(offered(code), code, version)
    with parts().sessions.begin() as session:
        note_read(session, current_clerk(), "form_taken", details={"form": code, "version": version})
    return download(to_yaml(document_of(form)).encode(), f"{code}-{version}.yaml", YAML)


@blueprint.get("/formularze/<code>/porownaj")
@for_editors
def compare_versions(code: str) -> str:
    """What differs between two versions, in words."""
    catalogue = offered(code)
    old = version_of(catalogue, code, request.args.get("od", 0, type=int))
    new = version_of(catalogue, code, request.args.get("do", 0, type=int))
    found = differences(document_of(old), document_of(new), catalogue)
    return render_template(
        "forms/compared.html", old=old, new=new, code=code, lines=[say_difference(one, "pl") for one in found]
    )
