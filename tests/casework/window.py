"""Somebody at the window: a sample made into a filing."""

import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.clock.deadlines import warsaw_date
from casework.drafting import drafts
from casework.intake.filing import Counter, Filed, FileToFile, Filing, file_submission
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.samples import samples

DN1 = "podatek-nieruchomosci-dn-1"
WASTE = "odpady-deklaracja-zamieszkana"
INFORMATION = "informacja-publiczna-wniosek"
SERVICES = (DN1, WASTE, INFORMATION)

#: one row each for every submission
COUNTED = ("submission", "receipt", "office_case", "incoming_item", "audit_entry")


def counted(sessions: sessionmaker[Session]) -> dict[str, int]:
    with sessions() as session:
        return {
            table: session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 – our own names
            for table in COUNTED
        }


def each(number: int) -> dict[str, int]:
    return dict.fromkeys(COUNTED, number)


def service(catalogue: Catalogue, code: str) -> Definition:
    definition = catalogue.service(code)
    assert definition is not None
    return definition


def a_filing(
    catalogue: Catalogue,
    code: str = DN1,
    *,
    sample: str = "default",
    office: str = "zabrze",
    key: str | None = None,
    today: date | None = None,
) -> Filing:
    """The sample of a service, as the API hands it in."""
    definition = service(catalogue, code)
    made = samples(definition, catalogue=catalogue, today=today or warsaw_date(datetime.now(UTC)))[sample]
    attached = tuple(
        FileToFile(
            file.slot, file.filename, file.content_type, len(file.data), hashlib.sha256(file.data).hexdigest()
        )
        for file in made.attachments
    )
    return Filing(key or str(uuid4()), office, definition, made.answers, attached, "pl", "api")


@dataclass(frozen=True)
class Window:
    """The counter and its database; every call is one transaction."""

    sessions: sessionmaker[Session]
    counter: Counter

    def file(self, filing: Filing, *, at: datetime | None = None) -> Filed:
        with self.sessions.begin() as session:
            return file_submission(session, filing, self.counter, at=at)

    def draft(self, filing: Filing) -> Filing:
        """The same filing typed into a draft and read back, as the portal hands it in."""
        now, draft = datetime.now(UTC), uuid4()
        with self.sessions.begin() as session:
            for section in filing.definition.sections:
                self._type(session, draft, filing, section.name, filing.answers, now)
            kept = drafts.find(session, draft, now=now)
        return Filing(
            key=str(draft),
            office=filing.office,
            definition=filing.definition,
            answers=filing.answers,
            files=filing.files,
            language="pl",
            channel="web",
            draft=draft,
            revision=kept.revision,
        )

    def _type(
        self, session: Session, draft: UUID, filing: Filing, section: str, answers: Answers, now: datetime
    ) -> None:
        drafts.save_section(
            session,
            draft,
            office=filing.office,
            definition=filing.definition,
            section=section,
            answers=answers,
            done=True,
            language="pl",
            now=now,
        )


def until_somebody_waits(sessions: sessionmaker[Session], *, unless_ended: threading.Thread) -> None:
    """Until PostgreSQL says that a connection waits for another's lock, or the thread has ended without."""
    with sessions() as session:
        while unless_ended.is_alive():
            waiting = text(
                """SELECT count(*) FROM pg_stat_activity
                WHERE wait_event_type = 'Lock' AND datname = current_database()"""
            )
            if session.execute(waiting).scalar_one():
                return
            session.rollback()
