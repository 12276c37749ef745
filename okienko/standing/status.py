"""How the system stands: one finding after another, each from its own source, none hiding another."""

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from casework.clock.deadlines import warsaw_date
from casework.left_out import named
from casework.messages.sending import Channel
from casework.scanning.scanner import Scanner
from casework.standing import Finding, Level, Standing
from casework.trust.kept_seal import Seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts_list import Missing, missing_next_year
from okienko.standing import standing_in_database as rows
from okienko.standing.last_backup import last_backup
from okienko.store.revisions import pending

logger = logging.getLogger(__name__)

LOW, FULL = 5_000_000_000, 500_000_000  # bytes of the data folder's disk
A_CLOCK = 2.0  # seconds that it may be off
AHEAD = timedelta(days=60)
EACH = 5  # seals that are told one by one
A_DAY = timedelta(hours=26)
_UNKNOWN: Sequence[tuple[str, Level]] = (("database_away", "person"), ("not_asked", "watch"))


@dataclass(frozen=True)
class Watched:
    """What the system is made of, as far as somebody has to look after it."""

    sessions: sessionmaker[Session]
    data: Path
    catalogue: Catalogue
    seals: Mapping[str, Seal]
    channels: Mapping[Channel, bool]  #: whether each is set up
    scanner: Scanner | None
    demo: bool
    now: Callable[[], datetime]


def standing(watched: Watched) -> Standing:
    """Everything there is to say now. Never raises: what cannot be asked is itself a finding."""
    figures: dict[str, float] = {}
    at = watched.now()
    findings = [*_in_database(watched, figures), *_on_disk(watched, figures)]
    findings += [*_seals(watched, at, figures), *_backup(watched, at, figures)]
    findings += _facts(watched, at, figures)
    return Standing(at, tuple(findings), figures)


def _in_database(watched: Watched, figures: dict[str, float]) -> Iterator[Finding]:
    try:
        with watched.sessions() as session:
            found = [Finding("database", "database_ok", "ok"), *_clock(session, watched, figures)]
            for ask in (rows.worker, rows.duties, rows.queue, rows.promises):
                found += ask(session, figures)
            for channel, is_set in watched.channels.items():
                found.append(rows.channel(session, channel, is_set=is_set))
            found += rows.audit(session, tuple(watched.catalogue.offices), watched.now())
            waiting = [*rows.files(session, figures), *rows.places(session)]
        engine = watched.sessions.kw["bind"]
        if isinstance(engine, Engine) and pending(engine):
            found[0] = Finding("database", "migration_pending", "person")
    except SQLAlchemyError as away:
        logger.warning("the database is away", extra={"why": type(away).__name__})
        figures["database_up"] = 0
        found, waiting = [Finding("database", code, level) for code, level in _UNKNOWN], []
    else:
        figures["database_up"] = 1
    yield from found
    # asked after the session: a scanner that stalls must not hold a connection
    yield rows.scanner(watched.scanner, watched.now(), figures)
    yield from waiting


def _clock(session: Session, watched: Watched, figures: dict[str, float]) -> Iterator[Finding]:
    before = watched.now()
    theirs = rows.clock(session)
    off = abs((before + (watched.now() - before) / 2 - theirs).total_seconds())
    figures["clock_off_seconds"] = off
    if off <= A_CLOCK:
        yield Finding("clock", "clock_ok", "ok")
    else:
        yield Finding("clock", "clock_off", "person", {"seconds": f"{off:.0f}"})


def _on_disk(watched: Watched, figures: dict[str, float]) -> Iterator[Finding]:
    free = float(shutil.disk_usage(watched.data).free)
    figures["disk_free_bytes"] = free
    said = {"free": _size(free)}
    if free > LOW:
        yield Finding("disk", "disk_ok", "ok", said)
    elif free > FULL:
        yield Finding("disk", "disk_low", "watch", said)
    else:
        yield Finding("disk", "disk_full", "person", said)


def _seals(watched: Watched, at: datetime, figures: dict[str, float]) -> Iterator[Finding]:
    """Each seal that ends soon; the sound ones each, or where they are many, as a number."""
    sound: list[Finding] = []
    for office, seal in watched.seals.items():
        ends = seal.certificate.not_valid_after_utc
        figures[f"seal_days_left:{office}"] = (ends - at).total_seconds() / 86400
        said = {"office": office, "until": f"{ends:%Y-%m-%d}"}
        code, level = _ending(ends, at)
        found = Finding("seals", code, level, said)
        if level == "ok":
            sound.append(found)
        else:
            yield found
    if len(sound) > EACH:
        first = min(found.values["until"] for found in sound)
        sound = [Finding("seals", "seals_ok", "ok", {"count": str(len(sound)), "until": first})]
    yield from sound
    centres = {link.not_valid_after_utc for seal in watched.seals.values() for link in seal.issuers}
    for ends in sorted(centres):
        if ends - at < AHEAD:
            yield Finding("seals", "centre_ends", "person", {"until": f"{ends:%Y-%m-%d}"})


def _ending(ends: datetime, at: datetime) -> tuple[str, Level]:
    if ends <= at:
        return "seal_ended", "person"
    return ("seal_ends", "person") if ends - at < AHEAD else ("seal_ok", "ok")


def _backup(watched: Watched, at: datetime, figures: dict[str, float]) -> Iterator[Finding]:
    # a demo's data are made up: nobody has to come for them
    level: Level = "watch" if watched.demo else "person"
    last = last_backup(watched.data)
    if last is None:
        yield Finding("backup", "backup_none", level)
        return
    figures["backup_age_seconds"] = (at - last.at).total_seconds()
    said = {"at": rows.say(last.at), "size": _size(last.size)}
    if at - last.at < A_DAY:
        yield Finding("backup", "backup_ok", "ok", said)
    else:
        yield Finding("backup", "backup_old", level, said)


def _facts(watched: Watched, at: datetime, figures: dict[str, float]) -> Iterator[Finding]:
    catalogue = watched.catalogue
    missing = [
        one
        for office in (None, *catalogue.offices)
        for one in missing_next_year(catalogue, office, today=warsaw_date(at))
    ]
    figures["facts_missing"] = len(missing)
    yield from _next_year(catalogue, missing, "watch" if watched.demo else "person")
    left = [named(out, catalogue, "pl") for out in catalogue.left_out]
    figures["facts_left_out"] = len(left)
    if left:
        yield Finding("facts", "facts_left_out", "person", {"rows": _some(left, joined="; ")})
    count = unconfirmed(catalogue)
    figures["facts_unconfirmed"] = count
    if count:
        yield Finding("facts", "facts_unconfirmed", "watch", {"count": str(count)})
    elif not missing and not left:
        yield Finding("facts", "facts_ok", "ok")


def _next_year(catalogue: Catalogue, missing: Sequence[Missing], level: Level) -> Iterator[Finding]:
    """The law's and the offices' apart: others have to enter them."""
    own = [one for one in missing if one.office is not None]
    for code, which in (
        ("facts_year_missing", own),
        ("facts_year_missing_law", [one for one in missing if one.office is None]),
    ):
        if which:
            whose = sorted({catalogue.offices[one.office].name.pl for one in which if one.office})
            said = {"count": str(len(which)), "year": str(which[0].year), "whose": _some(whose)}
            yield Finding("facts", code, level, said)


def _some(names: Sequence[str], most: int = 5, joined: str = ", ") -> str:
    """The first few, and that there are more."""
    return joined.join(names[:most]) + (f"{joined}…" if len(names) > most else "")


def unconfirmed(catalogue: Catalogue) -> int:
    """Rates, tables of minimum rates, lists and offices' facts whose standing is anything but verified."""
    rates = sum(rate.standing != "verified" for rate in catalogue.rates)
    tables = sum(table.standing != "verified" for table in catalogue.minimums) + len(catalogue.unsure)
    said = " ".join(office.standing for office in catalogue.offices.values())
    return rates + tables + len(re.findall(r"to_be_confirmed|demo", said))


def as_json(found: Standing) -> str:
    """For monitoring: codes are stable."""
    said = {
        "ok": not found.needs_a_person,
        "at": found.at.astimezone(UTC).isoformat(timespec="seconds"),
        "findings": [asdict(finding) for finding in found.findings],
        "figures": dict(found.figures),
    }
    return json.dumps(said, ensure_ascii=False, default=dict)


def _size(number: float) -> str:
    return (
        f"{number / 1e9:.1f}\N{NO-BREAK SPACE}GB"
        if number >= 1e9
        else f"{number / 1e6:.0f}\N{NO-BREAK SPACE}MB"
    )
