"""What `okienko run` says to the person at the terminal."""

import errno
import http.client
import socket
from contextlib import suppress

from rich.console import Console

from okienko.demo_clerks import demo_clerks
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.supervisor import Supervisor
from okienko.wiring import Wiring


def run(settings: Settings, console: Console) -> None:
    """Runs everything until it is told to stop; the addresses are printed when the portal really answers."""
    demand_port(settings)
    console.print("Okienko starts … · Okienko startuje …", style="dim")
    Supervisor(settings).run(lambda wiring: greet(wiring, console), answers=lambda: portal_answers(settings))
    console.print("Okienko has stopped. · Okienko zatrzymane.", style="dim")


def demand_port(settings: Settings) -> None:
    """CannotStart when somebody else listens on the portal's port, or nobody may."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            raise CannotStart(*_port_refusal(settings, fault)) from fault


def _port_refusal(settings: Settings, fault: OSError) -> tuple[str, str]:
    place = f"{settings.host}:{settings.port}"
    if fault.errno == errno.EADDRINUSE:
        return (
            f"port {settings.port} is taken: choose another with PORT={settings.port + 10}",
            f"port {settings.port} jest zajęty: wybierz inny przez PORT={settings.port + 10}",
        )
    return (
        f"cannot listen on {place}: {fault.strerror}",
        f"nie można nasłuchiwać na {place}: {fault.strerror}",
    )


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
