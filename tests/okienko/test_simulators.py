"""The stand-ins behave as the vendor's client and a mail program expect, and lose nothing they accepted."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from okienko.settings import Settings
from okienko.simulators.telling import signature
from okienko.sms_operator import sms_operator
from sms.operators.port import Outgoing
from tests.program import Program, until
from tests.simulators import PHONE, Simulators


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulators]:
    started = Simulators(tmp_path_factory.mktemp("simulated") / "data").start()
    yield started
    started.stop()


@pytest.fixture
def simulators(running: Simulators) -> Simulators:
    running.click("/oproznij")
    running.course(pace="0")
    return running


class _Here(TwilioHttpClient):  # type: ignore[misc]  # twilio ships no types
    """The vendor's client as it is, with nothing but the address changed."""

    def __init__(self, address: str) -> None:
        super().__init__(timeout=10)
        self.address = address

    def request(self, method: str, url: str, *args: object, **named: object) -> object:
        return super().request(method, url.replace("https://api.twilio.com", self.address), *args, **named)


@pytest.fixture
def vendor(simulators: Simulators) -> Client:
    account = simulators.account
    return Client(account.sid, account.token, http_client=_Here(simulators.address))


def _send(vendor: Client, simulators: Simulators, to: str = PHONE, **more: object) -> str:
    made = vendor.messages.create(to=to, from_=simulators.account.sender, body="Zażółć", **more)
    return str(made.sid)


def test_the_vendor_s_client_reads_every_field_of_a_message(vendor: Client, simulators: Simulators) -> None:
    simulators.course(pace="hand")
    made = vendor.messages.create(to=PHONE, from_=simulators.account.sender, body="Zażółć gęślą jaźń €")
    assert made.sid.startswith("SM")
    assert len(made.sid) == 34
    assert (made.status, made.direction, made.api_version) == ("queued", "outbound-api", "2010-04-01")
    assert (made.to, made.from_, made.body) == (PHONE, simulators.account.sender, "Zażółć gęślą jaźń €")
    assert (made.num_segments, made.num_media, made.error_code, made.price) == ("1", "0", None, None)
    assert made.date_sent is None
    assert isinstance(made.date_created, datetime)
    for status in ("sending", "sent", "delivered"):
        simulators.click(f"/sms/{made.sid}/dalej", koniec="delivered")
        assert made.fetch().status == status
    assert isinstance(made.fetch().date_sent, datetime)
    assert set(made.subresource_uris) == {"media"}
    assert made.uri == f"/2010-04-01/Accounts/{simulators.account.sid}/Messages/{made.sid}.json"


def test_an_error_is_read_with_code_words_and_where_to_read_more(
    vendor: Client, simulators: Simulators
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        _send(vendor, simulators, to="123")
    assert (refused.value.status, refused.value.code) == (400, 21211)
    assert "Invalid 'To' Phone Number" in refused.value.msg
    with pytest.raises(TwilioRestException) as unknown:
        vendor.messages("SM" + "0" * 32).fetch()
    assert (unknown.value.status, unknown.value.code) == (404, 20404)


def test_a_wrong_password_is_refused_before_anything_is_read(simulators: Simulators) -> None:
    account = simulators.account
    path = f"{simulators.address}/2010-04-01/Accounts/{account.sid}/Messages.json"
    for auth in (None, (account.sid, ""), (account.sid, "x"), ("AC1", account.token), ("ą", "ł")):
        answered = httpx.post(path, data={"To": PHONE}, auth=auth)  # type: ignore[arg-type]  # None: no header
        assert (answered.status_code, answered.json()["code"]) == (401, 20003)
    other = path.replace(account.sid, "AC" + "0" * 32)
    assert httpx.get(other, auth=(account.sid, account.token)).status_code == 404


def test_the_list_comes_newest_first_in_pages_for_one_number(vendor: Client, simulators: Simulators) -> None:
    sent = [_send(vendor, simulators) for _ in range(7)]
    _send(vendor, simulators, to="+48600100201")
    assert [one.sid for one in vendor.messages.list(to=PHONE, page_size=3)] == sent[::-1]
    assert [one.sid for one in vendor.messages.list(to=PHONE, limit=2)] == sent[:-3:-1]
    assert len(vendor.messages.list(from_=simulators.account.sender)) == 8
    assert vendor.messages.list(to="+48600100299") == []


def test_the_list_by_day_leaves_out_what_is_not_sent_yet(vendor: Client, simulators: Simulators) -> None:
    sent = _send(vendor, simulators)
    until("sent", lambda: vendor.messages(sent).fetch().date_sent is not None)
    simulators.course(pace="hand")
    waiting = _send(vendor, simulators)
    today, later = datetime.now(UTC), datetime.now(UTC) + timedelta(days=2)
    assert [one.sid for one in vendor.messages.list(date_sent=today.date())] == [sent]
    assert [one.sid for one in vendor.messages.list(date_sent_after=today - timedelta(hours=1))] == [sent]
    assert [one.sid for one in vendor.messages.list(date_sent_before=later)] == [sent]
    assert vendor.messages.list(date_sent=date(2020, 1, 1)) == []
    assert vendor.messages.list(date_sent_after=later) == []
    assert {one.sid for one in vendor.messages.list()} == {sent, waiting}


def test_a_sender_that_is_not_of_this_account_is_refused(simulators: Simulators, vendor: Client) -> None:
    with pytest.raises(TwilioRestException) as foreign:
        vendor.messages.create(to=PHONE, messaging_service_sid="MG" + "0" * 32, body="x")
    assert foreign.value.code == 21606


def test_a_message_with_a_shortened_address_is_filtered(vendor: Client, simulators: Simulators) -> None:
    made = vendor.messages.create(to=PHONE, from_=simulators.account.sender, body="Zobacz https://bit.ly/abc")
    until("filtered", lambda: made.fetch().status == "undelivered")
    assert made.fetch().error_code == 30007


@pytest.mark.parametrize(
    ("fate", "status", "code"),
    [("delivered", "delivered", None), ("sent", "sent", None), ("failed", "failed", 30008),
     ("30005", "undelivered", 30005)],
)  # fmt: skip
def test_a_message_ends_as_the_switch_says(
    vendor: Client, simulators: Simulators, fate: str, status: str, code: int | None
) -> None:
    simulators.course(fate=fate)
    sid = _send(vendor, simulators)
    until(status, lambda: vendor.messages(sid).fetch().status == status)
    assert vendor.messages(sid).fetch().error_code == code


def test_the_signature_is_the_vendor_s() -> None:
    url, fields = (
        "http://127.0.0.1:8000/operator-sms/stan?wiadomosc=ą%20b",
        {"Zeta": "ł & 1", "Alpha": "", "a": "="},
    )
    assert RequestValidator("token").validate(url, fields, signature("token", url, fields))


def test_reports_never_leave_this_machine(vendor: Client, simulators: Simulators) -> None:
    for url in (
        "https://example.org/x",
        "http://10.0.0.1/x",
        "ftp://127.0.0.1/x",
        "x",
        "http://127.0.0.1:99999/",
    ):
        sid = _send(vendor, simulators, status_callback=url)
        until("tried", lambda sid=sid: "czeka na wysłanie" not in simulators.page(f"/sms/{sid}"))  # type: ignore[misc]  # the default binds the loop's value
    assert "adres spoza tego komputera" in simulators.page(f"/sms/{sid}") or "Error" in simulators.page(
        f"/sms/{sid}"
    )


def test_for_the_next_two_calls_means_two(vendor: Client, simulators: Simulators) -> None:
    simulators.answer("refuse", code=30002, times=2)
    for _ in range(2):
        with pytest.raises(TwilioRestException):
            _send(vendor, simulators)
    assert _send(vendor, simulators)
    simulators.answer("unavailable", times=-1)
    for _ in range(3):
        with pytest.raises(TwilioRestException):
            _send(vendor, simulators)


@pytest.mark.slow
def test_a_power_cut_loses_nothing_that_was_accepted(tmp_path_factory: pytest.TempPathFactory) -> None:
    simulators = Simulators(tmp_path_factory.mktemp("killed") / "data").start()
    try:
        vendor = Client(
            simulators.account.sid, simulators.account.token, http_client=_Here(simulators.address)
        )
        simulators.course(pace="hand", callbacks="withhold")
        simulators.click("/telefon", phone="600100209", body="STOP")
        sent = [_send(vendor, simulators, status_callback="http://127.0.0.1:1/x") for _ in range(20)]
        _post(simulators, "przed zabiciem")
        simulators.stop(kill=True)
        simulators.start()
        assert [one.sid for one in vendor.messages.list(to=PHONE)] == sent[::-1]
        with pytest.raises(TwilioRestException) as stopped:
            _send(vendor, simulators, to="+48600100209")
        assert stopped.value.code == 21610
        assert "przed zabiciem" in simulators.page()
        assert "wstrzymane" in simulators.page(f"/sms/{sent[0]}")  # the switch held too
        simulators.course(pace="0")
        simulators.click(f"/sms/{sent[0]}/dalej", koniec="delivered")
        until("it goes on", lambda: vendor.messages(sent[0]).fetch().status == "delivered")
    finally:
        simulators.stop()


def _letter(subject: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "urzad@example.pl", "anna@example.pl", subject
    letter.set_content("Treść: zażółć gęślą jaźń\n")
    letter.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="pismo.pdf")
    return letter


def _post(simulators: Simulators, subject: str, *, timeout: float = 10) -> None:
    with smtplib.SMTP("127.0.0.1", simulators.mail_port, timeout=timeout) as server:
        server.send_message(_letter(subject))


def test_a_letter_is_kept_and_shown_and_goes_nowhere(simulators: Simulators) -> None:
    _post(simulators, "Nowy stan sprawy – ąę")
    page = simulators.page()
    assert "Nowy stan sprawy – ąę" in page
    assert "anna@example.pl" in page
    number = page.split("/list/")[1].split('"')[0]
    letter = simulators.page(f"/list/{number}")
    assert "zażółć gęślą jaźń" in letter
    assert "pismo.pdf" in letter


@pytest.mark.parametrize(("answer", "code"), [("refuse", 550), ("later", 451)])
def test_a_mailbox_can_refuse_for_good_or_for_now(simulators: Simulators, answer: str, code: int) -> None:
    simulators.answer(answer, channel="mail", times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        _post(simulators, "odmowa")
    assert refused.value.recipients["anna@example.pl"][0] == code
    assert "odmowa" not in simulators.page()
    _post(simulators, "przyjęty")
    assert "przyjęty" in simulators.page()


def test_a_mail_server_can_take_a_letter_and_fall_silent(simulators: Simulators) -> None:
    simulators.answer("stall", channel="mail", seconds=1, times=1)
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        _post(simulators, "milczenie", timeout=0.4)
    simulators.answer("drop", channel="mail", times=1)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        _post(simulators, "zerwane")
    page = simulators.page()
    assert "milczenie" in page
    assert "zerwane" in page


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/zachowanie/sms", {"answer": "explode"}),
        ("/zachowanie/sms", {}),
        ("/zachowanie/sms", {"answer": "stall", "seconds": "dużo"}),
        ("/zachowanie/sms", {"answer": "stall", "seconds": "nan"}),
        ("/zachowanie/sms", {"answer": "stall", "seconds": "1e9"}),
        ("/zachowanie/sms", {"answer": "stall", "times": "-2"}),
        ("/zachowanie/mail", {"answer": "lose"}),
        ("/zachowanie", {"fate": "delivered"}),
        ("/zachowanie", {"fate": "x", "callbacks": "send", "pace": "1"}),
        ("/zachowanie", {"fate": "delivered", "callbacks": "send", "pace": "-1"}),
        ("/telefon", {"phone": "abc", "body": "x"}),
        ("/telefon", {}),
    ],
)
def test_a_form_filled_wrongly_is_shown_again(
    simulators: Simulators, path: str, fields: dict[str, str]
) -> None:
    answered = httpx.post(simulators.address + path, data=fields)
    assert answered.status_code == 422
    assert "Popraw" in answered.text


def test_other_pages_of_the_web_cannot_click_here(simulators: Simulators) -> None:
    foreign = httpx.post(f"{simulators.address}/oproznij", headers={"Origin": "https://zly.example"})
    assert foreign.status_code == 400
    assert httpx.get(simulators.address, headers={"Host": "zly.example"}).status_code == 421


def test_what_people_write_is_shown_as_text(vendor: Client, simulators: Simulators) -> None:
    vendor.messages.create(to=PHONE, from_=simulators.account.sender, body="<script>alert(1)</script>")
    _post(simulators, "<img src=x>")
    assert "<script>" not in simulators.page()
    assert "<img" not in simulators.page()


def test_old_messages_are_reached_from_the_first_page(vendor: Client, simulators: Simulators) -> None:
    for count in range(45):
        vendor.messages.create(to=PHONE, from_=simulators.account.sender, body=f"numer {count}.")
    seen, address = set(), "/"
    while address:
        page = simulators.page(address)
        seen |= {count for count in range(45) if f"numer {count}." in page}
        older = page.split('href="/?sms=')[1:]
        address = f"/?sms={older[0].split(chr(34))[0]}" if older else ""
    assert seen == set(range(45))


@pytest.mark.slow
def test_without_a_demo_there_are_no_simulators(tmp_path_factory: pytest.TempPathFactory) -> None:
    stuck = Simulators(tmp_path_factory.mktemp("office") / "data", demo="")
    with pytest.raises(AssertionError, match="ended"):
        stuck.start()
    assert "OKIENKO_DEMO=1" in (stuck.data.parent / "data.out").read_text()


@pytest.mark.slow
def test_a_demo_runs_its_simulators_two_ports_further_and_keeps_them_running(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    program = Program(tmp_path_factory.mktemp("demo") / "data").start()
    try:
        page = f"http://127.0.0.1:{program.port + 2}/"
        until("the page answers", lambda: _answers(page))
        assert page.rstrip("/") in program.said()
        with smtplib.SMTP("127.0.0.1", program.port + 3, timeout=10) as server:
            server.send_message(_letter("z programu"))
        operator = sms_operator(Settings(data=program.data, port=program.port, demo=True))
        assert operator is not None
        ref = operator.send(Outgoing("promise", PHONE, "Stan sprawy: w toku")).ref
        before = program.children("simulators")[0]
        before.kill()
        until(
            "another one",
            lambda: [each.pid for each in program.children("simulators")] not in ([], [before.pid]),
        )
        until("the page answers again", lambda: _answers(page))
        assert operator.status(ref) is not None
        assert "z programu" in httpx.get(page).text
        everybody = program.tree()
        assert program.stop() < 30
        assert not [each for each in everybody if each.is_running()]
    finally:
        program.stop()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
