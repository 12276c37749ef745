"""The accounts that fees are paid to at an office: dated, typed by one person and confirmed by another."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.dated import Dated
from backoffice.facts.fact_words import STANDINGS
from backoffice.parts import parts
from casework.catalogue import dated_facts
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import let_in, note_read
from forms_catalog.identifiers import is_nip, is_nrb
from forms_catalog.offices.own_accounts import LONGEST_NAME, LONGEST_TITLE
from forms_catalog.problems import N_
from forms_catalog.reference import Payee
from forms_catalog.transfers import account_in_groups
from pages.words import gettext

blueprint = Blueprint("accounts_of_fees", __name__)
_FIELDS = ("account", "name", "tax_number", "title")
_COUNT = N_("A Polish account number has 26 digits. Count them.")
_CHECK = N_("The digits do not fit together. Copy the account number again.")
_NAME = N_("Type whom the account belongs to, in at most 70 signs.")
_TAX_NUMBER = N_("A NIP has ten digits that fit together. Copy it again or leave it empty.")
_TITLE = N_("Type how the title begins, in at most 16 signs: the number at the office follows.")
#: before an account was typed: an account at the desk may have been made to confirm it
_JUST_BEFORE = timedelta(hours=1)
_LAST_TYPED = 50
_BARRED = re.compile(r"[|\x00-\x1f]")


@blueprint.get("/dane/konta/<kind>")
@for_roles("office_admin")
def show(kind: str) -> str:
    """What holds, what was written, and a form for what comes."""
    _demand(kind)
    held = parts().catalogue.offices[_office()].payee(kind, _today())
    typed = {"name": held.name, "title": held.title, "tax_number": held.tax_number or ""} if held else {}
    return _page(kind, typed, Dated.from_day(_today()))


@blueprint.post("/dane/konta/<kind>")
@for_roles("office_admin")
def write(kind: str) -> ResponseReturnValue:
    """An account from a day on. Nobody is told to pay there until another person has confirmed it."""
    _demand(kind)
    typed = {name: " ".join(request.form.get(name, "").split())[:200] for name in _FIELDS}
    dated = Dated.typed()
    wrong = _faults(typed) | dated.faults(_today(), asks_standing=False)
    if wrong or dated.valid_from is None:
        return _page(kind, typed, dated, wrong), 422
    said = {**typed, "account": _digits(typed["account"]), "tax_number": _digits(typed["tax_number"])}
    if not said["tax_number"]:
        del said["tax_number"]
    _write(kind, dated.valid_from, said, dated.source)
    return redirect(f"/dane/konta/{kind}?zapisane=tak", 303)


@blueprint.post("/dane/konta/<kind>/cofnij")
@for_roles("office_admin")
def take_back(kind: str) -> ResponseReturnValue:
    """What waits to be confirmed, or was written for a day that has not come yet, is taken back; the line
    stays in the history.
    """
    _demand(kind)
    try:
        day = date.fromisoformat(request.form.get("valid_from", ""))
    except ValueError:
        abort(400)
    with parts().sessions() as session:
        written = dated_facts.written(session, _office(), "account")
    mine = (one.fact for one in written if (one.fact.name, one.fact.valid_from) == (kind, day))
    last = next(mine, None)
    waits = day in {payee.valid_from for payee in _waiting(kind)}
    if last is None or last.value is None or (day <= _today() and not waits):
        return redirect(f"/dane/konta/{kind}", 303)
    _write(kind, day, None, last.source)
    return redirect(f"/dane/konta/{kind}?zapisane=cofniete", 303)


def typed_by(session: Session, office: str | None) -> Mapping[str, UUID]:
    """Name of each account as a fact → who typed what holds: somebody else confirms it."""
    last: dict[str, UUID] = {}
    for one in reversed(dated_facts.written(session, office, "account") if office else ()):
        if one.by is not None:
            last[f"payee|{one.fact.name}|{one.fact.valid_from}"] = one.by
    return last


def opened_by_typist(session: Session, subject: str) -> bool:
    """Whether whoever typed that account let the one who asks in at the desk: that is no second person."""
    clerk = current_clerk()
    return any(
        f"payee|{one.fact.name}|{one.fact.valid_from}" == subject
        and one.by is not None
        and let_in(session, clerk.id, office=_office(), by=[one.by], since=one.at - _JUST_BEFORE)
        for one in dated_facts.written(session, _office(), "account")[:_LAST_TYPED]
    )


def _waiting(kind: str) -> list[Payee]:
    """Accounts for that kind of fee that nobody has confirmed yet."""
    return [payee for payee in parts().catalogue.offices[_office()].payees_waiting if payee.kind == kind]


def _demand(kind: str) -> None:
    if kind not in parts().catalogue.office_kinds.fees:
        abort(404)


def _office() -> str:
    return current_clerk().office or abort(404)


def _today() -> date:
    return warsaw_date(parts().now())


def _digits(account: str) -> str:
    """As people copy it: in groups, with or without PL."""
    return re.sub(r"[\s-]", "", account).removeprefix("PL").removeprefix("pl")


def _faults(typed: Mapping[str, str]) -> dict[str, str]:
    account, wrong = _digits(typed["account"]), {}
    if len(account) != 26 or not (account.isascii() and account.isdecimal()):
        wrong["account"] = gettext(_COUNT)
    elif not is_nrb(account):
        wrong["account"] = gettext(_CHECK)
    if (tax_number := _digits(typed["tax_number"])) and not is_nip(tax_number):
        wrong["tax_number"] = gettext(_TAX_NUMBER)
    for name, most, words in (("name", LONGEST_NAME, _NAME), ("title", LONGEST_TITLE, _TITLE)):
        if not 0 < len(typed[name]) <= most or _BARRED.search(typed[name]):
            wrong[name] = gettext(words)
    return wrong


def _write(kind: str, day: date, said: Mapping[str, object] | None, source: str) -> None:
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        row = dated_facts.write(
            session, office=_office(), kind="account", name=kind, valid_from=day, value=said,
            standing="to_be_confirmed", source=source, by=clerk.id,
        )  # fmt: skip
        what = "account_taken_back" if said is None else "account_written"
        details = {"row": row, "kind": "account", "fee": kind, "valid_from": str(day)}
        note_read(session, clerk, what, details=details)
    parts().look_soon()


def _page(kind: str, typed: Mapping[str, str], dated: Dated, wrong: dict[str, str] | None = None) -> str:
    office = parts().catalogue.offices[_office()]
    with parts().sessions() as session:
        written = [
            one for one in dated_facts.written(session, office.code, "account") if one.fact.name == kind
        ]
    held = sorted(
        (payee for payee in office.payees if payee.kind == kind),
        key=lambda payee: payee.valid_from,
        reverse=True,
    )
    return render_template(
        "account_of_fee.html", kind=kind, title=parts().catalogue.office_kinds.fees[kind], typed=typed,
        dated=dated, wrong=wrong or {}, held=held, waiting=_waiting(kind), written=written,
        standings=STANDINGS, today=_today(),
        in_groups=account_in_groups, done=request.args.get("zapisane", ""),
    )  # fmt: skip
