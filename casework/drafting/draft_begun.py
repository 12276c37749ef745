"""A draft that begins with answers: handed on by a link, or taken from what the person filed before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from casework import tables
from casework.drafting.draft_answers import storable
from casework.drafting.drafts import DRAFT_DAYS
from forms_catalog.answers import ReadAnswers
from forms_catalog.model import Definition
from forms_catalog.starting import row_lists, without_rows

_DRAFT = tables.table_of(tables.Draft)
_ROW = tables.table_of(tables.DraftRow)


def begin(
    session: Session,
    draft_id: UUID,
    *,
    office: str,
    definition: Definition,
    answers: ReadAnswers,
    language: str,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
) -> bool:
    """Makes the draft with these answers, no page of it counts as done; False where it is there already.

    Its rows get the ids that `row_ids` gives. Two at a time make one draft.
    """
    blank = {
        "id": draft_id, "office_id": office, "service": definition.code, "version": definition.version,
        "revision": 1, "language": language, "answers": storable(without_rows(answers)), "done": [],
        "saved_at": now, "expires_at": now + timedelta(days=draft_days),
    }  # fmt: skip
    made = insert(_DRAFT).values(blank).on_conflict_do_nothing().returning(_DRAFT.c.id)
    if session.execute(made).one_or_none() is None:
        return False
    rows = [
        {
            "id": row_id, "draft_id": draft_id, "office_id": office, "pointer": pointer,
            "position": position, "answers": storable(row),
        }
        for pointer, group in row_lists(answers)
        for position, (row_id, row) in enumerate(
            zip(row_ids(draft_id, pointer, group), group, strict=True), 1
        )
    ]  # fmt: skip
    if rows:
        session.execute(insert(_ROW), rows)
    return True


def row_ids(draft_id: UUID, pointer: str, rows: Sequence[object]) -> tuple[UUID, ...]:
    """The ids of the rows a draft begins with, known before it is made: the same each time."""
    return tuple(uuid5(draft_id, f"{pointer}/{number}") for number in range(len(rows)))
