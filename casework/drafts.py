"""Drafts: what was typed so far, safe until it is filed, deleted or has run out.

The draft's id is a secret of 128 random bits made with the blank form; whoever holds the link holds the draft.
Every change raises `revision`. A filed draft can no longer change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from forms_catalog.answers import Answers
from forms_catalog.model import Definition


@dataclass(frozen=True)
class DraftFile:
    id: UUID
    slot: str
    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Draft:
    """A draft as read; `answers` holds the rows of repeating groups in their order."""

    id: UUID
    office: str
    service: str
    version: int
    revision: int
    language: str
    answers: Answers
    rows: Mapping[
        str, tuple[UUID, ...]
    ]  #: pointer of a repeating group ("/company/representatives") → ids of its rows
    files: tuple[DraftFile, ...]
    done: frozenset[str]  #: names of sections saved at least once without problems
    saved_at: datetime
    expires_at: datetime
    submission: UUID | None  #: the submission's id once it is filed


class DraftNotFound(Exception):
    """There is no such draft (or not any more)."""


class DraftExpired(Exception):
    """The draft ran out; its answers are gone."""

    def __init__(self, expired_at: datetime) -> None:
        super().__init__("draft expired")
        self.expired_at = expired_at


class DraftFiled(Exception):
    """The draft was filed meanwhile and cannot change."""

    def __init__(self, submission: UUID) -> None:
        super().__init__("draft filed")
        self.submission = submission


class TooMany(Exception):
    """No further row or file fits: the definition's limit is reached."""


def find(session: Session, draft_id: UUID, *, now: datetime) -> Draft:
    """The draft; DraftNotFound or DraftExpired."""
    raise NotImplementedError


def save_section(
    session: Session,
    draft_id: UUID,
    *,
    office: str,
    definition: Definition,
    section: str,
    answers: Answers,
    done: bool,
    language: str,
    now: datetime,
) -> Draft:
    """Keeps a section's cleaned answers (groups merged, rows untouched); makes the draft when it is the first.

    Answers of the section's own fields that are absent in `answers` are removed. Raises DraftFiled, DraftExpired.
    """
    raise NotImplementedError


def add_row(
    session: Session, draft_id: UUID, pointer: str, answers: Answers, *, limit: int, now: datetime
) -> UUID:
    """A further row of the repeating group at `pointer`; TooMany beyond the limit. Idempotent callers pass `row_id` to save_row."""
    raise NotImplementedError


def save_row(session: Session, draft_id: UUID, row_id: UUID, answers: Answers, *, now: datetime) -> None:
    raise NotImplementedError


def remove_row(session: Session, draft_id: UUID, row_id: UUID, *, now: datetime) -> None:
    """Silent when the row is gone already."""
    raise NotImplementedError


def attach(session: Session, draft_id: UUID, file: DraftFile, *, limit: int, now: datetime) -> None:
    """Adds a stored file to the draft; TooMany beyond the slot's limit."""
    raise NotImplementedError


def detach(session: Session, draft_id: UUID, file_id: UUID, *, now: datetime) -> None:
    raise NotImplementedError


def discard(session: Session, draft_id: UUID) -> None:
    """Deletes an unfiled draft at its owner's wish."""
    raise NotImplementedError


def remove_expired(session: Session, *, now: datetime) -> int:
    """Deletes drafts that ran out more than 30 days ago (until then the link says when it ran out); how many."""
    raise NotImplementedError
