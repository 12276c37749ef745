"""What an operator reports of a message: late, twice and out of order, and still right in the ledger."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework import tables
from casework.messages import promises
from casework.messages.ledger import FINAL
from casework.tables import message_tables

Heard = Literal["sent", "delivered", "failed"]

_MESSAGE = tables.table_of(message_tables.Message)


def note(
    session: Session,
    *,
    message: UUID | None,
    operator: str,
    ref: str,
    heard: Heard,
    code: str | None,
    at: datetime,
    ask_at: datetime | None,
) -> bool:
    """Writes a report down; False where it changes nothing: unknown, told before, or behind what is known.

    Found by our own id, else by the operator's. A report of another handing over of the same message than the
    one known is told in its state only. News that no SMS will bring goes out by e-mail.
    """
    by_ref = (_MESSAGE.c.operator == operator) & (_MESSAGE.c.operator_ref == ref)
    which = by_ref if message is None else _MESSAGE.c.id == message
    row = session.execute(
        select(_MESSAGE).where(which, _MESSAGE.c.channel == "sms").with_for_update()
    ).one_or_none()
    if row is None or row.state in FINAL or (row.state == "sent" and heard == "sent"):
        return False
    known = row.operator_ref or ref
    session.execute(
        update(_MESSAGE)
        .where(_MESSAGE.c.id == row.id)
        .values(
            state=heard,
            operator=operator,
            operator_ref=known,
            last_code=code,
            next_at=ask_at if heard == "sent" else None,
            changed_at=func.greatest(_MESSAGE.c.changed_at, at),
        )
    )
    if heard == "failed":
        promises.promise_by_email(session, row.id, at=at)
    return True
