"""The simulators' pages: both outboxes, switches, a phone to write from."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import get_args
from zoneinfo import ZoneInfo

import phonenumbers
from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from okienko.simulators import outbox, switches, telling, words
from okienko.simulators.parts import simulated
from okienko.simulators.switches import Behaviour, Callbacks, Channel, Fate

blueprint = Blueprint(
    "simulators", __name__, template_folder="templates", static_folder="static", static_url_path="/symulatory"
)

_ROWS = 20
_WARSAW = ZoneInfo("Europe/Warsaw")
_LONGEST_STALL = 600.0


@dataclass(frozen=True)
class Letter:
    number: int
    sender: str
    recipients: str
    subject: str
    text: str
    files: tuple[str, ...]
    at: float


@blueprint.app_context_processor
def words_of_the_pages() -> dict[str, object]:
    return {"states": words.STATES, "moment": _moment, "refresh": None, "portal_url": simulated().portal_url}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(_WARSAW).strftime("%d.%m.%Y %H:%M:%S")


@blueprint.get("/")
def sent() -> str:
    """Both outboxes, the newest first."""
    store = simulated().store
    sms = store.rows(
        "SELECT * FROM sms WHERE number < ? ORDER BY number DESC LIMIT ?", _before("sms"), _ROWS + 1
    )
    mail = store.rows(
        "SELECT * FROM mail WHERE number < ? ORDER BY number DESC LIMIT ?", _before("listy"), _ROWS + 1
    )
    return render_template(
        "simulators/sent.html",
        sms=sms[:_ROWS],
        sms_count=_count("sms"),
        sms_before=sms[_ROWS - 1]["number"] if len(sms) > _ROWS else None,
        mail=[_letter(row) for row in mail[:_ROWS]],
        mail_count=_count("mail"),
        mail_before=mail[_ROWS - 1]["number"] if len(mail) > _ROWS else None,
        refresh=5 if request.args.get("odswiezaj") == "5" else None,
    )


def _before(name: str) -> int:
    return request.args.get(name, type=int) or 2**62


def _count(table: str) -> int:
    row = simulated().store.one(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 – a name of ours
    return int(row["n"]) if row else 0


@blueprint.get("/sms/<sid>")
def one_sms(sid: str) -> str:
    store = simulated().store
    sms = outbox.one(store, sid) or abort(404)
    calls = store.rows("SELECT * FROM callback WHERE sid = ? ORDER BY number", sid)
    return render_template(
        "simulators/sms.html", sms=sms, calls=calls, fates=words.FATES, call_states=words.CALLS
    )


@blueprint.post("/sms/<sid>/dalej")
def push(sid: str) -> ResponseReturnValue:
    box = simulated()
    try:
        fate = Fate(request.form.get("koniec", ""))
    except ValueError:
        abort(422)
    outbox.push(box.store, box.account, sid, box.now(), fate=fate)
    return redirect(f"/sms/{sid}", 303)


@blueprint.post("/powiadomienia/<int:number>/wyslij")
def tell_again(number: int) -> ResponseReturnValue:
    box = simulated()
    row = box.store.one("SELECT sid FROM callback WHERE number = ?", number) or abort(404)
    telling.release(box.store, number, box.now())
    return redirect(f"/sms/{row['sid']}", 303)


@blueprint.get("/list/<int:number>")
def one_letter(number: int) -> str:
    row = simulated().store.one("SELECT * FROM mail WHERE number = ?", number) or abort(404)
    return render_template("simulators/mail.html", letter=_letter(row))


def _letter(row: sqlite3.Row) -> Letter:
    mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(row["raw"])
    text = mail.get_body(("plain", "html"))
    return Letter(
        number=row["number"],
        sender=row["sender"],
        recipients=", ".join(json.loads(row["recipients"])),
        subject=str(mail.get("Subject", "")),
        text=str(text.get_content()) if text is not None else "",
        files=tuple(part.get_filename() or "?" for part in mail.iter_attachments()),
        at=row["at"],
    )


@blueprint.get("/zachowanie")
def behaviour(fault: str | None = None) -> str:
    """The switches as they stand."""
    store = simulated().store
    pace = switches.pace(store)
    return render_template(
        "simulators/behaviour.html",
        **{channel: switches.behaviour(store, channel) for channel in get_args(Channel)},
        fate=switches.fate(store),
        callbacks=switches.callbacks(store),
        pace="hand" if pace is None else f"{pace:g}",
        answers=words.ANSWERS,
        codes=words.CODES,
        times=words.TIMES,
        fates=words.FATES,
        callback_kinds=words.CALLBACKS,
        paces=words.PACES,
        fault=fault,
    )


@blueprint.post("/zachowanie/<any(sms, list, mail):channel>")
def behave(channel: Channel) -> ResponseReturnValue:
    """How the next calls are answered: answer, code, seconds, times (-1: every)."""
    form = request.form
    try:
        seconds = float(form.get("seconds", "15").replace(",", "."))
        wanted = Behaviour(
            form["answer"], int(form.get("code", "21211")), seconds, int(form.get("times", switches.EVERY))
        )
        if not 0 <= seconds <= _LONGEST_STALL or wanted.times < switches.EVERY:
            raise ValueError
        switches.behave(simulated().store, channel, wanted)
    except (ValueError, KeyError):
        return behaviour(f"Podaj liczbę sekund od 0 do {_LONGEST_STALL:g}, na przykład 15."), 422
    return redirect("/zachowanie", 303)


@blueprint.post("/zachowanie")
def set_course() -> ResponseReturnValue:
    """What becomes of accepted SMS: fate, callbacks, pace ("hand": by click)."""
    form = request.form
    try:
        pace = None if form["pace"] == "hand" else float(form["pace"])
        if pace is not None and not 0 <= pace <= _LONGEST_STALL:
            raise ValueError
        switches.set_course(
            simulated().store, fate=Fate(form["fate"]), callbacks=Callbacks(form["callbacks"]), pace=pace
        )
    except (ValueError, KeyError):
        return behaviour("Wybierz drogę SMS-a z list."), 422
    return redirect("/zachowanie", 303)


@blueprint.get("/telefon")
def phone() -> str:
    return render_template("simulators/phone.html", phone="", body="", fault=None)


@blueprint.post("/telefon")
def write() -> ResponseReturnValue:
    """An SMS of a resident to the office's number."""
    box, typed, body = simulated(), request.form.get("phone", ""), request.form.get("body", "")
    try:
        number = phonenumbers.parse(typed, "PL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        fault = "Podaj numer telefonu, na przykład +48 600 100 200."
        return render_template("simulators/phone.html", phone=typed, body=body, fault=fault), 422
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    sid = outbox.receive(box.store, box.account, written, box.number, body, box.inbound_url, box.now())
    return redirect(f"/sms/{sid}", 303)


@blueprint.post("/oproznij")
def empty() -> ResponseReturnValue:
    simulated().store.empty()
    return redirect("/zachowanie", 303)
