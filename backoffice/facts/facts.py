"""The facts an office works with: what is not confirmed first, with source and standing; confirmed here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.accounts_of_fees import opened_by_typist, typed_by
from backoffice.facts.fact_words import KINDS, STANDINGS
from backoffice.parts import parts
from casework import left_out
from casework.catalogue import catalogue_changes
from casework.clock.calendar import Calendar
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.facts.rates import RateBook
from forms_catalog.facts_list import Fact, facts_of, missing_next_year

blueprint = Blueprint("facts", __name__)
_ADMINISTRATORS = ("office_admin", "platform_admin")
#: of `?co=`: everything that is not confirmed, of any kind
_UNSURE = "niepotwierdzone"


@blueprint.get("/dane")
@for_roles(*_ADMINISTRATORS)
def show() -> str:
    """What is not confirmed, or the facts of one kind, the least sure first."""
    office, asked = current_clerk().office, request.args.get("co", _UNSURE)
    facts, today = facts_of(parts().catalogue, office), warsaw_date(parts().now())
    if asked != _UNSURE and asked not in KINDS:
        abort(404)
    shown = [fact for fact in facts if (not fact.is_sure if asked == _UNSURE else fact.kind == asked)]
    with parts().sessions() as session:
        known = catalogue_changes.confirmed_by(session, office)
        typed = typed_by(session, office)
    return render_template(
        "facts.html", parts=_folded(shown), open_part=request.args.get("czesc", ""), asked=asked,
        unsure=_UNSURE, kinds=KINDS, standings=STANDINGS,
        all=Counter(fact.kind for fact in facts), confirmed=known, today=today,
        open=Counter(fact.kind for fact in facts if not fact.is_sure), office=office,
        missing=missing_next_year(parts().catalogue, office, today=today),
        holidays=_holidays(today.year) if asked == "holiday" else (), changeable=_changeable(facts),
        left_out=[out for out in parts().catalogue.left_out if office in (None, out.office)],
        left_name=partial(left_out.named, catalogue=parts().catalogue, language="pl"),
        left_to_do=left_out.to_do,
        own_terms=_own_terms(), fees=parts().catalogue.office_kinds.fees, mine=_typed_by_me(facts, typed),
        names=parts().catalogue.rate_names,
        done=request.args.get("zapisane", ""),
    )  # fmt: skip


@blueprint.post("/dane/potwierdz")
@for_roles(*_ADMINISTRATORS)
def confirm() -> ResponseReturnValue:
    """The fact was compared with its source as it stands; one that says something else by now stays open.

    An office confirms its own facts; what is the same everywhere, those who run the platform. Nobody
    confirms an account that he typed himself: whoever redirects payments needs a second person.
    """
    office = current_clerk().office
    asked = (request.form.get("subject", ""), request.form.get("digest", ""))
    mine = [fact for fact in facts_of(parts().catalogue, office) if fact.office == office]
    fact = next((fact for fact in mine if (fact.subject, fact.digest) == asked and fact.subject), None)
    if fact is None:
        return redirect("/dane?zapisane=zmienione", 303)
    with parts().sessions() as session:
        mine_ = fact.subject in _typed_by_me((fact,), typed_by(session, office))
        if mine_ or (fact.kind == "account" and opened_by_typist(session, fact.subject)):
            return redirect("/dane?co=account&zapisane=ktos-inny", 303)
    if fact.may_be_confirmed:
        with parts().sessions.begin() as session:
            catalogue_changes.confirm(
                session, office=office, subject=fact.subject, digest=fact.digest, by=current_clerk().id
            )
            details = {"fact": fact.subject, "digest": fact.digest}
            note_read(session, current_clerk(), "fact_confirmed", details=details)
        parts().look_soon()
    kind, part = request.form.get("co", ""), _part_of(fact)
    kept = f"co={kind if kind in KINDS else _UNSURE}&zapisane=potwierdzone&czesc={part}"
    return redirect(f"/dane?{kept}#{part}", 303)


def _part_of(fact: Fact) -> str:
    """Rates are looked through by their table, all else by what it is."""
    return f"{fact.kind}-{fact.group}" if fact.kind == "rate" else fact.kind


def _folded(shown: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The list in parts that are folded up: all that nobody confirmed is more than anybody reads at once."""
    found: dict[str, list[Fact]] = {}
    for fact in shown:
        found.setdefault(_part_of(fact), []).append(fact)
    return found


def _typed_by_me(facts: tuple[Fact, ...], typed: Mapping[str, UUID]) -> set[str]:
    """Of these facts the accounts that whoever asks typed himself."""
    me = current_clerk().id
    return {fact.subject for fact in facts if fact.kind == "account" and typed.get(fact.subject) == me}


def _changeable(facts: tuple[Fact, ...]) -> set[tuple[str, str]]:
    """Tables and keys of rates that the office, or the platform for the law, may set."""
    if current_clerk().office is None:
        return {(one.group, one.name) for one in facts if one.kind == "rate"}
    by_law = set_by_law(parts().catalogue.rates)
    return {(one.group, one.name) for one in facts if one.kind == "rate"} - by_law


def _own_terms() -> set[str]:
    """Services whose term is the office's own, not the law's."""
    office = current_clerk().office
    offered = parts().catalogue.services(office) if office else ()
    return {form.code for form in offered if not form.office_deadline.statutory}


def set_by_law(rates: RateBook) -> set[tuple[str, str]]:
    """Tables and keys that no office sets."""
    return {(rate.table, rate.key) for rate in rates if rate.nationwide}


def _holidays(year: int) -> list[object]:
    calendar = Calendar.of(parts().catalogue)
    return [*calendar.free_days(year), *calendar.free_days(year + 1)]
