"""A letter reaches the mail server once, whatever the server answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from email.parser import BytesParser
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts
from casework.intake.filing import Counter
from casework.messages import of_drafts
from forms_catalog.texts import Text
from mail import drain as mail_drain
from mail.drain import Office, Sender
from mail.port import AnswerLost, Letter
from mail.smtp import Post, Smtp
from okienko.mail_account import mail_server
from okienko.settings import Settings
from tests.casework.window import Window
from tests.program import free_port
from tests.simulators import Simulators
from tests.sms.ledgers import SECRET, Ledger, letters_of


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulators]:
    started = Simulators(tmp_path_factory.mktemp("simulated") / "data").start()
    yield started
    started.stop()


@pytest.fixture
def simulators(running: Simulators) -> Simulators:
    running.click("/oproznij")
    return running


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


@pytest.fixture
def office(sessions: sessionmaker[Session]) -> Office:
    names = {
        code: Sender(Text(pl=f"Urząd {code}", en=f"Office {code}"), f"okienko@{code}.example")
        for code in ("zabrze", "gliwice")
    }
    return Office(sessions, names, SECRET, "https://urzad.example", ask_lost_after=timedelta(0))


@pytest.fixture
def server(simulators: Simulators) -> Smtp:
    """As a demo has it: with the simulator's list."""
    given = Settings(
        data=simulators.data, demo=True, smtp_seconds=1, simulators_port=simulators.port,
        mail_simulator_port=simulators.mail_port,
    )  # fmt: skip
    made = mail_server(given)
    assert made is not None
    return made


def _drain(office: Office, server: Smtp) -> int:
    return mail_drain.drain(office, server, Random(1))  # noqa: S311 – spreads retries, no secret


def _rested(ledger: Ledger) -> None:
    ledger.run("UPDATE channel_hold SET until = now()")
    ledger.run("UPDATE message SET next_at = now() WHERE next_at IS NOT NULL")


def test_a_letter_of_an_office_that_is_closed_waits_and_keeps_no_other_back(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators
) -> None:
    ledger.case(phone=None)
    assert _drain(replace(office, senders={"gliwice": office.senders["gliwice"]}), server) == 1
    (row,) = ledger.rows("email")
    assert (row.state, row.last_code) == ("held", "office_closed")
    _rested(ledger)
    assert _drain(office, server) == 1
    assert len(letters_of(simulators)) == 1


def test_filing_promises_the_first_letter_and_it_says_the_number_but_not_the_key(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators
) -> None:
    ledger.case(phone=None)
    assert _drain(office, server) == 1
    assert _drain(office, server) == 0
    (raw,) = letters_of(simulators)
    letter = BytesParser(policy=policy.default).parsebytes(raw)
    assert letter["To"] == "jan@poczta.example"
    assert letter["From"] == "Urząd zabrze <okienko@zabrze.example>"
    assert letter["Subject"] == "Przyjęliśmy Twoje pismo: RPW/1/2026"
    said = letter.get_content()
    assert "RPW/1/2026" in said
    assert "https://urzad.example/sprawy" in said.split()
    assert "informac" not in said.lower()
    assert letter["Message-ID"] == f"<{ledger.row('email').id}@urzad.example>"
    assert ledger.row("email").state == "sent"


def test_a_mailbox_that_does_not_exist_is_final(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators
) -> None:
    ledger.case(phone=None)
    simulators.answer("refuse", channel="mail")
    _drain(office, server)
    assert (ledger.row("email").state, ledger.row("email").last_code) == ("refused", "550")
    _rested(ledger)
    assert _drain(office, server) == 0


def test_a_server_that_says_later_gets_the_letter_later(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators
) -> None:
    ledger.case(phone=None)
    simulators.answer("later", channel="mail", times=1)
    _drain(office, server)
    assert (ledger.row("email").state, ledger.row("email").last_code) == ("promised", "451")
    assert _drain(office, server) == 0
    _rested(ledger)
    _drain(office, server)
    assert ledger.row("email").state == "sent"
    assert len(letters_of(simulators)) == 1


@pytest.mark.parametrize("answer", ["drop", "stall"])
def test_a_lost_answer_is_looked_up_in_the_servers_list(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators, answer: str
) -> None:
    ledger.case(phone=None)
    simulators.answer(answer, channel="mail", times=1, seconds=3)
    _drain(office, server)
    assert ledger.row("email").state == "unknown"
    simulators.answer("broken", channel="list", times=1)
    assert mail_drain.settle_one(office, server)
    assert ledger.row("email").state == "unknown"
    _rested(ledger)
    assert mail_drain.settle_one(office, server)
    assert ledger.row("email").state == "sent"
    _rested(ledger)
    assert _drain(office, server) == 0
    assert len(letters_of(simulators)) == 1


class _Silent:
    """A server without a list, whose answers get lost."""

    name = "smtp"

    def __init__(self) -> None:
        self.took: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.took.append(letter)
        raise AnswerLost("broken")

    def knows(self, message_id: str) -> bool | None:
        return None


def test_without_a_list_a_lost_letter_goes_once_more_under_the_same_id_and_never_again(
    ledger: Ledger, office: Office
) -> None:
    ledger.case(phone=None)
    server = _Silent()
    mail_drain.drain(office, server, Random(1))  # noqa: S311 – spreads retries, no secret
    assert mail_drain.settle_one(office, server)
    assert ledger.row("email").state == "unknown"
    patient = replace(office, once_more_after=timedelta(0))
    for _ in range(6):
        _rested(ledger)
        mail_drain.settle_one(patient, server)
        mail_drain.drain(patient, server, Random(1))  # noqa: S311 – spreads retries, no secret
    assert len(server.took) == 2
    assert server.took[0].message_id == server.took[1].message_id
    assert ledger.row("email").state == "unknown"


def test_a_server_that_is_away_costs_no_letter(ledger: Ledger, office: Office) -> None:
    ledger.case(phone=None)
    away = Smtp(Post("127.0.0.1", free_port(), "none", seconds=1))
    _drain(office, away)
    assert (ledger.row("email").state, ledger.row("email").last_code) == ("promised", "unreachable")


@pytest.mark.parametrize("address", ["jan@poczta.example\r\nBcc: x@y.example", "żółw@poczta.example", "jan"])
def test_an_address_no_letter_can_have_is_refused_before_anything_is_sent(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators, address: str
) -> None:
    ledger.case(phone=None, email=address)
    _drain(office, server)
    assert (ledger.row("email").state, ledger.row("email").last_code) == ("refused", "address")
    assert letters_of(simulators) == []


@pytest.mark.parametrize("filed", [False, True])
def test_a_letter_about_a_draft_goes_in_the_words_promised_and_never_once_the_draft_is_filed(
    ledger: Ledger, office: Office, server: Smtp, simulators: Simulators, counter: Counter, filed: bool
) -> None:
    form = counter.catalogue.service("informacja-publiczna-wniosek")
    assert form is not None
    draft, now = uuid4(), datetime.now(UTC)
    with ledger.sessions.begin() as session:
        drafts.save_section(
            session, draft, office="zabrze", definition=form, section="request", answers={}, done=False,
            language="pl", now=now,
        )  # fmt: skip
        told = drafts.leave_address(session, draft, "ewa@poczta.example", place="192.0.2.1", now=now)
        assert told is not None
        of_drafts.promise_letter(session, told, "link", subject="Szkic", body="Oto link.", at=now)
    case = ledger.case(phone=None, email=None) if filed else None
    ledger.run(f"UPDATE draft SET submission_id = '{case}'" if filed else "SELECT 1")  # noqa: S608 – our own words
    assert _drain(office, server) == 1
    letters = [BytesParser(policy=policy.default).parsebytes(raw) for raw in letters_of(simulators)]
    assert [(one["To"], one["Subject"], one.get_content().strip()) for one in letters] == (
        [] if filed else [("ewa@poczta.example", "Szkic", "Oto link.")]
    )
    assert ledger.row("email").state == ("failed" if filed else "sent")
