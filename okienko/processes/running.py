"""What `okienko run` says to the person at the terminal."""

import errno
import http.client
import socket
from contextlib import suppress

from rich.console import Console

from okienko.demo_clerks import demo_clerks
from okienko.processes.supervisor import Supervisor
from okienko.refusals import CannotStart
from okienko.settings import METRICS_HOST, Settings
from okienko.wiring import Wiring


def run(settings: Settings, console: Console) -> None:
    """Runs everything until it is told to stop; the addresses are printed when the portal really answers."""
    demand_ports(settings)
    console.print("Okienko starts … · Okienko startuje …", style="dim")
    Supervisor(settings).run(lambda wiring: greet(wiring, console), answers=lambda: portal_answers(settings))
    console.print("Okienko has stopped. · Okienko zatrzymane.", style="dim")


def demand_ports(settings: Settings) -> None:
    """CannotStart when somebody else listens where portal, desk or figures shall, or nobody may.

    A part that finds its port taken later would begin and fail again and again, unseen.
    """
    another = f"PORT={settings.port + 10}"
    _demand(settings.host, settings.port, f"choose another with {another}", f"wybierz inny przez {another}")
    _demand(
        settings.host, settings.desk_at,
        f"the desk needs it, one above the portal's: choose another with {another}",
        f"potrzebuje go biurko, o jeden wyższego niż portal: wybierz inny przez {another}",
    )  # fmt: skip
    if settings.metrics_port:
        _demand(
            METRICS_HOST, settings.metrics_port,
            "choose another OKIENKO_METRICS_PORT", "wybierz inny OKIENKO_METRICS_PORT",
        )  # fmt: skip


def _demand(host: str, port: int, english: str, polish: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                said = (f"port {port} is taken: {english}", f"port {port} jest zajęty: {polish}")
            else:
                said = (
                    f"cannot listen on {host}:{port}: {fault.strerror}",
                    f"nie można nasłuchiwać na {host}:{port}: {fault.strerror}",
                )
            raise CannotStart(*said) from fault


def portal_answers(settings: Settings) -> bool:
    """Whether /healthz of the portal says 200 now."""
    connection = http.client.HTTPConnection(settings.host, settings.port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz", headers={"Host": settings.address.split("://", 1)[1]})
        return connection.getresponse().status == 200
    return False


def greet(wiring: Wiring, console: Console) -> None:
    """Where everything is and how to stop it."""
    settings = wiring.settings
    offices = len(wiring.catalogue.offices)
    places = {
        "Portal": settings.address,
        "API": f"{settings.address}/api/v1/openapi.json",
        "Check a receipt · Sprawdź UPO": f"{settings.address}/sprawdz-upo",
        "Desk · Biurko": settings.desk_address,
        **(
            {"SMS and mail outbox · Wysłane": f"http://127.0.0.1:{settings.simulators_at}"}
            if settings.demo
            else {}
        ),
        f"Seals · Pieczęcie ({offices})": settings.data.absolute() / "seals" / "<office>.crt",
        "Data · Dane": settings.data.absolute(),
        "Logs · Dzienniki": settings.data.absolute() / "log",
        "Stop · Zatrzymanie": "Ctrl-C",
    }
    if settings.demo:
        console.print("DEMO: the seals are demo seals · pieczęcie są demonstracyjne", style="yellow")
        console.print("Desk: log-in, password, TOTP secret · Biurko: login, hasło, sekret TOTP")
        for clerk in demo_clerks(wiring):
            _say_whole(console, f"  {clerk.login:<34} {clerk.password}  {clerk.totp}")
    wide = max(map(len, places))
    for name, place in places.items():
        _say_whole(console, f"{name:<{wide}}  {place}")
    console.print("Ready · Gotowe", style="bold green")


def _say_whole(console: Console, words: str) -> None:
    """A line that a person can copy: a narrow terminal, or a file, never breaks it."""
    console.print(words, soft_wrap=True, markup=False, highlight=False)
