"""The fee of a service as its card tells it: set by law, so whoever runs the platform writes a change."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.dated import Dated
from backoffice.parts import parts
from casework.catalogue import dated_facts
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.facts.rates import amount_of
from forms_catalog.fee_rates import disagrees, rates_counted, shown_on_card
from forms_catalog.model import Definition
from forms_catalog.offices.own_values import with_own
from forms_catalog.problems import N_
from forms_catalog.texts import LANGUAGES
from pages.words import gettext

blueprint = Blueprint("fees", __name__)
_AMOUNT = N_("Type an amount in złoty, for example 17 or 17,50.")
_COUNTED = N_("The form counts with another amount that day. Write the rate: the card follows it.")
_NOTE = N_("Type it in Polish too.")
_LONG = N_("Use at most 200 signs.")


@blueprint.get("/dane/oplaty/<code>")
@for_roles("platform_admin")
def show(code: str) -> str:
    """What the card says now, what was written, and a form for what comes."""
    form = _asked(code)
    note = form.fee.note
    typed = {f"note_{tongue}": (getattr(note, tongue) or "") if note else "" for tongue in LANGUAGES}
    if form.fee.amount_pln is not None:
        typed["amount"] = format(form.fee.amount_pln, "f").replace(".", ",")
    return _page(form, typed, Dated.next_year(_today()))


@blueprint.post("/dane/oplaty/<code>")
@for_roles("platform_admin")
def write(code: str) -> ResponseReturnValue:
    """The amount and who pays nothing, from a day on. What forms count stays with the rates of the law."""
    form, dated = _asked(code), Dated.typed()
    names = ("amount", *(f"note_{tongue}" for tongue in LANGUAGES))
    typed = {name: " ".join(request.form.get(name, "").split()) for name in names}
    wrong = _faults(typed) | _other_than_counted(form, typed, dated) | dated.faults(_today())
    if wrong or dated.valid_from is None:
        return _page(form, typed, dated, wrong), 422
    _write(code, dated.valid_from, _value(form, typed), dated)
    return redirect("/dane?co=fee&zapisane=wpisane", 303)


@blueprint.post("/dane/oplaty/<code>/cofnij")
@for_roles("platform_admin")
def take_back(code: str) -> ResponseReturnValue:
    """What was written for a day that has not come yet is taken back; the line stays in the history."""
    _asked(code)
    try:
        day = date.fromisoformat(request.form.get("valid_from", ""))
    except ValueError:
        abort(400)
    last = next((one.fact for one in _written(code) if one.fact.valid_from == day), None)
    if last is not None and last.value is not None and day > _today():
        _write(code, day, None, Dated(("", "", ""), last.source, "to_be_confirmed"))
    return redirect(f"/dane/oplaty/{code}", 303)


def _asked(code: str) -> Definition:
    """The form with its fee of today; 404 for a service that there is not."""
    catalogue = parts().catalogue
    form = next((one for one in catalogue.services() if one.code == code), None) or abort(404)
    return with_own(form, {}, catalogue.fees.get(code))


def _written(code: str) -> list[dated_facts.WrittenFact]:
    with parts().sessions() as session:
        return [one for one in dated_facts.written(session, None, "fee") if one.fact.name == code]


def _today() -> date:
    return warsaw_date(parts().now())


def _faults(typed: Mapping[str, str]) -> dict[str, str]:
    amount, wrong = amount_of(typed["amount"]), {}
    if amount is None or amount != round(amount, 2):
        wrong["amount"] = gettext(_AMOUNT)
    notes = [f"note_{tongue}" for tongue in LANGUAGES]
    if not typed["note_pl"] and any(typed[name] for name in notes):
        wrong["note_pl"] = gettext(_NOTE)
    return wrong | {name: gettext(_LONG) for name in notes if len(typed[name]) > 200}


def _other_than_counted(form: Definition, typed: Mapping[str, str], dated: Dated) -> dict[str, str]:
    """A card names what its form counts with that day: the rate is written first, and the card follows it."""
    amount, rates = amount_of(typed["amount"]), parts().catalogue.rates
    counted = shown_on_card(form, rates, None, _today())
    if amount is None or dated.valid_from is None or not counted:
        return {}
    then = {rate.value for rate in rates_counted(form, rates, None, dated.valid_from)}
    return {} if amount in then else {"amount": gettext(_COUNTED)}


def _value(form: Definition, typed: Mapping[str, str]) -> dict[str, object]:
    amount = amount_of(typed["amount"])
    pl = typed["note_pl"]
    note = {"pl": pl, "en": typed["note_en"] or pl} | ({"uk": typed["note_uk"]} if typed["note_uk"] else {})
    # what was free and costs something has to be called something: cards say "free" of a fee of no kind
    named = {"kind": "fixed"} if form.fee.kind == "none" and amount else {}
    return {
        **named,
        "amount_pln": format(amount, "f") if amount is not None else None,
        "note": note if pl else None,
    }


def _write(code: str, day: date, value: Mapping[str, object] | None, dated: Dated) -> None:
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        row = dated_facts.write(
            session, office=None, kind="fee", name=code, valid_from=day, value=value,
            standing=dated.standing, source=dated.source, by=clerk.id,
        )  # fmt: skip
        details = {"row": row, "kind": "fee", "service": code, "valid_from": str(day)}
        note_read(session, clerk, "fee_written", details=details)
    parts().look_soon()


def _page(
    form: Definition, typed: Mapping[str, str], dated: Dated, wrong: dict[str, str] | None = None
) -> str:
    return render_template(
        "fee.html", form=form, typed=typed, dated=dated, wrong=wrong or {}, written=_written(form.code),
        today=_today(), counted=shown_on_card(form, parts().catalogue.rates, None, _today()),
        differs=disagrees(form, parts().catalogue.rates, None, _today()),
        names=parts().catalogue.rate_names,
    )  # fmt: skip
