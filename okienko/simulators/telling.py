"""Signed calls to the office's webhooks, one after another, each tried once as the vendor does."""

import base64
import hashlib
import hmac
import http.client
import json
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlencode, urlsplit

from okienko.settings import LOOPBACK
from okienko.simulators.store import Store

_PATIENCE = 15  # seconds, the vendor's


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    """X-Twilio-Signature: HMAC-SHA1 by the account's token over address and fields, sorted by name."""
    said = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), said.encode(), hashlib.sha1).digest()).decode()


def tell_due(store: Store, token: str, now: float) -> int:
    """Posts what is due; how many. A kill between the post and the note of it tells it again."""
    due = store.rows(
        "SELECT * FROM callback WHERE state = 'due' AND due_at <= ? ORDER BY due_at, number LIMIT 200", now
    )
    for row in due:
        outcome = _post(row["url"], json.loads(row["fields"]), token)
        with store.writing() as connection:
            connection.execute(
                "UPDATE callback SET state = 'told', outcome = ? WHERE number = ?", (outcome, row["number"])
            )
    return len(due)


def release(store: Store, number: int, now: float) -> None:
    """Sends a withheld call now, and one that was sent once more."""
    with store.writing() as connection:
        connection.execute("UPDATE callback SET state = 'due', due_at = ? WHERE number = ?", (now, number))


def _post(url: str, fields: Mapping[str, str], token: str) -> str:
    """The status answered, or why there was none; a simulator speaks to this machine only."""
    try:
        parts = urlsplit(url)
        if parts.scheme != "http" or parts.hostname not in LOOPBACK:
            return "adres spoza tego komputera"
        connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_PATIENCE)
        with closing(connection):
            connection.request(
                "POST",
                parts.path + (f"?{parts.query}" if parts.query else ""),
                urlencode(fields),
                {
                    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
                    "X-Twilio-Signature": signature(token, url, fields),
                    "User-Agent": "TwilioProxy/1.1 (Okienko simulator)",
                },
            )
            return str(connection.getresponse().status)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        return type(fault).__name__
