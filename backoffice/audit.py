"""Who did what: log-ins, accounts, refusals, and for an auditor every look into a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import Blueprint, render_template, request

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.fact_words import KINDS
from backoffice.parts import parts
from casework.desk.deeds import deeds
from casework.desk.reads import note_read
from forms_catalog.problems import N_
from forms_catalog.texts import Text
from pages.language import language
from pages.words import gettext

blueprint = Blueprint("audit", __name__)
_PAGE = 50

WORDS = {
    "logged_in": N_("logged in"),
    "logged_out": N_("logged out"),
    "log_in_refused": N_("a log-in was refused"),
    "password_changed": N_("changed the own password"),
    "password_change_refused": N_("a change of password was refused"),
    "enrolled": N_("used the access link"),
    "clerk_added": N_("added an account"),
    "link_handed_out": N_("handed out a new access link"),
    "rights_changed": N_("changed roles and departments"),
    "clerk_disabled": N_("disabled an account"),
    "clerk_enabled": N_("enabled an account"),
    "office_changed": N_("changed the office's own facts"),
    "office_added": N_("opened an office"),
    "deeds_read": N_("read this list"),
    "messages_read": N_("read the messages that did not arrive"),
    "duty_retried": N_("told a failed duty to try again"),
    "fact_confirmed": N_("confirmed a fact"),
    "rate_written": N_("wrote a rate"),
    "rate_taken_back": N_("took a rate back"),
    "rates_taken_in": N_("took rates in from a table"),
    "account_written": N_("wrote an account for fees"),
    "account_taken_back": N_("took an account back"),
    "fee_written": N_("wrote the fee of a service"),
    "free_day_written": N_("wrote a free day"),
    "service_fact_written": N_("wrote a term or a file-plan class"),
    "refused": N_("was refused a page"),
    "case_opened": N_("opened a case"),
    "attachment_opened": N_("opened an attachment"),
    "answer_file_opened": N_("opened a file of an answer"),
    "payment_proof_opened": N_("opened a proof of payment"),
    "letter_opened": N_("opened a letter"),
    "document_opened": N_("opened a document"),
    "receipt_opened": N_("opened a receipt"),
    "search": N_("searched for cases"),
    "form_edit_begun": N_("began to change a form"),
    "form_edit_changed": N_("changed a form that is being written"),
    "form_edit_sent": N_("sent a form to be approved"),
    "form_edit_returned": N_("sent a form back to be written on"),
    "form_edit_discarded": N_("threw a changed form away"),
    "form_published": N_("approved and published a form"),
    "form_withdrawal_asked": N_("asked to withdraw a service of the office"),
    "form_withdrawal_dropped": N_("kept a service of the office"),
    "form_withdrawn": N_("withdrew a service of the office"),
    "form_choice": N_("decided about a newer shared form"),
    "form_taken": N_("downloaded a form as a file"),
    "form_replayed": N_("had a form tried on submissions"),
}


_CASE, _FACTS = N_("a case"), N_("Rates and facts")
#: which part of the desk was refused, by the blueprint of the page
ROOMS = {
    **dict.fromkeys(("case", "case_files", "case_print", "case_receipt", "withheld", "records"), _CASE),
    **dict.fromkeys(("ending", "units", "letters", "terms", "calling", "standing", "hands"), _CASE),
    **dict.fromkeys(("facts", "rates", "rates_file", "service_facts", "fees", "free_days"), _FACTS),
    "accounts_of_fees": _FACTS, "queue": N_("Cases"), "messages": N_("Messages"), "forms": N_("Forms"),
    "own_office": N_("Our office"), "offices": N_("Offices"), "people": N_("People and access"),
    "audit": N_("Who did what"), "operations": N_("How the system stands"),
    "certificates": N_("How the system stands"), "door": N_("My account"), "home": N_("Cases"),
}  # fmt: skip


@blueprint.get("/kto-co-zrobil")
@for_roles("office_admin", "auditor", "platform_admin")
def list_deeds() -> str:
    """The newest first; the list itself is entered too."""
    before = request.args.get("przed", type=int)
    with parts().sessions.begin() as session:
        found = deeds(session, current_clerk(), before=before, size=_PAGE)
        note_read(session, current_clerk(), "deeds_read")
    return render_template(
        "deeds.html", deeds=found, words=WORDS, fact_of=_fact_of, room_of=_room_of,
        more=found[-1].number if len(found) == _PAGE else None,
    )  # fmt: skip


def _room_of(details: Mapping[str, object]) -> str:
    """Where somebody was refused: the part of the desk, as its menu calls it."""
    called = ROOMS.get(str(details.get("endpoint", "")).partition(".")[0])
    return gettext(called) if called else "–"


@dataclass(frozen=True)
class _OfFact:
    """Which rate, term or class somebody wrote or confirmed."""

    group: str  #: in the language of the page; "" for none
    name: Text
    key: str
    value: str
    day: date | None


def _fact_of(details: Mapping[str, object]) -> _OfFact | None:
    table, key, service = (str(details.get(name, "")) for name in ("table", "key", "service"))
    day, value = str(details.get("valid_from", "")), str(details.get("value", ""))
    kind, _, rest = str(details.get("fact", "")).partition("|")
    if kind == "rate" and rest.count("|") == 2:
        table, key, day = rest.split("|")
    elif kind in ("term", "file_plan", "fee", "note"):
        service = rest
    dated = _of_dated(details, kind, rest)
    if dated is not None:
        return dated
    if table:
        names = parts().catalogue.rate_names
        name = names.of(table, key)
        said = name.say(Decimal(value), language()) if value else ""
        return _OfFact(names.title(table).in_(language()), name.name, key, said, _day(day))
    form = parts().catalogue.service(service)
    if form is None:
        return None
    called = KINDS.get(str(details.get("kind", kind)))
    group = gettext(called) if called else ""
    return _OfFact(group, form.short_title, "", "", _day(day))


def _of_dated(details: Mapping[str, object], kind: str, rest: str) -> _OfFact | None:
    """An account or a free day, written or confirmed."""
    said, _, since = rest.partition("|")
    day = _day(str(details.get("valid_from", since)))
    fees = parts().catalogue.office_kinds.fees
    fee = str(details.get("fee", said if kind == "payee" else ""))
    if fee in fees:
        accounts = KINDS["account"]
        return _OfFact(gettext(accounts), fees[fee], "", "", day)
    holiday = str(details.get("holiday", said if kind == "holiday" else ""))
    if not holiday:
        return None
    free_days = KINDS["holiday"]
    known = (one.name for one in parts().catalogue.holidays if one.code == holiday)
    return _OfFact(gettext(free_days), next(known, Text(pl=holiday, en=holiday)), "", "", day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
