"""A rate of an office or of the law: what holds since when and who wrote it; a new one is a dated row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.consequences import Consequences, consequences, services_counting
from backoffice.facts.dated import Dated, day_typed
from backoffice.facts.fact_words import STANDINGS
from backoffice.parts import parts
from casework.catalogue import catalogue_changes, dated_facts
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.facts.rates import Rate, amount_of
from forms_catalog.own import breaches
from forms_catalog.problems import N_
from forms_catalog.texts import Text
from pages.language import language
from pages.words import gettext

blueprint = Blueprint("rates", __name__)
_SURE = N_("Look at what follows from it, then tick that you mean it.")
_LAST = N_("Type a day not before the first one, for example 12.11.2028, or leave it empty.")


@dataclass(frozen=True)
class _Typed:
    """The form as somebody filled it in."""

    value: str
    dated: Dated
    last: str = ""  #: of a rate of the law, which is announced for a year

    @property
    def amount(self) -> Decimal | None:
        return amount_of(self.value)


@blueprint.get("/dane/stawki/<table>/<key>")
@for_roles("office_admin", "platform_admin")
def show(table: str, key: str) -> str:
    """What holds, what was written, and a form for what comes."""
    _demand(table, key)
    return _page(table, key, _Typed("", Dated.next_year(_today()), _ends_with_the_year(table, key)))


@blueprint.post("/dane/stawki/<table>/<key>")
@for_roles("office_admin", "platform_admin")
def write(table: str, key: str) -> ResponseReturnValue:
    """A rate from a day on. Outside the law it is refused with both numbers; a day that has passed, and what
    follows from it for others, is asked about first. The fee on the cards that name it follows.
    """
    _demand(table, key)
    last = request.form.get("last", "").strip()[:20] if current_clerk().office is None else ""
    typed = _Typed(request.form.get("value", "").strip()[:40], Dated.typed(), last)
    amount, valid_from = typed.amount, typed.dated.valid_from
    wrong = typed.dated.faults(_today())
    if amount is None:
        wrong = {"value": gettext("Type a number, for example 36,50.")} | wrong
    valid_to = day_typed(last)
    if last and (valid_to is None or (valid_from is not None and valid_to < valid_from)):
        wrong = {"last": gettext(_LAST)} | wrong
    if amount is None or valid_from is None or wrong.keys() - {"passed"}:
        return _page(table, key, typed, wrong), 422
    rate = Rate(
        table, key, amount, valid_from, valid_to, current_clerk().office,
        "verified" if typed.dated.standing == "verified" else "to_be_confirmed", _text(typed.dated.source),
    )  # fmt: skip
    if unlawful := _unlawful(rate):
        return _page(table, key, typed, {"value": unlawful}), 422
    follows = consequences(parts().catalogue, rate, _today())
    if follows.doubtful and request.form.get("sure") != follows.digest:
        wrong = wrong | {"sure": gettext(_SURE)}
    if wrong:
        return _page(table, key, typed, wrong, follows), 422
    _write(rate, amount, [form.code for form in follows.cards])
    return redirect(f"/dane/stawki/{table}/{key}?zapisane=tak", 303)


@blueprint.post("/dane/stawki/<table>/<key>/cofnij")
@for_roles("office_admin", "platform_admin")
def take_back(table: str, key: str) -> ResponseReturnValue:
    """What was written for a day that has not come yet is taken back; the line stays in the history."""
    _demand(table, key)
    office = current_clerk().office
    try:
        day = date.fromisoformat(request.form.get("valid_from", ""))
    except ValueError:
        abort(400)
    with parts().sessions() as session:
        written = catalogue_changes.rates_written(session, office, table, key)
    last = next((one.row for one in written if one.row.valid_from == day), None)
    if last is None or last.value is None or day <= _today():
        return redirect(f"/dane/stawki/{table}/{key}", 303)
    held = Rate(table, key, last.value, day, None, office, "to_be_confirmed", _text(last.source))
    _write(held, None, _followed(held))
    return redirect(f"/dane/stawki/{table}/{key}?zapisane=cofniete", 303)


def _demand(table: str, key: str) -> None:
    """404 for a rate that there is not, or that is not theirs: an office sets what the law does not, whoever
    runs the platform the caps and rates of the law.
    """
    rates = [rate for rate in parts().catalogue.rates if (rate.table, rate.key) == (table, key)]
    if current_clerk().office is None:
        rates = [rate for rate in rates if rate.office is None]
    elif any(rate.nationwide for rate in rates):
        rates = []
    if not rates:
        abort(404)


def _ends_with_the_year(table: str, key: str) -> str:
    """What the law announces year by year ends with the next year too."""
    if current_clerk().office is not None:
        return ""
    rows = [
        rate for rate in parts().catalogue.rates if (rate.table, rate.key, rate.office) == (table, key, None)
    ]
    newest = max(rows, key=lambda rate: rate.valid_from, default=None)
    return f"31.12.{_today().year + 1}" if newest is not None and newest.valid_to is not None else ""


def _today() -> date:
    return warsaw_date(parts().now())


def _text(source: str) -> Text:
    return Text(pl=source, en=source)


def _unlawful(rate: Rate) -> str:
    """Both numbers where the law forbids the rate; "" where it does not. The loader's judge."""
    catalogue = parts().catalogue
    breach = next(breaches(catalogue.rates, catalogue.minimums, [rate]), None)
    if breach is None:
        return ""
    say = partial(catalogue.rate_names.of(rate.table, rate.key).say, language=language())
    numbers = {"value": say(rate.value), "limit": say(breach.limit)}
    if breach.is_above:
        return gettext(
            N_("%(value)s is more than the law allows: at most %(limit)s. Look at the resolution."), **numbers
        )
    return gettext(
        N_("%(value)s is less than the law allows: at least %(limit)s. Look at the resolution."), **numbers
    )


def _followed(rate: Rate) -> list[str]:
    """Services whose card was given the amount of that rate of the law for its first day."""
    if rate.office is not None:
        return []
    with parts().sessions() as session:
        written = [one.fact for one in dated_facts.written(session, None, "fee")]
    last = {fact.name: fact for fact in reversed(written) if fact.valid_from == rate.valid_from}
    amount = format(rate.value, "f")
    return [code for code, fact in last.items() if fact.value and fact.value.get("amount_pln") == amount]


def _write_fees(session: Session, rate: Rate, value: Decimal | None, services: Iterable[str]) -> None:
    """The cards of these services name the rate; `None` takes that back."""
    for code in services:
        before = parts().catalogue.fees.get(code)
        said = {**(before.value or {} if before else {}), "amount_pln": format(rate.value, "f")}
        dated_facts.write(
            session, office=None, kind="fee", name=code, valid_from=rate.valid_from,
            value=None if value is None else said, standing=rate.standing, source=rate.source.pl,
            by=current_clerk().id,
        )  # fmt: skip


def _write(rate: Rate, value: Decimal | None, services: Sequence[str]) -> None:
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        row = catalogue_changes.write_rate(
            session, office=clerk.office, table=rate.table, key=rate.key, value=value,
            valid_from=rate.valid_from, valid_to=rate.valid_to, standing=rate.standing,
            source=rate.source.pl, by=clerk.id,
        )  # fmt: skip
        _write_fees(session, rate, value, services)
        what = "rate_taken_back" if value is None else "rate_written"
        details: dict[str, object] = {
            "row": row,
            "table": rate.table,
            "key": rate.key,
            "valid_from": str(rate.valid_from),
        }
        if value is not None:
            details["value"] = format(value, "f")
        if services:
            details["fees"] = list(services)
        note_read(session, clerk, what, details=details)
    parts().look_soon()


def _page(
    table: str,
    key: str,
    typed: _Typed,
    wrong: dict[str, str] | None = None,
    follows: Consequences | None = None,
) -> str:
    office = current_clerk().office
    with parts().sessions() as session:
        written = catalogue_changes.rates_written(session, office, table, key)
    name = parts().catalogue.rate_names.of(table, key)
    series = [rate for rate in parts().catalogue.rates if (rate.table, rate.key) == (table, key)]
    return render_template(
        "rate.html", table=table, key=key, typed=typed, wrong=wrong or {},
        title=parts().catalogue.rate_names.title(table),
        standings=STANDINGS, written=written, today=_today(),
        own=_newest_first(rate for rate in series if rate.office == office),
        caps=_newest_first(rate for rate in series if rate.is_cap and office is not None), name=name,
        say=partial(name.say, language=language()), of_the_law=office is None,
        done=request.args.get("zapisane", ""), follows=follows, offices=parts().catalogue.offices,
        counting=services_counting(parts().catalogue, table, office),
        name_of=parts().catalogue.rate_names.of, tongue=language(),
    )  # fmt: skip


def _newest_first(rates: Iterable[Rate]) -> list[Rate]:
    return sorted(rates, key=lambda rate: rate.valid_from, reverse=True)
