"""A promise reaches the operator once, whatever the operator answers; the rest goes by e-mail."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.clock.deadlines import WARSAW
from casework.desk.clerks import Clerk
from casework.intake.filing import Counter
from casework.messages import codes, consents, news, sending
from casework.messages.ledger import clock as ledger_clock
from casework.messages.of_case import messages_of
from casework.messages.quiet import quiet_until
from casework.messages.stuck import stuck
from forms_catalog.reference import QuietHours
from sms import reconciling
from sms.drain import drain
from sms.operators.port import Accepted, AnswerLost, Outgoing
from sms.operators.twilio import Twilio
from tests.casework.window import DN1, Window, a_filing
from tests.simulators import PHONE, Simulators

from .ledgers import NAMES, NOON, SECRET, Ledger, taken_by


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter))


def test_news_of_a_case_reach_the_phone_once_however_often_they_are_promised(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    case = ledger.case()
    ledger.tell(case)
    ledger.tell(case)
    assert ledger.drain(operator) == 1
    assert ledger.drain(operator) == 0
    ((phone, body),) = taken_by(simulators)
    assert phone == PHONE
    assert body == "Urzad zabrze: sprawa RPW/1/2026, nowy stan: przyjeta. Szczegoly w Okienku. STOP = koniec"
    assert (ledger.row().state, ledger.row().tries) == ("sent", 1)


def test_codes_that_filing_by_api_promised_go_out_within_the_limits_of_those_asked_for(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    """Somebody else's phone rings five times a day because of us, however many submissions name it."""
    filing = a_filing(ledger.window.counter.catalogue, DN1)
    for number in range(7):
        ledger.window.file(replace(filing, key=f"one-phone-many-{number}"))
    while ledger.drain(operator):
        ledger.run("UPDATE message SET state = 'delivered' WHERE state = 'sent'")
    assert [body.split(" kod ")[0] for _, body in taken_by(simulators)] == ["Okienko:"] * 5
    ended = [(row.state, row.last_code) for row in ledger.rows() if row.state != "delivered"]
    assert ended == [("refused", "daily_limit")] * 2
    with ledger.sessions.begin() as session:
        case = ledger.window.file(replace(filing, key="one-phone-many-0")).id
        codes.send_code(session, SECRET, case, "phone", at=ledger_clock(session))
    assert len(ledger.rows()) == 7


def test_news_wait_for_the_end_of_the_quiet_hours_and_a_code_does_not(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    now = datetime.now(WARSAW)
    hours = QuietHours((now - timedelta(hours=2)).time(), (now + timedelta(hours=2)).time())
    ledger.quiet = {"zabrze": hours}
    case = ledger.case()
    ledger.tell(case)
    with ledger.sessions.begin() as session:
        codes.send_code(session, SECRET, case, "answer", at=ledger_clock(session))
    while ledger.drain(operator):
        pass
    assert [body.split(" kod ")[0] for _, body in taken_by(simulators)] == ["Okienko:"]
    assert [(row.event, row.state, row.last_code) for row in ledger.rows() if row.event == "taken/1"] == [
        ("taken/1", "promised", "quiet")
    ]
    supervisor = Clerk(uuid4(), "zabrze", "Ewa", frozenset({"supervisor"}), frozenset())
    with ledger.sessions() as session:
        waits = [one.waits_until for one in messages_of(session, supervisor, case) if one.event == "taken"]
        assert waits == [quiet_until(hours, ledger_clock(session))]
        assert not stuck(session, supervisor, at=ledger_clock(session))
    ledger.quiet = {}
    assert ledger.drain(operator) == 0, "it looks at it in the morning, not every second"
    ledger.run("UPDATE message SET next_at = now() WHERE last_code = 'quiet'")
    assert ledger.drain(operator) == 1
    assert len(taken_by(simulators)) == 2


def test_nothing_is_sent_of_a_step_that_was_rolled_back(ledger: Ledger, operator: Twilio) -> None:
    case = ledger.case()
    with ledger.sessions() as session:
        news.tell(session, case, "taken", NOON)
        session.rollback()
    assert ledger.rows() == []
    assert ledger.drain(operator) == 0


def test_a_phone_that_nobody_confirmed_gets_no_news_but_the_mailbox_does(ledger: Ledger) -> None:
    ledger.tell(ledger.case(confirmed=False))
    assert ledger.rows() == []
    assert [row.event for row in ledger.rows("email")] == ["received/1", "taken/1"]


def test_what_the_operator_refuses_is_final_and_goes_by_email(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case("+48322710000"))
    ledger.drain(operator)
    assert (ledger.row().state, ledger.row().last_code) == ("refused", "21614")
    assert [row.event for row in ledger.rows("email")] == ["received/1", "taken/1"]
    assert ledger.drain(operator) == 0
    assert taken_by(simulators) == []


def test_somebody_the_operator_calls_opted_out_gets_no_further_sms(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    case = ledger.case()
    simulators.answer("refuse", code=21610, times=1)
    ledger.tell(case)
    ledger.drain(operator)
    ledger.tell(case, "done")
    assert [row.state for row in ledger.rows()] == ["refused"]
    assert "done/1" in [row.event for row in ledger.rows("email")]


def test_stop_is_honoured_for_what_was_promised_before(ledger: Ledger, operator: Twilio) -> None:
    ledger.tell(ledger.case())
    with ledger.sessions.begin() as session:
        consents.stop(session, PHONE, "STOP", at=NOON)
    ledger.drain(operator)
    assert (ledger.row().state, ledger.row().last_code) == ("refused", "stopped")
    assert "taken/1" in [row.event for row in ledger.rows("email")]


def test_an_operator_who_is_away_is_left_in_peace_and_tried_by_one_message(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    for each in range(8):
        ledger.tell(ledger.case(f"+4860010020{each}"))
    simulators.answer("unavailable")
    assert ledger.drain(operator) == 5
    ledger.run("UPDATE channel_hold SET until = until + interval '1 minute'")  # however slow this machine is
    assert ledger.drain(operator) == 0
    ledger.run("UPDATE channel_hold SET until = now()")
    assert ledger.drain(operator) == 1
    simulators.answer("normal")
    ledger.run("UPDATE channel_hold SET until = now()")
    ledger.run("UPDATE message SET next_at = now()")
    assert ledger.drain(operator) == 1
    while ledger.drain(operator):
        pass
    assert len(taken_by(simulators)) == 8
    assert {row.state for row in ledger.rows()} == {"sent"}


def test_a_wrong_account_holds_the_queue_and_spends_no_message(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case())
    simulators.answer("refuse", code=20003)
    for _ in range(60):
        ledger.drain(operator)
        ledger.run("UPDATE channel_hold SET until = now()")
    assert ledger.row().state == "promised"
    with ledger.sessions() as session:
        hold = sending.gate(session, "sms").hold
    assert hold is not None
    assert (hold.kind, hold.code) == ("account", "20003")
    simulators.answer("normal")
    ledger.drain(operator)
    assert ledger.row().state == "sent"


def test_a_message_that_is_never_taken_ends_after_48_tries(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case())
    simulators.answer("unavailable")
    for _ in range(60):
        ledger.drain(operator)
        ledger.run("UPDATE channel_hold SET until = now()")
        ledger.run("UPDATE message SET next_at = now() WHERE next_at IS NOT NULL AND channel = 'sms'")
    assert (ledger.row().state, ledger.row().tries) == ("failed", 48)
    assert "taken/1" in [row.event for row in ledger.rows("email")]


def test_a_lost_answer_is_looked_up_and_never_sent_again(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case())
    simulators.answer("lose", times=1)
    ledger.drain(operator)
    assert ledger.row().state == "unknown"
    assert ledger.drain(operator) == 0
    simulators.answer("broken", channel="list", times=1)
    assert reconciling.settle_one(ledger.office, operator)
    assert ledger.row().state == "unknown"
    ledger.run("UPDATE message SET next_at = now() WHERE state = 'unknown'")
    assert reconciling.settle_one(ledger.office, operator)
    assert ledger.row().state in ("sent", "delivered")
    assert len(taken_by(simulators)) == 1


def test_what_the_operators_list_does_not_know_is_sent_then(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case())
    simulators.answer("broken", times=1)
    ledger.drain(operator)
    assert ledger.row().state == "unknown"
    reconciling.settle_one(ledger.office, operator)
    assert ledger.row().state == "promised"
    ledger.run("UPDATE channel_hold SET until = now()")
    ledger.drain(operator)
    assert (ledger.row().state, ledger.row().tries) == ("sent", 2)
    assert len(taken_by(simulators)) == 1


def test_a_young_doubt_waits_until_the_list_can_know(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.rules = replace(ledger.rules, ask_lost_after=timedelta(minutes=1))
    ledger.tell(ledger.case())
    simulators.answer("broken", times=1)
    ledger.drain(operator)
    assert not reconciling.settle_one(ledger.office, operator)
    ledger.run("UPDATE message SET next_at = now() WHERE state = 'unknown'")
    reconciling.settle_one(ledger.office, operator)
    assert ledger.row().state == "unknown"


class _Dying:
    """A sender killed inside the call: the operator may have it, nobody writes anything down."""

    name = "twilio"

    def __init__(self, operator: Twilio, *, after: bool) -> None:
        self._operator, self._after = operator, after

    def send(self, message: Outgoing) -> Accepted:
        if self._after:
            self._operator.send(message)
        raise KeyboardInterrupt

    find = status = None


@pytest.mark.parametrize("after", [False, True])
def test_a_sender_that_dies_loses_nothing_and_sends_nothing_twice(
    ledger: Ledger, operator: Twilio, simulators: Simulators, after: bool
) -> None:
    ledger.tell(ledger.case())
    with pytest.raises(KeyboardInterrupt):
        ledger.drain(_Dying(operator, after=after))  # type: ignore[arg-type]  # it never gets to be asked
    assert ledger.row().state == "sending"
    assert ledger.drain(operator) == 0
    assert reconciling.end_leases(ledger.office) == 0
    ledger.run("UPDATE message SET next_at = now() WHERE state = 'sending'")
    assert reconciling.end_leases(ledger.office) == 1
    assert reconciling.settle_one(ledger.office, operator)
    ledger.drain(operator)
    assert ledger.row().state in ("sent", "delivered")
    assert len(taken_by(simulators)) == 1


class _Late:
    """An operator whose report is faster than its answer."""

    name = "twilio"

    def __init__(self, ledger: Ledger, ends: str) -> None:
        self._ledger, self._ends = ledger, ends

    def send(self, message: Outgoing) -> Accepted:
        self._ledger.run(
            f"UPDATE message SET state = '{self._ends}', operator_ref = 'SM1', operator = 'twilio'"  # noqa: S608 – a test's own word
        )
        raise AnswerLost("timeout")

    find = status = None


def test_an_answer_that_comes_after_the_report_changes_nothing(ledger: Ledger) -> None:
    ledger.tell(ledger.case(email=None))
    ledger.drain(_Late(ledger, "delivered"))  # type: ignore[arg-type]  # it is only sent to
    assert ledger.row().state == "delivered"


def test_a_phone_hears_one_message_at_a_time_and_in_order(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    case = ledger.case()
    for event in ("taken", "paused", "resumed"):
        ledger.tell(case, event)
    simulators.answer("lose", times=1)
    assert ledger.drain(operator) == 1
    assert ledger.drain(operator) == 0
    reconciling.settle_one(ledger.office, operator)
    ledger.run("UPDATE channel_hold SET until = now()")
    while ledger.drain(operator):
        pass
    assert len(taken_by(simulators)) == 3


def test_a_number_gets_five_sms_a_day_and_the_rest_by_email(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    case = ledger.case()
    for each in range(7):
        ledger.tell(case, f"step{each}")
    while ledger.drain(operator):
        pass
    assert len(taken_by(simulators)) == 5
    assert [row.last_code for row in ledger.rows() if row.state == "refused"] == ["daily_limit"] * 2
    assert len(ledger.rows("email")) == 3


def test_without_a_mailbox_what_is_over_the_budget_is_held_and_sent_later(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.rules = replace(ledger.rules, segments_a_day=1)
    for phone in ("+48600100201", "+48600100202"):
        ledger.tell(ledger.case(phone, email=None))
    while ledger.drain(operator):
        pass
    assert sorted(row.state for row in ledger.rows()) == ["held", "sent"]
    ledger.run("UPDATE message SET next_at = now() WHERE state = 'held'")
    ledger.run("DELETE FROM try_counter")
    ledger.drain(operator)
    assert {row.state for row in ledger.rows()} == {"sent"}


def test_a_message_of_an_office_that_is_closed_waits_and_keeps_no_other_back(
    ledger: Ledger, operator: Twilio
) -> None:
    ledger.tell(ledger.case())
    closed = replace(ledger.office, names={"gliwice": NAMES["gliwice"]})
    assert drain(closed, operator, Random(1)) == 1  # noqa: S311 – spreads retries, no secret
    assert (ledger.row().state, ledger.row().last_code) == ("held", "office_closed")
    ledger.run("UPDATE message SET next_at = now() WHERE state = 'held'")
    ledger.drain(operator)
    assert ledger.row().state == "sent"


def test_abroad_nothing_goes_by_sms(ledger: Ledger, operator: Twilio, simulators: Simulators) -> None:
    ledger.tell(ledger.case("+4915123456789"))
    ledger.drain(operator)
    assert (ledger.row().state, ledger.row().last_code) == ("refused", "prefix")
    assert taken_by(simulators) == []


def test_a_restored_system_sends_nothing_until_it_is_released(
    ledger: Ledger, operator: Twilio, simulators: Simulators
) -> None:
    ledger.tell(ledger.case())
    with ledger.sessions.begin() as session:
        sending.withhold(session)
    assert ledger.drain(operator) == 0
    with ledger.sessions.begin() as session:
        sending.release(session)
    assert ledger.drain(operator) == 1
    assert len(taken_by(simulators)) == 1


def test_what_nobody_reports_on_is_asked_for(ledger: Ledger, operator: Twilio) -> None:
    ledger.tell(ledger.case())
    ledger.drain(operator)
    assert not reconciling.ask_one(ledger.office, operator)
    for _ in range(50):
        ledger.run("UPDATE message SET next_at = now() WHERE state = 'sent'")
        reconciling.ask_one(ledger.office, operator)
        if ledger.row().state == "delivered":
            break
    assert ledger.row().state == "delivered"
    assert not reconciling.ask_one(ledger.office, operator)
