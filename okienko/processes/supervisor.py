"""`okienko run`: PostgreSQL, portal, desk, worker, simulators; what dies comes back, all end together."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from okienko.children import spawn, stop, sweep
from okienko.preparing import prepare
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.store.data_folder import occupied
from okienko.wiring import Wiring

logger = logging.getLogger(__name__)
_LOOK_EVERY = 0.1
#: a child that lived this long was well: its next death is again the first
_WELL_AFTER = 5.0
#: one that gave up by itself may have loaded all that time: longer, or it would load again without a pause
_WELL_BEFORE_GIVING_UP = 60.0
_LONGEST_PAUSE = 10.0
_LOG_LIMIT = 20_000_000


class StopAsked(Exception):
    """SIGTERM, SIGHUP or Ctrl-C came; raised at a place of ours, never in the middle of somebody's code."""


@dataclass
class Child:
    """A program that has to run all the time."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0  #: in a row, without having been well in between
    start_again_at: float = field(default=0.0)
    why: str = ""  #: why it was not even started, the last time

    def look_after(self) -> bool:
        """Starts it when it is not running and its pause is over; True when it was started anew."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.poll() is None:
                return False
            self._bury(self.process, now)
        if now < self.start_again_at:
            return False
        try:
            self.process = self.start()
        except (CannotStart, OSError) as fault:
            self._rest(now)
            self.why = str(fault)
            logger.error("child not started", extra={"child": self.name, "why": self.why})
            return False
        self.started_at, self.why = time.monotonic(), ""
        logger.info("child started", extra={"child": self.name, "pid": self.process.pid})
        return True

    def _bury(self, process: subprocess.Popen[bytes], now: float) -> None:
        """What is left of its group goes too, so that nobody keeps its port or its files."""
        sweep(process)
        self.process = None
        if now - self.started_at > (_WELL_BEFORE_GIVING_UP if process.returncode > 0 else _WELL_AFTER):
            self.deaths = 0
        logger.warning(
            "child died", extra={"child": self.name, "pid": process.pid, "code": process.returncode}
        )
        self._rest(now)

    def _rest(self, now: float) -> None:
        """At once after the first death, then 0.5, 1, 2 … 10 seconds."""
        pause = 0.0 if self.deaths == 0 else min(0.25 * 2**self.deaths, _LONGEST_PAUSE)
        self.deaths += 1
        self.start_again_at = now + pause


def given_up(deaths: int, waited: float, limit: int, log: Path, *, why: str = "") -> CannotStart | None:
    """Why the portal is waited for no longer: it died three times, or is slower than the settings allow.

    `why`: what kept it from being started at all.
    """
    if deaths > 2 and why:
        return CannotStart(f"the portal cannot be started: {why}", f"portalu nie można uruchomić: {why}")
    if deaths > 2:
        return CannotStart(
            f"the portal died {deaths} times while starting, see {log}",
            f"portal przy starcie kończył pracę {deaths} razy, zobacz {log}",
        )
    if waited > limit:
        return CannotStart(
            f"the portal did not answer within {limit} s. A busy machine needs longer: set"
            f" OKIENKO_START_SECONDS higher, else see {log}",
            f"portal nie odpowiedział w {limit} s. Obciążona maszyna potrzebuje więcej czasu: zwiększ"
            f" OKIENKO_START_SECONDS albo zobacz {log}",
        )
    return None


class Supervisor:
    """One process tree over one data folder."""

    def __init__(
        self, settings: Settings, *, web_target: str = "okienko", worker_target: str = "okienko"
    ) -> None:
        self.settings = settings
        self.wiring = Wiring(settings)
        self._portal = Child("portal", lambda: self._module(web_target, "web"))
        self._desk = Child("desk", lambda: self._module("okienko", "desk"))
        self._worker = Child("worker", lambda: self._module(worker_target, "worker"))
        self._simulators = Child("simulators", lambda: self._module("okienko", "simulators"))
        self._postgres = Child("postgres", self._start_postgres)
        self._address_known = ""
        self._asked_to_stop = False

    def run(self, on_ready: Callable[[Wiring], None], *, answers: Callable[[], bool]) -> None:
        """Until StopAsked; `on_ready` is called once, when the portal `answers`. CannotStart before that."""
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, self._note)
        self.wiring.postgres.while_waiting = self._heed
        try:
            with occupied(self.settings.data) as stands:
                try:
                    self._begin(answers)
                    on_ready(self.wiring)
                    while True:
                        self._heed()
                        self._demand_folder(stands)
                        self._look_after_all()
                        if self.settings.demo:  # after the portal: nobody waits for them
                            self._simulators.look_after()
                        time.sleep(_LOOK_EVERY)
                finally:
                    self._end()
        except StopAsked:
            logger.info("stopped")

    def _demand_folder(self, stands: Callable[[], bool]) -> None:
        """Children that are started over nothing would begin, fail and begin again for ever."""
        if not stands():
            folder = self.settings.data.absolute()
            raise CannotStart(
                f"the data folder {folder} is gone: bring it back, then start Okienko",
                f"folder danych {folder} zniknął: przywróć go i uruchom Okienko",
            )

    def _begin(self, answers: Callable[[], bool]) -> None:
        if self.settings.database_url is None:
            self.wiring.postgres.start()
            self._postgres.process, self._postgres.started_at = self.wiring.postgres.process, time.monotonic()
            self._address_known = self.wiring.postgres.urls().application
        self.wiring.seals  # noqa: B018 – made now, so that two workers do not meet over them
        self._look_after_all()  # they load while the database is prepared, and wait for that
        self._heed()
        prepare(self.wiring)
        begun = time.monotonic()
        while not answers():
            self._heed()
            why = given_up(
                self._portal.deaths,
                time.monotonic() - begun,
                self.settings.start_seconds,
                self._log("portal"),
                why=self._portal.why,
            )
            if why is not None:
                raise why
            self._look_after_all()
            time.sleep(0.05)

    def _look_after_all(self) -> None:
        if self.settings.database_url is None:
            self._postgres.look_after()
        self._portal.look_after()
        self._desk.look_after()
        self._worker.look_after()

    def _start_postgres(self) -> subprocess.Popen[bytes]:
        """Another port than before means that the others must be told: they start again."""
        self.wiring.postgres.start()
        address = self.wiring.postgres.urls().application
        if address != self._address_known:
            self._address_known = address
            for child in (self._portal, self._desk, self._worker):
                if child.process is not None:
                    stop(child.process, within=5)
        return self.wiring.postgres.process

    def _module(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        with self._log(words[-1] if words[-1] != "web" else "portal").open("ab") as output:
            return spawn(
                [sys.executable, "-m", module, *words], output=output, env=self.settings.environment()
            )

    def _log(self, name: str) -> Path:
        """The child's log; a long one makes room and is kept once."""
        path = self.settings.data / "log" / f"{name}.log"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            if path.stat().st_size > _LOG_LIMIT:
                path.rename(path.with_suffix(".old.log"))
        return path

    def _end(self) -> None:
        """Requests under way are finished, then the worker's duty, then PostgreSQL closes."""
        children = (self._portal, self._desk, self._worker, self._simulators)
        served = [child.process for child in children if child.process is not None]
        for process in served:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + self.settings.stop_seconds
        for process in served:
            stop(process, within=deadline - time.monotonic())
        if self.settings.database_url is None:
            self.wiring.postgres.stop(within=28 - self.settings.stop_seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Only notes it: an exception raised here could be swallowed by a callback that happens to run."""
        self._asked_to_stop = True

    def _heed(self) -> None:
        if self._asked_to_stop:
            raise StopAsked
