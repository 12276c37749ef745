"""What every answer of portal and desk carries, and what a look leaves untouched."""

import re
from collections.abc import Iterable, Iterator

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "DELETE")
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
_CLOSED = ("default-src", "object-src", "base-uri", "frame-ancestors")
_YEAR = 31_536_000
_PART = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
#: what a look may write: who read what, until when a session lasts, how often somebody tried
_OF_LOOKING = {"read_entry", "read_batch", "desk_session", "try_counter", "procrastinate_jobs"}


def wrongs(headers: Iterable[tuple[str, str]]) -> list[str]:
    """What the headers of one answer over TLS lack or say too much; [] for a good one."""
    given = [(name.lower(), value) for name, value in headers]
    one = dict(given)
    policy = {
        part.strip().partition(" ")[0]: part.strip().partition(" ")[2]
        for part in one.get("content-security-policy", "").split(";")
    }
    lasting = re.fullmatch(
        r"max-age=(\d+); includeSubDomains(; preload)?", one.get("strict-transport-security", "")
    )
    good = {
        "CSP": "unsafe" not in one.get("content-security-policy", "unsafe"),
        **{name: policy.get(name) == "'none'" for name in _CLOSED},
        "script-src": policy.get("script-src", "'none'") == "'none'",
        "form-action": policy.get("form-action") == "'self'",
        "HSTS": bool(lasting and int(lasting[1]) >= _YEAR),
        "nosniff": one.get("x-content-type-options") == "nosniff",
        "Referrer-Policy": one.get("referrer-policy") in ("no-referrer", "same-origin"),
        "Permissions-Policy": "camera=()" in one.get("permissions-policy", ""),
        "COOP": one.get("cross-origin-opener-policy") == "same-origin",
        "Cache-Control": "cache-control" in one,
        "Server": not re.search(r"\d", one.get("server", "")) and "x-powered-by" not in one,
    }  # fmt: skip
    cookies = [value for name, value in given if name == "set-cookie"]
    return [name for name, well in good.items() if not well] + [w for c in cookies for w in _wrong_cookie(c)]


def _wrong_cookie(cookie: str) -> Iterator[str]:
    name, *said = [part.strip() for part in cookie.split(";")]
    said = [part.lower() for part in said]
    if not name.startswith("__Host-"):
        yield f"cookie {name.partition('=')[0]} is not bound to the host"
    for wanted in ("secure", "httponly", "path=/"):
        if wanted not in said:
            yield f"cookie {name.partition('=')[0]} lacks {wanted}"
    if not {"samesite=lax", "samesite=strict"} & set(said) or any(part.startswith("domain") for part in said):
        yield f"cookie {name.partition('=')[0]} goes elsewhere"


def addresses(app: Flask, known: dict[str, str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every address of the map, its parts `known` by name or made up, and its methods that change things."""

    def part(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        made_up = {"int": "1", "uuid": "0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e"}.get(kind or "", "nic")
        return known.get(name, made_up)

    for rule in app.url_map.iter_rules():
        yield _PART.sub(part, rule.rule), frozenset(rule.methods or ()) & frozenset(CHANGING)


def kept(sessions: sessionmaker[Session]) -> dict[str, str]:
    """A digest of every table but those that looking may write."""
    with sessions() as session:
        tables = session.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ).scalars()
        return {
            name: str(session.execute(text(_DIGEST.format(name))).scalar_one())
            for name in sorted(tables)
            if name not in _OF_LOOKING
        }


_DIGEST = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{}\" t"
