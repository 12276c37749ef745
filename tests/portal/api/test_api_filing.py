"""Another program files: once, with everything kept, or with each wrong place named."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.messages import codes
from forms_catalog.documents.xml import from_xml
from forms_catalog.samples import minimal_pdf, minimal_png
from portal.parts import Parts
from tests.conftest import SECRET
from tests.portal.api.conftest import DN_1, INFORMATION, QUESTION, WASTE, Api, Json, pointers

Question = Callable[..., Json]


def pdf(**changes: str) -> Json:
    data = base64.b64encode(minimal_pdf()).decode()
    file = {
        "slot": "power_of_attorney",
        "filename": "a.pdf",
        "content_type": "application/pdf",
        "data_base64": data,
    }
    return {**file, **changes}


def test_a_filed_form_has_number_key_and_addresses(api: Api, question: Question) -> None:
    filed = api.post(question())
    assert filed.status_code == 201
    told = filed.json
    assert told["register_number"] == f"RPW/1/{datetime.fromisoformat(told['filed_at']).year}"
    assert told["signature"] == "not_needed"
    assert told["receipt_url"].startswith(f"http://127.0.0.1:8000/upo/{told['id']}.xml?t=")
    assert filed.headers["Cache-Control"] == "no-store"
    for address in (told["receipt_url"], told["case_url"]):
        assert api.client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_what_looks_like_a_slip_is_filed_and_told_each_time_it_is_sent(api: Api) -> None:
    body = api.sample("podatek-srodki-transportowe-dt-1")
    assert "warnings" not in api.post(body).json
    body["answers"]["vehicles"][0]["plate"] = "12345"
    key = str(uuid4())
    filed = api.post(body, key, "?lang=en")
    assert filed.status_code == 201
    [doubt] = filed.json["warnings"]
    assert (doubt["pointer"], doubt["code"]) == ("/answers/vehicles/0/plate", "unusual")
    assert doubt["message"] == "The number 12345 looks unusual. If it is copied right, leave it."
    assert api.post(body, key, "?lang=en").json == filed.json


def test_an_appeal_that_comes_late_is_filed_and_its_sender_told(api: Api) -> None:
    body = api.sample("odwolanie-od-decyzji-podatkowej")
    assert "warnings" not in api.post(body).json
    body["answers"]["delivered_on"] = body["answers"]["decision_date"] = "2026-01-05"
    [doubt] = api.post(body, None, "?lang=en").json["warnings"]
    assert (doubt["pointer"], doubt["code"]) == ("/answers/delivered_on", "late")


def test_a_missing_signature_is_recorded_not_refused(api: Api) -> None:
    assert api.post(api.sample(DN_1)).json["signature"] == "missing"


@pytest.mark.parametrize("name", ["default", "person", "proxy", "correction"])
def test_what_was_sent_stands_in_the_kept_document(api: Api, parts: Parts, name: str) -> None:
    body = api.sample(DN_1, name)
    filed = api.post(body).json
    kept = api.get(f"submissions/{filed['id']}/document", Okienko_Access_Key=filed["access_key"])
    form = parts.catalogue.service(DN_1)
    assert form is not None
    assert from_xml(form, kept.data) == body["answers"]


def test_the_same_body_under_the_same_key_gives_the_same_answer(
    api: Api, question: Question, sessions: sessionmaker[Session]
) -> None:
    key = str(uuid4())
    first = api.post(question(), key)
    # spaces and the order of names do not make another submission
    other_order = json.dumps(dict(reversed(question().items())), indent=2).encode()
    again = [api.post(question(), key, "?lang=en"), api.post_bytes(other_order, key=key)]
    assert [(answer.status_code, answer.json) for answer in again] == [(201, first.json)] * 2
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM submission")).scalar() == 1


def test_another_body_under_a_used_key_is_a_conflict(api: Api, question: Question) -> None:
    key = str(uuid4())
    api.post(question(), key)
    answer = api.post(question(office="gliwice"), key)
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")


def test_a_repeated_call_is_answered_after_the_office_stopped_the_service(
    api: Api, question: Question, parts: Parts
) -> None:
    key = "years-before-0001"
    first = api.post(question(), key)
    offices = {code: replace(office, services=()) for code, office in parts.catalogue.offices.items()}
    api.client.application.extensions["okienko"] = replace(
        parts, catalogue=replace(parts.catalogue, offices=offices)
    )
    again = api.post(question(), key)
    assert (again.status_code, again.json) == (201, first.json)
    assert api.post(question(language_of_reply="x"), key).status_code == 422
    assert api.post(question(answers={**QUESTION, "form": "copy_paper"}), key).status_code == 409
    assert api.post(question()).status_code == 422


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "tab\tinside the key", "ż" * 20])
def test_a_key_must_have_16_to_128_printable_characters(api: Api, question: Question, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = api.client.post("/api/v1/submissions", json=question(), headers=headers)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


@pytest.mark.parametrize("key", ["x" * 16, "~" * 128, "with spaces inside it"])
def test_any_other_key_is_taken(api: Api, question: Question, key: str) -> None:
    assert api.post(question(), key).status_code == 201


def test_a_call_without_a_key_is_refused(api: Api, question: Question) -> None:
    assert api.client.post("/api/v1/submissions", json=question()).status_code == 400


def test_each_wrong_answer_is_named_in_the_language_asked_for(api: Api) -> None:
    body = api.sample(WASTE)
    body["answers"]["persons"] = -1
    body["answers"]["property_address"]["postal_code"] = "1"
    del body["answers"]["consents"]["truth_statement"]
    answer = api.post(body, query="?lang=en")
    assert answer.status_code == 422
    assert pointers(answer) == [
        "/answers/property_address/postal_code",
        "/answers/persons",
        "/answers/consents/truth_statement",
    ]
    words = [error["message"] for error in answer.json["errors"]]
    assert words[2] == "Check the data and tick that they are true."
    polish = [error["message"] for error in api.post(body).json["errors"]]
    assert polish[2] == "Sprawdź dane i zaznacz, że są prawdziwe."


def test_an_answer_to_a_question_not_asked_is_named_not_dropped(api: Api, question: Question) -> None:
    answer = api.post(question(answers={**QUESTION, "reply_email": "a@poczta.example"}))
    assert pointers(answer) == ["/answers/reply_email"]
    assert answer.json["errors"][0]["code"] == "not_asked"


MISSHAPEN: tuple[tuple[Json, str], ...] = (
    ({"office": "nowhere"}, "/office"),
    ({"office": 5}, "/office"),
    ({"service": "nothing"}, "/service"),
    ({"answers": []}, "/answers"),
    ({"answers": None}, "/answers"),
    ({"attachments": {}}, "/attachments"),
    ({"attachments": ["x"]}, "/attachments/0"),
    ({"attachments": [{"slot": "x"}]}, "/attachments/0/filename"),
    ({"attachments": [pdf(slot="x")]}, "/attachments/0/slot"),
    ({"contact": "x"}, "/contact"),
    ({"contact": {"fax": "x"}}, "/contact/fax"),
    ({"contact": {"email": "x"}}, "/contact/email"),
    ({"contact": {"phone": "x"}}, "/contact/phone"),
    ({"contact": {"sms_consent": True}}, "/contact/phone"),
    ({"contact": {"sms_consent": "yes"}}, "/contact/sms_consent"),
    ({"a/b~": 1}, "/a~1b~0"),
)


def test_a_misshapen_body_is_named_at_its_place(
    api: Api, question: Question, subtests: pytest.Subtests
) -> None:
    for changes, pointer in MISSHAPEN:
        with subtests.test(str(changes)):
            answer = api.post(question(**changes))
            assert answer.status_code == 422
            assert pointer in pointers(answer)


@pytest.mark.parametrize("missing", ["office", "service", "answers"])
def test_a_missing_part_of_the_body_is_named(api: Api, question: Question, missing: str) -> None:
    body = question()
    del body[missing]
    assert pointers(api.post(body)) == [f"/{missing}"]


@pytest.mark.parametrize(
    ("file", "pointer", "code"),
    [
        (pdf(data_base64="%%%"), "/attachments/0/data_base64", "not_base64"),
        (pdf(data_base64="ż"), "/attachments/0/data_base64", "not_base64"),
        (pdf(data_base64=""), "/attachments/0", "empty"),
        (pdf(data_base64=base64.b64encode(b"MZ not a pdf").decode()), "/attachments/0", "wrong_type"),
        (pdf(data_base64=base64.b64encode(minimal_png()).decode()), "/attachments/0", "name_disagrees"),
        (pdf(content_type="image/png"), "/attachments/0", "claim_disagrees"),
        (pdf(filename="a.exe"), "/attachments/0", "name_disagrees"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(api: Api, file: Json, pointer: str, code: str) -> None:
    body = api.sample(DN_1, "proxy")
    body["attachments"] = [file]
    answer = api.post(body)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [(pointer, code)]


def test_a_missing_attachment_and_too_many_are_named(api: Api) -> None:
    body = api.sample(DN_1, "proxy")
    for files, code in (([], "required"), ([pdf()] * 99, "too_many")):
        answer = api.post({**body, "attachments": files})
        assert (pointers(answer), answer.json["errors"][0]["code"]) == (["/attachments"], code)


def test_a_kept_attachment_has_the_bytes_that_were_sent(
    api: Api, parts: Parts, sessions: sessionmaker[Session]
) -> None:
    body = api.sample(DN_1, "proxy")
    body["attachments"] = [pdf(filename="..\\..\\pełnomocnictwo.pdf")]
    assert api.post(body).status_code == 201
    with sessions() as session:
        name, digest = session.execute(text("SELECT filename, sha256 FROM attachment")).one()
    assert name == "pełnomocnictwo.pdf"
    with parts.files.open(digest) as kept:
        assert kept.read() == minimal_pdf()


def contact_of(sessions: sessionmaker[Session]) -> tuple[object, ...]:
    columns = "contact_email, contact_phone, contact_sms_consent"
    with sessions() as session:
        return tuple(session.execute(text(f"SELECT {columns} FROM submission")).one())  # noqa: S608 - constant names


def test_the_contact_fills_what_the_form_left_empty(api: Api, parts: Parts) -> None:
    body = api.sample(WASTE)
    body["answers"]["contact"] = {"delivery_channel": "post"}
    body["contact"] = {"email": "Anna@poczta.example", "phone": "600 123 456", "sms_consent": True}
    filed = api.post(body).json
    kept = api.get(f"submissions/{filed['id']}/document", Okienko_Access_Key=filed["access_key"])
    form = parts.catalogue.service(WASTE)
    assert form is not None
    contact = from_xml(form, kept.data)["contact"]
    assert isinstance(contact, dict)
    assert (contact["phone"], contact["sms_consent"]) == ("+48600123456", True)
    assert str(contact["email"]).lower() == "anna@poczta.example"


def test_a_contact_that_differs_from_the_form_is_named(api: Api) -> None:
    body = api.sample(WASTE)
    answer = api.post({**body, "contact": {"email": "someone.else@poczta.example"}})
    assert (pointers(answer), answer.json["errors"][0]["code"]) == (["/contact/email"], "differs")
    same = {"email": body["answers"]["contact"]["email"]}
    assert api.post({**body, "contact": same}).status_code == 201


def test_a_form_without_contact_questions_keeps_the_contact_beside(
    api: Api, question: Question, sessions: sessionmaker[Session]
) -> None:
    contact = {"email": "a@poczta.example", "phone": "600123456", "sms_consent": True}
    assert api.post(question(contact=contact)).status_code == 201
    assert contact_of(sessions) == ("a@poczta.example", "+48600123456", True)


def test_the_code_that_confirms_the_phone_comes_by_itself_and_confirms_it(
    api: Api, question: Question, sessions: sessionmaker[Session]
) -> None:
    contact = {"phone": "600123456", "sms_consent": True}
    filed = api.post(question(contact=contact)).json
    with sessions() as session:
        code = session.execute(text("SELECT id FROM code")).scalar_one()
        promised = session.execute(text("SELECT recipient, purpose FROM message")).all()
    assert [tuple(row) for row in promised] == [("+48600123456", "code")]
    place = f"/api/v1/submissions/{filed['id']}/phone-code"
    typed = {"code": codes.digits(SECRET, code)}
    header = {"Okienko-Access-Key": filed["access_key"]}
    assert api.client.post(place, json=typed, headers=header).json == {"phone": "confirmed"}


def test_a_form_may_come_without_any_contact(
    api: Api, question: Question, sessions: sessionmaker[Session]
) -> None:
    assert api.post(question(contact=None)).status_code == 201
    assert contact_of(sessions) == (None, None, False)


def test_the_service_is_filed_where_it_was_sent(
    api: Api, question: Question, sessions: sessionmaker[Session]
) -> None:
    numbers = [api.post(question(office=office)).json["register_number"] for office in ("zabrze", "gliwice")]
    assert [number.split("/")[1] for number in numbers] == ["1", "1"]  # each office counts its own
    with sessions() as session:
        offices = session.execute(text("SELECT office_id FROM submission ORDER BY filed_at")).scalars().all()
    assert offices == ["zabrze", "gliwice"]


def test_the_service_code_is_the_document_s(api: Api, question: Question) -> None:
    filed = api.post(question()).json
    kept = api.get(f"submissions/{filed['id']}/document", Okienko_Access_Key=filed["access_key"])
    assert f"urn:okienko:formularz:{INFORMATION}:1".encode() in kept.data
