"""A real clamd of our own: it knows one virus, the harmless EICAR test file."""

import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
#: in two parts, so that no scanner removes this file
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass
class OwnClamd:
    """A clamd in a folder of its own; may be started and killed at will."""

    folder: Path
    running: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "clamd.sock"

    def start(self, *, signatures: bool = True) -> None:
        """Returns when it answers."""
        base = self.folder / "db"
        base.mkdir(exist_ok=True)
        virus = EICAR if signatures else b"something else that nobody ever sends"
        (base / "own.ndb").write_text(f"Eicar-Test:0:*:{virus.hex()}\n")
        conf = self.folder / "clamd.conf"
        conf.write_text(
            f"Foreground yes\nLocalSocket {self.socket}\nFixStaleSocket yes\nDatabaseDirectory {base}\n"
            f"StreamMaxLength 12M\nMaxFileSize 12M\nMaxScanSize 50M\nAlertExceedsMax yes\n"
        )
        assert CLAMD is not None
        quiet = subprocess.DEVNULL
        self.running = subprocess.Popen([CLAMD, "-c", str(conf)], stdout=quiet, stderr=quiet)
        ends = time.monotonic() + 240
        while not self._answers():
            assert self.running.poll() is None, "clamd did not start"
            assert time.monotonic() < ends, "clamd does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.running = None

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(self.socket))
                line.sendall(b"zPING\0")
                return line.recv(10) == b"PONG\0"
            except OSError:
                return False
