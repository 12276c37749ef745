"""A form opened by a link that brings answers along: for the consultant and for letters."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from casework.intake import handed_on
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples
from forms_catalog.starting import From, start
from okienko.logs import masked
from portal.application import create_portal
from portal.parts import Parts
from tests.dressed import kept
from tests.portal.filing.filling import INFORMATION, PROPERTY, WASTE, example_of
from tests.portal.filing.visitor import Visitor

NAME, EMAIL = "Kanareczka", "kanarek@poczta.example"
Link = Callable[..., Any]


@pytest.fixture
def link(client: FlaskClient) -> Link:
    """What the API answers to somebody who wants a link."""

    def make(answers: object, service: str = WASTE, office: str = "zabrze", **more: object) -> Any:
        body = {"office": office, "answers": answers, **more}
        answer = client.post(f"/api/v1/services/{service}/prefill?lang=pl", json=body)
        return {**(answer.json or {}), "status": answer.status_code}

    return make


def _path(url: str) -> str:
    return url.removeprefix("http://127.0.0.1:8000")


def test_a_link_opens_the_form_filled_in_and_the_first_button_keeps_all_of_it(
    link: Link, visitor: Visitor, catalogue: Catalogue, sessions: sessionmaker[Session]
) -> None:
    sample = example_of(catalogue, WASTE)
    person = {**sample.answers["person"], "last_name": NAME}  # type: ignore[dict-item]  # a group
    made = link({**sample.answers, "person": person})
    assert made["status"] == 201, made
    assert {one["pointer"] for one in made["left_out"]} == set(), made["left_out"]
    before = kept(sessions)
    visitor.open(_path(made["url"]))
    assert "Część formularza jest już wypełniona" in visitor.text
    assert kept(sessions) == before, "looking makes no draft"
    for _ in range(20):
        if visitor.path.endswith("/sprawdz"):
            break
        for box in visitor.page.xpath("//input[@type='checkbox'][starts-with(@name, 'consents-')]/@name"):
            assert visitor.value(box) is None, "nobody consents for another"
            visitor.type({box: "true"})
        visitor.press("Zapisz i ")
        assert not visitor.complaints(), visitor.text
        assert "Część formularza" not in visitor.text
    assert NAME in visitor.text
    visitor.press("Złóż")
    assert visitor.path.startswith("/upo/"), visitor.text


def test_nothing_personal_can_be_read_in_the_address_or_the_log(link: Link) -> None:
    url = link({"person": {"last_name": NAME, "pesel": "58032798006"}, "applicant_kind": "person"})["url"]
    token = parse_qs(urlsplit(url).query)["dane"][0]
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert NAME.encode() not in raw
    assert "58032798006" not in url
    line = masked(f'GET {url}&lang=pl "Referer: {url}"')
    assert token not in line
    assert line.count("dane=***") == 2


def test_a_link_ends_on_the_minute_and_says_when(link: Link, parts: Parts) -> None:
    made = link({"applicant_kind": "person"}, minutes=5)
    end = datetime.fromisoformat(made["expires_at"])
    assert end.second == 0
    assert timedelta(minutes=5) <= end - datetime.now(UTC) + timedelta(seconds=5) <= timedelta(minutes=6.1)
    for at, works in ((end - timedelta(seconds=1), True), (end, False)):
        late = Visitor(create_portal(replace(parts, now=lambda at=at: at)).test_client())  # type: ignore[misc]  # bound
        late.open(_path(made["url"]))
        assert late.status == 200
        assert ("już wypełniona" in late.text) is works
        assert ("Ten link już nie działa" in late.text) is not works


def test_a_link_is_of_one_form_at_one_office_and_of_ours_alone(link: Link, visitor: Visitor) -> None:
    good = _path(link({"applicant_kind": "person"})["url"])
    spoiled = (
        good.replace(WASTE, PROPERTY), good.replace("urzad=zabrze", "urzad=gliwice"), good[:-2] + "AA",
        good[:-9], good.split("dane=")[0] + "dane=%C4%85", good.split("dane=")[0] + "dane=A",
    )  # fmt: skip
    for one in spoiled:
        visitor.open(one)
        assert visitor.status == 200
        assert "Nie udało się przenieść odpowiedzi" in visitor.text, one
        assert not visitor.page.xpath("//input[@name='applicant_kind'][@checked]")


def test_what_the_form_does_not_take_is_left_out_and_said(link: Link, visitor: Visitor) -> None:
    person = {"last_name": NAME, "pesel": "58032798007", "shoe_size": 43}
    made = link({"applicant_kind": "person", "person": person, "consents": {"truth_statement": True}})
    codes = {one["pointer"]: one["code"] for one in made["left_out"]}
    assert codes == {"/answers/person/pesel": "checksum", "/answers/person/shoe_size": "unknown_field"}
    assert link({"shoe_size": 43})["status"] == 422
    assert link({"applicant_kind": "person"}, office="atlantis")["status"] == 422
    assert link({"applicant_kind": "person"}, service="no-such")["status"] == 404
    long = link({"land_items": [{"parcel_no": str(number), "remarks": "x"} for number in range(9)]}, PROPERTY)
    assert long["status"] in (201, 422)


def test_a_newer_form_takes_what_it_still_asks_for(parts: Parts, link: Link, visitor: Visitor) -> None:
    """Sealed for an older form: whatever that one asked and this one does not is named."""
    answers = {"request_text": NAME, "colour": "red"}
    until = handed_on.ends_at(datetime.now(UTC), timedelta(minutes=9))
    to = handed_on.For("zabrze", INFORMATION)
    token = handed_on.hand_on(parts.options.secret, answers, to, version=0, until=until)
    visitor.open(f"/uslugi/{INFORMATION}/formularz?dane={token}")
    assert visitor.value("request_text") == NAME
    too_long: Answers = {
        "person": {"last_name": "".join(chr(0x100 + number % 5000) for number in range(6000))}
    }
    with pytest.raises(handed_on.TooLong):
        handed_on.hand_on(parts.options.secret, too_long, to, version=1, until=until)


def test_rows_come_along_and_are_mended_at_once(link: Link, visitor: Visitor) -> None:
    partners = [{"first_name": "Ewa", "last_name": NAME}, {"first_name": "Jan", "last_name": "Próbny"}]
    visitor.open(_path(link({"entrepreneur": {"partners": partners}}, "taxi-licencja")["url"]))
    assert f"Ewa {NAME}" in visitor.text
    visitor.press("Popraw Ewa")
    assert "/entrepreneur-partners/" in visitor.path
    assert visitor.value("entrepreneur-partners-0-last_name") == NAME
    visitor.press("Zapisz ")
    assert visitor.text.count("Próbny") >= 1


def test_a_stale_page_keeps_what_the_link_brought(link: Link, visitor: Visitor) -> None:
    visitor.open(
        _path(link({"request_text": NAME, "form": "email_file", "reply_email": EMAIL}, INFORMATION)["url"])
    )
    visitor.typed["csrf_token"] = "stale"
    visitor.press("Zapisz i ")
    assert visitor.status == 400
    assert visitor.value("request_text") == NAME
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/interest"), visitor.text
    while not visitor.path.endswith("/sprawdz"):
        visitor.press("Zapisz i ")
    assert EMAIL in visitor.text


def test_any_sample_of_any_form_is_a_start_without_consents(catalogue: Catalogue) -> None:
    today, faults = datetime.now(UTC).date(), []
    for form in catalogue.services():
        for name, sample in samples(form, catalogue=catalogue, today=today).items():
            begun = start(form, sample.answers, From.LINK, catalogue=catalogue, today=today)
            if begun.left_out:
                faults.append(f"{form.code} {name}: {[one.pointer for one in begun.left_out]}")
            if "consents" in begun.answers or "sms_consent" in str(begun.answers):
                faults.append(f"{form.code} {name}: consents")
    assert not faults, "\n".join(faults)


def test_a_page_that_lay_open_for_too_long_says_that_the_links_other_answers_are_gone(
    link: Link, visitor: Visitor, parts: Parts
) -> None:
    visitor.open(_path(link({"request_text": NAME, "form": "portal"}, INFORMATION)["url"]))
    day_later = replace(parts, now=lambda: datetime.now(UTC) + timedelta(hours=25))
    visitor.client.application.extensions["okienko"] = day_later
    visitor.press("Zapisz i ")
    visitor.client.application.extensions["okienko"] = parts
    assert visitor.status == 422
    assert "Ten link już nie działa" in visitor.text
    assert visitor.value("request_text") == NAME, "what stood on the page is kept"
    visitor.press("Zapisz i ")
    assert visitor.path.endswith("/interest")


def test_a_link_never_says_to_which_account_money_goes(catalogue: Catalogue) -> None:
    """Anybody can make a link and send it to somebody else."""
    form, today = catalogue.service("nadplata-stwierdzenie"), datetime.now(UTC).date()
    assert form is not None
    sample = samples(form, catalogue=catalogue, today=today)["default"]
    account = str(sample.answers["nrb"])
    begun = start(form, sample.answers, From.LINK, catalogue=catalogue, today=today)
    assert account not in str(begun.answers)
    assert not begun.left_out, "left out on purpose, not because it was wrong"
    similar = start(form, sample.answers, From.SIMILAR, catalogue=catalogue, today=today)
    assert account in str(similar.answers), "what one filed oneself comes again"
