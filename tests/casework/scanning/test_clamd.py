"""What a real clamd says; whatever happens to it on the way, nothing is clean that it did not pass."""

import base64
import io
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from casework.adapters.clamd import Clamd
from casework.scanning.contents import TooMuch, contents
from casework.scanning.looking import demand_sight
from casework.scanning.scanner import NotScannable, Scanner, ScannerAway
from tests.casework.scanning.clam import EICAR, OwnClamd

CLEAN_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def docx(inside: bytes) -> bytes:
    return zipped(
        **{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<d/>", "word__media__x.bin": inside}
    )


def xml(inside: bytes) -> bytes:
    return b"<?xml version='1.0'?><pismo><plik nazwa='x'>" + base64.encodebytes(inside) + b"</plik></pismo>"


def address(inside: bytes) -> bytes:
    return b"<a href='data:application/octet-stream;base64," + base64.urlsafe_b64encode(inside) + b"'/>"


def found(scanner: Scanner, data: bytes) -> str | None:
    return next((name for part in contents(data) if (name := scanner.look(part)) is not None), None)


@pytest.mark.parametrize(
    "infected",
    [
        EICAR,
        zipped(a=EICAR),
        docx(EICAR),
        zipped(a=zipped(b=zipped(c=EICAR))),
        xml(EICAR),
        address(EICAR),
        xml(xml(docx(EICAR))),
        CLEAN_PDF + EICAR,
    ],
    ids=["plain", "zip", "docx", "nested", "base64 in XML", "data address", "XML in XML", "renamed PDF"],
)
def test_the_test_virus_is_found_however_it_is_wrapped(scanner: Clamd, infected: bytes) -> None:
    assert "Eicar-Test" in (found(scanner, infected) or "nothing")


@pytest.mark.parametrize(
    "clean", [CLEAN_PDF, docx(b"x"), xml(CLEAN_PDF), "<a>żółć i słowa, słowa</a>".encode(), b"x"]
)
def test_a_clean_file_is_called_clean(scanner: Clamd, clean: bytes) -> None:
    assert found(scanner, clean) is None


def test_a_seeing_scanner_is_known_by_name(scanner: Clamd) -> None:
    assert demand_sight(scanner).startswith("ClamAV ")


def test_a_file_over_its_limit_is_not_clean(scanner: Clamd) -> None:
    with pytest.raises(NotScannable):
        scanner.look(bytes(13_000_000))


def test_a_scanner_without_signatures_is_not_believed(own_clamd: OwnClamd, scanner: Clamd) -> None:
    own_clamd.kill()
    own_clamd.start(signatures=False)
    assert scanner.look(EICAR) is None, "it would call every virus clean"
    with pytest.raises(ScannerAway, match="finds nothing"):
        demand_sight(scanner)
    own_clamd.kill()


def test_a_killed_scanner_is_away(own_clamd: OwnClamd, scanner: Clamd) -> None:
    own_clamd.kill()
    for ask in (lambda: scanner.look(b"x"), scanner.name):
        with pytest.raises(ScannerAway):
            ask()


@contextmanager
def _pretender(act: Callable[[socket.socket], None]) -> Iterator[Clamd]:
    """Somebody who takes one call in clamd's place and then does as told."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line:
            act(line)

    thread = threading.Thread(target=serve)
    thread.start()
    yield Clamd(f"127.0.0.1:{server.getsockname()[1]}", silent_seconds=0.3, whole_seconds=1.0)
    thread.join()
    server.close()


def _take_all(line: socket.socket) -> None:
    """Reads up to the empty chunk that ends a content."""
    seen = b""
    while not seen.endswith(struct.pack(">I", 0)):
        seen += line.recv(65536)


def _answer(said: bytes) -> Callable[[socket.socket], None]:
    def act(line: socket.socket) -> None:
        _take_all(line)
        line.sendall(said)

    return act


def _hang_up(line: socket.socket) -> None:
    line.recv(20)


def _stall(line: socket.socket) -> None:
    line.settimeout(5)
    while line.recv(65536):
        pass


def _trickle(line: socket.socket) -> None:
    """Never silent for long, and never done."""
    _take_all(line)
    try:
        while True:
            line.sendall(b".")
            threading.Event().wait(0.1)
    except OSError:
        pass


@pytest.mark.parametrize(
    "act",
    [
        _hang_up,
        _stall,
        _trickle,
        _answer(b""),
        _answer(b"stream: OK"),
        _answer(b"stream: O"),
        _answer(b"stream: OK\n"),
        _answer(b"stream: ERROR\0"),
        _answer(b"other: OK\0"),
        _answer(b"stream: OK\0stream: OK\0"),
        _answer(b"\xff" * 9000),
    ],
)
def test_no_answer_but_the_whole_one_means_clean(act: Callable[[socket.socket], None]) -> None:
    with _pretender(act) as clamd, pytest.raises(ScannerAway):
        clamd.look(b"x" * 300_000)


def test_an_answer_about_limits_is_no_verdict() -> None:
    for said in (
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0",
    ):
        with _pretender(_answer(said)) as clamd, pytest.raises(NotScannable):
            clamd.look(b"x")


def test_nobody_there_is_away(tmp_path: Path) -> None:
    for place in (str(tmp_path / "nothing"), "127.0.0.1:1"):
        with pytest.raises(ScannerAway):
            Clamd(place).look(b"x")


def test_more_carried_files_than_anybody_needs_are_not_passed() -> None:
    many = b"<a>" + b"".join(b"<b>%s</b>" % base64.b64encode(b"%050d" % n) for n in range(600)) + b"</a>"
    deep = b"x" * 100
    for _ in range(6):
        deep = xml(deep)
    for data in (many, deep):
        with pytest.raises(TooMuch):
            list(contents(data))
