"""The desk behind granian: the portal's server on the next port, for the office's own people."""

import os
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from backoffice.application import create_desk
from backoffice.parts import DeskOptions, DeskParts
from casework.desk.desk_sessions import Limits
from forms_catalog.catalogue import Catalogue
from okienko.children import begin_to_serve, settled
from okienko.demo_clerks import refuse_demo_clerks
from okienko.holding import Held, Renewal
from okienko.known_forms import with_known_forms
from okienko.processes.waiting import wait_for_migration
from okienko.settings import Settings
from okienko.standing.status import standing
from okienko.wiring import Wiring

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def desk_parts(wiring: Wiring) -> DeskParts:
    """What the desk is made of; it takes up what offices change."""
    settings, portal = wiring.settings, wiring.parts()
    options = DeskOptions(
        public_url=settings.desk_address,
        default_office=settings.default_office,
        secret=wiring.secret,
        plain_http=settings.desk_address.startswith("http://"),
        demo=settings.demo,
        limits=Limits(timedelta(minutes=settings.desk_idle_minutes), timedelta(hours=settings.desk_hours)),
        portal_url=settings.address,
    )
    held = wiring.holder.held
    made = DeskParts(
        options=options, catalogue=held.catalogue, counter=portal.counter, sessions=wiring.sessions,
        files=wiring.files, now=portal.now, ready=portal.ready,
        standing=lambda: standing(wiring.watched()), try_again=wiring.try_again,
        earlier_seals=portal.earlier_seals, look_soon=wiring.holder.wake,
    )  # fmt: skip

    def renewed(later: Held) -> DeskParts:
        return replace(
            made,
            catalogue=later.catalogue,
            counter=wiring.counter_over(later),
            earlier_seals=wiring.earlier_seals(later),
            renew=renewal,
        )

    renewal = Renewal(wiring.holder.now, held, renewed)
    return replace(made, renew=renewal)


def application(settings: Settings | None = None, catalogue: Catalogue | None = None) -> "WSGIApplication":
    """The desk as a WSGI application, for other servers too (`okienko.processes.desk:application`)."""
    return create_desk(desk_parts(Wiring(settings or Settings(), catalogue=catalogue)))


def _application_of_a_worker(settings: Settings, catalogue: Catalogue, master: int) -> "WSGIApplication":
    """A worker whose master was killed must not keep the port, however early that was."""
    begin_to_serve(master)
    return settled(application(settings, catalogue))


def serve_desk(settings: Settings) -> None:
    """Answers clerks until SIGTERM or Ctrl-C; requests under way are finished."""
    server = Server(
        "okienko.processes.desk:application",
        address=settings.host,
        port=settings.desk_at,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        workers=1,
        blocking_threads=2,
        respawn_failed_workers=True,
        workers_kill_timeout=settings.stop_seconds,
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},  # our JSON lines
    )
    wiring = Wiring(settings)
    shipped, url = wiring.shipped, wiring.urls.application
    wait_for_migration(url)
    load = partial(_application_of_a_worker, settings, with_known_forms(shipped, url), os.getpid())
    if not settings.demo:
        refuse_demo_clerks(wiring.sessions)
    server.serve(target_loader=load, wrap_loader=False)
