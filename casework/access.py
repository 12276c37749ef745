"""Keys and tokens: access without an account.

All are HMACs under the server's secret, so a repeated filing hands out the same ones and none is kept.
"""

import base64
import hashlib
import hmac
from uuid import UUID

#: Crockford's: no I, L, O, U
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_LETTERS = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, "–": None, "_": None, ".": None})


class NotYours(Exception):
    """There is no such case, or it is none of the asker's business: both look alike (404)."""


def access_key(secret: bytes, submission: UUID) -> str:
    """16 letters and digits (80 bits, no I L O U) in four groups; the same for a submission every time."""
    bits = int.from_bytes(_derive(secret, "access key", submission)[:10])
    letters = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(75, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, KEY_LETTERS, 4))


def is_key(text: str) -> bool:
    """Whether the text, however it was typed, can be a key at all."""
    letters = _plain(text)
    return len(letters) == KEY_LETTERS and all(letter in ALPHABET for letter in letters)


def key_hash(key: str) -> bytes:
    """What the database keeps; typing with spaces, small letters, O for 0 and I or L for 1 gives the same."""
    return hashlib.sha256(b"okienko access key hash 1\0" + _plain(key).encode(errors="replace")).digest()


def receipt_token(secret: bytes, submission: UUID) -> str:
    """Opens this submission's receipt and nothing else."""
    return _token(secret, "receipt token", submission)


def opens_receipt(secret: bytes, submission: UUID, token: str) -> bool:
    """Compared in constant time."""
    return _same(receipt_token(secret, submission), token)


def case_token(secret: bytes, submission: UUID) -> str:
    """Opens the key's view of the case (state, dates, receipt, document)."""
    return _token(secret, "case token", submission)


def opens_case(secret: bytes, submission: UUID, token: str) -> bool:
    """Compared in constant time."""
    return _same(case_token(secret, submission), token)


def _derive(secret: bytes, purpose: str, submission: UUID) -> bytes:
    """A different value for every purpose: none of them tells anything of another."""
    return hmac.digest(secret, b"okienko " + purpose.encode() + b" 1\0" + submission.bytes, "sha256")


def _token(secret: bytes, purpose: str, submission: UUID) -> str:
    return base64.urlsafe_b64encode(_derive(secret, purpose, submission)[:24]).decode()


def _same(ours: str, theirs: str) -> bool:
    return hmac.compare_digest(ours.encode(), theirs.encode(errors="replace"))


def _plain(key: str) -> str:
    return "".join(key.upper().split()).translate(_READ_AS)
