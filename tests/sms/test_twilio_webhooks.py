"""What the operator tells us: believed when signed, whatever else somebody posts is refused."""

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sms.addresses import INBOUND_PATH, STATUS_PATH, inbound_url, status_url
from sms.operators.port import DeliveryState, Outgoing, further
from sms.operators.twilio import Twilio
from sms.operators.twilio_account import Account
from sms.operators.twilio_webhooks import NotFromOperator, SmsHeard, StatusHeard, Webhooks
from tests.program import until
from tests.simulators import PHONE, Call, Office, Simulators


@pytest.fixture
def webhooks(simulators: Simulators, office: Office) -> Webhooks:
    return Webhooks(simulators.account, office.address)


def _send(operator: Twilio, office: Office, own_ref: str = "promise-1") -> str:
    url = status_url(office.address, own_ref)
    return operator.send(Outgoing(own_ref, PHONE, "Stan sprawy", url)).ref


def _heard(webhooks: Webhooks, call: Call) -> StatusHeard:
    return webhooks.hear_status(call.target, call.fields, call.signature)


def test_the_office_hears_each_state_in_its_order(
    simulators: Simulators, operator: Twilio, office: Office, webhooks: Webhooks
) -> None:
    ref = _send(operator, office, "promise/ą 1")
    until("three reports", lambda: len(office.calls) == 3)
    assert [_heard(webhooks, call) for call in office.calls] == [
        StatusHeard(ref, DeliveryState.ON_ITS_WAY, None),
        StatusHeard(ref, DeliveryState.SENT, None),
        StatusHeard(ref, DeliveryState.DELIVERED, None),
    ]
    assert {call.target for call in office.calls} == {f"{STATUS_PATH}?wiadomosc=promise%2F%C4%85%201"}


@pytest.mark.parametrize("fate", ["30003", "30004", "30005", "30006", "30007"])
def test_a_message_that_never_arrives_says_why(
    simulators: Simulators, operator: Twilio, office: Office, webhooks: Webhooks, fate: str
) -> None:
    simulators.course(fate=fate)
    ref = _send(operator, office)
    until("three reports", lambda: len(office.calls) == 3)
    assert _heard(webhooks, office.calls[-1]) == StatusHeard(ref, DeliveryState.FAILED, fate)
    known = operator.status(ref)
    assert known is not None
    assert (known.state, known.code) == (DeliveryState.FAILED, fate)


def test_a_report_finds_its_message_although_the_answer_to_the_sending_was_lost(
    simulators: Simulators, operator: Twilio, office: Office, webhooks: Webhooks
) -> None:
    simulators.answer("lose", times=1)
    with pytest.raises(Exception, match="broken"):
        _send(operator, office, "promise-7")
    until("three reports", lambda: len(office.calls) == 3)
    assert _heard(webhooks, office.calls[-1]).state is DeliveryState.DELIVERED
    assert office.calls[-1].target.endswith("wiadomosc=promise-7")


@pytest.mark.parametrize(
    ("callbacks", "statuses"),
    [
        ("reorder", ["delivered", "queued", "sent"]),
        ("duplicate", ["queued", "queued", "sent", "sent", "delivered", "delivered"]),
    ],
)
def test_late_and_doubled_reports_change_nothing(
    simulators: Simulators, operator: Twilio, office: Office, webhooks: Webhooks,
    callbacks: str, statuses: list[str],
) -> None:  # fmt: skip
    simulators.course(callbacks=callbacks)
    _send(operator, office)
    until("all reports", lambda: len(office.calls) == len(statuses))
    assert office.statuses() == statuses
    state = DeliveryState.ON_ITS_WAY
    for call in office.calls:
        state = further(state, _heard(webhooks, call).state)
    assert state is DeliveryState.DELIVERED


def test_withheld_reports_come_when_somebody_clicks(
    simulators: Simulators, operator: Twilio, office: Office
) -> None:
    simulators.course(callbacks="withhold")
    ref = _send(operator, office)

    def withheld() -> list[str]:
        return re.findall(r"/powiadomienia/\d+/wyslij", simulators.page(f"/sms/{ref}"))

    until("all three put down", lambda: len(withheld()) == 3)
    assert office.calls == []
    simulators.click(withheld()[-1])
    until("the report", lambda: office.statuses() == ["delivered"])


@pytest.fixture
def call(simulators: Simulators, operator: Twilio, office: Office) -> Call:
    """A genuine report of a delivery."""
    _send(operator, office)
    until("three reports", lambda: len(office.calls) == 3)
    return office.calls[-1]


def test_a_call_without_a_signature_is_refused(webhooks: Webhooks, call: Call) -> None:
    genuine = call.signature or ""
    altered = genuine[:-2] + ("E=" if genuine.endswith("A=") else "A=")
    for signature in (None, "", " ", "AAAA", "ą", altered):
        with pytest.raises(NotFromOperator):
            _heard(webhooks, replace(call, signature=signature))


def test_a_call_with_anything_changed_is_refused(webhooks: Webhooks, call: Call) -> None:
    changed = {
        "another state": replace(call, fields={**call.fields, "MessageStatus": ["failed"]}),
        "one more field": replace(call, fields={**call.fields, "ErrorCode": [""]}),
        "a field less": replace(call, fields={k: v for k, v in call.fields.items() if k != "ApiVersion"}),
        "a second value": replace(
            call, fields={**call.fields, "MessageSid": [*call.fields["MessageSid"], "x"]}
        ),
        "another message": replace(call, target=call.target.replace("promise-1", "promise-2")),
        "another address": replace(call, target=call.target.replace(STATUS_PATH, INBOUND_PATH)),
        "no query": replace(call, target=STATUS_PATH),
    }
    for name, forged in changed.items():
        with pytest.raises(NotFromOperator):
            pytest.fail(f"{name}: {_heard(webhooks, forged)}")
    assert _heard(webhooks, call).state is DeliveryState.DELIVERED


def test_a_call_for_another_office_is_refused(simulators: Simulators, office: Office, call: Call) -> None:
    account = simulators.account
    for foreign in (
        Webhooks(account, "https://inny-urzad.example.pl"),
        Webhooks(account, office.address.replace("http:", "https:")),
        Webhooks(Account(account.sid, "another token", account.sender), office.address),
        Webhooks(Account("AC" + "0" * 32, account.token, account.sender), office.address),
    ):
        with pytest.raises(NotFromOperator):
            _heard(foreign, call)


def test_a_signed_report_is_no_sms_and_an_sms_no_report(
    simulators: Simulators, webhooks: Webhooks, office: Office, call: Call
) -> None:
    with pytest.raises(NotFromOperator):
        webhooks.hear_sms(call.target, call.fields, call.signature)


def test_a_replayed_report_says_the_same_and_changes_nothing(webhooks: Webhooks, call: Call) -> None:
    assert _heard(webhooks, call) == _heard(webhooks, call)
    for known in DeliveryState:
        once = further(known, _heard(webhooks, call).state)
        assert further(once, _heard(webhooks, call).state) == once


def test_an_end_is_an_end() -> None:
    for end in (DeliveryState.DELIVERED, DeliveryState.FAILED):
        assert {further(end, heard) for heard in DeliveryState} == {end}
    assert further(DeliveryState.SENT, DeliveryState.ON_ITS_WAY) is DeliveryState.SENT


@pytest.mark.slow
def test_an_sms_of_a_resident_reaches_the_office_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    office = Office()
    stop = office.serve()
    simulators = Simulators(tmp_path_factory.mktemp("inbound") / "data", public_url=office.address).start()
    try:
        webhooks = Webhooks(simulators.account, office.address)
        bodies = ["STATUS WP.3120.118.2026", "Zażółć & = + %20\nkoniec", " ", ""]
        for body in bodies:
            simulators.click("/telefon", phone="600 100 200", body=body)
        until("all of them", lambda: len(office.calls) == len(bodies))
        heard = [webhooks.hear_sms(call.target, call.fields, call.signature) for call in office.calls]
        assert [(sms.from_number, sms.body.replace("\r\n", "\n")) for sms in heard] == [
            (PHONE, body) for body in bodies
        ]
        assert len({sms.ref for sms in heard}) == len(bodies)
        assert office.address + office.calls[0].target == inbound_url(office.address)
        assert office.calls[0].fields["FromCity"] == [""]  # blank fields belong to what is signed
        with pytest.raises(NotFromOperator):
            webhooks.hear_status(office.calls[0].target, office.calls[0].fields, office.calls[0].signature)
        assert isinstance(heard[0], SmsHeard)
    finally:
        simulators.stop()
        stop()


@given(
    st.text(max_size=80).map("/".__add__),
    st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=3), max_size=5),
    st.none() | st.text(max_size=40),
)
@example("/\ud800", {"a": ["\ud800"]}, "x")
@example("/[", {"MessageSid": []}, "[")
def test_whatever_is_posted_is_refused_and_nothing_breaks(
    target: str, fields: dict[str, list[str]], signature: str | None
) -> None:
    webhooks = Webhooks(Account("AC" + "0" * 32, "token", "+48732000001"), "http://127.0.0.1:8000")
    for hear in (webhooks.hear_status, webhooks.hear_sms):
        with pytest.raises(NotFromOperator):
            hear(target, fields, signature)
