"""The days free by law: whoever runs the platform writes what parliament changed, for every office at once.

An office has no free days of its own here: terms move off Saturdays and days free by law alone (KPA art. 57
§ 4, OP art. 12 § 5), whatever days an office is closed on.
"""

import re
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.dated import Dated, day_typed
from backoffice.facts.fact_words import STANDINGS
from backoffice.parts import parts
from casework.catalogue import dated_facts
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.facts.holidays import Holiday
from forms_catalog.facts_list import holiday_fact
from forms_catalog.folding import fold
from forms_catalog.problems import N_
from forms_catalog.texts import LANGUAGES
from pages.words import gettext

blueprint = Blueprint("free_days", __name__)
_NEW = "nowy"
_NUMBERS = ("month", "day", "easter")
_WRONG = {
    "name_pl": N_("Type the name of the day in Polish."),
    "how": N_("Choose when the day falls."),
    "date": N_("Type a day and a month that there are, for example 24 and 12."),
    "easter": N_("Type how many days after Easter Sunday: from 0 to 70."),
    "last": N_("Type a day not before the first one, for example 12.11.2028, or leave it empty."),
}

_KNOWN = N_("There is a free day with this name. Open it in the list.")


@blueprint.get("/dane/dni-wolne/<code>")
@for_roles("platform_admin")
def show(code: str) -> str:
    """What holds, what was written, and a form for what comes."""
    held = _held(code)
    last = held[0] if held else None
    typed = {f"name_{tongue}": (getattr(last.name, tongue) or "") if last else "" for tongue in LANGUAGES}
    typed |= {name: _said(getattr(last, name)) for name in _NUMBERS} if last else {}
    typed["how"] = "" if last is None else "date" if last.easter is None else "easter"
    return _page(code, held, typed, Dated.next_year(_today()))


@blueprint.post("/dane/dni-wolne/<code>")
@for_roles("platform_admin")
def write(code: str) -> ResponseReturnValue:
    """The day from a day on, or that it is free no more. Terms that were counted before stay as they are."""
    held, dated = _held(code), Dated.typed()
    names = (*(f"name_{tongue}" for tongue in LANGUAGES), "how", "last", *_NUMBERS)
    typed = {name: " ".join(request.form.get(name, "").split())[:100] for name in names}
    wrong = _faults(code, typed, dated) | dated.faults(_today())
    if wrong or dated.valid_from is None:
        return _page(code, held, typed, dated, wrong), 422
    made = _code(typed["name_pl"]) if code == _NEW else code
    _write(made, dated, _value(typed))
    return redirect("/dane?co=holiday&zapisane=wpisane", 303)


@blueprint.post("/dane/dni-wolne/<code>/cofnij")
@for_roles("platform_admin")
def take_back(code: str) -> ResponseReturnValue:
    """What was written for a day that has not come yet is taken back; the line stays in the history."""
    try:
        day = date.fromisoformat(request.form.get("valid_from", ""))
    except ValueError:
        abort(400)
    last = next((one for one in _written(code) if one.fact.valid_from == day), None)
    if last is not None and last.fact.value is not None and day > _today():
        said = Dated((str(day.day), str(day.month), str(day.year)), last.fact.source, "to_be_confirmed")
        _write(code, said, None)
    return redirect("/dane?co=holiday", 303)


def _held(code: str) -> list[Holiday]:
    """The rows of a free day, the newest first; 404 for one that there never was."""
    rows = [one for one in parts().catalogue.holidays if one.code == code]
    if code != _NEW and not rows and not _written(code):
        abort(404)
    return sorted(rows, key=lambda one: one.valid_from or date.min, reverse=True)


def _written(code: str) -> list[dated_facts.WrittenFact]:
    with parts().sessions() as session:
        return [one for one in dated_facts.written(session, None, "holiday") if one.fact.name == code]


def _today() -> date:
    return warsaw_date(parts().now())


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _code(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40]


def _faults(code: str, typed: Mapping[str, str], dated: Dated) -> dict[str, str]:
    found = {"name_pl": not typed["name_pl"] or (code == _NEW and not _code(typed["name_pl"]))}
    known = {one.code for one in parts().catalogue.holidays} | {_NEW}
    if code == _NEW and _code(typed["name_pl"]) in known:
        return {"name_pl": gettext(_KNOWN)}
    how = typed["how"]
    found["how"] = how not in ("date", "easter") and not (how == "none" and code != _NEW)
    found["date"] = how == "date" and not _is_a_date(typed)
    found["easter"] = how == "easter" and not (_is_number(typed["easter"]) and int(typed["easter"]) <= 70)
    last, first = day_typed(typed["last"]), dated.valid_from
    found["last"] = bool(typed["last"]) and (last is None or (first is not None and last < first))
    return {name: gettext(_WRONG[name]) for name, is_wrong in found.items() if is_wrong}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2


def _is_a_date(typed: Mapping[str, str]) -> bool:
    if not (_is_number(typed["month"]) and _is_number(typed["day"])):
        return False
    try:
        date(2000, int(typed["month"]), int(typed["day"]))
    except ValueError:
        return False
    return True


def _value(typed: Mapping[str, str]) -> dict[str, object]:
    if typed["how"] == "none":
        return {"free": False}
    pl = typed["name_pl"]
    name = {"pl": pl, "en": typed["name_en"] or pl} | ({"uk": typed["name_uk"]} if typed["name_uk"] else {})
    asked = ("easter",) if typed["how"] == "easter" else ("month", "day")
    last = day_typed(typed["last"])
    ends = {"valid_to": last.isoformat()} if last else {}
    return {"name": name, **{part: int(typed[part]) for part in asked}, **ends}


def _write(code: str, dated: Dated, value: Mapping[str, object] | None) -> None:
    clerk, first = current_clerk(), dated.valid_from
    if first is None:
        raise ValueError("a fact has a first day")
    with parts().sessions.begin() as session:
        row = dated_facts.write(
            session, office=None, kind="holiday", name=code, valid_from=first, value=value,
            standing=dated.standing, source=dated.source, by=clerk.id,
        )  # fmt: skip
        details = {"row": row, "kind": "holiday", "holiday": code, "valid_from": str(first)}
        note_read(session, clerk, "free_day_written", details=details)
    parts().look_soon()


def _page(
    code: str,
    held: list[Holiday],
    typed: Mapping[str, str],
    dated: Dated,
    wrong: dict[str, str] | None = None,
) -> str:
    return render_template(
        "free_day.html", code=code, is_new=code == _NEW, held=[holiday_fact(one) for one in held],
        typed=typed, dated=dated, wrong=wrong or {}, written=_written(code), standings=STANDINGS,
        today=_today(),
    )  # fmt: skip
