"""Eight clients file letters while a nemesis kills the program's processes one after another."""

import itertools
import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import psutil

from tests.crash.letters import Letter
from tests.program import Program, until

CLIENTS = 8
#: how long one letter may need from its first try to its receipt, restarts of everything included
_PATIENCE = 300.0


@dataclass
class Trial:
    """What happened."""

    letters: list[Letter]
    kills: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)  #: answers that were neither 201 nor "try again"
    tries: int = 0


def hold_trial(
    program: Program,
    letters: list[Letter],
    *,
    kills: int,
    seed: int = 1,
    enough: threading.Event | None = None,
) -> Trial:
    """All letters filed, with at least `kills` kills spread over the filing; returns when all is quiet.

    As soon as `enough` is set, no further letter is begun.
    """
    trial = Trial(letters)
    waiting: queue.SimpleQueue[Letter] = queue.SimpleQueue()
    for letter in letters:
        waiting.put(letter)
    done = threading.Semaphore(0)
    clients = [
        threading.Thread(target=_client, args=(program, waiting, trial, done, seed + each, enough))
        for each in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    _be_nemesis(program, trial, kills, len(letters), done, clients)
    for client in clients:
        client.join()
    until("the program is well again", lambda: program.parts().get("database") == "ok")
    return trial


def _client(
    program: Program,
    waiting: "queue.SimpleQueue[Letter]",
    trial: Trial,
    done: threading.Semaphore,
    seed: int,
    enough: threading.Event | None,
) -> None:
    """Files letter after letter and tries again as long as it is told to; every fifth is sent once more."""
    dice = random.Random(seed)  # noqa: S311 – a trial, not a secret
    with httpx.Client(base_url=program.address, timeout=30) as wire:
        while enough is None or not enough.is_set():
            try:
                letter = waiting.get_nowait()
            except queue.Empty:
                return
            _file(wire, letter, trial)
            if letter.told and dice.random() < 0.2:
                _file(wire, letter, trial)
            done.release()


def _file(wire: httpx.Client, letter: Letter, trial: Trial) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        trial.tries += 1
        try:
            answer = wire.post(
                "/api/v1/submissions", json=letter.body, headers={"Idempotency-Key": letter.key}
            )
        except httpx.HTTPError:
            time.sleep(0.05)  # nobody listens, or the line broke: a client waits a moment
            continue
        if answer.status_code == 201:
            letter.told.append(answer.json())
            return
        if answer.status_code != 503:
            trial.refusals[f"{answer.status_code} {answer.text[:200]}"] += 1
            return
        time.sleep(0.05)


def _be_nemesis(
    program: Program,
    trial: Trial,
    kills: int,
    count: int,
    done: threading.Semaphore,
    clients: list[threading.Thread],
) -> None:
    """One kill for each share of letters filed: a fast machine sees as many kills as a slow one."""
    targets = itertools.cycle(("web worker", "postgres", "portal", "worker"))
    dice = random.Random(count)  # noqa: S311 – a trial, not a secret
    share = count / (kills + 1)
    filed = 0
    while any(client.is_alive() for client in clients):
        if done.acquire(timeout=0.2):
            filed += 1
        if sum(trial.kills.values()) < kills and filed >= share * (sum(trial.kills.values()) + 1):
            _kill_one(program, next(targets), trial, dice)


def _kill_one(program: Program, name: str, trial: Trial, dice: random.Random) -> None:
    """Waits until there is one to kill."""
    find: Callable[[], list[psutil.Process]] = (
        program.web_workers if name == "web worker" else lambda: program.children(name)
    )
    until(f"a {name} to kill", lambda: bool(find()))
    victims = find()
    if victims:
        try:
            dice.choice(victims).kill()
        except psutil.NoSuchProcess:
            return
        trial.kills[name] += 1
