"""What casework's tests stand on."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session, sessionmaker

from casework import audit, tables
from casework.clock.deadlines import warsaw_date
from casework.intake.filing import Counter
from tests.casework.window import Window

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
SERVICE = "informacja-publiczna-wniosek"


@dataclass(frozen=True)
class Opened:
    id: UUID
    office: str


def open_case(session: Session, office: str = "zabrze", at: datetime = NOON) -> Opened:
    """A submission and its case as rows alone, without form, paper and seal."""
    submission = uuid4()
    session.execute(insert(tables.Submission).values(bare_submission(submission, office, at)))
    entry = audit.Entry(submission, office, 1, at, "applicant", "received", {"channel": "web", "version": 1})
    session.execute(insert(tables.AuditEntry).values(entry.row(audit.GENESIS)))
    session.execute(
        insert(tables.OfficeCase).values(
            submission_id=submission,
            office_id=office,
            state="received",
            department="organisation_chancellery",
            due_explained="udip13",
            service=SERVICE,
            filed_at=at,
            term_from=warsaw_date(at),
            audit_length=1,
            audit_head=entry.hash_after(audit.GENESIS),
        )
    )
    return Opened(submission, office)


def bare_submission(submission: UUID, office: str, at: datetime = NOON) -> dict[str, object]:
    return {
        "id": submission,
        "key": str(uuid4()),
        "request_digest": b"\x01" * 32,
        "office_id": office,
        "service": SERVICE,
        "version": 1,
        "form_digest": "a" * 64,
        "document": b"<Dokument/>",
        "document_sha256": "b" * 64,
        "calculations": [],
        "signature": "not_needed",
        "filed_at": at,
        "language": "pl",
        "channel": "web",
        "contact_sms_consent": False,
        "access_key_hash": secrets.token_bytes(32),
    }


@pytest.fixture
def case(sessions: sessionmaker[Session]) -> Opened:
    with sessions.begin() as session:
        return open_case(session)


@pytest.fixture
def window(sessions: sessionmaker[Session], counter: Counter) -> Window:
    """The counter over this test's database."""
    return Window(sessions, counter)
