"""Answers handed on in an address: encrypted and signed (AES-256-GCM), bound to their form, short-lived.

    1 (1 byte) · end of life (4, minutes since 1970) · version of the form (4) · nonce (12) · sealed answers

Who has the link can begin a form with them and read them there; nobody can read them in the address itself.
"""

import base64
import binascii
import hmac
import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forms_catalog.answers import Answers, ReadAnswers

#: letters of a token; with the address around it proxies still take it (they stop at 8 kB)
LONGEST = 5_600
_HEAD = struct.Struct(">BII")
_FORMAT, _NONCE, _MINUTE = 1, 12, 60
_MOST = 200_000  #: bytes of answers as JSON, however small they pack


class TooLong(ValueError):
    """So many answers do not fit into an address."""


class NotHandedOn(ValueError):
    """Damaged, of another form or office, or never ours."""


class RanOut(ValueError):
    """It was ours and its time is over."""

    def __init__(self, ended_at: datetime) -> None:
        super().__init__("ran out")
        self.ended_at = ended_at


@dataclass(frozen=True)
class For:
    """What the answers may be used for: nothing else opens them."""

    office: str
    service: str
    draft: str = ""  #: of a page that carries them on to this one draft; "": of a link

    def told(self, head: bytes) -> bytes:
        return b"\0".join((head, self.office.encode(), self.service.encode(), self.draft.encode()))


def ends_at(now: datetime, life: timedelta) -> datetime:
    """The last minute of a token made now, as it is kept: whole minutes, never shorter than asked for."""
    minutes = -int(-(now + life).timestamp() // _MINUTE)
    return datetime.fromtimestamp(minutes * _MINUTE, now.tzinfo)


def hand_on(
    secret: bytes, answers: ReadAnswers, to: For, *, version: int, until: datetime, longest: int = LONGEST
) -> str:
    """A token of these answers that works before `until` (a whole minute, see `ends_at`); TooLong."""
    head = _HEAD.pack(_FORMAT, int(until.timestamp()) // _MINUTE, version)
    nonce = secrets.token_bytes(_NONCE)
    told = orjson.dumps(dict(answers))
    packed = zlib.compress(told, 9)
    sealed = AESGCM(_key(secret)).encrypt(nonce, packed, to.told(head))
    token = base64.urlsafe_b64encode(head + nonce + sealed).rstrip(b"=").decode()
    if len(token) > longest or len(told) > _MOST:
        raise TooLong(len(token))
    return token


def handed_on(secret: bytes, token: str, to: For, *, now: datetime) -> tuple[Answers, int]:
    """The answers and the form's version they were given for; NotHandedOn, RanOut."""
    try:
        raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", validate=True)
        head, rest = raw[: _HEAD.size], raw[_HEAD.size :]
        nonce, sealed = rest[:_NONCE], rest[_NONCE:]
        kind, minutes, version = _HEAD.unpack(head)
        packed = AESGCM(_key(secret)).decrypt(nonce, sealed, to.told(head))
    except (UnicodeEncodeError, binascii.Error, struct.error, InvalidTag, ValueError):
        raise NotHandedOn from None
    if kind != _FORMAT:
        raise NotHandedOn
    ended_at = datetime.fromtimestamp(minutes * _MINUTE, now.tzinfo)
    if now >= ended_at:
        raise RanOut(ended_at)
    answers: Answers = orjson.loads(zlib.decompressobj().decompress(packed, _MOST))
    return answers, version


def _key(secret: bytes) -> bytes:
    """A key of this purpose alone: it tells nothing of any other."""
    return hmac.digest(secret, b"okienko answers handed on 1", "sha256")
