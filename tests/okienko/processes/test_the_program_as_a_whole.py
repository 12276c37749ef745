"""`okienko run` as an operator meets it: it starts, heals, and ends with everything it started."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from tests.program import HOUSE, Program, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def the_program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    folder = "a folder whose name is longer than a terminal is wide"
    made = Program(tmp_path_factory.mktemp("whole") / folder)
    yield made
    made.stop()


@pytest.fixture
def program(the_program: Program) -> Program:
    """Running: one for all tests of this file, started again where a test has ended it."""
    return the_program if the_program.runs() else the_program.start()


def _gone(processes: list[psutil.Process]) -> bool:
    return not [each for each in processes if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def test_a_first_start_serves_residents_and_everything_ends_with_ctrl_c(the_program: Program) -> None:
    assert not the_program.data.exists(), "this test comes before the others of its file, on any core"
    program = the_program.start()
    assert program.address in program.said()
    seals = str(program.data / "seals" / "<office>.crt")
    assert seals in program.said(), "it says where its certificates are, in one piece that can be copied"
    assert (program.data / "seals" / "zabrze.crt").is_file()
    assert httpx.get(program.address).status_code == 200
    until("the worker is seen", lambda: program.parts().get("worker") == "ok")
    assert program.parts() == {
        "database": "ok", "migration": "ok", "worker": "ok", "scanner": "not_set", "disk": "ok",
        "sms": "ok", "email": "ok",
    }  # fmt: skip
    everybody = program.tree()
    assert program.stop() < 30
    assert program.root.returncode == 0
    until("nobody is left", lambda: _gone(everybody))


def test_who_files_finds_the_number_in_the_mailbox_at_once(program: Program) -> None:
    service = "/api/v1/services/podatek-nieruchomosci-dn-1"
    sample = httpx.get(f"{program.address}{service}/sample").json()
    body = {"office": "zabrze", "service": "podatek-nieruchomosci-dn-1", **sample}
    filed = httpx.post(
        f"{program.address}/api/v1/submissions",
        json=body,
        headers={"Idempotency-Key": str(uuid4())},
        timeout=60,
    )
    assert filed.status_code == 201, filed.text
    number = filed.json()["register_number"]
    outbox = f"http://127.0.0.1:{program.port + 2}/"

    def landed() -> bool:
        try:
            return number in httpx.get(outbox, timeout=60).text
        except httpx.HTTPError:
            return False

    until("the letter lands", landed)
    assert filed.json()["access_key"] not in httpx.get(outbox, timeout=60).text
    until("mail is well", lambda: program.parts().get("email") == "ok")


def test_everything_is_there_again_at_the_next_start(program: Program) -> None:
    seal = (program.data / "seals" / "zabrze.crt").read_bytes()
    program.stop()
    program.start()
    assert program.answers()
    assert (program.data / "seals" / "zabrze.crt").read_bytes() == seal


def test_what_is_secret_is_for_its_owner_only(program: Program) -> None:
    for folder, _, names in os.walk(program.data):
        for path in (Path(folder) / name for name in names if not folder.endswith("cluster")):
            private = path.suffix in {".key", ".password", ".secret"}
            assert not private or stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(program.data.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["portal", "worker", "postgres"])
def test_what_dies_comes_back(program: Program, name: str) -> None:
    before = program.children(name)[0]
    before.kill()
    until(f"another {name}", lambda: [each.pid for each in program.children(name)] not in ([], [before.pid]))
    until(
        "all is well", lambda: program.parts().get("database") == "ok" and program.parts()["worker"] == "ok"
    )


def test_a_killed_web_process_comes_back_while_the_other_serves(program: Program) -> None:
    until("two web processes", lambda: len(program.web_workers()) == 2)
    killed = program.web_workers()[0]
    killed.kill()
    until("two again", lambda: len(program.web_workers()) == 2 and killed not in program.web_workers())
    assert program.answers()


def test_a_killed_supervisor_leaves_nobody_behind_and_the_next_start_is_clean(program: Program) -> None:
    everybody = program.tree()
    program.root.kill()
    program.root.wait()
    until("nobody is left", lambda: _gone(everybody))
    program.start(within=30)
    assert program.answers()


def test_a_power_cut_of_everything_at_once_is_survived(program: Program) -> None:
    for process in program.tree():
        with suppress(psutil.NoSuchProcess):  # PostgreSQL's helpers come and go by themselves
            process.kill()
    program.root.wait()
    program.start(within=30)
    assert program.answers()


def test_a_second_start_in_the_same_folder_is_refused_in_two_languages(program: Program) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "okienko", "run", "--data", program.data, "--port", "0"],
        cwd=HOUSE, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert second.returncode == 1
    third = Program(program.data)
    third.launch()
    assert third.ended() == 1
    assert "is running in" in third.said()
    assert "już działa w" in third.said()
    assert program.answers()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        late = Program(tmp_path / "data", port=other.getsockname()[1])
        late.launch()
        assert late.ended() == 1
    assert f"port {late.port} is taken" in late.said()
    assert f"port {late.port} jest zajęty" in late.said()
    assert len(late.said().splitlines()) == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")
    stuck = Program(tmp_path / "data")
    stuck.launch()
    assert stuck.ended() == 1
    assert "cannot write to the data folder" in stuck.said()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs user namespaces")
def test_a_kernel_without_user_namespaces_is_named(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    refusing = tmp_path / "bin" / "unshare"
    refusing.write_text("#!/bin/sh\necho 'unshare: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    stuck = Program(tmp_path / "data")
    stuck._environment["PATH"] = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    stuck.launch()
    assert stuck.ended() == 1
    assert "this kernel forbids user namespaces" in stuck.said()
    assert "OKIENKO_DATABASE_URL" in stuck.said()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_named(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "none", disk], check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine lets nobody mount")
    try:
        stuck = Program(disk / "data")
        stuck.output = tmp_path / "out"
        stuck.launch()
        assert stuck.ended() == 1
        assert "the disk is full" in stuck.said()
        assert "dysk jest pełny" in stuck.said()
    finally:
        subprocess.run(["umount", disk], check=False)


def test_a_start_that_is_called_off_ends_too(tmp_path: Path) -> None:
    """Ctrl-C before anything answers."""
    early = Program(tmp_path / "data")
    early.launch()
    until("PostgreSQL is being started", lambda: bool(early.children("postgres")))
    everybody = early.tree()
    early.stop()
    assert early.root.returncode == 0
    assert "Ready" not in early.said()
    until("nobody is left", lambda: _gone(everybody))


def test_a_request_under_way_is_finished_when_the_program_is_told_to_stop(program: Program) -> None:
    """A form that is still being typed into the wire when SIGTERM comes is answered."""
    with socket.create_connection(("127.0.0.1", program.port), timeout=60) as wire:
        body = b'{"office": "zabrze"}'
        wire.sendall(
            b"POST /api/v1/submissions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
            b"Idempotency-Key: 0123456789abcdef\r\nContent-Length: %d\r\n\r\n" % (program.port, len(body))
        )
        wire.sendall(body[:5])
        program.root.send_signal(signal.SIGTERM)
        wire.sendall(body[5:])
        assert wire.recv(4096).startswith(b"HTTP/1.1 4")
    assert program.ended(within=30) == 0
