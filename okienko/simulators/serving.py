"""`okienko simulators`: the operator's API and the pages over HTTP, mail over SMTP, and their clock."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from okienko.children import begin_to_serve
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.simulators import outbox, telling
from okienko.simulators.application import create_simulators
from okienko.simulators.mail_server import start_mail
from okienko.simulators.parts import Simulated
from okienko.simulators.store import Store
from okienko.sms_account import sms_account
from sms.addresses import inbound_url

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

logger = logging.getLogger(__name__)
_HOST = "127.0.0.1"
_TICK = 0.1
#: each stalled call keeps one waiting
_CALLS_AT_ONCE = 16


def simulated_over(settings: Settings) -> Simulated:
    """The parts over the data folder: the state in simulators/state.sqlite, the account of the settings."""
    account = sms_account(settings)
    return Simulated(
        account=account.sid,
        token=account.token,
        number=account.sender,
        store=Store(settings.data / "simulators" / "state.sqlite"),
        inbound_url=inbound_url(settings.address),
        portal_url=settings.address,
        now=time.time,
    )


def serve_simulators(settings: Settings) -> None:
    """Answers on the loopback until SIGTERM or Ctrl-C; CannotStart without a demo or without its ports."""
    if not settings.demo:
        raise CannotStart(
            "the simulators run in a demo only (OKIENKO_DEMO=1)",
            "symulatory działają tylko w wersji demonstracyjnej (OKIENKO_DEMO=1)",
        )
    for port in (settings.simulators_at, settings.mail_simulator_at):
        _demand(port)
    server = Server(
        "okienko.simulators",
        address=_HOST,
        port=settings.simulators_at,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=_CALLS_AT_ONCE,
        respawn_failed_workers=True,
        workers_kill_timeout=settings.stop_seconds,
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},  # our JSON lines
    )
    server.serve(target_loader=partial(_begin, settings, os.getpid()), wrap_loader=False)


def _begin(settings: Settings, master: int) -> "WSGIApplication":
    """In the one worker: its clock and the mail server are threads beside it and end with it."""
    begin_to_serve(master)
    box = simulated_over(settings)
    for name, duty in (
        ("clock", partial(outbox.advance, box.store, box.account)),
        ("telling", partial(telling.tell_due, box.store, box.token)),
    ):
        threading.Thread(target=_again_and_again, args=(duty, box.now), name=name, daemon=True).start()
    start_mail(box.store, box.now, port=settings.mail_simulator_at)
    return create_simulators(box)


def _again_and_again(duty: Callable[[float], int], now: Callable[[], float]) -> None:
    """At once while there is something to do, else after a tick; one fault does not end it."""
    while True:
        done = 0
        try:
            done = duty(now())
        except Exception:  # a clock that stops would stop every message behind this one
            logger.exception("simulator's duty failed")
        if not done:
            time.sleep(_TICK)


def _demand(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((_HOST, port))
            return
    raise CannotStart(f"port {port} of the simulators is taken", f"port {port} symulatorów jest zajęty")
