"""Who starts what, who ends with whom, and how fast."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from casework.standing import Standing
from okienko.children import begin_to_serve
from okienko.processes import desk, web
from okienko.processes.running import demand_ports
from okienko.processes.supervisor import Child, Supervisor, given_up
from okienko.refusals import CannotStart
from okienko.settings import Settings
from okienko.simulators import serving
from okienko.standing.metrics import told
from okienko.store.data_folder import occupied
from tests.program import HOUSE, free_port, free_ports_in_a_row, until
from tests.shipped import SHIPPED


def _in_a_child_of_nobody(load: Callable[[], object]) -> int:
    """The exit code of a process that loads and would serve; its master is another one than its parent."""
    child = os.fork()
    if child == 0:
        try:
            load()
        finally:
            os._exit(0)  # it serves on
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("part", ["portal", "desk", "simulators"])
def test_a_web_process_whose_master_died_while_it_began_does_not_stay(part: str, tmp_path: Path) -> None:
    """It would keep the port, and the next start be refused."""
    settings, dead = Settings(data=tmp_path, demo=True), 2**22 + 1  # beyond the largest number of a process
    loads: dict[str, Callable[[], object]] = {
        "portal": lambda: web._application_of_a_worker(settings, SHIPPED, dead),
        "desk": lambda: desk._application_of_a_worker(settings, SHIPPED, dead),
        "simulators": lambda: serving._begin(settings, dead),
    }
    assert _in_a_child_of_nobody(loads[part]) == 1


def test_a_web_process_that_is_told_to_stop_while_it_loads_ends_at_once() -> None:
    """It is born with its master's answer to the signal, which only notes it: a stop took twenty seconds."""
    ready, told_ = os.pipe()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, lambda *_: None)
        begin_to_serve(os.getppid())
        os.write(told_, b"!")
        signal.pause()
        os._exit(0)
    os.read(ready, 1)
    os.kill(child, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM


def test_a_part_that_gives_up_after_long_loading_is_not_started_again_at_once() -> None:
    """On a busy machine loading takes longer than anything we could call being well."""
    child = Child("worker", lambda: subprocess.Popen(["false"]))
    tried = [child.look_after()]
    for _ in range(2):
        assert child.process is not None
        child.process.wait()
        child.started_at -= 30  # so long it loaded
        tried.append(child.look_after())
    assert tried == [True, True, False]
    assert child.start_again_at > time.monotonic()


def test_a_part_that_was_killed_after_some_seconds_is_back_at_once() -> None:
    child = Child("worker", lambda: subprocess.Popen(["sleep", "60"]))
    for _ in range(3):
        child.look_after()
        assert child.process is not None
        child.process.kill()
        child.process.wait()
        child.started_at -= 6
        assert child.look_after(), "another one was started in the same look"
        assert child.deaths == 1
    assert child.process is not None
    child.process.kill()
    child.process.wait()


def test_a_portal_that_cannot_even_be_started_says_why(tmp_path: Path) -> None:
    """The interpreter lies where the service's account may not go: its log stays empty."""
    child = Child("portal", lambda: subprocess.Popen([str(tmp_path)]))
    assert not child.look_after()
    refused = given_up(3, 1, 180, Path("portal.log"), why=child.why)
    assert refused is not None
    assert "Permission denied" in refused.english and str(tmp_path) in refused.polish


def test_a_data_folder_that_was_taken_away_is_noticed(tmp_path: Path) -> None:
    supervisor = Supervisor(Settings(data=tmp_path / "data", demo=True))
    with occupied(tmp_path / "data") as stands:
        supervisor._demand_folder(stands)
        (tmp_path / "data").rename(tmp_path / "moved")
        with pytest.raises(CannotStart, match="is gone"):
            supervisor._demand_folder(stands)
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "okienko.lock").touch()
        assert not stands(), "another folder stands at its place"


@pytest.mark.parametrize(
    ("who", "above", "says"), [("the desk", 1, "biurko"), ("OKIENKO_METRICS_PORT", 3, "OKIENKO_METRICS_PORT")]
)
def test_a_taken_port_of_another_part_is_named_before_anything_starts(
    who: str, above: int, says: str
) -> None:
    port = free_ports_in_a_row(4)
    settings = Settings(port=port, metrics_port=port + 3)
    demand_ports(settings)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + above))
        other.listen()
        with pytest.raises(CannotStart, match=f"port {port + above} is taken: .*{who}") as refused:
            demand_ports(settings)
    assert says in refused.value.polish


def test_a_worker_whose_metrics_port_is_taken_works_on_and_tells_them_once_it_is_free() -> None:
    port = free_port()
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with told(port, _nothing, again=0.01):
            other.close()
            until("the figures are told", lambda: _answers(port), within=20)
    assert not _answers(port)


def _nothing() -> Standing:
    raise RuntimeError("not asked")


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/favicon.ico").status_code == 200
    except httpx.HTTPError:
        return False


def test_the_command_leaves_at_once_and_says_everything_first(tmp_path: Path) -> None:
    """What is still in memory is not taken apart: that took as long as all the rest of a stop."""
    program = (
        "import sys; from okienko import __main__ as it\n"
        "class Slow:\n    def __del__(self): print('taken apart')\n"
        "kept = Slow()\n"
        "it.main = lambda: print('said') or print('complained', file=sys.stderr) or 3\n"
        "it.program()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "said\n", "complained\n")
