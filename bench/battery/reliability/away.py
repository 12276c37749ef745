"""R7: PostgreSQL stands still for a minute, or ends: nobody waits long, and what was typed is kept."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx
import psutil

from bench.battery.crowd import p95
from bench.battery.ground import house
from bench.battery.row import Attempt, Result, Row, judged
from bench.battery.visiting import visitor
from forms_catalog.catalogue import load
from tests.portal.filing.filling import WASTE, example_of, fill_in
from tests.portal.filing.visitor import Visitor, flat
from tests.program import Program, until

_LONGEST, _BACK_WITHIN = 5.0, 10.0
_TYPED = flat(example_of(load(), WASTE).answers)
#: path → what it has to answer while the database is away
_PROBES = {
    "/healthz": {200},
    "/static/okienko.css": {200},
    "/": {200, 503},
    "/uslugi": {200, 503},
    "/readyz": {503},
    "/uslugi/informacja-publiczna-wniosek/formularz": {200, 503},
}


@dataclass
class _Probe:
    """One address asked again and again."""

    seconds: list[float] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def note(self, what: str, took: float) -> None:
        self.seconds.append(took)
        self.answers[what] = self.answers.get(what, 0) + 1

    def figures(self) -> dict[str, object]:
        return {
            "answers": self.answers, "p95_s": p95([1000 * each for each in self.seconds]) / 1000,
            "longest_s": round(max(self.seconds, default=0.0), 2),
        }  # fmt: skip


def _ask(program: Program, path: str, probe: _Probe, over: threading.Event, pause: float) -> None:
    with httpx.Client(base_url=program.address, timeout=40) as wire:
        while not over.wait(pause):
            began = time.monotonic()
            try:
                what = str(wire.get(path).status_code)
            except httpx.HTTPError as fault:
                what = type(fault).__name__
            probe.note(what, time.monotonic() - began)


@contextmanager
def _probing(program: Program) -> Iterator[dict[str, _Probe]]:
    """Eighteen people, three at each page, two questions a second each."""
    over, probes = threading.Event(), {path: _Probe() for path in _PROBES}
    threads = [
        threading.Thread(target=_ask, args=(program, path, probe, over, 0.5))
        for path, probe in probes.items()
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    yield probes
    over.set()
    for thread in threads:
        thread.join()


@contextmanager
def _still(processes: list[psutil.Process]) -> Iterator[None]:
    """They stand still inside the block; the kernel goes on answering for their sockets."""
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in reversed(processes):
            with suppress(psutil.Error):
                process.send_signal(signal.SIGCONT)


def _type_a_page(person: Visitor) -> tuple[str, float]:
    """A page of a form is sent; what came, and how long it took."""
    typed = {name: value for name, value in person.typed.items() if name != "csrf_token" and value}
    began = time.monotonic()
    person.press("Zapisz i ")
    took = time.monotonic() - began
    kept = typed.items() <= dict(person.typed.items()).items()
    words = "typed kept" if kept else "saved" if person.status == 200 else "typed lost"
    return f"{person.status} {words}", round(took, 2)


def _press(person: Visitor) -> tuple[str, float]:
    began = time.monotonic()
    person.press("Złóż")
    return str(person.status), round(time.monotonic() - began, 2)


def _back(program: Program) -> float:
    """Seconds until a form can be saved and the portal is ready."""
    began = time.monotonic()
    until("the portal is ready", lambda: program.parts().get("database") == "ok", within=60)
    return round(time.monotonic() - began, 2)


def _frozen(attempt: Attempt, program: Program, seconds: float) -> dict[str, object]:
    """The postmaster and all its processes stand still."""
    at_check = fill_in(visitor(program.address), WASTE, example_of(load(), WASTE))
    typing = visitor(program.address).open(f"/uslugi/{WASTE}/formularz").type(_TYPED)
    master = program.children("postgres")[0]
    attempt.say(f"PostgreSQL stands still for {seconds:g} s")
    began = time.monotonic()
    with _still([master, *master.children(recursive=True)]), _probing(program) as probes:
        typed, pressed = _type_a_page(typing), _press(at_check)
        time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    back = _back(program)
    typed_again, pressed_again = _type_a_page(typing), _press(at_check)
    return {
        "pages": {path: probe.figures() for path, probe in probes.items()},
        "a_page_typed_meanwhile": typed, "and_afterwards": typed_again,
        "button_pressed_meanwhile": pressed, "pressed_afterwards": pressed_again,
        "seconds_until_ready": back,
    }  # fmt: skip


def _killed(attempt: Attempt, program: Program) -> dict[str, object]:
    """It ends without a word; the supervisor brings it back."""
    attempt.say("PostgreSQL is killed")
    program.children("postgres")[0].kill()
    time.sleep(0.2)
    return {"seconds_until_ready": _back(program)}


def _judge(frozen: dict[str, object], killed: dict[str, object]) -> Result:
    pages = frozen["pages"]
    assert isinstance(pages, dict)
    wrong = {
        path: figures["answers"]
        for path, figures in pages.items()
        if not set(figures["answers"]) <= {str(status) for status in _PROBES[path]}
    }
    slow = {path: figures["longest_s"] for path, figures in pages.items() if figures["longest_s"] > _LONGEST}
    backs = [float(str(one["seconds_until_ready"])) for one in (frozen, killed)]
    met = {
        "every page answers as it should": not wrong,
        "no request longer than 5 s": not slow,
        "what was typed is shown again": "503 typed kept" in str(frozen["a_page_typed_meanwhile"]),
        "the button says 503, then files": str(frozen["button_pressed_meanwhile"]).startswith("('503'")
        and str(frozen["pressed_afterwards"]).startswith("('200'")
        and "saved" in str(frozen["and_afterwards"]),
        "ready within 10 s": max(backs) <= _BACK_WITHIN,
    }
    return judged({"frozen": frozen, "killed": killed, "wrong_answers": wrong, "too_slow": slow}, met)


def _database_away(attempt: Attempt) -> Result:
    with house(attempt) as program:
        frozen = _frozen(attempt, program, attempt.size(60.0, 15.0))
        killed = _killed(attempt, program)
    return _judge(frozen, killed)


R7 = (Row("R7", "PostgreSQL stands still for 60 s, then is killed", _database_away, 3),)
