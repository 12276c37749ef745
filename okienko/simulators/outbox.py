"""SMS of the simulated operator: accepted, listed, moved from state to state, reported."""

import json
import re
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Literal

from okienko.simulators import switches
from okienko.simulators.store import Store
from okienko.simulators.switches import Callbacks, Fate
from sms.segments import count

#: states that the operator reports to the address given with the order
_REPORTED = {"queued", "sent", "delivered", "undelivered", "failed"}
_ENDS = {"delivered", "undelivered", "failed"}
#: networks in Poland let no shortened address through
_SHORTENED = re.compile(r"\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|cutt\.ly)/", re.IGNORECASE)
_VENDORS_STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
_VENDORS_START = {"START", "YES", "UNSTOP"}


@dataclass(frozen=True)
class Order:
    """What was asked of the operator."""

    sender: str
    recipient: str
    body: str
    status_url: str | None


def accept(store: Store, account: str, order: Order, now: float) -> sqlite3.Row:
    """The kept SMS, queued; with a messaging service instead of a number: accepted."""
    service = order.sender if order.sender.startswith("MG") else None
    fate = Fate.FILTERED if _SHORTENED.search(order.body) else switches.fate(store)
    pace = switches.pace(store)
    sid = f"SM{secrets.token_hex(16)}"
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO sms (sid, direction, sender, service, recipient, body, segments, status, status_url,"
            " fate, created_at, updated_at, next_at)"
            " VALUES (?, 'outbound-api', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                sid, "" if service else order.sender, service, order.recipient, order.body,
                0 if service else count(order.body).segments, "accepted" if service else "queued",
                order.status_url, fate, now, now, None if pace is None else now + pace,
            ),
        )  # fmt: skip
        kept = _sms(connection, sid)
        _report(connection, account, kept, switches.callbacks(store), now)
    return kept


def one(store: Store, sid: str) -> sqlite3.Row | None:
    return store.one("SELECT * FROM sms WHERE sid = ?", sid)


def advance(store: Store, account: str, now: float) -> int:
    """Moves each SMS whose time has come by one state; how many moved."""
    due = store.rows("SELECT sid FROM sms WHERE next_at <= ? ORDER BY number LIMIT 500", now)
    for row in due:
        push(store, account, row["sid"], now)
    return len(due)


def push(store: Store, account: str, sid: str, now: float, *, fate: Fate | None = None) -> None:
    """One state further, on the way to its fate or another one; one at its end stays there."""
    pace = switches.pace(store)
    mode = switches.callbacks(store)
    with store.writing() as connection:
        before = connection.execute("SELECT * FROM sms WHERE sid = ?", (sid,)).fetchone()
        if before is None or before["status"] in _ENDS or before["direction"] == "inbound":
            return
        fate = fate or Fate(before["fate"])
        status, code = _next(before["status"], fate)
        if status == before["status"]:
            connection.execute("UPDATE sms SET next_at = NULL WHERE sid = ?", (sid,))
            return
        ends = status in _ENDS or (status == "sent" and fate is Fate.SENT)
        connection.execute(
            "UPDATE sms SET status = ?, error_code = ?, fate = ?, updated_at = ?, next_at = ?,"
            " sent_at = CASE WHEN ? IN ('sent', 'failed') THEN ? ELSE sent_at END,"
            " segments = ? WHERE sid = ?",
            (status, code, fate, now, None if ends or pace is None else now + pace, status, now,
             count(before["body"]).segments, sid),
        )  # fmt: skip
        _report(connection, account, _sms(connection, sid), mode, now)


def _next(status: str, fate: Fate) -> tuple[str, int | None]:
    if status in ("accepted", "queued"):
        return ("failed", 30008) if fate is Fate.FAILED else ("sending", None)
    if status == "sending":
        return ("failed", 30008) if fate is Fate.FAILED else ("sent", None)
    if fate is Fate.SENT:
        return "sent", None
    if fate is Fate.DELIVERED:
        return "delivered", None
    return "undelivered", 30008 if fate is Fate.FAILED else int(fate)


def receive(store: Store, account: str, phone: str, number: str, body: str, url: str, now: float) -> str:
    """An SMS from a phone to the office's number: kept, and due to be posted; its id.

    The operator hears STOP and START by itself, in its own words only.
    """
    sid = f"SM{secrets.token_hex(16)}"
    word = body.strip().upper()
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO sms (sid, direction, sender, recipient, body, segments, status, fate, created_at,"
            " updated_at, sent_at) VALUES (?, 'inbound', ?, ?, ?, ?, 'received', ?, ?, ?, ?)",
            (sid, phone, number, body, count(body).segments, Fate.SENT, now, now, now),
        )
        if word in _VENDORS_STOP:
            connection.execute("INSERT OR REPLACE INTO opted_out VALUES (?, ?)", (phone, now))
        elif word in _VENDORS_START:
            connection.execute("DELETE FROM opted_out WHERE phone = ?", (phone,))
        fields = {
            "ToCountry": "PL", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "",
            "FromZip": "", "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "",
            "Body": body, "FromCountry": "PL", "To": number, "ToZip": "",
            "NumSegments": str(count(body).segments), "MessageSid": sid, "AccountSid": account,
            "From": phone, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        _due(connection, sid, "inbound", url, fields, "due", now)
    return sid


def _sms(connection: sqlite3.Connection, sid: str) -> sqlite3.Row:
    row: sqlite3.Row = connection.execute("SELECT * FROM sms WHERE sid = ?", (sid,)).fetchone()
    return row


def _report(
    connection: sqlite3.Connection, account: str, sms: sqlite3.Row, mode: Callbacks, now: float
) -> None:
    """Puts down what the office is to be told of the new state, as the switch wants it told."""
    status, sid = sms["status"], sms["sid"]
    if not sms["status_url"] or status not in _REPORTED:
        return
    fields = {
        "SmsSid": sid, "SmsStatus": status, "MessageStatus": status, "To": sms["recipient"],
        "MessageSid": sid, "AccountSid": account, "From": sms["sender"], "ApiVersion": "2010-04-01",
    }  # fmt: skip
    if sms["error_code"]:
        fields["ErrorCode"] = str(sms["error_code"])
    early = mode is Callbacks.REORDER and status not in _ENDS
    state: Literal["due", "withheld"] = "withheld" if early or mode is Callbacks.WITHHOLD else "due"
    for _ in range(2 if mode is Callbacks.DUPLICATE else 1):
        _due(connection, sid, status, sms["status_url"], fields, state, now)
    if mode is Callbacks.REORDER and status in _ENDS:
        connection.execute(
            "UPDATE callback SET state = 'due', due_at = ? WHERE sid = ? AND state = 'withheld'",
            (now + 0.001, sid),
        )


def _due(
    connection: sqlite3.Connection,
    sid: str,
    what: str,
    url: str,
    fields: dict[str, str],
    state: str,
    at: float,
) -> None:
    connection.execute(
        "INSERT INTO callback (sid, what, url, fields, state, due_at) VALUES (?, ?, ?, ?, ?, ?)",
        (sid, what, url, json.dumps(fields), state, at),
    )
