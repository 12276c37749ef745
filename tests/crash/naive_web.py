"""The portal as it must not be: the receipt is answered before COMMIT, and no key is unique.

For the harness only: it proves that the auditor sees the difference. Run as `-m tests.crash.naive_web web`.
"""

import queue
import threading
import time
from dataclasses import replace
from uuid import uuid4

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.intake.filing import Filed, Filing, file_submission
from okienko.processes import web
from okienko.settings import Settings
from portal.api import submissions
from portal.parts import Parts

_WRITTEN_LATER: "queue.SimpleQueue[Session]" = queue.SimpleQueue()
_LATER_SECONDS = 0.03


def answer_first(parts: Parts, filing: Filing) -> Filed:
    """Answers with a receipt at once; the transaction is left to whoever comes later."""
    session = parts.sessions()
    try:
        filed = file_submission(session, replace(filing, key=uuid4().hex), parts.counter)
        session.flush()
    except SQLAlchemyError as away:
        session.close()
        raise submissions.NothingSent from away
    if threading.active_count() < 2 or not any(t.name == "later" for t in threading.enumerate()):
        threading.Thread(target=_write, name="later", daemon=True).start()
    _WRITTEN_LATER.put(session)
    return filed


def _write() -> None:
    while True:
        session = _WRITTEN_LATER.get()
        time.sleep(_LATER_SECONDS)
        try:
            session.commit()
        except SQLAlchemyError:
            session.close()  # the receipt is out; nobody will ever know


if __name__ == "__main__":
    submissions.hand_in = answer_first
    web.serve(Settings())
