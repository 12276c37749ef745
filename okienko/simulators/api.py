"""The simulated operator's HTTP API: Messages of Twilio's 2010-04-01, as its own client reads them."""

import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hmac import compare_digest
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from okienko.simulators import outbox, switches
from okienko.simulators.outbox import Order
from okienko.simulators.parts import Simulated, simulated
from okienko.simulators.refusals import WORDS, Refusal, check_order
from okienko.simulators.switches import Behaviour, SmsAnswer

blueprint = Blueprint("messages_api", __name__, url_prefix="/2010-04-01/Accounts/<account>")

_VERSION = "2010-04-01"
_PAGE = 50
_LARGEST_PAGE = 1000


class _LostOnPurpose(Exception):
    """Breaks the connection inside an answer."""


@blueprint.before_request
def know_the_caller() -> None:
    """Basic authentication by account and token; an API for one account."""
    box, given = simulated(), request.authorization
    name, word = (given.username or "", given.password or "") if given else ("", "")
    known = compare_digest(name.encode(), box.account.encode())
    if not (compare_digest(word.encode(), box.token.encode()) and known):
        raise Refusal(20003)
    if (request.view_args or {}).get("account") != box.account:
        raise Refusal(20404)


@blueprint.app_errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    response = _json(refusal.body(), refusal.status)
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(max(1, round(refusal.retry_after)))
    return response


@blueprint.post("/Messages.json")
def create(account: str) -> Response:
    """201 with the message; the switch decides whether and how the caller hears of it."""
    box = simulated()
    behaviour = switches.take(box.store, "sms")
    _refuse_as_told(behaviour)
    form = request.form
    order = Order(
        sender=form.get("MessagingServiceSid") or form.get("From", ""),
        recipient=form.get("To", ""),
        body=form.get("Body", ""),
        status_url=form.get("StatusCallback") or None,
    )
    check_order(
        box.store, sender=order.sender, recipient=order.recipient, body=order.body, own_sender=box.number
    )
    kept = outbox.accept(box.store, account, order, box.now())
    if behaviour.answer == SmsAnswer.STALL:
        time.sleep(behaviour.seconds)
    if behaviour.answer == SmsAnswer.LOSE:
        return Response(_broken(), 201, content_type="application/json", headers={"Content-Length": "900"})
    return _json(_written(account, kept), 201)


def _refuse_as_told(behaviour: Behaviour) -> None:
    if behaviour.answer == SmsAnswer.REFUSE:
        raise Refusal(behaviour.code)
    if behaviour.answer == SmsAnswer.BUSY:
        raise Refusal(20429, behaviour.seconds)
    if behaviour.answer == SmsAnswer.UNAVAILABLE:
        raise Refusal(20503)
    if behaviour.answer == SmsAnswer.BROKEN:
        raise Refusal(20500)


def _answer_questions_as_told(box: Simulated) -> None:
    behaviour = switches.take(box.store, "list")
    _refuse_as_told(behaviour)
    if behaviour.answer == SmsAnswer.STALL:
        time.sleep(behaviour.seconds)


def _broken() -> Iterator[bytes]:
    yield b'{"sid": '
    raise _LostOnPurpose


@blueprint.get("/Messages/<sid>.json")
def fetch(account: str, sid: str) -> Response:
    box = simulated()
    _answer_questions_as_told(box)
    kept = outbox.one(box.store, sid)
    if kept is None:
        raise Refusal(20404)
    return _json(_written(account, kept))


@blueprint.get("/Messages.json")
def list_messages(account: str) -> Response:
    """The newest first, in pages; by number and by the day of sending (what is not sent yet has none)."""
    box = simulated()
    _answer_questions_as_told(box)
    size = _number(request.args.get("PageSize"), _PAGE, most=_LARGEST_PAGE)
    page = _number(request.args.get("Page"), 0)
    rows = _rows(box, size + 1)
    more = rows[size:]
    rows = rows[:size]
    return _json(
        {
            "messages": [_written(account, row) for row in rows],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": page * size + max(len(rows) - 1, 0),
            "uri": _list_address(page, size, request.args.get("PageToken")),
            "first_page_uri": _list_address(0, size, None),
            "previous_page_uri": None,
            "next_page_uri": _list_address(page + 1, size, f"PA{rows[-1]['sid']}") if more else None,
        }
    )


def _rows(box: Simulated, most: int) -> list[sqlite3.Row]:
    asked, values = ["1"], []
    for name, column in (("To", "recipient"), ("From", "sender")):
        if name in request.args:
            asked.append(f"{column} = ?")
            values.append(request.args[name])
    for condition in _sent_when():
        asked.append(condition.text)
        values.append(str(condition.moment))
    token = request.args.get("PageToken", "")
    if token:
        asked.append("number < (SELECT number FROM sms WHERE sid = ?)")
        values.append(token.removeprefix("PA"))
    question = f"SELECT * FROM sms WHERE {' AND '.join(asked)} ORDER BY number DESC LIMIT ?"  # noqa: S608 – the conditions are ours
    return box.store.rows(question, *values, most)


@dataclass(frozen=True)
class _SentWhen:
    text: str
    moment: float


def _sent_when() -> Iterator[_SentWhen]:
    """A day means all of it; a moment means itself. "DateSent" alone is always a day."""
    for name in ("DateSent", "DateSent<", "DateSent>"):
        if name not in request.args:
            continue
        try:
            moment = datetime.fromisoformat(request.args[name].replace("Z", "+00:00"))
        except ValueError:
            continue
        whole_day = name == "DateSent" or len(request.args[name]) == len("2026-11-22")
        begins = moment.replace(tzinfo=moment.tzinfo or UTC)
        if whole_day:
            begins = begins.replace(hour=0, minute=0, second=0)
        ends = begins + (timedelta(days=1) if whole_day else timedelta(seconds=1))
        if name != "DateSent<":
            yield _SentWhen("sent_at >= CAST(? AS REAL)", begins.timestamp())
        if name != "DateSent>":
            yield _SentWhen("sent_at < CAST(? AS REAL)", ends.timestamp())


def _list_address(page: int, size: int, token: str | None) -> str:
    kept = {
        name: value for name, value in request.args.items() if name not in ("Page", "PageSize", "PageToken")
    }
    asked = {**kept, "PageSize": str(size), "Page": str(page), **({"PageToken": token} if token else {})}
    return f"{request.path}?{urlencode(asked)}"


def _number(text: str | None, otherwise: int, *, most: int = 1_000_000) -> int:
    return min(int(text), most) if text and text.isdecimal() else otherwise


def _written(account: str, row: sqlite3.Row) -> dict[str, object]:
    """One message as the vendor writes it: counts are text, times RFC 2822, the unknown is null."""
    uri = f"/{_VERSION}/Accounts/{account}/Messages/{row['sid']}"
    code = row["error_code"]
    return {
        "account_sid": account,
        "api_version": _VERSION,
        "body": row["body"],
        "date_created": _moment(row["created_at"]),
        "date_sent": _moment(row["sent_at"]),
        "date_updated": _moment(row["updated_at"]),
        "direction": row["direction"],
        "error_code": code,
        "error_message": WORDS.get(code, "Delivery failed") if code else None,
        "from": row["sender"] or None,
        "messaging_service_sid": row["service"],
        "num_media": "0",
        "num_segments": str(row["segments"]),
        "price": None,
        "price_unit": "USD",
        "sid": row["sid"],
        "status": row["status"],
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": row["recipient"],
        "uri": f"{uri}.json",
    }


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else format_datetime(datetime.fromtimestamp(seconds, UTC))


def _json(answer: dict[str, object], status: int = 200) -> Response:
    return Response(json.dumps(answer, ensure_ascii=False), status, content_type="application/json")
