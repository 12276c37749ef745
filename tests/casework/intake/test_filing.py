"""The road of one submission: what is promised about drafts, filing, register, receipt, case and audit."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, text

from casework import audit
from casework.cases import find_by_key, find_case
from casework.intake import paperwork
from casework.intake.filing import (
    Contact,
    FileToFile,
    Filing,
    KeyReused,
    NotFileable,
    file_submission,
    find_filed,
)
from casework.intake.receipts import find_receipt
from casework.trust.verdict import Verdict, verify_receipt
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.xml import from_xml
from tests.casework.window import DN1, INFORMATION, SERVICES, WASTE, Window, a_filing, counted, each, service

POWER = FileToFile("power_of_attorney", "pełnomocnictwo.pdf", "application/pdf", 51_200, "c" * 64)


@pytest.mark.parametrize("code", SERVICES)
def test_a_submission_gets_a_number_a_receipt_a_case_and_an_audit_entry(
    window: Window, catalogue: Catalogue, code: str
) -> None:
    filed = window.file(a_filing(catalogue, code))
    assert filed.register_number == "RPW/1/" + str(filed.filed_at.year)
    assert not filed.replayed
    assert counted(window.sessions) == each(1)
    with window.sessions() as session:
        case = find_by_key(session, filed.access_key)
        assert case is not None
        assert case == find_case(session, filed.id)
        assert (case.submission, case.office, case.state) == (filed.id, "zabrze", "received")
        assert (case.register_number, case.signature) == (filed.register_number, filed.signature)
        assert case.department == service(catalogue, code).department
        assert [(event.at, event.what) for event in case.history] == [(filed.filed_at, "received")]
        assert audit.verify_chain(session, filed.id) is None


def test_the_receipt_verifies_and_speaks_of_the_very_bytes_kept(window: Window, catalogue: Catalogue) -> None:
    filing = replace(a_filing(catalogue, DN1, sample="proxy"))
    filed = window.file(filing)
    with window.sessions() as session:
        kept = find_receipt(session, filed.id)
    assert kept is not None
    report = verify_receipt(
        kept.receipt,
        seals=[window.counter.seals["zabrze"].certificate],
        now=datetime.now(UTC),
        files=[("document.xml", kept.document)],
    )
    assert report.verdict is Verdict.VALID
    assert report.receipt_digest == kept.receipt_digest
    assert [file.match for file in report.files] == ["document"]
    facts = report.receipt
    assert facts is not None
    assert (facts.submission_id, facts.delivered_at) == (str(filed.id), filed.filed_at)
    assert facts.receipt_id == kept.receipt_id
    assert (facts.office_code, facts.service, facts.form_version) == ("zabrze", DN1, kept.version)
    assert facts.sender == kept.sender
    assert facts.signature == "missing"
    assert facts.document.sha256 == kept.document_sha256 == hashlib.sha256(kept.document).hexdigest()
    assert [(file.name, file.sha256) for file in facts.attachments] == [
        (file.filename, file.sha256) for file in filing.files
    ]
    assert kept.files == filing.files


@pytest.mark.parametrize("code", SERVICES)
def test_the_document_says_exactly_what_was_answered(window: Window, catalogue: Catalogue, code: str) -> None:
    filing = a_filing(catalogue, code)
    filed = window.file(filing)
    with window.sessions() as session:
        kept = find_receipt(session, filed.id)
    assert kept is not None
    assert from_xml(filing.definition, kept.document) == filing.answers


def test_the_submission_keeps_its_form_as_it_was_and_its_calculated_lines(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue, DN1, today=date(2026, 11, 24))
    filed = window.file(filing, at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    with window.sessions() as session:
        kept = find_receipt(session, filed.id)
        digest = session.execute(text("SELECT form_digest FROM submission")).scalar_one()
    assert kept is not None
    assert (kept.service, kept.version, digest) == (DN1, filing.definition.version, filing.definition.digest)
    (tax,) = (calculation for calculation in kept.calculations if calculation["name"] == "property_tax@1")
    lines = tax["lines"]
    assert isinstance(lines, list)
    assert {"label", "formula", "amount", "rate"} <= set(lines[0])
    assert isinstance(tax["total"], str), "an amount is text, never a float"


def test_who_asks_for_public_information_needs_no_name_and_no_signature(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue, INFORMATION)
    answers = {name: answer for name, answer in filing.answers.items() if name != "requester_name"}
    filed = window.file(replace(filing, answers=answers))
    assert filed.signature == "not_needed"
    with window.sessions() as session:
        kept = find_receipt(session, filed.id)
    assert kept is not None
    assert kept.sender is None
    assert b"Nadawca" not in kept.receipt


def test_a_missing_signature_is_recorded_and_never_refused(window: Window, catalogue: Catalogue) -> None:
    filed = window.file(a_filing(catalogue, WASTE))
    assert filed.signature == "missing"
    with window.sessions() as session:
        kept, case = find_receipt(session, filed.id), find_case(session, filed.id)
    assert kept is not None
    assert case is not None
    assert kept.signature == case.signature == "missing"


def test_the_case_says_by_when_the_office_answers(window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue, INFORMATION, today=date(2026, 11, 24))
    filed = window.file(filing, at=datetime(2026, 11, 24, 23, 30, tzinfo=UTC))  # half past midnight in Warsaw
    with window.sessions() as session:
        case = find_case(session, filed.id)
    assert case is not None
    assert (case.due_on, case.due_explained) == (date(2026, 12, 9), "udip13")


def test_contact_for_notices_is_kept_with_the_submission(window: Window, catalogue: Catalogue) -> None:
    contact = Contact("ewa@example.pl", "+48601000000", sms_consent=True)
    window.file(replace(a_filing(catalogue), contact=contact))
    with window.sessions() as session:
        kept = session.execute(
            text("SELECT contact_email, contact_phone, contact_sms_consent FROM submission")
        ).one()
    assert tuple(kept) == (contact.email, contact.phone, contact.sms_consent)


# exactly once


def test_the_same_thing_sent_again_gives_the_same_promise(window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue)
    first = window.file(filing)
    again = window.file(filing)
    assert again == replace(first, replayed=True)
    assert counted(window.sessions) == each(1)


def test_the_same_thing_sent_years_later_gives_the_same_promise_though_it_is_not_valid_any_more(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue, today=date(2026, 11, 24))
    first = window.file(filing, at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    again = window.file(filing, at=datetime(2031, 3, 1, 12, tzinfo=UTC))
    assert again == replace(first, replayed=True)


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"request_text": "Coś innego, a pytam o umowy na odśnieżanie."}},
        {"office": "gliwice"},
        {"contact": Contact(email="ktos@example.pl")},
        {"files": (POWER,)},
    ],
    ids=["answers", "office", "contact", "files"],
)
def test_a_key_used_for_something_else_is_refused(
    window: Window, catalogue: Catalogue, change: dict[str, object]
) -> None:
    filing = a_filing(catalogue, INFORMATION)
    window.file(filing)
    with pytest.raises(KeyReused):
        window.file(replace(filing, **change))  # type: ignore[arg-type]  # one field each
    assert counted(window.sessions) == each(1)


def test_the_same_answers_in_another_order_are_the_same_request(window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue)
    first = window.file(filing)
    turned = replace(filing, answers=dict(reversed(filing.answers.items())))
    assert window.file(turned).id == first.id


def test_a_channel_may_say_itself_what_the_same_request_is(window: Window, catalogue: Catalogue) -> None:
    """A later version of the program may clean the same body differently."""
    filing = replace(a_filing(catalogue, INFORMATION), request_digest=b"d" * 32)
    first = window.file(filing)
    cleaned_otherwise = replace(filing, answers={**filing.answers, "requester_name": "Ewa  Nowak"})
    assert window.file(cleaned_otherwise).id == first.id
    with pytest.raises(KeyReused):
        window.file(replace(filing, request_digest=b"e" * 32))


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "sixteen letters\n", "nul\x00" * 5])
def test_a_key_has_sixteen_to_a_hundred_and_twenty_eight_printable_characters(
    catalogue: Catalogue, key: str
) -> None:
    with pytest.raises(ValueError, match="16–128 printable"):
        replace(a_filing(catalogue), key=key)


def test_what_was_filed_is_found_by_its_key_when_the_answer_was_lost(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue)
    with window.sessions() as session:
        assert find_filed(session, filing.key, window.counter) is None
    filed = window.file(filing)
    with window.sessions() as session:
        assert find_filed(session, filing.key, window.counter) == replace(filed, replayed=True)


def test_a_rollback_leaves_nothing_and_the_next_one_gets_the_number(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue)
    with window.sessions() as session:
        lost = file_submission(session, filing, window.counter)
        session.rollback()
    assert counted(window.sessions) == each(0)
    filed = window.file(filing)
    assert filed.register_number == lost.register_number
    assert filed.id != lost.id


# the judge


def test_the_judges_objections_come_back_and_nothing_is_written(window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue, INFORMATION)
    with pytest.raises(NotFileable) as refused:
        window.file(replace(filing, answers={}))
    assert "/request_text" in {problem.pointer for problem in refused.value.problems}
    assert counted(window.sessions) == each(0)


def test_an_attachment_that_is_missing_is_an_objection_too(window: Window, catalogue: Catalogue) -> None:
    filing = a_filing(catalogue, DN1, sample="proxy")
    assert filing.files
    with pytest.raises(NotFileable) as refused:
        window.file(replace(filing, files=()))
    assert [problem.pointer for problem in refused.value.problems] == ["/attachments/power_of_attorney"]


# order and size of what is done


def test_everything_is_sealed_before_the_counter_is_locked_and_nothing_comes_after(
    window: Window, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("calculate", "to_xml", "check", "seal_with_digest"):
        real = getattr(paperwork, name)

        def noted(*given: object, _name: str = name, _real: object = real, **named: object) -> object:
            done.append(_name)
            return _real(*given, **named)  # type: ignore[operator]  # the function itself

        monkeypatch.setattr(paperwork, name, noted)
    filing = window.draft(a_filing(catalogue))
    engine = window.sessions.kw["bind"]

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        done.append("register" if "register_counter" in statement else statement.split()[0].lower())

    window.file(filing)
    event.remove(engine, "before_cursor_execute", note)
    assert done == [
        "select",  # the draft is locked
        "select",  # the database's time and what was filed under the key
        "calculate",
        "to_xml",
        "check",
        "seal_with_digest",
        "with",  # everything in one statement
        "register",
    ]


def test_a_submission_without_attachments_has_none_and_one_with_three_keeps_their_order(
    window: Window, catalogue: Catalogue
) -> None:
    filing = a_filing(catalogue, DN1, sample="proxy")
    three = tuple(replace(POWER, filename=f"{name}.pdf") for name in ("z", "a", "m"))
    with_three, without = window.file(replace(filing, files=three)), window.file(a_filing(catalogue))
    with window.sessions() as session:
        kept, none = find_receipt(session, with_three.id), find_receipt(session, without.id)
        states = session.execute(text("SELECT DISTINCT scan_state FROM attachment")).scalars().all()
    assert kept is not None
    assert none is not None
    assert kept.files == three
    assert none.files == ()
    assert states == ["not_scanned"]


def test_nothing_personal_stands_in_the_audit(window: Window, catalogue: Catalogue) -> None:
    filing: Filing = a_filing(catalogue, DN1, sample="person")
    window.file(filing)
    person = filing.answers["person"]
    assert isinstance(person, dict)
    with window.sessions() as session:
        said = session.execute(text("SELECT audit_entry::text FROM audit_entry")).scalar_one()
    assert str(person["last_name"]) not in said
    assert str(person["pesel"]) not in said
