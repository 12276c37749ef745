"""The auditor: compares what clients were told with what the program kept."""

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg

from casework.audit import verify_office
from casework.trust.seal import published_seals
from casework.trust.verdict import Verdict, verify_receipt
from okienko.store.database import sessions
from okienko.store.postgres import DATABASE, EmbeddedPostgres
from tests.crash.letters import OFFICES, Letter
from tests.crash.trial import Trial
from tests.program import Program


@dataclass
class Accounts:
    """Every figure but the first two must be 0."""

    letters: int = 0
    submissions: int = 0
    never_answered: int = 0  #: letters whose client gave up
    refused: int = 0  #: answers that were neither a receipt nor "try again"
    upo_without_case: int = 0  #: receipts handed out that nothing stands behind
    upo_not_valid: int = 0  #: not served, not sealed by the pinned seal, or of another document
    case_without_upo: int = 0
    submissions_without_case: int = 0
    submissions_without_upo: int = 0
    filed_twice: int = 0  #: letters with more than one submission
    told_two_things: int = 0  #: letters whose repetition was answered differently
    number_holes: int = 0
    number_twice: int = 0  #: register numbers told for two submissions
    number_wrong: int = 0  #: told another number than the register has
    attachments_missing: int = 0
    audit_broken: int = 0

    @property
    def wrong(self) -> dict[str, int]:
        """Figures that should be 0 and are not."""
        figures = asdict(self)
        return {name: figures[name] for name in list(figures)[2:] if figures[name]}


def draw_up(program: Program, trial: Trial) -> Accounts:
    """The accounts of a trial that is over, on the running program."""
    accounts = Accounts(letters=len(trial.letters), refused=sum(trial.refusals.values()))
    cluster = EmbeddedPostgres(program.data / "postgres")
    with psycopg.connect(cluster.superuser_url(DATABASE)) as connection:
        _count_rows(connection, accounts)
        _compare_numbers(connection, trial.letters, accounts)
        _find_doubles(connection, trial.letters, accounts)
        _look_for_attachments(connection, program.data / "files", trial.letters, accounts)
    _check_receipts(program, trial.letters, accounts)
    maker = sessions(cluster.urls().application)
    with maker() as session:
        accounts.audit_broken = sum(len(verify_office(session, office)) for office in OFFICES)
    return accounts


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(str(row[0])) if row else 0


def _count_rows(connection: psycopg.Connection[tuple[object, ...]], accounts: Accounts) -> None:
    without = "SELECT count(*) FROM {} a LEFT JOIN {} b USING (submission_id) WHERE b.submission_id IS NULL"
    of = "SELECT count(*) FROM submission s WHERE NOT EXISTS (SELECT FROM {} b WHERE b.submission_id = s.id)"
    accounts.submissions = _one(connection, "SELECT count(*) FROM submission")
    accounts.case_without_upo = _one(connection, without.format("office_case", "receipt"))
    accounts.submissions_without_case = _one(connection, of.format("office_case"))
    accounts.submissions_without_upo = _one(connection, of.format("receipt"))
    accounts.number_holes = _one(
        connection,
        "SELECT coalesce(sum(abs(c.last_number - n.filed)), 0) FROM register_counter c LEFT JOIN LATERAL"
        " (SELECT count(*) AS filed FROM incoming_item i WHERE (i.office_id, i.year) = (c.office_id, c.year)"
        "  AND i.number BETWEEN 1 AND c.last_number) n ON true",
    ) + _one(connection, of.format("incoming_item"))


def _compare_numbers(
    connection: psycopg.Connection[tuple[object, ...]], letters: list[Letter], accounts: Accounts
) -> None:
    register = {
        str(submission): (office, f"RPW/{number}/{year}")
        for submission, office, number, year in connection.execute(
            "SELECT submission_id, office_id, number, year FROM incoming_item"
        )
    }
    told: dict[tuple[object, str], set[str]] = {}
    for letter in letters:
        accounts.never_answered += not letter.told
        accounts.told_two_things += len({(each["id"], each["register_number"]) for each in letter.told}) > 1
        for each in letter.told:
            kept = register.get(each["id"])
            accounts.upo_without_case += kept is None
            accounts.number_wrong += kept is not None and kept[1] != each["register_number"]
            told.setdefault((letter.body["office"], each["register_number"]), set()).add(each["id"])
    accounts.number_twice = sum(len(ids) > 1 for ids in told.values())


def _find_doubles(
    connection: psycopg.Connection[tuple[object, ...]], letters: list[Letter], accounts: Accounts
) -> None:
    filed: Counter[str] = Counter(
        str(digest) for (digest,) in connection.execute("SELECT sha256 FROM attachment")
    )
    by_text = [letter.mark for letter in letters if letter.attachment is None]
    documents = connection.execute(
        "SELECT document FROM submission WHERE service = 'informacja-publiczna-wniosek'"
    )
    for (document,) in documents:
        assert isinstance(document, bytes)
        filed.update(mark for mark in by_text if mark.encode() in document)
    accounts.filed_twice = sum(filed[letter.mark] > 1 for letter in letters)


def _look_for_attachments(
    connection: psycopg.Connection[tuple[object, ...]],
    folder: Path,
    letters: list[Letter],
    accounts: Accounts,
) -> None:
    kept = {str(digest) for (digest,) in connection.execute("SELECT sha256 FROM attachment")}
    for letter in letters:
        if letter.attachment and letter.told:
            path = folder / letter.attachment[:2] / letter.attachment
            there = letter.attachment in kept and path.exists()
            whole = there and hashlib.sha256(path.read_bytes()).hexdigest() == letter.attachment
            accounts.attachments_missing += not whole


def _check_receipts(program: Program, letters: list[Letter], accounts: Accounts) -> None:
    """Each receipt as its owner gets it, against the pinned seals and the document as its owner gets it."""
    seals, now = published_seals(program.data / "seals"), datetime.now(UTC)
    with httpx.Client(base_url=f"{program.address}/api/v1/submissions", timeout=30) as wire:
        for told in (each for letter in letters for each in letter.told[-1:]):
            key = {"Okienko-Access-Key": told["access_key"]}
            receipt = wire.get(f"/{told['id']}/receipt", headers=key)
            document = wire.get(f"/{told['id']}/document", headers=key)
            if receipt.status_code != 200 or document.status_code != 200:
                accounts.upo_not_valid += 1
                continue
            report = verify_receipt(
                receipt.content, seals=seals, now=now, files=[("document", document.content)]
            )
            accounts.upo_not_valid += not (
                report.verdict is Verdict.VALID
                and report.receipt is not None
                and report.receipt.submission_id == told["id"]
                and report.files[0].match == "document"
            )
