"""Many synthetic cases at once, by COPY: for benches and tests of queue and search. Nobody here exists.

python -m bench.many_cases OWNER_URL 100000
"""

import random
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from casework.audit import GENESIS, Entry
from casework.case_words import newest_first, words_of
from casework.clock.deadlines import warsaw_date

FIRST = (
    *("Adam", "Agata", "Anna", "Barbara", "Bartosz", "Celina", "Dariusz", "Dorota", "Elżbieta", "Emil"),
    *("Ewa", "Filip", "Gabriela", "Grzegorz", "Halina", "Helena", "Igor", "Irena", "Jan", "Joanna"),
    *(
        "Kamil",
        "Katarzyna",
        "Krzysztof",
        "Lidia",
        "Łukasz",
        "Maciej",
        "Małgorzata",
        "Maria",
        "Michał",
        "Oksana",
    ),
    *("Olga", "Paweł", "Piotr", "Renata", "Robert", "Sławomir", "Stanisław", "Tomasz", "Urszula", "Zofia"),
)
_STEMS = (
    "Zmyśl",
    "Fikc",
    "Wzorc",
    "Przykł",
    "Nieist",
    "Próbn",
    "Wymyśl",
    "Udaw",
    "Pozorn",
    "Testow",
    "Źródł",
    "Ćwicz",
)
_MIDDLES = (
    "",
    "ow",
    "ań",
    "er",
    "iń",
    "ech",
    "ur",
    "al",
    "om",
    "ąt",
    "ęb",
    "óż",
    "im",
    "os",
    "ul",
    "ar",
    "ik",
    "od",
)
_ENDS = (
    "ski",
    "cki",
    "ak",
    "ek",
    "ik",
    "owicz",
    "uk",
    "ny",
    "owy",
    "acz",
    "arz",
    "ało",
    "eja",
    "iec",
    "or",
    "el",
)
SURNAMES = tuple(stem + middle + end for stem in _STEMS for middle in _MIDDLES for end in _ENDS)
_COMPANIES = ("Piekarnia", "Zakład", "Przedsiębiorstwo", "Spółdzielnia", "Warsztat", "Stowarzyszenie")

#: (service, department, rule, days of the term)
_SERVICES = (
    ("podatek-nieruchomosci-dn-1", "tax_assessment", "none_internal_sla", 30),
    ("odpady-deklaracja-zamieszkana", "waste_management", "none_internal_sla", 30),
    ("informacja-publiczna-wniosek", "organisation_chancellery", "udip13", 14),
)
_OPEN_STATES = ("received", "in_progress", "in_progress", "awaiting_applicant", "paused", "done")


@dataclass(frozen=True)
class Many:
    """What is to be made. The same seed gives the same cases, but for their secrets."""

    number: int
    office: str = "zabrze"
    open_share: float = 0.25
    handlers: tuple[tuple[UUID, str], ...] = ()  #: id and name of clerks who already exist
    seed: int = 20261124
    today: date = date(2026, 11, 24)
    first_number: int = 1  #: of the register, in the year of `today`


_TABLES = {
    "submission": "id, key, request_digest, office_id, service, version, form_digest, document,"
    " document_sha256, calculations, signature, filed_at, language, channel, sender, contact_sms_consent,"
    " access_key_hash",
    "incoming_item": "office_id, year, number, submission_id",
    "receipt": "submission_id, office_id, receipt_id, sealed, content_digest, certificate_sha256",
    "audit_entry": "submission_id, position, office_id, at, actor, what, details, previous, hash",
    "office_case": "submission_id, office_id, state, department, due_on, due_explained, case_sign, handler,"
    " handler_id, waiting_for, audit_length, audit_head, service, sender, filed_at, term_from, paused_on,"
    " closed_at, new_answer",
    "case_word": "submission_id, word, office_id, department, newest_first",
}


def insert_many(url: str, many: Many, *, batch: int = 20_000) -> int:
    """Inserts the cases as the tables' owner, counts the register on, analyses; the number of cases.

    They are fit for lists and search only: their documents and receipts are placeholders.
    """
    rows = _rows(many)
    with psycopg.connect(url) as connection:
        for start in range(0, many.number, batch):
            _copy(connection, rows, min(batch, many.number - start))
            connection.commit()
        connection.execute(
            "INSERT INTO register_counter VALUES (%s, %s, %s) ON CONFLICT (office_id, year) DO UPDATE"
            " SET last_number = greatest(register_counter.last_number, excluded.last_number)",
            (many.office, many.today.year, many.first_number + many.number - 1),
        )
        connection.commit()
        connection.autocommit = True
        for table in _TABLES:
            _tidy(connection, table)
    return many.number


def _tidy(connection: psycopg.Connection, table: str) -> None:
    """As autovacuum leaves it a minute later.

    While that looks at another table of the database, a vacuum is in vain: it is done again.
    """
    for _ in range(20):
        connection.execute(f"VACUUM (ANALYZE) {table}".encode())
        seen = connection.execute(
            "SELECT relallvisible >= 0.9 * relpages FROM pg_class WHERE oid = %s::regclass", (table,)
        ).fetchone()
        if seen == (True,):
            return
        time.sleep(0.5)


Rows = dict[str, list[tuple[object, ...]]]


def _copy(connection: psycopg.Connection, rows: Iterator[Rows], number: int) -> None:
    made: Rows = {table: [] for table in _TABLES}
    for _ in range(number):
        for table, some in next(rows).items():
            made[table] += some
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN".encode()) as copy:
                copy.write("".join(map(_line, made[table])))


#: values as COPY reads them; nothing made here has tabs or backslashes of its own
_TEXT: dict[type, Callable[[Any], str]] = {  # Any: each reads its own type
    type(None): lambda _: r"\N",
    bytes: lambda value: rf"\\x{value.hex()}",
    bool: lambda value: "t" if value else "f",
}


def _line(row: tuple[object, ...]) -> str:
    return "\t".join([_TEXT.get(type(value), str)(value) for value in row]) + "\n"


def _rows(many: Many) -> Iterator[Rows]:
    dice = random.Random(many.seed)  # noqa: S311 – test data
    noon = datetime(many.today.year, many.today.month, many.today.day, 11, tzinfo=UTC)
    for n in range(many.number):
        is_open = dice.random() < many.open_share
        age = timedelta(days=dice.random() * (40 if is_open else 300))
        yield _case(many, dice, many.first_number + n, noon - age, is_open)


def _case(many: Many, dice: random.Random, number: int, filed_at: datetime, is_open: bool) -> Rows:
    case, office = UUID(int=dice.getrandbits(128), version=4), many.office
    service, department, rule, days = dice.choice(_SERVICES)
    state = dice.choice(_OPEN_STATES) if is_open else "closed"
    filed_at = filed_at.replace(microsecond=filed_at.microsecond // 1000 * 1000)
    filed_on, sender = warsaw_date(filed_at), _sender(dice)
    sign = None if state == "received" else f"SY.{days}{len(service)}.{number}.{many.today.year}"
    has_handler = state != "received" and many.handlers
    handler_id, handler = dice.choice(many.handlers) if has_handler else (None, None)
    entry = Entry(case, office, 1, filed_at, "applicant", "received", {"channel": "web"})
    audited = entry.row(GENESIS)
    words = [*words_of(sender), *([sign.lower()] if sign else [])]
    waiting = state in ("awaiting_applicant", "paused")
    answered = state == "in_progress" and number % 4 == 0
    call = "Brakuje podpisu." if state == "awaiting_applicant" else None
    due_on, paused_on = filed_on + timedelta(days=days), filed_on + timedelta(days=1) if waiting else None
    closed_at = None if is_open else filed_at + timedelta(days=days)
    key = secrets.token_bytes(32)
    filed = (case, str(case), key, office, service, 1, "a" * 64, b"<Dokument/>", "b" * 64)
    sent = ("[]", "not_needed", filed_at, "pl", "web", sender, False, key)
    begun = (case, 1, office, filed_at, "applicant", "received", '{"channel": "web"}', GENESIS)
    placed = (case, office, state, department, due_on, rule, sign, handler, handler_id, call)
    copied = (1, audited["hash"], service, sender, filed_at, filed_on, paused_on, closed_at, answered)
    return {
        "submission": [(*filed, *sent)],
        "incoming_item": [(office, many.today.year, number, case)],
        "receipt": [(case, office, f"many-{case}", b"<Poswiadczenie/>", case.hex, "c" * 64)],
        "audit_entry": [(*begun, audited["hash"])],
        "office_case": [(*placed, *copied)],
        "case_word": [(case, word, office, department, newest_first(filed_at)) for word in words],
    }


def _sender(dice: random.Random) -> str | None:
    kind = dice.random()
    if kind < 0.05:
        return None
    person = f"{dice.choice(FIRST)} {dice.choice(SURNAMES)}"
    return person if kind < 0.8 else f"{dice.choice(_COMPANIES)} {dice.choice(SURNAMES)} sp. z o.o."


if __name__ == "__main__":
    insert_many(sys.argv[1], Many(int(sys.argv[2])))
