"""What /readyz answers: a line per part; only the database and a pending migration make it 503."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from casework.messages.sending import Channel, gate
from casework.scanning.scanner import Scanner, ScannerAway
from okienko.store.revisions import pending

#: below this the office should make room; filing still works
_ROOM = 500_000_000
_BOTH: Mapping[Channel, bool] = {"sms": True, "email": True}
_WORKER = text(
    "SELECT coalesce(max(last_heartbeat) > now() - interval '30 seconds', false) FROM procrastinate_workers"
)


def ready(
    sessions: sessionmaker[Session],
    data: Path,
    channels: Mapping[Channel, bool] = _BOTH,
    scanner: Scanner | None = None,
) -> dict[str, object]:
    """{"ok": whether residents can be served, "parts": {name: how it is}}.

    ok | down | pending | degraded | not_set; of `channels` (whether each is set up) also held, with the
    operator's code, and not_released.
    """
    parts = {"database": "down", "migration": "unknown", "worker": "unknown"}
    parts |= dict.fromkeys(channels, "unknown")
    try:
        engine = sessions.kw["bind"]
        if not isinstance(engine, Engine):
            raise TypeError("the sessions have no engine")
        with sessions() as session:
            parts["database"] = "ok" if session.execute(text("SELECT 1")).scalar_one() == 1 else "down"
            parts["worker"] = "ok" if session.execute(_WORKER).scalar_one() else "degraded"
            for channel, is_set in channels.items():
                parts[channel] = _channel(session, channel) if is_set else "not_set"
        parts["migration"] = "pending" if pending(engine) else "ok"
    except SQLAlchemyError:
        parts["worker"] = "degraded" if parts["database"] == "ok" else "unknown"
    parts["scanner"] = _scanner(scanner)
    parts["disk"] = _disk(data)
    return {"ok": parts["database"] == "ok" and parts["migration"] == "ok", "parts": parts}


def _channel(session: Session, channel: Channel) -> str:
    door = gate(session, channel)
    if not door.released:
        return "not_released"
    if door.hold is None:
        return "ok"
    return f"held {door.hold.code}" if door.hold.kind == "account" else "degraded"


def _scanner(scanner: Scanner | None) -> str:
    if scanner is None:
        return "not_set"
    try:
        return "ok" if scanner.name() else "degraded"
    except ScannerAway:
        return "degraded"


def _disk(data: Path) -> str:
    try:
        return "ok" if shutil.disk_usage(data).free > _ROOM else "degraded"
    except OSError:
        return "degraded"
