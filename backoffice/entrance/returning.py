"""Where somebody goes on after the log-in, and what had been typed when the session ended.

What was typed travels through the log-in page locked: only this server reads it, it opens for the clerk who
typed it and for nobody else, and it is sent again by that clerk's own press of a button.
"""

import base64
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass
from urllib.parse import quote, unquote
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from flask import request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from backoffice.parts import parts

#: the field and the part of the address that say where to go on
BACK = "powrot"
_MOST = 200_000  # characters; a letter's words are a tenth of it
_KEPT_SECONDS = 8 * 3600
_DOORS = frozenset({"door.ask", "door.leave", "home.start", "pages.static_file"})


@dataclass(frozen=True)
class Typed:
    """A form that met no session."""

    address: str
    page: str  #: where to look at it without sending
    fields: tuple[tuple[str, str], ...]


def own_page(address: str) -> str:
    """The address if it is a page of this desk that can be looked at; "" for any other, however written."""
    plain = address.isascii() and address.isprintable() and " " not in address and len(address) <= 2000
    if not plain or not address.startswith("/") or address.startswith("//") or set("\\#@") & set(address):
        return ""
    return address if _is_page(address.partition("?")[0]) else ""


def asked_page() -> str:
    """The page that this request asked for or whose form it sent; "" where that is the start."""
    path, query = quote(request.path), request.query_string.decode("ascii", "replace")
    if request.method not in ("GET", "HEAD"):
        query = ""
        while path and not _is_page(path):
            path = path.rpartition("/")[0]
    return own_page(f"{path}?{query}" if query else path)


def keep_typed(clerk: UUID) -> str:
    """The form of this request, locked for that clerk; "" where it is too long to go along."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    said = {
        "clerk": str(clerk),
        "address": quote(request.path),
        "page": asked_page() or "/",
        "fields": fields,
    }
    written = json.dumps(said)
    return _vault().encrypt(zlib.compress(written.encode())).decode() if len(written) <= _MOST else ""


def open_typed(kept: str, clerk: UUID) -> Typed | None:
    """None for somebody else's, after eight hours, and for what we did not lock."""
    try:
        said = json.loads(zlib.decompress(_vault().decrypt(kept.encode(), ttl=_KEPT_SECONDS)))
    except (InvalidToken, ValueError):
        return None
    if said["clerk"] != str(clerk):
        return None
    return Typed(said["address"], said["page"], tuple((name, value) for name, value in said["fields"]))


def _is_page(path: str) -> bool:
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and adapter.match(unquote(path), method="GET")[0] not in _DOORS
    except RequestRedirect:
        return False
    except HTTPException:
        return False


def _vault() -> Fernet:
    derived = hmac.digest(parts().options.secret, b"okienko typed form 1", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived))
