"""The real program, started as a person starts it, for tests that need processes."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

HOUSE = Path(__file__).parents[1]
RUN = (sys.executable, "-m", "okienko", "run")
#: a start that gets this share of a core goes on; one that waits for something gets nearly nothing
_AT_WORK = 0.05


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_ports_in_a_row(count: int = 4) -> int:
    """The first of so many that nobody listens on now: portal, desk and a demo's stand-ins.

    Below the kernel's own range, so that no outgoing connection takes one of them meanwhile.
    """
    while True:
        first = secrets.randbelow(9_000) + 20_000
        if all(_free(port) for port in range(first, first + count)):
            return first


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


class Program:
    """`okienko run` over a data folder; `settings` are variables without their prefix.

    `house`: the checkout it is started from, another version of the program for example.
    """

    def __init__(
        self,
        data: Path,
        *,
        port: int | None = None,
        command: Sequence[str] = RUN,
        house: Path = HOUSE,
        **settings: str,
    ) -> None:
        self.data, self.port, self._house = data, port or free_ports_in_a_row(), house
        self.address = f"http://127.0.0.1:{self.port}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
        clean.pop("DATABASE_URL", None)
        given = {f"OKIENKO_{name.upper()}": value for name, value in settings.items()}
        self._environment = {**clean, "OKIENKO_DEMO": "1", **given}
        self._command = (*command, "--port", str(self.port), "--data", str(data))
        self.output = data.with_name(f"{data.name}.out")
        self.process: subprocess.Popen[bytes] | None = None

    def setting(self, name: str) -> str:
        """What it was told by a variable, without the prefix; empty when nothing."""
        return self._environment.get(f"OKIENKO_{name.upper()}", "")

    def start(self, *, within: float = 120) -> "Program":
        """Returns when it says that it is ready; a slow machine may take longer, as long as it works."""
        self.launch()
        looked, worked = time.monotonic(), 0.0
        while "Ready" not in self.said():
            assert self.root.poll() is None, f"ended with {self.root.returncode}: {self.said()}"
            if time.monotonic() - looked > within:
                until_now = self._cpu_seconds()
                assert until_now - worked > _AT_WORK * within, f"not ready in {within} s: {self.said()}"
                looked, worked = time.monotonic(), until_now
            time.sleep(0.05)
        return self

    def _cpu_seconds(self) -> float:
        """What all its processes have worked until now."""
        worked = 0.0
        for process in self.tree():
            with suppress(psutil.Error):  # it may end while we look
                worked += sum(process.cpu_times()[:4])  # with children that have ended
        return worked

    def launch(self) -> None:
        """Starts it without waiting."""
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                self._command, cwd=self._house, env=self._environment, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def runs(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    @property
    def root(self) -> subprocess.Popen[bytes]:
        """The supervisor."""
        assert self.process is not None, "not started"
        return self.process

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace") if self.output.exists() else ""

    def ended(self, *, within: float = 40) -> int:
        """The exit code of a program that ends by itself."""
        return self.root.wait(within)

    def children(self, name: str) -> list[psutil.Process]:
        """`portal` (granian's master), `worker`, `simulators` or `postgres` (the postmaster)."""
        marks = {"portal": "web", "worker": "worker", "simulators": "simulators"}
        found = []
        for child in psutil.Process(self.root.pid).children():
            with suppress(psutil.Error):  # it may end while we look
                words = child.cmdline() or [""]  # nothing, when it is just ending
                wanted = words[0].endswith("/postgres") if name == "postgres" else words[-1] == marks[name]
                found += [child] if wanted else []
        return found

    def web_workers(self) -> list[psutil.Process]:
        """Living processes that answer residents."""
        found = []
        for master in self.children("portal"):
            with suppress(psutil.Error):
                found += [worker for worker in master.children() if worker.status() != psutil.STATUS_ZOMBIE]
        return found

    def tree(self) -> list[psutil.Process]:
        """Every process of the program, PostgreSQL's too."""
        root = psutil.Process(self.root.pid)
        return [root, *root.children(recursive=True)]

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def parts(self) -> dict[str, str]:
        """The parts of /readyz; {} when it does not answer."""
        try:
            return dict(httpx.get(f"{self.address}/readyz", timeout=8).json()["parts"])
        except (httpx.HTTPError, ValueError):
            return {}

    def stop(self) -> float:
        """Ends it as Ctrl-C does; seconds it took."""
        if self.process is None or not self.runs():
            return 0.0
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return time.monotonic() - began


def until(what: str, holds: Callable[[], bool], *, within: float = 240) -> None:
    """Waits until it holds, looking again and again; fails with its name.

    The time is for a machine that does ten other things; where it matters how soon, the test says so.
    """
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, f"not within {within} s: {what}"
        time.sleep(0.05)
