"""The figures beside the queue: counted anew for each page, except where there are too many to count."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import cast

from flask import current_app
from sqlalchemy.orm import Session

from backoffice.parts import parts
from casework.desk import queue
from casework.desk.clerks import Clerk

#: "1000+" is not said anew for so long: counting up to there is what makes a page dear in a large office
_BELIEVED_FOR = timedelta(minutes=1)
_MOST_KEPT = 4096  #: clerks and days; when there are more, all are counted anew

#: clerk and Warsaw day → until when, and which of `Counts`
_TooMany = dict[tuple[Clerk, date], tuple[datetime, frozenset[str]]]


def figures(session: Session, clerk: Clerk, *, today: date) -> dict[str, str]:
    """Key of the view → its number, in words where there are too many to count."""
    counts = asdict(_counts(session, clerk, today))
    of_view = {"soon" if name == "mine_soon" else name: number for name, number in counts.items()}
    most = queue.MOST_COUNTED
    return {key: str(number) if number < most else f"{most}+" for key, number in of_view.items()}


def _counts(session: Session, clerk: Clerk, today: date) -> queue.Counts:
    known = cast(_TooMany, current_app.extensions.setdefault("okienko_too_many", {}))
    now, key = parts().now(), (clerk, today)
    until, names = known.get(key, (now, frozenset()))
    fresh = now < until <= now + _BELIEVED_FOR
    counts = queue.counts(session, clerk, today=today, too_many=names if fresh else frozenset())
    if not fresh:
        if len(known) >= _MOST_KEPT:
            known.clear()
        found = frozenset(name for name, number in asdict(counts).items() if number >= queue.MOST_COUNTED)
        known[key] = (now + _BELIEVED_FOR, found)
    return counts
