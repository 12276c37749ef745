"""An administrator sees every certificate that receipts and letters are checked against."""

from dataclasses import replace
from datetime import timedelta
from html import unescape

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from backoffice.application import create_desk
from backoffice.parts import DeskParts
from tests.backoffice.conftest import Clock, Employ, log_in


def test_the_certificates_in_use_and_those_before_stand_on_one_page(
    desk_parts: DeskParts, employ: Employ, desk_clock: Clock
) -> None:
    used, before = (desk_parts.counter.seals[office].certificate for office in ("zabrze", "gliwice"))
    counter = replace(desk_parts.counter, seals={"zabrze": desk_parts.counter.seals["zabrze"]})
    desk = create_desk(replace(desk_parts, counter=counter, earlier_seals=(before,)))
    desk.config["WTF_CSRF_METHODS"] = ()
    employ("admin@urzad.example", "office_admin")
    browser = desk.test_client()
    desk_clock.go_on(seconds=30)
    assert log_in(browser, "admin@urzad.example", desk_clock).status_code == 303
    page = unescape(browser.get("/stan/pieczecie").text).replace("\N{NO-BREAK SPACE}", " ")
    now, then = (one.fingerprint(SHA256()).hex() for one in (used, before))
    assert page.index(now) < page.index("wcześniejszy: służy do sprawdzania") < page.index(then)
    assert page.count("pieczętuje teraz") == 1
    taken = browser.get(f"/stan/pieczecie/{then}.crt")
    assert x509.load_pem_x509_certificate(taken.data) == before
    assert browser.get(f"/stan/pieczecie/{'0' * 64}.crt").status_code == 404


def test_a_seal_that_has_ended_is_marked(desk_parts: DeskParts, employ: Employ, desk_clock: Clock) -> None:
    end = desk_parts.counter.seals["zabrze"].certificate.not_valid_after_utc
    desk_clock.now = end + timedelta(days=1)
    desk = create_desk(desk_parts)
    desk.config["WTF_CSRF_METHODS"] = ()
    employ("admin@urzad.example", "office_admin")
    browser = desk.test_client()
    assert log_in(browser, "admin@urzad.example", desk_clock).status_code == 303
    assert "stracił ważność: odnów" in unescape(browser.get("/stan/pieczecie").text).replace("\xa0", " ")
