"""The simulators as a process of their own, and the office's side of the wire, for tests of messages."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx

from okienko.settings import Settings
from okienko.sms_account import sms_account
from sms.operators.twilio import Patience, Twilio
from sms.operators.twilio_account import Account
from tests.program import HOUSE, free_port, until

PHONE = "+48600100200"


class Simulators:
    """`okienko simulators` over a data folder; behaviours are set through the page's own forms."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self._given = settings
        self.port, self.mail_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def account(self) -> Account:
        return sms_account(Settings(data=self.data, demo=True))

    def operator(self, *, answer: float = 5.0) -> Twilio:
        return Twilio(self.account, base=self.address, patience=Patience(connect=2, answer=answer))

    def start(self) -> "Simulators":
        """Returns when page and mail server answer."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("OKIENKO_")}
        given = {
            "OKIENKO_DEMO": "1",
            "OKIENKO_DATA": str(self.data),
            "OKIENKO_SIMULATORS_PORT": str(self.port),
            "OKIENKO_MAIL_SIMULATOR_PORT": str(self.mail_port),
            **{f"OKIENKO_{name.upper()}": value for name, value in self._given.items()},
        }
        with (self.data.parent / f"{self.data.name}.out").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "okienko", "simulators"], cwd=HOUSE, env={**own, **given},
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        until("the simulators answer", self._answers)
        return self

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, "the simulators ended"
        try:
            return httpx.get(f"{self.address}/zachowanie", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, *, kill: bool = False) -> None:
        """Ends it, as a power cut would when `kill`; its worker ends with it."""
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(30)
            until("its port is free", lambda: not self._listens())

    def _listens(self) -> bool:
        try:
            httpx.get(f"{self.address}/zachowanie", timeout=5)
        except httpx.ConnectError:
            return False
        except httpx.HTTPError:
            return True
        return True

    def answer(self, answer: str, *, channel: str = "sms", **more: float) -> None:
        """How the next calls are answered; `times=1` for one of them."""
        self.click(f"/zachowanie/{channel}", answer=answer, **more)

    def course(self, *, fate: str = "delivered", callbacks: str = "send", pace: str = "0") -> None:
        self.click("/zachowanie", fate=fate, callbacks=callbacks, pace=pace)

    def click(self, path: str, **fields: str | float) -> httpx.Response:
        """Sends a form of the page."""
        answered = httpx.post(
            self.address + path, data={name: str(value) for name, value in fields.items()}, timeout=20
        )
        assert answered.status_code == 303, answered.text
        return answered

    def page(self, path: str = "/") -> str:
        answered = httpx.get(self.address + path, timeout=20)
        assert answered.status_code == 200
        return answered.text


@dataclass(frozen=True)
class Call:
    """A webhook call as it came over the wire."""

    target: str
    fields: dict[str, list[str]]
    signature: str | None

    @property
    def status(self) -> str:
        return self.fields["MessageStatus"][0]


@dataclass
class Office:
    """Somebody at the webhook's address who writes down every call."""

    calls: list[Call] = field(default_factory=list)
    answer: int = 204

    def serve(self) -> Callable[[], None]:
        """Listens until the returned function is called."""
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = parse_qs(body, keep_blank_values=True)
                office.calls.append(Call(self.path, fields, self.headers.get("X-Twilio-Signature")))
                self.send_response(office.answer)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join()

        return stop

    def statuses(self) -> list[str]:
        return [call.status for call in self.calls]
