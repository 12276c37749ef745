"""The portal behind granian: one process per core, one request at a time in each."""

import os
from functools import partial
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server
from werkzeug.test import Client

from forms_catalog.catalogue import Catalogue
from forms_catalog.texts import LANGUAGES
from okienko.children import begin_to_serve, settled
from okienko.known_forms import with_known_forms
from okienko.processes.waiting import wait_for_migration
from okienko.settings import Settings
from okienko.wiring import Wiring
from portal.application import create_portal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: every kind of office has it
_FORM_OF_ALL = "/uslugi/informacja-publiczna-wniosek/formularz"


def application(settings: Settings | None = None, catalogue: Catalogue | None = None) -> "WSGIApplication":
    """The portal as a WSGI application, for other servers too (`okienko.processes.web:application`)."""
    return create_portal(Wiring(settings or Settings(), catalogue=catalogue).parts())


def _application_of_a_worker(settings: Settings, catalogue: Catalogue, master: int) -> "WSGIApplication":
    """A worker whose master was killed must not keep the port, however early that was."""
    begin_to_serve(master)
    return settled(warmed(application(settings, catalogue), settings.address))


def warmed(portal: "WSGIApplication", address: str) -> "WSGIApplication":
    """The portal with its layouts and languages read, and its connection made.

    The first page of a process costs a fifth of a second: nobody waits for this one.
    """
    nobody = Client(portal, use_cookies=False)
    for tongue in LANGUAGES:
        for page in ("/", _FORM_OF_ALL):
            nobody.get(page, base_url=address, headers={"Accept-Language": tongue})
    return portal


def serve(settings: Settings) -> None:
    """Answers residents until SIGTERM or Ctrl-C; requests under way are finished.

    The catalogue is loaded before the workers fork, so a killed worker is back at once.
    """
    server = Server(
        "okienko.processes.web:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        websockets=False,
        workers=settings.web_workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        workers_kill_timeout=settings.stop_seconds,
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},  # our JSON lines
    )
    wiring = Wiring(settings)
    shipped, url = wiring.shipped, wiring.urls.application
    wait_for_migration(url)
    load = partial(_application_of_a_worker, settings, with_known_forms(shipped, url), os.getpid())
    server.serve(target_loader=load, wrap_loader=False)
