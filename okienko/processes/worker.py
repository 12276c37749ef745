"""The worker: duties and messages, in a process of its own."""

import psycopg
from procrastinate.exceptions import ConnectorException

from okienko.known_forms import with_known_forms
from okienko.processes.waiting import wait_for_migration
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.standing.metrics import told
from okienko.standing.status import standing
from okienko.wiring import Wiring
from okienko.work.duties import duties
from okienko.work.senders import Senders


def work_over(settings: Settings) -> None:
    """`work` over the parts that the settings name."""
    work(Wiring(settings))


def work(wiring: Wiring) -> None:
    """Does the duties until SIGTERM or Ctrl-C; one under way is finished. /readyz looks at its heartbeat."""
    shipped, url = wiring.of_files, wiring.urls.application
    wait_for_migration(url)
    wiring = Wiring(wiring.settings, catalogue=with_known_forms(shipped, url))
    senders = Senders(wiring).start()
    try:
        with (
            told(wiring.settings.metrics_port, lambda: standing(wiring.watched())),
            duties(wiring).open() as app,
        ):
            app.run_worker(
                name="worker",
                shutdown_graceful_timeout=float(wiring.settings.stop_seconds),
                delete_jobs="successful",
                update_heartbeat_interval=5.0,
                stalled_worker_timeout=30.0,
            )
    except ConnectorException as away:
        raise CannotStart("the worker lost PostgreSQL", "proces roboczy stracił PostgreSQL") from away
    except psycopg.OperationalError as silence:  # nobody answered the queue within half a minute
        raise CannotStart(
            "the worker waits for PostgreSQL, which does not answer; it begins again",
            "proces roboczy czeka na PostgreSQL, które nie odpowiada; zaczyna od nowa",
        ) from silence
    finally:
        senders.stop()
