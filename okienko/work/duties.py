"""What has to be done again and again; each duty may run twice, and fails alone."""

import logging
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from procrastinate import App, RetryStrategy

from casework import tries
from casework.audit_seal import seal_audit
from casework.clock.deadlines import warsaw_date
from casework.desk import form_replays
from casework.desk.reads import PLATFORM, chain_reads
from casework.drafting import begun_from, drafts_end
from casework.files.orphan_files import remove_orphans
from casework.scanning.looking import Looked, look_at_files
from casework.scanning.states import ScanState
from okienko.standing.standing_in_database import forget_failures
from okienko.wiring import Wiring
from okienko.work.draft_duties import forget_addresses_of_filed_drafts, write_about_drafts
from okienko.work.jobs import queue

#: no transaction is open for so long: idle ones are ended after half a minute
_SETTLED = timedelta(minutes=5)
#: seconds of a round of the scanner; the next one goes on
_SCANNING = 300
#: 4, 16, 64 … seconds apart; then it counts as failed, and somebody has to look
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=4)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Duty:
    name: str
    cron: str  #: UTC
    do: Callable[[Wiring], None]


def remove_expired_drafts(wiring: Wiring) -> None:
    with wiring.sessions.begin() as session:
        removed = drafts_end.remove_expired(session, now=datetime.now(UTC))
        begun_from.forget_unfiled(session)
    logger.info("expired drafts removed", extra={"drafts": removed})


def sweep_half_written_files(wiring: Wiring) -> None:
    swept = wiring.files.sweep(now=datetime.now(UTC))
    logger.info("half-written files swept", extra={"files": swept})


def remove_orphan_files(wiring: Wiring) -> None:
    removed = remove_orphans(wiring.sessions, wiring.files, now=datetime.now(UTC))
    logger.info("files that nothing points to removed", extra={"files": removed})


def seal_the_audit_of_yesterday(wiring: Wiring) -> None:
    yesterday = warsaw_date(datetime.now(UTC)) - timedelta(days=1)
    for office, seal in wiring.seals.items():
        with wiring.sessions.begin() as session:
            sealed = seal_audit(session, office, day=yesterday, seal=seal)
        logger.info("audit sealed", extra={"office": office, "day": str(yesterday), "fresh": sealed})


def forget_old_tries(wiring: Wiring) -> None:
    with wiring.sessions.begin() as session:
        removed = tries.remove_old(session, before=datetime.now(UTC) - timedelta(days=91))
    logger.info("old counts of tries removed", extra={"tries": removed})


def chain_the_readings(wiring: Wiring) -> None:
    until = datetime.now(UTC) - _SETTLED
    for office in (*wiring.catalogue.offices, PLATFORM):
        with wiring.sessions.begin() as session:
            entries = chain_reads(session, office, until=until)
        logger.info("readings chained", extra={"office": office, "entries": entries})


def scan_what_came_in(wiring: Wiring) -> None:
    _scan(wiring, "checking")


def scan_what_was_not(wiring: Wiring) -> None:
    """Files that came in before there was a scanner."""
    _scan(wiring, "not_scanned")


def _scan(wiring: Wiring, state: ScanState) -> None:
    """What is found of a file is committed at once, so a round that is cut short loses nothing."""
    if wiring.scanner is None:
        return
    ends = time.monotonic() + _SCANNING
    found = look_at_files(
        wiring.sessions, wiring.files, wiring.scanner, state=state, go_on=lambda: time.monotonic() < ends
    )
    if found != Looked():
        logger.info("files scanned", extra={"state": state, **asdict(found)})


def try_forms_on_submissions(wiring: Wiring) -> None:
    tried = form_replays.do_waiting(wiring.sessions, wiring.catalogue, now=lambda: datetime.now(UTC))
    if tried:
        logger.info("forms tried on submissions", extra={"forms": tried})


DUTIES = (
    Duty("remove_expired_drafts", "17 * * * *", remove_expired_drafts),
    # by day: a letter at night wakes somebody
    Duty("write_about_drafts", "23 5-18 * * *", write_about_drafts),
    Duty("forget_addresses_of_filed_drafts", "* * * * *", forget_addresses_of_filed_drafts),
    Duty("sweep_half_written_files", "37 * * * *", sweep_half_written_files),
    Duty("remove_orphan_files", "40 3 * * *", remove_orphan_files),
    Duty("seal_the_audit_of_yesterday", "10 2 * * *", seal_the_audit_of_yesterday),
    Duty("forget_old_tries", "47 3 * * *", forget_old_tries),
    Duty("chain_the_readings", "*/10 * * * *", chain_the_readings),
    Duty("scan_what_came_in", "* * * * *", scan_what_came_in),
    Duty("try_forms_on_submissions", "* * * * *", try_forms_on_submissions),
    Duty("scan_what_was_not", "20 1 * * *", scan_what_was_not),
)


def duties(wiring: Wiring) -> App:
    """The queue with every duty."""
    app = queue(wiring.urls.application)
    for duty in DUTIES:
        _add(app, wiring, duty)
    return app


def _add(app: App, wiring: Wiring, duty: Duty) -> None:
    @app.periodic(cron=duty.cron)
    @app.task(name=duty.name, queueing_lock=duty.name, retry=_AGAIN, pass_context=False)
    def do(timestamp: int) -> None:
        wiring.holder.now()  # what offices changed since the last round
        duty.do(wiring)
        with wiring.sessions.begin() as session:
            forget_failures(session, duty.name)
