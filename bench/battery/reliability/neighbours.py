"""R9: whatever stands beside the counter is away in turn; people still file, and nothing unscanned opens."""

import base64
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil

from bench.battery.ground import clerk, database, house, scanner
from bench.battery.reliability.disk import try_once
from bench.battery.row import Attempt, Result, Row, judged
from tests.casework.scanning.clam import EICAR, OwnClamd
from tests.crash.letters import DECLARATION, Letter, letters
from tests.program import Program, until

_NOT_BUILT = "ePUAP, EDMS, OTAGO and the consultant are not built yet"
_MINUTES_DUTY = 200.0


def _declarations() -> Iterator[Letter]:
    """Of Zabrze, each with a file."""
    return (
        letter
        for letter in letters(3000)
        if letter.body["service"] == DECLARATION and letter.body["office"] == "zabrze"
    )


def _infected(letter: Letter) -> Letter:
    attachments = letter.body["attachments"]
    assert isinstance(attachments, list)
    data = base64.b64decode(attachments[0]["data_base64"]) + EICAR
    attachments[0]["data_base64"] = base64.b64encode(data).decode()
    return letter


def _file(program: Program, those: list[Letter]) -> Counter[str]:
    with httpx.Client(base_url=program.address, timeout=60) as wire:
        return Counter(try_once(wire, letter) for letter in those)


@contextmanager
def _standing_still(processes: list[psutil.Process]) -> Iterator[None]:
    everybody = [one for process in processes for one in (process, *process.children(recursive=True))]
    for process in everybody:
        with suppress(psutil.Error):
            process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in everybody:
            with suppress(psutil.Error):
                process.send_signal(signal.SIGCONT)


def _opened(desk: httpx.Client, those: list[Letter]) -> Counter[str]:
    """What a clerk gets who opens the files."""
    return Counter(
        str(desk.get(f"/sprawy/{letter.told[0]['id']}/zalaczniki/1").status_code)
        for letter in those
        if letter.told
    )


def _states(program: Program, those: list[Letter]) -> dict[str, int]:
    """How many of their files stand where with the scanner."""
    ids = [letter.told[0]["id"] for letter in those if letter.told]
    with database(program) as connection:
        rows = connection.execute(
            "SELECT scan_state, count(*) FROM attachment WHERE submission_id::text = ANY(%s) GROUP BY 1",
            (ids,),
        ).fetchall()
    return {str(state): int(str(number)) for state, number in rows}


def _scanner_away(
    attempt: Attempt, program: Program, clam: OwnClamd, waiting: Iterator[Letter]
) -> tuple[dict[str, object], dict[str, bool]]:
    clean = [next(waiting) for _ in range(attempt.size(20, 4))]
    bad = [_infected(next(waiting)) for _ in range(attempt.size(5, 2))]
    desk = clerk(program, "podatki@zabrze")
    clam.kill()
    attempt.say("the scanner is away")
    filed = _file(program, clean + bad)
    until("readiness says so", lambda: program.parts().get("scanner") == "degraded", within=30)
    while_away, opened_away = _states(program, clean + bad), _opened(desk, clean + bad)
    clam.start()
    attempt.say("the scanner is back: its duty comes each minute")
    until(
        "nothing waits for the scanner",
        lambda: "checking" not in _states(program, clean + bad),
        within=_MINUTES_DUTY,
    )
    afterwards, opened_clean, opened_bad = (
        _states(program, clean + bad),
        _opened(desk, clean),
        _opened(desk, bad),
    )
    figures: dict[str, object] = {
        "filed": dict(filed), "states_while_away": while_away, "opened_while_away": dict(opened_away),
        "states_afterwards": afterwards, "clean_opened": dict(opened_clean),
        "infected_opened": dict(opened_bad),
    }  # fmt: skip
    met = {
        "scanner away: everybody files": set(filed) == {"201"},
        "scanner away: files wait as checking": set(while_away) == {"checking"},
        "nothing in checking opens": "200" not in opened_away,
        "afterwards clean and infected are told apart": afterwards
        == {"clean": len(clean), "infected": len(bad)},
        "clean opens, infected never": set(opened_clean) == {"200"} and "200" not in opened_bad,
    }
    return figures, met


def _neighbours(attempt: Attempt) -> Result:
    waiting, met = _declarations(), {}
    figures: dict[str, object] = {"not_run": _NOT_BUILT}
    with scanner() as clam, house(attempt, clamd=str(clam.socket)) as program:
        for name in ("worker", "simulators"):
            attempt.say(f"{name}: stand still")
            with _standing_still(program.children(name)):
                filed = _file(program, [next(waiting) for _ in range(attempt.size(20, 3))])
            figures[f"{name}_still"] = dict(filed)
            met[f"{name} away: everybody files"] = set(filed) == {"201"}
        figures["scanner"], more = _scanner_away(attempt, program, clam, waiting)
    return judged(figures, met | more)


R9 = (Row("R9", "scanner, worker, SMS and mail servers away in turn", _neighbours, 7),)
