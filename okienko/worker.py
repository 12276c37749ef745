"""The worker: what has to be done again and again, in a process of its own."""

import logging
from datetime import UTC, datetime, timedelta

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from casework import drafts, tries
from casework.audit_seal import seal_audit
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import PLATFORM, chain_reads
from casework.orphan_files import remove_orphans
from okienko.jobs import queue
from okienko.refusals import CannotStart
from okienko.senders import Senders
from okienko.waiting import wait_for_migration
from okienko.wiring import Wiring

#: no transaction is open for so long: idle ones are ended after half a minute
_SETTLED = timedelta(minutes=5)

logger = logging.getLogger(__name__)


def duties(wiring: Wiring) -> App:
    """The queue with every duty; each may run twice."""
    app = queue(wiring.urls.application)

    @app.periodic(cron="17 * * * *")
    @app.task(name="remove_expired_drafts", queueing_lock="remove_expired_drafts", pass_context=False)
    def remove_expired_drafts(timestamp: int) -> None:
        with wiring.sessions.begin() as session:
            removed = drafts.remove_expired(session, now=datetime.now(UTC))
        logger.info("expired drafts removed", extra={"drafts": removed})

    @app.periodic(cron="37 * * * *")
    @app.task(name="sweep_half_written_files", queueing_lock="sweep_half_written_files", pass_context=False)
    def sweep_half_written_files(timestamp: int) -> None:
        swept = wiring.files.sweep(now=datetime.now(UTC))
        logger.info("half-written files swept", extra={"files": swept})

    @app.periodic(cron="40 3 * * *")
    @app.task(name="remove_orphan_files", queueing_lock="remove_orphan_files", pass_context=False)
    def remove_orphan_files(timestamp: int) -> None:
        removed = remove_orphans(wiring.sessions, wiring.files, now=datetime.now(UTC))
        logger.info("files that nothing points to removed", extra={"files": removed})

    @app.periodic(cron="10 2 * * *")
    @app.task(name="seal_the_audit_of_yesterday", queueing_lock="seal_the_audit", pass_context=False)
    def seal_the_audit_of_yesterday(timestamp: int) -> None:
        yesterday = warsaw_date(datetime.now(UTC)) - timedelta(days=1)
        for office, seal in wiring.seals.items():
            with wiring.sessions.begin() as session:
                sealed = seal_audit(session, office, day=yesterday, seal=seal)
            logger.info("audit sealed", extra={"office": office, "day": str(yesterday), "fresh": sealed})

    @app.periodic(cron="47 3 * * *")
    @app.task(name="forget_old_tries", queueing_lock="forget_old_tries", pass_context=False)
    def forget_old_tries(timestamp: int) -> None:
        with wiring.sessions.begin() as session:
            removed = tries.remove_old(session, before=datetime.now(UTC) - timedelta(days=91))
        logger.info("old counts of tries removed", extra={"tries": removed})

    @app.periodic(cron="*/10 * * * *")
    @app.task(name="chain_the_readings", queueing_lock="chain_the_readings", pass_context=False)
    def chain_the_readings(timestamp: int) -> None:
        until = datetime.now(UTC) - _SETTLED
        for office in (*wiring.catalogue.offices, PLATFORM):
            with wiring.sessions.begin() as session:
                entries = chain_reads(session, office, until=until)
            logger.info("readings chained", extra={"office": office, "entries": entries})

    return app


def work(wiring: Wiring) -> None:
    """Does the duties until SIGTERM or Ctrl-C; one under way is finished. /readyz looks at its heartbeat."""
    wait_for_migration(wiring.urls.application)
    senders = Senders(wiring).start()
    try:
        with duties(wiring).open() as app:
            app.run_worker(
                name="worker",
                shutdown_graceful_timeout=float(wiring.settings.stop_seconds),
                delete_jobs="successful",
                update_heartbeat_interval=5.0,
                stalled_worker_timeout=30.0,
            )
    except ConnectorException as away:
        raise CannotStart("the worker lost PostgreSQL", "proces roboczy stracił PostgreSQL") from away
    finally:
        senders.stop()
