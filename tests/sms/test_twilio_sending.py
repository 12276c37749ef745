"""What a message meets at the operator, told by the real client: taken, refused, later, or a doubt."""

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from sms.operators.port import (
    AccountRefused,
    AnswerLost,
    DeliveryState,
    OperatorRefused,
    OperatorUnavailable,
    Outgoing,
    Reason,
)
from sms.operators.twilio import Patience, Twilio
from sms.operators.twilio_account import Account
from tests.program import free_port, until
from tests.simulators import PHONE, Simulators

NEWS = Outgoing("promise-1", PHONE, "Urzad: sprawa WP.3120.118.2026, nowy stan: w toku.")


def _now() -> datetime:
    return datetime.now(UTC)


def test_a_message_is_taken_and_its_fate_can_be_asked_for(simulators: Simulators, operator: Twilio) -> None:
    began = _now()
    ref = operator.send(NEWS).ref
    until("delivered", lambda: _state(operator, ref) is DeliveryState.DELIVERED)
    known = operator.status(ref)
    assert known is not None
    assert (known.ref, known.code) == (ref, None)
    assert abs(known.made_at - began) < timedelta(seconds=5)
    assert NEWS.body in simulators.page()


def _state(operator: Twilio, ref: str) -> DeliveryState | None:
    known = operator.status(ref)
    return known.state if known else None


def test_nobody_knows_a_message_that_was_never_sent(operator: Twilio) -> None:
    assert operator.status("SM" + "0" * 32) is None


@pytest.mark.parametrize(
    ("to", "code", "reason"),
    [
        ("600", "21211", Reason.NO_SUCH_NUMBER),
        ("+48000000000", "21211", Reason.NO_SUCH_NUMBER),
        ("600100200", "21211", Reason.NO_SUCH_NUMBER),  # without +48
        ("", "21604", Reason.NO_SUCH_NUMBER),
        ("+48322710000", "21614", Reason.CANNOT_RECEIVE),  # a landline in Zabrze
        ("+48700123456", "21612", Reason.CANNOT_RECEIVE),  # a premium number
        ("+4915112345678", "21408", Reason.CANNOT_RECEIVE),  # another country
    ],
)
def test_a_number_that_cannot_hear_us_is_final(operator: Twilio, to: str, code: str, reason: Reason) -> None:
    with pytest.raises(OperatorRefused) as refused:
        operator.send(Outgoing("promise", to, "x"))
    assert (refused.value.code, refused.value.reason) == (code, reason)


@pytest.mark.parametrize(("body", "code"), [("", "21602"), ("x" * 1601, "21617")])
def test_a_text_that_cannot_be_sent_is_final(operator: Twilio, body: str, code: str) -> None:
    with pytest.raises(OperatorRefused) as refused:
        operator.send(Outgoing("promise", PHONE, body))
    assert (refused.value.code, refused.value.reason) == (code, Reason.TEXT)


def test_who_said_stop_at_the_operator_is_left_alone_until_start(
    simulators: Simulators, operator: Twilio
) -> None:
    simulators.click("/telefon", phone=PHONE, body="STOP")
    with pytest.raises(OperatorRefused) as refused:
        operator.send(NEWS)
    assert (refused.value.code, refused.value.reason) == ("21610", Reason.OPTED_OUT)
    simulators.click("/telefon", phone=PHONE, body="start")
    assert operator.send(NEWS).ref


@pytest.mark.parametrize("code", ["20003", "21606", "30001", "30002"])
def test_trouble_with_the_account_is_nobody_s_fault_and_waits(
    simulators: Simulators, operator: Twilio, code: str
) -> None:
    simulators.answer("refuse", code=int(code), times=1)
    expected = OperatorUnavailable if code == "30001" else AccountRefused  # a full queue is over soon
    with pytest.raises(expected) as refused:
        operator.send(NEWS)
    assert refused.value.code == code
    assert operator.send(NEWS).ref


def test_a_wrong_token_or_sender_is_the_account_s_trouble(simulators: Simulators) -> None:
    right = simulators.account
    for wrong, code in (
        (Account(right.sid, "wrong", right.sender), "20003"),
        (Account("AC" + "0" * 32, right.token, right.sender), "20003"),
        (Account(right.sid, right.token, "+48732999999"), "21606"),
        (Account(right.sid, right.token, "Urząd"), "21212"),
    ):
        with pytest.raises(AccountRefused) as refused:
            Twilio(wrong, base=simulators.address).send(NEWS)
        assert refused.value.code == code


def test_a_busy_operator_says_when_to_come_back(simulators: Simulators, operator: Twilio) -> None:
    simulators.answer("busy", seconds=7, times=1)
    with pytest.raises(OperatorUnavailable) as busy:
        operator.send(NEWS)
    assert (busy.value.code, busy.value.retry_after) == ("20429", 7)
    assert operator.send(NEWS).ref


def test_an_operator_out_of_order_took_nothing(simulators: Simulators, operator: Twilio) -> None:
    simulators.answer("unavailable", times=1)
    with pytest.raises(OperatorUnavailable):
        operator.send(NEWS)
    assert operator.find(NEWS, _now()) == []


def test_an_operator_that_broke_leaves_a_doubt_that_its_list_settles(
    simulators: Simulators, operator: Twilio
) -> None:
    simulators.answer("broken", times=1)
    with pytest.raises(AnswerLost):
        operator.send(NEWS)
    assert operator.find(NEWS, _now()) == []  # not taken: it may be sent again


@pytest.mark.parametrize(("how", "code"), [("stall", "timeout"), ("lose", "broken")])
def test_a_lost_answer_is_a_doubt_and_the_message_is_found(
    simulators: Simulators, how: str, code: str
) -> None:
    hasty = simulators.operator(answer=0.4)
    simulators.answer(how, seconds=1, times=1)
    began = _now()
    with pytest.raises(AnswerLost) as lost:
        hasty.send(NEWS)
    assert lost.value.code == code
    found = simulators.operator().find(NEWS, began)
    assert len(found) == 1
    assert found[0].ref.startswith("SM")


def test_only_this_message_of_this_time_is_found_the_oldest_first(
    simulators: Simulators, operator: Twilio
) -> None:
    simulators.course(pace="hand")  # nothing leaves the operator, so nothing has a date of sending
    first = operator.send(NEWS).ref
    operator.send(Outgoing("other", PHONE, "another text"))
    operator.send(Outgoing("other", "+48600100201", NEWS.body))
    simulators.click("/telefon", phone=PHONE, body=NEWS.body)
    second = operator.send(NEWS).ref
    assert [known.ref for known in operator.find(NEWS, _now())] == [first, second]
    assert operator.find(NEWS, _now() + timedelta(hours=1)) == []


def test_a_long_list_is_read_page_by_page(simulators: Simulators, operator: Twilio) -> None:
    for _ in range(55):
        operator.send(NEWS)
    assert len({known.ref for known in operator.find(NEWS, _now())}) == 55


def test_while_the_list_does_not_answer_the_doubt_stays(simulators: Simulators, operator: Twilio) -> None:
    ref = operator.send(NEWS).ref
    for answer in ("unavailable", "broken", "busy"):
        simulators.answer(answer, channel="list", times=2)
        with pytest.raises(OperatorUnavailable):
            operator.find(NEWS, _now())
        with pytest.raises(OperatorUnavailable):
            operator.status(ref)
    assert [known.ref for known in operator.find(NEWS, _now())] == [ref]


def test_a_question_to_a_slow_list_ends(simulators: Simulators) -> None:
    simulators.answer("stall", channel="list", seconds=1, times=1)
    with pytest.raises(OperatorUnavailable):
        simulators.operator(answer=0.3).find(NEWS, _now())


def test_an_operator_nobody_listens_at_took_nothing() -> None:
    away = Twilio(Account("AC" + "0" * 32, "t", "+48732000001"), base=f"http://127.0.0.1:{free_port()}")
    with pytest.raises(OperatorUnavailable) as unreachable:
        away.send(NEWS)
    assert unreachable.value.code == "unreachable"
    with pytest.raises(OperatorUnavailable):
        away.find(NEWS, _now())


@contextmanager
def _answering(answer: Callable[[socket.socket], None]) -> Iterator[Twilio]:
    """An operator that reads a request and then does as told with the wire."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            wire, _ = listener.accept()
            with wire:
                wire.recv(65536)
                answer(wire)

        thread = threading.Thread(target=serve)
        thread.start()
        yield Twilio(
            Account("AC" + "0" * 32, "t", "+48732000001"),
            base=f"http://127.0.0.1:{listener.getsockname()[1]}",
            patience=Patience(connect=1, answer=1),
        )
        thread.join()


@pytest.mark.parametrize(
    "said",
    [
        b"",  # the wire breaks without a word
        b"HTTP/1.1 201 Cre",
        b"HTTP/1.1 201 Created\r\nContent-Length: 90\r\n\r\n{",
        b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\n<html",
        b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nnull",
        b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"sid\": null}",
        b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nnull",
        b"not HTTP at all\r\n\r\n",
    ],
)  # fmt: skip
def test_any_answer_that_cannot_be_read_is_a_doubt(said: bytes) -> None:
    with _answering(lambda wire: wire.sendall(said)) as strange, pytest.raises(AnswerLost):
        strange.send(NEWS)


def test_an_answer_that_nobody_foresaw_waits_for_a_person() -> None:
    for said in (
        b"HTTP/1.1 418 Teapot\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    ):
        with _answering(lambda wire, said=said: wire.sendall(said)) as strange, pytest.raises(AccountRefused):  # type: ignore[misc]  # the default binds the loop's value
            strange.send(NEWS)


def test_variables_of_the_machine_change_nothing(
    simulators: Simulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    for name, value in {
        "TWILIO_EDGE": "dublin", "TWILIO_REGION": "ie1", "TWILIO_ACCOUNT_SID": "ACx", "HTTP_PROXY": nowhere,
        "http_proxy": nowhere, "ALL_PROXY": nowhere,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert simulators.operator().send(NEWS).ref


def test_no_log_names_a_phone_or_a_text(
    simulators: Simulators, operator: Twilio, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        operator.send(NEWS)
        operator.find(NEWS, _now())
        simulators.answer("refuse", code=21211, times=1)
        with pytest.raises(OperatorRefused) as refused:
            operator.send(NEWS)
    told = " ".join(record.getMessage() for record in caplog.records) + str(refused.value)
    assert not [secret for secret in ("600100200", "WP.3120", simulators.account.token) if secret in told]


@pytest.mark.parametrize("said", [b"null", b"[]", b"<p>", b'{"messages": null}', b'{"messages": [1]}', b"{}"])
def test_a_list_that_cannot_be_read_answers_nothing(said: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(said)
    with _answering(lambda wire: wire.sendall(head + said)) as strange, pytest.raises(OperatorUnavailable):
        strange.find(NEWS, _now())
