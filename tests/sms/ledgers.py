"""Promises in a ledger and what became of them, for tests of drains."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Contact
from casework.messages import consents, news
from forms_catalog.reference import QuietHours
from forms_catalog.texts import Text
from sms.drain import Office, Rules, drain
from sms.operators.port import SmsOperator
from tests.casework.window import INFORMATION, Window, a_filing
from tests.simulators import Simulators

NAMES = {code: Text(pl=f"Urząd {code}", en=f"Office {code}") for code in ("zabrze", "gliwice")}
SECRET = b"0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
QUICK = Rules(
    lease=timedelta(seconds=6),
    call=timedelta(seconds=3),
    ask_lost_after=timedelta(0),
    ask_sent_after=timedelta(seconds=1),
)


@dataclass(frozen=True)
class Row:
    id: UUID
    event: str
    channel: str
    state: str
    tries: int
    last_code: str | None
    body: str | None


@dataclass
class Ledger:
    """The ledger of this test's database, and a drain over it."""

    sessions: sessionmaker[Session]
    window: Window
    rules: Rules = QUICK
    public_url: str | None = None
    quiet: Mapping[str, QuietHours] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        return Office(self.sessions, NAMES, SECRET, self.public_url, self.rules, self.quiet)

    def case(
        self,
        phone: str | None = "+48600100200",
        *,
        email: str | None = "jan@poczta.example",
        confirmed: bool = True,
    ) -> UUID:
        """A filed case whose applicant wants SMS to that phone."""
        filing = a_filing(self.window.counter.catalogue, INFORMATION)
        answers = {
            name: value for name, value in filing.answers.items() if name not in ("form", "reply_email")
        }
        told = Contact(email, phone, phone is not None)
        given = replace(filing, channel="web", answers={**answers, "form": "portal"}, contact=told)
        filed = self.window.file(given)
        if confirmed and phone is not None:
            with self.sessions.begin() as session:
                assert consents.confirm(session, filed.id, at=NOON)
        return filed.id

    def tell(self, case: UUID, event: str = "taken") -> None:
        with self.sessions.begin() as session:
            news.tell(session, case, event, NOON)

    def drain(self, operator: SmsOperator) -> int:
        return drain(self.office, operator, Random(1))  # noqa: S311 – spreads retries, no secret

    def rows(self, channel: str = "sms") -> Sequence[Row]:
        with self.sessions() as session:
            found = session.execute(
                text(
                    "SELECT id, event, channel, state, tries, last_code, body FROM message"
                    " WHERE channel = :channel ORDER BY made_at, event"
                ),
                {"channel": channel},
            ).all()
        return [Row(*row) for row in found]

    def row(self, channel: str = "sms") -> Row:
        (only,) = self.rows(channel)
        return only

    def run(self, statement: str) -> None:
        with self.sessions.begin() as session:
            session.execute(text(statement))


def taken_by(simulators: Simulators) -> Sequence[tuple[str, str]]:
    """The operator's own books: to whom, what."""
    books = sqlite3.connect(f"file:{simulators.data / 'simulators' / 'state.sqlite'}?mode=ro", uri=True)
    try:
        return books.execute(
            "SELECT recipient, body FROM sms WHERE direction <> 'inbound' ORDER BY number"
        ).fetchall()
    finally:
        books.close()


def letters_of(simulators: Simulators) -> Sequence[bytes]:
    """The mail server's own books: every letter as it came."""
    books = sqlite3.connect(f"file:{simulators.data / 'simulators' / 'state.sqlite'}?mode=ro", uri=True)
    try:
        return [row[0] for row in books.execute("SELECT raw FROM mail ORDER BY number").fetchall()]
    finally:
        books.close()
