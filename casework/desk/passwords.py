"""Passwords and one-time codes of clerks. Keys and bytes only: no table is touched here."""

import base64
import hashlib
import hmac
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet
from passlib.exc import MalformedTokenError, TokenError
from passlib.totp import TOTP

SHORTEST = 12
LONGEST = 200
_ARGON2ID = PasswordHasher()  # RFC 9106, second recommended setting, as argon2-cffi comes
_NOBODYS = _ARGON2ID.hash("nobody has this password")
_EITHER_SIDE = 30  # seconds a clock may be wrong (RFC 6238 section 5.2: one step)


def hash_password(password: str) -> str:
    """Argon2id, with its own salt."""
    return _ARGON2ID.hash(password)


def is_password(kept: str | None, typed: str) -> bool:
    """Takes the same time whether there is such an account or not."""
    try:
        return _ARGON2ID.verify(kept or _NOBODYS, typed[:LONGEST]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def lock_secret(server: bytes, secret: str) -> bytes:
    """The secret of codes as the database keeps it: a copy of the database alone opens no account."""
    return _vault(server).encrypt(secret.encode())


def secret_of_link(server: bytes, token: str) -> str:
    """The base32 secret that an enrolment link hands out: the same each time the page is opened."""
    digest = hmac.digest(server, b"okienko code secret 1\0" + token.encode(errors="replace"), "sha1")
    return base64.b32encode(digest).decode()


def step_of_code(server: bytes, locked: bytes | None, code: str, *, at: datetime, last: int) -> int | None:
    """The time step that the code belongs to; None for a wrong, late or used one (RFC 6238)."""
    secret = _vault(server).decrypt(locked).decode() if locked else base64.b32encode(bytes(20)).decode()
    step = step_of(secret, code, at=at, last=last)
    return step if locked else None


def step_of(secret: str, code: str, *, at: datetime, last: int = 0) -> int | None:
    """The same with the secret in the clear, as at enrolment."""
    plain = "".join(code.split())
    if len(plain) != 6 or not plain.isascii():
        return None
    try:
        match = TOTP(key=secret, format="base32").match(
            plain, time=at.timestamp(), window=_EITHER_SIDE, last_counter=last
        )
    except (TokenError, MalformedTokenError):
        return None
    return int(match.counter)


def code_now(secret: str, *, at: datetime) -> str:
    """What an authenticator shows at this moment."""
    return str(TOTP(key=secret, format="base32").generate(time=at.timestamp()).token)


def address_for_authenticator(secret: str, login: str, issuer: str) -> str:
    """otpauth://… for a QR code."""
    return str(TOTP(key=secret, format="base32").to_uri(label=login, issuer=issuer))


def _vault(server: bytes) -> Fernet:
    derived = hmac.digest(server, b"okienko code vault 1", hashlib.sha256)
    return Fernet(base64.urlsafe_b64encode(derived))
