"""The six digits: pasted with spaces, wrong five times, for the phone, by program."""

from casework.messages import consents
from portal.parts import Parts
from tests.portal.answering.conftest import Called


def _confirmed(parts: Parts, called: Called) -> bool:
    with parts.sessions() as session:
        wish = consents.find(session, called.filed.id)
    return wish is not None and wish.confirmed


def test_opening_the_page_sends_nothing_and_the_button_does(called: Called) -> None:
    page = called.get("/kod", do="odpowiedz")
    assert "Wyślij mi kod" in page.text
    assert "one-time-code" not in page.text
    sent = called.post("/kod/wyslij", do="odpowiedz")
    assert sent.status_code == 303
    form = called.client.get(sent.headers["Location"]).text
    assert 'autocomplete="one-time-code"' in form
    assert 'inputmode="numeric"' in form
    assert "na telefon podany" in form


def test_the_code_may_be_pasted_with_spaces(called: Called) -> None:
    called.post("/kod/wyslij", do="odpowiedz")
    code = called.newest_code()
    assert called.post("/kod", {"kod": f" {code[:3]} {code[3:]} "}, do="odpowiedz").status_code == 303


def test_who_gave_a_landline_has_the_code_sent_by_email(called: Called) -> None:
    asked = called.client.get(called.post("/kod/wyslij", do="odpowiedz").headers["Location"]).text
    assert "Wyślij kod e-mailem" in asked
    sent = called.post("/kod/wyslij", do="odpowiedz", droga="email")
    page = called.client.get(sent.headers["Location"]).text
    assert "na adres e-mail podany" in page and "Wyślij kod e-mailem" not in page
    assert called.post("/kod", {"kod": called.newest_code()}, do="odpowiedz").status_code == 303
    # a phone is confirmed by what comes to it, never by e-mail
    phone = called.post("/kod/wyslij", do="telefon", droga="email")
    asked = called.client.get(phone.headers["Location"]).text
    assert "na telefon podany" in asked and "Wyślij kod e-mailem" not in asked


def test_a_wrong_code_is_said_and_five_wrong_ones_end_it(called: Called) -> None:
    called.post("/kod/wyslij", do="odpowiedz")
    right = called.newest_code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(5):
        refused = called.post("/kod", {"kod": wrong}, do="odpowiedz")
        assert refused.status_code == 422
        assert f'value="{wrong}"' in refused.text
        assert "<title>Błąd:" in refused.text
    assert called.post("/kod", {"kod": right}, do="odpowiedz").status_code == 422


def test_a_code_for_the_phone_confirms_it_and_opens_no_letters(called: Called, parts: Parts) -> None:
    assert "Potwierdź telefon" in called.get().text
    done = called.prove("telefon")
    assert done.status_code == 303
    assert _confirmed(parts, called)
    assert "Potwierdź telefon" not in called.get().text
    assert called.get("/odpowiedz").status_code == 303


def test_where_to_go_next_is_never_an_address_from_outside(called: Called) -> None:
    for wish in ("https://evil.example", "//evil.example", "../..", ""):
        led = called.prove(wish)
        if led.status_code == 303:  # after three codes no more are sent
            assert led.headers["Location"].startswith(called.address("/odpowiedz"))


def test_a_program_confirms_the_phone_with_the_key_and_the_code(called: Called, parts: Parts) -> None:
    called.post("/kod/wyslij", do="telefon")
    code, key = called.newest_code(), {"Okienko-Access-Key": called.filed.access_key}
    address = f"/api/v1/submissions/{called.filed.id}/phone-code"
    assert called.client.post(address, json={"code": code}).status_code == 404
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for body in ({"code": wrong}, {"code": int(code)}, {}, [], {"code": code, "more": 1}):
        refused = called.client.post(address, json=body, headers=key)
        assert refused.status_code == 422
        assert refused.get_json()["errors"][0]["pointer"] == "/code"
    assert not _confirmed(parts, called)
    confirmed = called.client.post(address, json={"code": code}, headers=key)
    assert (confirmed.status_code, confirmed.get_json()) == (200, {"phone": "confirmed"})
    assert _confirmed(parts, called)


def test_in_another_language_the_digits_stay_and_no_try_is_lost(called: Called) -> None:
    called.post("/kod/wyslij", do="odpowiedz")
    for _ in range(7):
        english = called.post("/kod", {"kod": "12 34", "then": "lang:en"}, do="odpowiedz", lang="en")
        assert english.status_code == 200
        assert 'value="12 34"' in english.text
        assert "6 digits" in english.text
        assert 'name="then" value="lang:pl"' in english.text
    assert called.post("/kod", {"kod": called.newest_code()}, do="odpowiedz").status_code == 303
