"""R6: the disk of PostgreSQL is full, then that of the files: no promise without a row; back by itself."""

import hashlib
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.battery.ground import count, house
from bench.battery.row import Attempt, CannotRun, Result, Row, demand_root, judged
from bench.battery.visiting import visitor
from forms_catalog.catalogue import load
from tests.crash.accounts import draw_up
from tests.crash.letters import Letter, letters
from tests.crash.trial import Trial
from tests.portal.filing.filling import PROPERTY, WASTE, example_of, fill_in
from tests.portal.filing.visitor import Visitor
from tests.program import Program, until

_CLUSTER, _FILES, _ROOMY = "110m", "3m", "400m"
_BACK_WITHIN = 60.0
_HONEST = ("Nic nie zostało", "Nie wiemy jeszcze", "Nie udało się teraz zapisać")


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[None]:
    demand_root("mount a small disk")
    folder.mkdir(mode=0o700, parents=True)
    asked = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)]
    mounted = subprocess.run(asked, capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        raise CannotRun(f"this machine lets nobody mount: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def _enlarge(folder: Path) -> None:
    subprocess.run(["mount", "-o", f"remount,size={_ROOMY}", str(folder)], check=True)


@dataclass
class _Filing:
    """Eight programs that file letter after letter, and what they were told."""

    program: Program
    written: list[Letter]
    answers: Counter[str] = field(default_factory=Counter)
    _place: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    def _next(self) -> Letter | None:
        with self._lock:
            self._place += 1
            return self.written[self._place - 1] if self._place <= len(self.written) else None

    def file(self) -> None:
        with httpx.Client(base_url=self.program.address, timeout=60) as wire:
            while not self.over.is_set() and (letter := self._next()) is not None:
                self.answers[try_once(wire, letter)] += 1

    @property
    def failed(self) -> int:
        return sum(times for what, times in self.answers.items() if what != "201")


def try_once(wire: httpx.Client, letter: Letter) -> str:
    """Files it once; the status, or what broke."""
    try:
        answer = wire.post("/api/v1/submissions", json=letter.body, headers={"Idempotency-Key": letter.key})
    except httpx.HTTPError as fault:
        return type(fault).__name__
    if answer.status_code == 201:
        letter.told.append(answer.json())
    return str(answer.status_code)


def _until_it_fails(filing: _Filing, *, failures: int, within: float) -> None:
    threads = [threading.Thread(target=filing.file) for _ in range(8)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + within
    while filing.failed < failures and time.monotonic() < deadline and any(t.is_alive() for t in threads):
        time.sleep(0.05)
    filing.over.set()
    for thread in threads:
        thread.join()


def _seconds_until_filed(program: Program, fresh: list[Letter]) -> float:
    """How long until somebody who just tries again is served."""
    began = time.monotonic()
    with httpx.Client(base_url=program.address, timeout=30) as wire:
        until(
            "somebody files again",
            lambda: bool(fresh[0].told) or try_once(wire, fresh[0]) == "201",
            within=2 * _BACK_WITHIN,
        )
    return time.monotonic() - began


def _disk_of_the_database(attempt: Attempt) -> tuple[dict[str, object], dict[str, bool]]:
    data = attempt.folder / "data"
    data.mkdir(mode=0o700)
    with _small_disk(data / "postgres", _CLUSTER), house(attempt) as program:
        people = [fill_in(visitor(program.address), WASTE, example_of(load(), WASTE)) for _ in range(3)]
        written = list(letters(6000))
        filing = _Filing(program, written[1:])
        attempt.say("letters are filed until the disk of PostgreSQL is full")
        _until_it_fails(filing, failures=attempt.size(60, 20), within=attempt.size(420, 200))
        pages = [_press(person) for person in people]
        attempt.say(f"full after {filing.answers['201']} receipts; room is made")
        _enlarge(data / "postgres")
        back = _seconds_until_filed(program, written[:1])
        again = [_press(person) for person in people]
        told = [letter for letter in written if letter.told]
        accounts = draw_up(program, Trial(told))
        kept = count(program, "SELECT count(*) FROM submission")
    figures: dict[str, object] = {
        "disk": _CLUSTER, "answers": dict(filing.answers), "seconds_until_filed_again": round(back, 1),
        "receipts": len(told), "kept": kept, "pages_while_full": pages, "pages_afterwards": again,
        "accounts_wrong": accounts.wrong,
    }  # fmt: skip
    met = {
        "the disk became full": filing.failed > 0,
        "503 and nothing else while it is full": set(filing.answers) <= {"201", "503"},
        "an honest page": all(page in ("filed", *_HONEST) for page in pages),
        "whoever presses again files": again == ["filed"] * len(people),
        "every receipt has its row": not accounts.wrong,
        "back within 60 s": back <= _BACK_WITHIN,
    }
    return figures, met


def _press(person: Visitor) -> str:
    """What the page says after the button, or that it is the receipt."""
    if person.path.startswith("/upo/"):
        return "filed"
    person.press("Złóż")
    if person.path.startswith("/upo/"):
        return "filed"
    return next((words for words in _HONEST if words in person.text), f"{person.status} {person.title}")


def _disk_of_the_files(attempt: Attempt) -> tuple[dict[str, object], dict[str, bool]]:
    data = attempt.folder / "files-full"
    data.mkdir(mode=0o700)
    with _small_disk(data / "files", _FILES), house(attempt, name="files-full") as program:
        ballast = _fill(data / "files")
        attempt.say("the disk of the files is full")
        told = [try_once_with_a_big_file(program, number) for number in range(3)]
        person = _at_the_attachment(program)
        half = _half_files(data / "files", ballast)
        ballast.unlink()
        afterwards = try_once_with_a_big_file(program, 9)
    figures: dict[str, object] = {
        "filing_with_an_attachment_while_full": told, "page_while_full": person, "half_files": half,
        "afterwards": afterwards,
    }  # fmt: skip
    met = {
        "503 or 507": set(told) <= {"503", "507"},
        "the page keeps what was typed": person.startswith("503 ") and person.endswith("typed kept"),
        "no half file": not half,
        "files again": afterwards == "201",
    }
    return figures, met


def try_once_with_a_big_file(program: Program, number: int) -> str:
    """A power of attorney of about 170 kB, another each time."""
    letter = list(letters(2 + 3 * number))[-1]
    attachments = letter.body["attachments"]
    assert isinstance(attachments, list)
    attachments[0]["data_base64"] = "".join(("JVBERi0xLjcK", f"{number:08d}", "AAAA" * 60_000))
    with httpx.Client(base_url=program.address, timeout=30) as wire:
        return try_once(wire, letter)


def _at_the_attachment(program: Program) -> str:
    """What somebody sees who attaches a file in the form, and whether their words are still there."""
    sample = example_of(load(), PROPERTY, "proxy")
    person = visitor(program.address)
    try:
        fill_in(person, PROPERTY, sample)
    except AssertionError:
        kept = any(value for name, value in person.typed.items(multi=True) if not name.startswith("csrf"))
        return f"{person.status} {person.title[:60]}: {'typed kept' if kept else 'typed lost'}"
    return f"{person.status}: the form was filled in"


def _fill(folder: Path) -> Path:
    """Not a byte is left."""
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return ballast


def _half_files(folder: Path, ballast: Path) -> list[str]:
    """Files that are not what their name says."""
    files = [path for path in folder.rglob("*") if path.is_file() and path != ballast]
    return [path.name for path in files if hashlib.sha256(path.read_bytes()).hexdigest() != path.name]


def _full_disks(attempt: Attempt) -> Result:
    demand_root("mount a small disk")
    of_database, met = _disk_of_the_database(attempt)
    of_files, met_by_files = _disk_of_the_files(attempt)
    return judged(
        {"database": of_database, "files": of_files},
        met | {f"files: {name}": well for name, well in met_by_files.items()},
    )


R6 = (Row("R6", "full disks of PostgreSQL and of the files: no promise without a row", _full_disks, 6),)
