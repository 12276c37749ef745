"""A service that no file ships is begun: its facts are asked for, then its form is designed as any other."""

import re
from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk
from backoffice.forms.beginning import begun
from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.listing import own_services
from backoffice.forms.typing import clean, typed_text
from backoffice.forms.words import fault_lines
from backoffice.forms.work import own_office
from backoffice.parts import parts
from casework.desk import form_edits
from casework.desk.form_edits import Start
from forms_catalog.designing.document import Document
from forms_catalog.designing.form_files import LARGEST, from_yaml, shipped_blocks
from forms_catalog.designing.new_service import NewService, first_draft, fresh_code, usable_code
from forms_catalog.designing.service_properties import GROUPS
from forms_catalog.designing.sound import ARCHIVE
from forms_catalog.loading.faults import Fault, said
from forms_catalog.offices.own_rows import NO_SHIPPED
from forms_catalog.problems import N_
from forms_catalog.texts import LANGUAGES

_TEXTS = ("title", "lead", "result")
_DAYS = re.compile(r"[1-9][0-9]{0,2}")
_AMOUNT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")
_CLASS = re.compile(r"[0-9]{2,6}")

#: input → what is said where it is wrong
WRONG: Mapping[str, str] = {
    "title": N_("Write the name in all three languages."),
    "lead": N_("Write in all three languages what it is for."),
    "result": N_("Write in all three languages what people get."),
    "code": N_("Choose another code: small letters, digits and hyphens, not taken yet."),
    "group": N_("Choose the topic."),
    "department": N_("Choose the department."),
    "days": N_("Write the number of days, from 1 to 999."),
    "act": N_("Choose the act."),
    "law": N_("Write the article."),
    "amount": N_("Write the amount in zł, 0 for nothing."),
    "fee_law": N_("Write what the fee is based on."),
    "file_class": N_("Write the class of the file plan in digits, for example 1431."),
    "archive": N_("Write the archival category, for example B5."),
}


@blueprint.get("/formularze/nowa")
@for_editors
def ask_new_service() -> str:
    return _page({})


@blueprint.post("/formularze/nowa")
@for_editors
def begin_service() -> ResponseReturnValue:
    """The work on it begins; nobody sees the service before a second person has approved it."""
    words = {name: typed_text(request.form, f"E-{name}") or {} for name in _TEXTS}
    line = {name: clean(request.form.get(name, ""))[:200] for name in WRONG if name not in _TEXTS}
    line["code"] = line["code"] or fresh_code(str(words["title"].get("pl", "")))
    line["amount"] = line["amount"].replace(" ", "").replace(",", ".")
    wrong = [name for name in WRONG if not _right(name, words, line)]
    if wrong:
        return _page(dict.fromkeys(wrong, "")), 422
    asked = NewService(
        code=line["code"],
        title=words["title"],
        lead=words["lead"],
        group=line["group"],
        department=line["department"],
        result=words["result"],
        days=int(line["days"]),
        law=line["law"],
        act=line["act"],
        amount="0" if float(line["amount"]) == 0 else line["amount"],
        fee_law=line["fee_law"],
        file_class=line["file_class"],
        archive=line["archive"],
    )
    return begun(Start(asked.code, NO_SHIPPED, NO_SHIPPED, first_draft(asked)))


def _right(name: str, words: Mapping[str, Document], line: Mapping[str, str]) -> bool:
    if name in words:
        return all(words[name].get(language) for language in LANGUAGES)
    typed = line[name]
    patterns = {"days": _DAYS, "amount": _AMOUNT, "file_class": _CLASS, "archive": ARCHIVE}
    if name in patterns:
        return bool(patterns[name].fullmatch(typed))
    known = {"group": GROUPS, "department": departments(), "act": parts().catalogue.acts}
    if name in known:
        return typed in known[name]
    if name == "code":  # without a name there is none yet
        return usable_code(typed, _codes_taken()) if typed else not words["title"].get("pl")
    if name == "fee_law":  # a service that costs nothing needs none
        return bool(typed) or not line["amount"].strip("0.")
    return bool(typed)


def departments() -> dict[str, str]:
    """Units of the office that cases may go to, with their names."""
    facts = own_office()
    return {key: name.pl for key, name in sorted(facts.units.items()) if key in facts.unit_symbols}


def _codes_taken() -> set[str]:
    """Codes that a new service here may not have; what other offices made themselves is their own."""
    catalogue, office = parts().catalogue, own_office().code
    shipped = {code for code, version in catalogue.definitions if (code, version) not in catalogue.variants}
    with parts().sessions() as session:
        making = {edit.code for edit in form_edits.open_edits(session, office)}
    return {*shipped, *own_services(catalogue, office), *making, *catalogue.office_kinds.named()}


@blueprint.post("/formularze/nowa/wczytaj")
@for_editors
def read_service() -> ResponseReturnValue:
    """A file of a service that nobody has yet, taken out of another Okienko for one, begins the work."""
    upload = request.files.get("file")
    name = (upload.filename or "")[:100] if upload else ""
    if upload is None or not name:
        return _page({"file": ""}), 422
    document, faults = from_yaml(upload.stream.read(LARGEST + 1), name, blocks=shipped_blocks())
    code = document.get("code") if document is not None else None
    if document is not None and not (isinstance(code, str) and usable_code(code, _codes_taken())):
        wrong = said(N_("the code “%(code)s” is taken, or it is none."), code=code)
        faults = (Fault(name, "code", wrong, said(N_("Open that service and read the file there."))),)
    if faults or document is None:
        return _page({}, unread=fault_lines({}, faults), unread_file=name), 422
    return begun(Start(str(code), NO_SHIPPED, NO_SHIPPED, document))


def _page(wrong: Mapping[str, str], **more: object) -> str:
    acts = sorted((name.pl, key) for key, name in parts().catalogue.acts.items())
    typed = {
        name: {language: request.form.get(f"E-{name}-{language}", "") for language in LANGUAGES}
        for name in _TEXTS
    }
    return render_template(
        "forms/new_service.html", wrong=[name for name in (*WRONG, "file") if name in wrong], words=WRONG,
        typed=request.form, typed_texts=typed, groups=GROUPS, departments=departments(), acts=acts,
        clerk=current_clerk(), **more,
    )  # fmt: skip
