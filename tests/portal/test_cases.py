"""A resident opens their case by the key, however it was typed."""

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from portal.application import create_portal
from portal.own_case.cases import EVENTS, STATES
from portal.parts import Parts
from tests.portal.conftest import Files

UNKNOWN = "0000-0000-0000-0000"


def _words(page: str) -> str:
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    )


def _type(client: FlaskClient, key: str, address: str = "127.0.0.1") -> tuple[int, str, str]:
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sprawy").text)[0]
    answer = client.post(
        "/sprawy", data={"klucz": key, "csrf_token": token}, environ_overrides={"REMOTE_ADDR": address}
    )
    return answer.status_code, answer.text, answer.headers.get("Location", "")


def test_the_key_opens_the_case_however_it_was_typed(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample("odpady-deklaracja-zamieszkana")
    key = filed.access_key
    for typed in (
        key,
        key.lower(),
        key.replace("-", " "),
        f"  {key.replace('-', '')} ",
        key.replace("0", "o"),
    ):
        status, _, leads = _type(client, typed)
        assert status == 303, typed
        page = client.get(leads)
        assert page.status_code == 200
        assert filed.register_number in page.text


def test_the_case_says_state_term_and_who_handles_it(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample("odpady-deklaracja-zamieszkana")
    page = _words(client.get(_type(client, filed.access_key)[2]).text)
    for said in (
        "Przyjęta",
        "Urząd ma czas do",
        "To własny termin urzędu",
        "Nikt jeszcze nie prowadzi sprawy",
        "Pismo nie ma podpisu",
        "Dzień wpływu się nie liczy",
        filed.access_key,
    ):
        assert said in page
    asked = file_sample("informacja-publiczna-wniosek")
    page = _words(client.get(_type(client, asked.access_key)[2]).text)
    assert "Ten termin podaje ustawa" in page
    assert "Teraz nie musisz nic robić" in page


def test_a_wrong_key_stays_in_its_field_with_the_way_to_mend_it(client: FlaskClient) -> None:
    status, page, _ = _type(client, "ab<cd>")
    assert status == 422
    assert 'value="ab&lt;cd&gt;"' in page
    assert "<title>Błąd:" in page
    assert 'href="#klucz"' in page
    assert page.index("govuk-error-summary") < page.index("<h1")


def test_who_guesses_has_to_wait_and_others_need_not(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample()
    for _ in range(10):
        assert _type(client, UNKNOWN, "192.0.2.50")[0] == 422
    status, page, _ = _type(client, filed.access_key, "192.0.2.50")
    assert status == 429
    assert "Poczekaj 15 minut" in _words(page)
    assert _type(client, filed.access_key, "192.0.2.51")[0] == 303


def test_after_a_quarter_of_an_hour_one_may_try_again(parts: Parts, file_sample: Files) -> None:
    filed = file_sample()
    shift = [timedelta(0)]

    def later() -> datetime:
        return parts.now() + shift[0]

    client = create_portal(replace(parts, now=later)).test_client()
    for _ in range(10):
        _type(client, UNKNOWN, "192.0.2.60")
    assert _type(client, filed.access_key, "192.0.2.60")[0] == 429
    shift[0] = timedelta(minutes=15, seconds=1)
    assert _type(client, filed.access_key, "192.0.2.60")[0] == 303


def test_a_form_from_elsewhere_is_refused(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample()
    assert client.post("/sprawy", data={"klucz": filed.access_key}).status_code == 400
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sprawy").text)[0]
    sent = {"klucz": filed.access_key, "csrf_token": token}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post("/sprawy", data=sent, headers=headers).status_code == 400, headers
    own = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/sprawy", data=sent, headers=own).status_code == 303
    assert client.post("/sprawy", data={**sent, "csrf_token": token[:-2] + "xx"}).status_code == 400


def test_while_the_database_is_away_the_page_says_that_nothing_was_sent(dry: FlaskClient) -> None:
    status, page, _ = _type(dry, UNKNOWN)
    assert status == 503
    assert "Nic nie zostało wysłane" in _words(page)
    assert "<title>" in dry.get("/").text


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_word_and_a_sign(state: str) -> None:
    kind, sign, word = STATES[state]
    assert kind
    assert sign
    assert word
    assert EVENTS
