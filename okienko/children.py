"""Child processes that never outlive the program."""

import ctypes
import gc
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

_LIBC = ctypes.CDLL(None, use_errno=True)
_T = TypeVar("_T")
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent(parent: int, death_signal: int = signal.SIGKILL) -> None:
    """The signal reaches this process when its parent ends; it ends at once if that has happened."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def begin_to_serve(master: int) -> None:
    """The first step of a web process: it ends with its master, and at once when told to while it loads.

    Born with the master's own answer to SIGTERM it would swallow the signal, load on, and be waited for.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(master, signal.SIGKILL)


def settled(made: _T) -> _T:
    """What was made for as long as the process lives: no collecting of garbage walks through it again.

    It would else do so in the middle of somebody's page, for a tenth of a second.
    """
    gc.collect()
    gc.freeze()
    return made


def spawn(
    argv: Sequence[str | Path],
    *,
    output: IO[bytes] | int | None = None,
    env: Mapping[str, str] | None = None,
    death_signal: int = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """A child in a process group of its own that ends with us. Call it from the main thread only.

    Its own group keeps Ctrl-C in the terminal from reaching it: we stop children in our order.
    """
    return subprocess.Popen(  # noqa: S603 – fixed programs of our own
        [str(part) for part in argv],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=dict(env) if env is not None else None,
        process_group=0,
        preexec_fn=partial(die_with_parent, os.getpid(), death_signal),  # one thread only, see above
    )


def sweep(child: subprocess.Popen[bytes]) -> None:
    """Kills what is left of a child's process group."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        child.wait(5)


def stop(child: subprocess.Popen[bytes], *, within: float, gently: int = signal.SIGTERM) -> bool:
    """Asks the child to end and kills its group after `within` seconds; True when it went by itself."""
    with suppress(ProcessLookupError):
        child.send_signal(gently)
    try:
        child.wait(max(within, 0.1))
    except subprocess.TimeoutExpired:
        sweep(child)
        return False
    sweep(child)
    return True


def ended(child: subprocess.Popen[bytes], *, within: float) -> bool:
    """Whether the child is over, looking for at most `within` seconds."""
    deadline = time.monotonic() + within
    while child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    return child.poll() is not None
