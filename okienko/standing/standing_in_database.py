"""What the database and the scanner know of how the system stands."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.clock.deadlines import warsaw_date
from casework.messages.sending import Channel, gate
from casework.places.standing import loaded_files
from casework.scanning.looking import count_waiting, demand_sight
from casework.scanning.scanner import NotScannable, Scanner, ScannerAway
from casework.standing import Finding

_WARSAW = ZoneInfo("Europe/Warsaw")
#: minutes that a due duty may wait
LATE = 10
AN_HOUR = timedelta(hours=1)
OLD_SIGNATURES = 7  # days
#: the audit of a day is sealed at 02:10 UTC after it
_SEALED_BY = 4  # o'clock, Warsaw

_CLOCK = text("SELECT clock_timestamp()")
_WORKER = text(
    "SELECT coalesce(max(last_heartbeat) > now() - interval '30 seconds', false) FROM procrastinate_workers"
)
_JOBS = text(
    "SELECT j.id, j.task_name, j.status::text AS status, (SELECT max(at) FROM procrastinate_events e WHERE"
    " e.job_id = j.id) AS at FROM procrastinate_jobs j WHERE j.status = 'failed' OR (j.status = 'doing' AND"
    " j.worker_id IS NULL) ORDER BY j.id DESC LIMIT 20"
)
_QUEUE = text(
    "SELECT count(*), min(due) FROM (SELECT coalesce(j.scheduled_at, (SELECT min(at)"
    " FROM procrastinate_events e WHERE e.job_id = j.id)) AS due"
    " FROM procrastinate_jobs j WHERE j.status = 'todo') waiting"
    " WHERE due < now() - make_interval(mins => :late)"
)
_STATES = text(
    "SELECT state, count(*) AS messages FROM message WHERE next_at IS NOT NULL"
    " OR (state IN ('unknown', 'held') AND changed_at > now() - interval '30 days') GROUP BY state"
)
_LATE = text(
    "SELECT count(*), min(made_at) FROM message WHERE next_at < now() - interval '1 hour'"
    " AND next_at IS NOT NULL AND state IN ('promised', 'sending')"
)
_UNKNOWN = text(
    "SELECT count(*) FROM message WHERE state = 'unknown' AND changed_at < now() - interval '1 hour'"
    " AND changed_at > now() - interval '30 days'"
)
_SEALED = text("SELECT office_id, max(day) AS day FROM audit_seal GROUP BY office_id")
_FIRST = text("SELECT min(at) FROM audit_entry WHERE office_id = :office")
_AGAIN = text("SELECT procrastinate_retry_job_v2(:job, now(), NULL, NULL, NULL)")
_FAILED = text("SELECT task_name FROM procrastinate_jobs WHERE id = :job AND status = 'failed' FOR UPDATE")
_DONE = text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :duty AND (status = 'failed' OR (status = 'doing' AND"
    " worker_id IS NULL))"
)
_VERSION = re.compile(r"/(\w{3} \w{3} +\d+ [\d:]{8} \d{4})$")


def say(moment: datetime) -> str:
    """As the clock on the wall shows it."""
    return f"{moment.astimezone(_WARSAW):%Y-%m-%d %H:%M}"


def clock(session: Session) -> datetime:
    moment: datetime = session.execute(_CLOCK).scalar_one()
    return moment


def worker(session: Session, figures: dict[str, float]) -> Iterator[Finding]:
    alive = bool(session.execute(_WORKER).scalar_one())
    figures["worker_up"] = alive
    yield Finding("worker", "worker_ok", "ok") if alive else Finding("worker", "worker_away", "person")


def duties(session: Session, figures: dict[str, float]) -> Iterator[Finding]:
    """Failed ones need a person; one that was cut off comes again by itself."""
    found = session.execute(_JOBS).all()
    figures["duties_failed"] = sum(row.status == "failed" for row in found)
    for row in found:
        said = {"duty": row.task_name, "at": say(row.at) if row.at else "?"}
        if row.status == "failed":
            yield Finding("duties", "duty_failed", "person", said, job=row.id)
        else:
            yield Finding("duties", "duty_cut_off", "watch", said)
    if not found:
        yield Finding("duties", "duties_ok", "ok")


def queue(session: Session, figures: dict[str, float]) -> Iterator[Finding]:
    count, oldest = session.execute(_QUEUE, {"late": LATE}).one()
    minutes = (clock(session) - oldest).total_seconds() / 60 if oldest else 0
    figures["queue_late_minutes"] = minutes
    if not count:
        yield Finding("queue", "queue_ok", "ok")
        return
    yield Finding("queue", "queue_late", "person", {"count": str(count), "minutes": f"{minutes:.0f}"})


def promises(session: Session, figures: dict[str, float]) -> Iterator[Finding]:
    for state, messages in session.execute(_STATES).all():
        figures[f"messages:{state}"] = messages
    late, since = session.execute(_LATE).one()
    unknown = session.execute(_UNKNOWN).scalar_one()
    if late:
        yield Finding("promises", "promises_stuck", "person", {"count": str(late), "since": say(since)})
    if unknown:
        yield Finding("promises", "promises_unknown", "person", {"count": str(unknown)})
    if not late and not unknown:
        yield Finding("promises", "promises_ok", "ok")


def channel(session: Session, which: Channel, *, is_set: bool) -> Finding:
    if not is_set:
        return Finding(which, "channel_not_set", "watch")
    door = gate(session, which)
    if not door.released:
        return Finding(which, "channel_not_released", "person")
    if door.hold is None:
        return Finding(which, "channel_ok", "ok")
    if door.hold.kind == "account":
        return Finding(which, "channel_account", "person", {"code": door.hold.code})
    # a rest grows to a minute: so many failures in a row took the better part of an hour
    if door.hold.failures > 60:
        since = door.at - timedelta(minutes=door.hold.failures)
        return Finding(which, "channel_away_long", "person", {"code": door.hold.code, "since": say(since)})
    return Finding(which, "channel_away", "watch", {"code": door.hold.code})


def files(session: Session, figures: dict[str, float]) -> list[Finding]:
    """Files that the scanner has not passed."""
    waiting = count_waiting(session)
    figures["files_checking"], figures["files_not_scanned"] = waiting.checking, waiting.not_scanned
    found = []
    if waiting.oldest is not None and clock(session) - waiting.oldest > AN_HOUR:
        found.append(Finding("scanner", "files_waiting", "person", {"count": str(waiting.checking)}))
    if waiting.not_scanned:
        found.append(Finding("scanner", "files_not_scanned", "watch", {"count": str(waiting.not_scanned)}))
    return found


def places(session: Session) -> Iterator[Finding]:
    """Whether a register of places is loaded, and of which days: each installation decides."""
    files = loaded_files(session)
    for file in files:
        said = {"kind": file.kind, "day": str(file.as_of), "file": file.name}
        yield Finding("places", "places_ok", "ok", said)
    if not files:
        yield Finding("places", "places_none", "ok")


def scanner(asked: Scanner | None, now: datetime, figures: dict[str, float]) -> Finding:
    """Whether it sees: it is shown the harmless test file."""
    if asked is None:
        return Finding("scanner", "scanner_not_set", "watch")
    try:
        name = demand_sight(asked)
    except (ScannerAway, NotScannable):
        figures["scanner_up"] = 0
        return Finding("scanner", "scanner_away", "person")
    figures["scanner_up"] = 1
    days = _age(name, now)
    if days is not None and days > OLD_SIGNATURES:
        return Finding("scanner", "scanner_old", "person", {"days": str(days)})
    return Finding("scanner", "scanner_ok", "ok", {"name": name})


def _age(name: str, now: datetime) -> int | None:
    """Days since the signatures were made, where the scanner says so; None with signatures of one's own."""
    said = _VERSION.search(name)
    if said is None:
        return None
    with suppress(ValueError):
        made = datetime.strptime(said[1], "%a %b %d %H:%M:%S %Y").replace(tzinfo=now.tzinfo)
        return (now - made).days
    return None


def audit(session: Session, offices: Sequence[str], now: datetime) -> Iterator[Finding]:
    """Sealed up to yesterday; before the night's duty, up to the day before."""
    sealed: dict[str, date] = {row.office_id: row.day for row in session.execute(_SEALED).all()}
    early = now.astimezone(_WARSAW).hour < _SEALED_BY
    expected = warsaw_date(now) - timedelta(days=2 if early else 1)
    whole = True
    for office in offices:
        last = sealed.get(office)
        first = session.execute(_FIRST, {"office": office}).scalar_one()
        if first is None or warsaw_date(first) > expected or (last is not None and last >= expected):
            continue
        whole = False
        if last is None:
            yield Finding("audit", "audit_never", "person", {"office": office})
        else:
            yield Finding("audit", "audit_unsealed", "person", {"office": office, "day": str(last)})
    if whole:
        yield Finding("audit", "audit_ok", "ok")


def try_again(session: Session, job: int) -> str | None:
    """The failed duty is due at once; its name. None when it is no failed one (any more)."""
    duty: str | None = session.execute(_FAILED, {"job": job}).scalar_one_or_none()
    if duty is not None:
        session.execute(_AGAIN, {"job": job})
    return duty


def forget_failures(session: Session, duty: str) -> None:
    """The duty was done now: what failed or was cut off before is made good."""
    session.execute(_DONE, {"duty": duty})
