"""A draft moves to the form that took the place of the one it was begun on; nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import tables
from casework.drafting.draft_answers import merge_section, storable
from casework.drafting.drafts import DRAFT_DAYS, Draft, find, lock
from forms_catalog.answers import Answers
from forms_catalog.judging.fitting import spared
from forms_catalog.judging.rereading import reread
from forms_catalog.kinds import Around
from forms_catalog.model import AnyField, Definition, Section

_DRAFT = tables.table_of(tables.Draft)


def move(
    session: Session, draft_id: UUID, *, old: Definition | None, new: Definition, now: datetime
) -> Draft:
    """The draft goes on with the form in force now. Every answer, row and file stays, also those that the new
    form does not ask for; one to a question of another kind now is read as that kind reads it, where it can.
    Pages that are not as they were in `old`, the draft's form as far as it is known, count as not done. Twice
    changes nothing.

    Raises DraftFiled, DraftExpired, DraftNotFound.
    """
    row = lock(session, draft_id, now)
    if row.version != new.version:
        same = {part.name for part in new.sections if old is not None and part in old.sections}
        if old is not None and old.attachments != new.attachments:
            same -= {part.name for part in new.sections if part.attachments}
        moved = update(_DRAFT).where(_DRAFT.c.id == draft_id)
        values = {
            "version": new.version,
            "moved_from": row.moved_from or row.version,
            "revision": _DRAFT.c.revision + 1,
            "done": sorted(same & set(row.done)),
        }
        if old is not None and (read := reread(old, new, row.answers)) != row.answers:
            values["answers"] = storable(read)
        session.execute(moved.values(**values))
    return find(session, draft_id, now=now)


@dataclass(frozen=True)
class OlderPage:
    """A page that was drawn by another form than the one its draft goes on with."""

    form: Definition
    section: Section
    answers: Answers  #: typed there


def take_in(
    session: Session,
    draft_id: UUID,
    page: OlderPage,
    *,
    current: Definition,
    around: Around,
    now: datetime,
    draft_days: int = DRAFT_DAYS,
) -> None:
    """Keeps what was typed on a page of another form, as far as the draft has room for it.

    The draft stays with its form. What its form does not ask is kept as `move` keeps it; an answer given
    meanwhile to a changed question stays, where that page could not have shown it. Sections that ask any of
    it count as not done. Raises DraftFiled, DraftExpired, DraftNotFound.
    """
    row = lock(session, draft_id, now)
    merged = merge_section(page.form, page.section, row.answers, page.answers)
    after = spared(page.section.fields, questions(current), row.answers, merged, around)
    touched = {field.name for field in page.section.fields}
    undone = {part.name for part in current.sections if touched & {field.name for field in part.fields}}
    session.execute(
        update(_DRAFT)
        .where(_DRAFT.c.id == draft_id)
        .values(
            revision=_DRAFT.c.revision + 1,
            saved_at=now,
            expires_at=now + timedelta(days=draft_days),
            answers=storable(after),
            done=sorted(set(row.done) - undone),
        )
    )


def questions(form: Definition) -> list[AnyField]:
    """The questions of all sections of the form."""
    return [field for section in form.sections for field in section.fields]
