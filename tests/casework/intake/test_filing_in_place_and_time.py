"""Filing in two offices and around midnight: each office has its own numbers and seal, one clock for all."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text

from casework import access
from casework.cases import find_by_key
from casework.intake.receipts import find_by_receipt_digest, find_public, find_receipt
from casework.trust.verdict import Verdict, verify_receipt
from forms_catalog.catalogue import Catalogue
from tests.casework.window import INFORMATION, Window, a_filing


def test_each_office_numbers_seals_and_names_itself(window: Window, catalogue: Catalogue) -> None:
    filed = {office: window.file(a_filing(catalogue, office=office)) for office in ("zabrze", "gliwice")}
    assert {one.register_number for one in filed.values()} == {f"RPW/1/{filed['zabrze'].filed_at.year}"}
    for office, one in filed.items():
        with window.sessions() as session:
            kept = find_receipt(session, one.id)
            public = find_public(session, one.id)
            assert kept is not None
            assert public == (office, one.register_number, one.filed_at, kept.receipt_digest)
            assert find_by_receipt_digest(session, kept.receipt_digest) == public[:3]
            offices = session.execute(
                text(
                    """SELECT office_id FROM submission WHERE id = :id
                    UNION ALL SELECT office_id FROM receipt WHERE submission_id = :id
                    UNION ALL SELECT office_id FROM office_case WHERE submission_id = :id
                    UNION ALL SELECT office_id FROM incoming_item WHERE submission_id = :id
                    UNION ALL SELECT office_id FROM audit_entry WHERE submission_id = :id"""
                ),
                {"id": one.id},
            ).scalars()
            assert set(offices) == {office}
        own, other = (
            verify_receipt(
                kept.receipt, seals=[window.counter.seals[seal].certificate], now=datetime.now(UTC)
            )
            for seal in (office, "gliwice" if office == "zabrze" else "zabrze")
        )
        assert own.verdict is Verdict.VALID
        assert other.verdict is not Verdict.VALID


def test_one_offices_key_tells_nothing_of_anothers(window: Window, catalogue: Catalogue) -> None:
    ours, theirs = (window.file(a_filing(catalogue, office=office)) for office in ("zabrze", "gliwice"))
    with window.sessions() as session:
        mine, foreign = find_by_key(session, ours.access_key), find_by_key(session, theirs.access_key)
        assert mine is not None
        assert foreign is not None
        assert (mine.office, foreign.office) == ("zabrze", "gliwice")
        assert find_by_key(session, "0000-0000-0000-0000") is None
        assert find_by_key(session, "RPW/1/2026") is None
    assert not access.opens_receipt(window.counter.secret, theirs.id, ours.receipt_token)


def test_the_clock_is_the_databases(window: Window, catalogue: Catalogue) -> None:
    with window.sessions() as session:
        before = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    filed = window.file(a_filing(catalogue))
    with window.sessions() as session:
        after = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert before - timedelta(milliseconds=1) <= filed.filed_at <= after
    assert filed.filed_at.microsecond % 1000 == 0


def test_the_last_second_of_the_year_counts_by_the_clock_of_warsaw(
    window: Window, catalogue: Catalogue
) -> None:
    last = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    filing = a_filing(catalogue, INFORMATION, today=date(2026, 12, 31))
    assert window.file(filing, at=last).register_number == "RPW/1/2026"
    later = a_filing(catalogue, INFORMATION, today=date(2026, 12, 31))
    assert window.file(later, at=last + timedelta(seconds=1)).register_number == "RPW/1/2027"
