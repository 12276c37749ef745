"""Cases filed before there was a desk are in its queue and are found by their words."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

from alembic import command
from sqlalchemy import Connection, create_engine, text

from okienko.store.migrating import configuration, downgrade, upgrade
from okienko.store.postgres import DatabaseUrls

EVENING = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the next day in Warsaw


def test_an_old_case_gets_its_copies_and_words(empty_database: DatabaseUrls) -> None:
    engine = create_engine(empty_database.owner.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0002")
    with engine.begin() as connection:
        for sender in ("Łucja Żółć-Nowak x", None):
            _old_case(connection, sender)
    upgrade(empty_database.owner)
    with engine.connect() as connection:
        cases = connection.execute(text("SELECT * FROM office_case ORDER BY sender")).all()
        words = connection.execute(
            text("SELECT word, office_id, department, newest_first FROM case_word")
        ).all()
    assert [(case.sender, case.service, case.filed_at, case.term_from) for case in cases] == [
        ("Łucja Żółć-Nowak x", "informacja", EVENING, date(2026, 11, 25)),
        (None, "informacja", EVENING, date(2026, 11, 25)),
    ]
    assert all((case.open, case.queue_on, case.revision) == (True, date(2026, 12, 9), 0) for case in cases)
    newest_first = -int(EVENING.timestamp() * 1000)
    assert sorted(words) == [
        (word, "zabrze", "organisation", newest_first) for word in ("lucja", "nowak", "zolc")
    ]
    downgrade(empty_database.owner, "0002")
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM office_case WHERE due_on IS NOT NULL")).scalar()
            == 2
        )
    engine.dispose()


def _old_case(connection: Connection, sender: str | None) -> None:
    case = uuid4()
    connection.execute(text("INSERT INTO office VALUES ('zabrze') ON CONFLICT DO NOTHING"))
    form = text("INSERT INTO form_version VALUES ('informacja', 1, 'a', :d) ON CONFLICT DO NOTHING")
    connection.execute(form, {"d": json.dumps({})})
    connection.execute(text(SUBMISSION), {"id": case, "key": str(case), "at": EVENING, "sender": sender})
    connection.execute(text(CASE), {"id": case})


SUBMISSION = """
    INSERT INTO submission (id, key, request_digest, office_id, service, version, form_digest, document,
        document_sha256, calculations, signature, filed_at, language, channel, sender, contact_sms_consent,
        access_key_hash)
    VALUES (:id, :key, '', 'zabrze', 'informacja', 1, 'a', '', '', '[]', 'missing', :at, 'pl', 'web', :sender,
        false, convert_to(:key, 'UTF8'))"""
CASE = """
    INSERT INTO office_case (submission_id, office_id, state, department, due_on, due_explained, audit_length,
        audit_head)
    VALUES (:id, 'zabrze', 'received', 'organisation', '2026-12-09', 'udip13', 0, '')"""
