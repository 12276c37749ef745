"""Term and file-plan class of a service at an office: dated, with source and standing, as rates are."""

import re
from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.dated import Dated
from backoffice.parts import parts
from casework.catalogue import catalogue_changes
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.model import Definition
from forms_catalog.offices.own_rows import ValueKind
from pages.words import gettext

blueprint = Blueprint("service_facts", __name__)
_CLASS = re.compile(r"[0-9]{2,6}")
#: archive category: A, B5, BE50, Bc …
_CATEGORY = re.compile(r"A|BE?[0-9]{1,3}|Bc")
_MOST_DAYS = 366
_ADDRESSES: Mapping[str, ValueKind] = {"jrwa": "file_plan", "termin": "term"}


@blueprint.get("/dane/uslugi/<code>/<what>")
@for_roles("office_admin")
def show(code: str, what: str) -> str:
    """What holds now, and a form for what comes."""
    form, kind = _asked(code, what)
    plan = form.file_plan
    typed = {"class": plan.class_dev, "category": plan.archive_category_dev} if kind == "file_plan" else {}
    return _page(form, what, typed, Dated.next_year(warsaw_date(parts().now())))


@blueprint.post("/dane/uslugi/<code>/<what>")
@for_roles("office_admin")
def write(code: str, what: str) -> ResponseReturnValue:
    """A term or class from a day on. What was filed before keeps its term; a class holds for each case sign
    that is given from the day on, whenever the form was filed.
    """
    form, kind = _asked(code, what)
    typed = {name: request.form.get(name, "").strip()[:40] for name in ("class", "category", "days")}
    dated = Dated.typed()
    wrong = _faults(kind, typed) | dated.faults(warsaw_date(parts().now()))
    if wrong or dated.valid_from is None:
        return _page(form, what, typed, dated, wrong), 422
    value = _plan(typed, dated) if kind == "file_plan" else _term(typed, dated)
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        row = catalogue_changes.write_value(
            session, office=clerk.office or "", kind=kind, service=code, valid_from=dated.valid_from,
            value=value, standing=dated.standing, source=dated.source, by=clerk.id,
        )  # fmt: skip
        details = {"row": row, "kind": kind, "service": code, "valid_from": str(dated.valid_from)}
        note_read(session, clerk, "service_fact_written", details=details)
    parts().look_soon()
    return redirect(f"/dane?co={kind}&zapisane=wpisane", 303)


def _asked(code: str, what: str) -> tuple[Definition, ValueKind]:
    """404 for a service that the office does not offer, and for a term that the law sets."""
    kind = _ADDRESSES.get(what)
    offered = parts().catalogue.services(current_clerk().office)
    form = next((one for one in offered if one.code == code), None)
    if form is None or kind is None or (kind == "term" and form.office_deadline.statutory):
        abort(404)
    return form, kind


def _faults(kind: ValueKind, typed: Mapping[str, str]) -> dict[str, str]:
    if kind == "term":
        days = typed["days"]
        right = days.isascii() and days.isdecimal() and 1 <= int(days) <= _MOST_DAYS
        return {} if right else {"days": gettext("Type a number of days from 1 to 366.")}
    wrong = {}
    if not _CLASS.fullmatch(typed["class"]):
        wrong["class"] = gettext("Type the class in digits, for example 3120.")
    if not _CATEGORY.fullmatch(typed["category"]):
        wrong["category"] = gettext("Type the archive category, for example B10, BE50 or A.")
    return wrong


def _plan(typed: Mapping[str, str], dated: Dated) -> dict[str, object]:
    sure = "high" if dated.standing == "verified" else "low"
    number = typed["class"]
    return {
        "class_dev": number, "class_2digit": number[:2], "archive_category_dev": typed["category"],
        "confidence": sure,
    }  # fmt: skip


def _term(typed: Mapping[str, str], dated: Dated) -> dict[str, object]:
    days = int(typed["days"])
    plain = {"pl": f"do {days} dni", "en": f"within {days} days", "uk": f"до {days} днів"}
    if days == 1:
        plain = {"pl": "do 1 dnia", "en": "within 1 day", "uk": "до 1 дня"}
    return {"days": days, "months": None, "months_complex": None, "legal": dated.source, "plain": plain}


def _page(
    form: Definition, what: str, typed: Mapping[str, str], dated: Dated, wrong: dict[str, str] | None = None
) -> str:
    return render_template(
        "service_fact.html", form=form, what=what, typed=typed, dated=dated, wrong=wrong or {}
    )
