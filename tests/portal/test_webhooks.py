"""The SMS operator is believed by its signature alone; what is late, twice or out of order does no harm."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.messages import consents
from okienko.simulators.telling import signature
from portal.application import create_portal
from portal.parts import Parts
from sms.addresses import INBOUND_PATH, STATUS_PATH
from sms.operators.port import Accepted, Outgoing
from sms.operators.twilio_account import Account
from sms.operators.twilio_webhooks import Webhooks
from tests.casework.window import Window
from tests.sms.ledgers import Ledger

HOME, TOKEN, ACCOUNT, NUMBER = "http://127.0.0.1:8000", "tajny", "AC1", "+48732000001"
PHONE = "+48600100200"


@pytest.fixture
def ledger(sessions: sessionmaker[Session], counter: Counter) -> Ledger:
    return Ledger(sessions, Window(sessions, counter), public_url=HOME)


@pytest.fixture
def operator_calls(parts: Parts) -> FlaskClient:
    hearing = replace(parts, sms_webhooks=Webhooks(Account(ACCOUNT, TOKEN, NUMBER), HOME))
    return create_portal(hearing).test_client()


class _Taker:
    """Takes every message as SM1, SM2 …"""

    name = "twilio"

    def __init__(self) -> None:
        self.orders: list[Outgoing] = []

    def send(self, message: Outgoing) -> Accepted:
        self.orders.append(message)
        return Accepted(f"SM{len(self.orders)}")

    find = status = None


@pytest.fixture
def sent(ledger: Ledger) -> Outgoing:
    """News that the operator has."""
    taker = _Taker()
    ledger.tell(ledger.case())
    ledger.drain(taker)  # type: ignore[arg-type]  # it is only sent to
    return taker.orders[0]


def _post(client: FlaskClient, url: str, fields: Mapping[str, str], signed: str | None = None) -> int:
    named = signature(TOKEN, url, fields) if signed is None else signed
    headers = {"X-Twilio-Signature": named} if named else {}
    return client.post(url.removeprefix(HOME), data=fields, headers=headers).status_code


def _report(status: str, ref: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": ref, "MessageStatus": status, "AccountSid": ACCOUNT, "Blank": "", **more}


def _sms(body: str, ref: str = "SMin1", phone: str = PHONE) -> dict[str, str]:
    return {"MessageSid": ref, "From": phone, "To": NUMBER, "Body": body, "AccountSid": ACCOUNT, "ToZip": ""}


def test_a_report_moves_the_message_on_and_never_back(
    operator_calls: FlaskClient, ledger: Ledger, sent: Outgoing
) -> None:
    url = sent.status_url or ""
    for status, state in (
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("sent", "delivered"),
        ("failed", "delivered"),
    ):
        assert _post(operator_calls, url, _report(status)) == 204
        assert ledger.row().state == state
    assert _post(operator_calls, url, _report("delivered")) == 204
    assert ledger.row().state == "delivered"


def test_news_that_no_phone_will_get_go_by_email_once(
    operator_calls: FlaskClient, ledger: Ledger, sent: Outgoing
) -> None:
    for _ in range(2):
        _post(operator_calls, sent.status_url or "", _report("undelivered", ErrorCode="30003"))
    assert (ledger.row().state, ledger.row().last_code) == ("failed", "30003")
    assert [row.event for row in ledger.rows("email")] == ["received/1", "taken/1"]


@pytest.mark.parametrize(
    "forged", ["none", "wrong", "of another address", "of other fields", "another account"]
)
def test_nobody_but_the_operator_is_believed(
    operator_calls: FlaskClient, ledger: Ledger, sent: Outgoing, forged: str
) -> None:
    url, fields = sent.status_url or "", _report("failed")
    signed = {
        "none": "",
        "wrong": "AAAA",
        "of another address": signature(TOKEN, HOME + STATUS_PATH, fields),
        "of other fields": signature(TOKEN, url, _report("delivered")),
        "another account": signature(TOKEN, url, fields | {"AccountSid": "AC2"}),
    }[forged]
    if forged == "another account":
        fields["AccountSid"] = "AC2"
    assert _post(operator_calls, url, fields, signed) == 403
    assert ledger.row().state == "sent"


def test_without_an_account_every_call_is_refused(client: FlaskClient) -> None:
    assert _post(client, HOME + STATUS_PATH, _report("delivered")) == 403
    assert _post(client, HOME + INBOUND_PATH, _sms("STOP")) == 403


def test_a_report_of_a_message_nobody_knows_is_taken_quietly(operator_calls: FlaskClient) -> None:
    for target in ("", "?wiadomosc=nic", "?wiadomosc=0b1f6d3e-5a58-4b5c-9a0e-3a4f6f0c1d2e"):
        assert _post(operator_calls, HOME + STATUS_PATH + target, _report("delivered", "SM404")) == 204


def test_stop_is_honoured_and_a_replay_of_it_after_start_changes_nothing(
    operator_calls: FlaskClient, ledger: Ledger
) -> None:
    case, url = ledger.case(), HOME + INBOUND_PATH
    assert _post(operator_calls, url, _sms("Stop!")) == 200
    ledger.tell(case)
    assert [row.event for row in ledger.rows()] == ["reply/SMin1"]
    assert _post(operator_calls, url, _sms("START", "SMin2")) == 200
    assert _post(operator_calls, url, _sms("Stop!")) == 200
    with ledger.sessions() as session:
        assert not consents.is_stopped(session, PHONE)
    ledger.tell(case, "done")
    assert "done/1" in [row.event for row in ledger.rows()]


def test_only_the_confirmed_phone_is_told_the_state(operator_calls: FlaskClient, ledger: Ledger) -> None:
    ledger.case()
    url, taker = HOME + INBOUND_PATH, _Taker()
    _post(operator_calls, url, _sms("status rpw/1/2026"))
    _post(operator_calls, url, _sms("STATUS RPW/1/2026", "SMin2", "+48600100201"))
    while ledger.drain(taker):  # type: ignore[arg-type]  # it is only sent to
        pass
    said = {order.to: order.body for order in taker.orders}
    assert said[PHONE] == "Urzad zabrze: sprawa RPW/1/2026, stan: przyjeta. Szczegoly w Okienku."
    assert said["+48600100201"].startswith("Okienko: nie znaleziono takiej sprawy")
