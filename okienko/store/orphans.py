"""What a killed PostgreSQL leaves behind: a lock file, and processes that are still dying."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

_PATIENCE_SECONDS = 10.0


def clear_orphans(cluster: Path) -> None:
    """No process works in the cluster any more, and no lock file of a dead one bars the start.

    Call it only while holding the data folder's lock: then every process found here is an orphan of ours.
    A postmaster whose program died is already shutting down; it gets some seconds before it is killed.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _at_work(cluster) and time.monotonic() < deadline:
        time.sleep(0.1)
    while left := _at_work(cluster):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    # A process number that was given to somebody else meanwhile would bar the start for ever.
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _at_work(cluster: Path) -> list[int]:
    """PostgreSQL's processes in the cluster: each has it as its working folder."""
    here = str(cluster)
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            if str((entry / "cwd").readlink()) == here and (entry / "exe").readlink().name.startswith(
                "postgres"
            ):
                found.append(int(entry.name))
    return found
