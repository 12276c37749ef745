"""What may be filed: services, their schemas and samples."""

import base64
import re
from collections.abc import Callable

import orjson
from flask import Response, request
from flask.typing import ResponseReturnValue

from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.json_schema import answers_schema
from forms_catalog.documents.xsd import xsd
from forms_catalog.documents.xsl import xsl
from forms_catalog.model import AttachmentSlot, Definition
from forms_catalog.problems import N_
from forms_catalog.samples import samples
from pages.downloads import XML, XSL
from pages.headers import public_page
from pages.language import language
from portal.api.answering import json_answer
from portal.api.blueprint import blueprint
from portal.api.problem import Refusal
from portal.api.questions import office_asked_for, wrong_question
from portal.parts import parts

#: (what, digest of the form, language, office, change) → bytes; an office's lists may change
_kept: dict[tuple[str, str, str, str, int], bytes] = {}
_MOST_KEPT = 600


def _catalogue() -> Catalogue:
    """As the office of `?office=` has it, as shipped without."""
    office = office_asked_for()
    return parts().catalogue.of_office(office) if office else parts().catalogue


def service_or_404(code: str) -> Definition:
    """The form of the office that was asked for, its own where it has one; else the shipped one."""
    found = _catalogue().service(code)
    if found is None:
        raise Refusal(404, N_("There is no such service"), N_("Look its code up in GET /api/v1/services."))
    return found


@blueprint.get("/services")
@public_page
def list_services() -> ResponseReturnValue:
    """Every service, or those of one office."""
    listed = [
        {"code": form.code, "group": form.group, "title": form.title.in_(language()), "version": form.version}
        for form in parts().catalogue.services(office_asked_for())
    ]
    return json_answer({"services": listed})


@blueprint.get("/services/<code>")
@public_page
def show_service(code: str) -> ResponseReturnValue:
    """One service: who may file, fee, term, attachments, the law."""
    form, tongue = service_or_404(code), language()
    term, card = form.office_deadline, form.card
    return json_answer(
        {
            "code": form.code,
            "version": form.version,
            "digest": form.digest,
            "group": form.group,
            "title": form.title.in_(tongue),
            "short_title": form.short_title.in_(tongue),
            "summary": card.lead.in_(tongue),
            "form_symbol": form.form_symbol,
            "applicants": form.applicants,
            "fee": {
                "kind": form.fee.kind,
                "amount_pln": None if form.fee.amount_pln is None else format(form.fee.amount_pln, "f"),
                "legal": form.fee.legal_item,
            },
            "term": {"text": term.plain.in_(tongue), "statutory": term.statutory, "legal": term.legal},
            "legal_basis": [
                {"act": parts().catalogue.acts[law.act].in_(tongue), "ref": law.ref}
                for law in form.legal_basis
            ],
            "attachments": [_slot(slot, tongue) for slot in form.attachments],
            "signature": form.signature.levels,
            "offices": [
                office for office, facts in parts().catalogue.offices.items() if form.code in facts.services
            ],
        }
    )


def _slot(slot: AttachmentSlot, tongue: str) -> dict[str, object]:
    return {
        "slot": slot.name,
        "label": slot.label.in_(tongue),
        "required": slot.required,
        "sometimes_required": slot.required_when is not None,
        "formats": slot.formats,
        "max_files": slot.max_files,
        "max_bytes": slot.max_bytes,
    }


@blueprint.get("/services/<code>/schema")
@public_page
def show_schema(code: str) -> Response:
    """JSON Schema (2020-12) of the answers; `?version=` of an earlier form."""
    form, here, tongue = _version_asked_for(code), _catalogue(), language()

    def make() -> bytes:
        return orjson.dumps(answers_schema(form, here, tongue))

    kept = _keep(("schema", form.digest, tongue, here.office or "", here.change), make)
    return Response(kept, content_type="application/schema+json")


@blueprint.get("/services/<code>/xsd")
@public_page
def show_xsd(code: str) -> Response:
    """XSD of the document that is kept; `?version=` of an earlier form."""
    form = _version_asked_for(code)
    return Response(_keep(("xsd", form.digest, "", "", 0), lambda: xsd(form)), content_type=XML)


@blueprint.get("/services/<code>/xsl")
@public_page
def show_xsl(code: str) -> Response:
    """XSLT 1.0 that makes a readable page of the document; `?version=` of an earlier form."""
    form, here = _version_asked_for(code), _catalogue()

    def make() -> bytes:
        return xsl(form, here)

    return Response(_keep(("xsl", form.digest, "", here.office or "", here.change), make), content_type=XSL)


def _version_asked_for(code: str) -> Definition:
    asked = request.args.get("version")
    newest = service_or_404(code)
    if asked is None:
        return newest
    found = _catalogue().service(code, int(asked)) if re.fullmatch("[0-9]{1,6}", asked) else None
    if found is None:
        raise wrong_question("version", N_("There is no such version of the form."))
    return found


def _keep(key: tuple[str, str, str, str, int], make: Callable[[], bytes]) -> bytes:
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    if key not in _kept:
        _kept[key] = make()
    return _kept[key]


@blueprint.get("/services/<code>/sample")
@public_page
def show_sample(code: str) -> ResponseReturnValue:
    """Answers and attachments that may be filed today; `?name=` gives another sample than the default."""
    form = service_or_404(code)
    known = samples(form, catalogue=_catalogue(), today=warsaw_date(parts().now()))
    sample = known.get(request.args.get("name", "default"))
    if sample is None:
        raise Refusal(404, N_("There is no such sample"), N_("Leave ?name= out to get the default one."))
    files = [
        {
            "slot": file.slot,
            "filename": file.filename,
            "content_type": file.content_type,
            "data_base64": base64.b64encode(file.data).decode(),
        }
        for file in sample.attachments
    ]
    return json_answer({"answers": sample.answers, "attachments": files})
