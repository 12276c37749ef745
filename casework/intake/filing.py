"""Filing: one submission, one number, one receipt – however often it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from casework import access, register
from casework.clock.calendar import Calendar
from casework.clock.deadlines import warsaw_date
from casework.drafting.drafts import DraftExpired, DraftFiled, DraftNotFound
from casework.intake import entering
from casework.intake.handed_in import Contact, FileToFile, Filing, SignatureState
from casework.intake.paperwork import make_papers
from casework.trust.seal import Seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.judge import validate, validate_attachments
from forms_catalog.problems import Problem

__all__ = [
    "Contact",
    "Counter",
    "FileToFile",
    "Filed",
    "Filing",
    "KeyReused",
    "NotFileable",
    "SignatureState",
    "StaleRevision",
    "file_submission",
    "find_filed",
]


@dataclass(frozen=True)
class Counter:
    """What the counter needs to take a submission in."""

    catalogue: Catalogue
    seals: Mapping[str, Seal]  #: office code → its seal
    secret: bytes  #: ≥ 32 bytes; access keys and tokens are HMACs under it
    scanner: bool = False  #: a virus scanner is set: files are withheld until it has looked at them


@dataclass(frozen=True)
class Filed:
    """The promise: handed out only after COMMIT."""

    id: UUID
    register_number: str  #: RPW/<number>/<year>
    access_key: str  #: XXXX-XXXX-XXXX-XXXX
    receipt_token: str
    signature: SignatureState
    filed_at: datetime
    replayed: bool  #: True: it had been filed before under this key


class NotFileable(Exception):
    """The judge objects."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class KeyReused(Exception):
    """The key was used before with another content (HTTP 409)."""


class StaleRevision(Exception):
    """The draft changed since it was read back (another tab): show the check page again."""


def file_submission(
    session: Session, filing: Filing, counter: Counter, *, at: datetime | None = None
) -> Filed:
    """Everything of one submission on this session: submission, attachments, UPO, case, audit, number last.

    The same key with the same content gives the same Filed (replayed). Raises NotFileable, KeyReused,
    StaleRevision, and DraftNotFound or DraftExpired where a draft is named. The caller commits, and shows the
    result only after that. `at` is for tests of midnights: the moment is always the database's own.
    """
    draft = _locked_draft(session, filing)
    clock, known = entering.look_up(session, filing.key)
    filed_at = at or clock
    if known is not None:
        # a filed draft cannot have changed since: whatever tab asks, this is what was filed
        same = draft is not None and draft.submission == known.id
        return _replay(known, filing, counter, same=same)
    if draft is not None:
        _demand_read_back(draft, filing, filed_at)
    _judge(filing, counter, filed_at)
    papers = make_papers(filing, counter.catalogue, counter.seals[filing.office], filed_at)
    entered = entering.enter(
        session, filing, papers, filed_at=filed_at, secret=counter.secret, scanner=counter.scanner,
        calendar=Calendar.of(counter.catalogue),
    )  # fmt: skip
    if not entered:
        return _replay_another(session, filing, counter)
    # the counter's row lock holds up every other filing of the office: nothing may come after it
    number = register.enter(session, filing.office, papers.submission, filed_at)
    fresh = entering.Known(papers.submission, b"", number, papers.signature, filed_at)
    return _filed(fresh, counter, replayed=False)


def find_filed(
    session: Session, key: str, counter: Counter, *, request_digest: bytes | None = None
) -> Filed | None:
    """What was filed under the key, if anything: asked on a new connection when COMMIT's answer was lost.

    Raises KeyReused where a digest is named and something else was filed.
    """
    _, known = entering.look_up(session, key)
    if known is None:
        return None
    if request_digest is not None and known.request_digest != request_digest:
        raise KeyReused
    return _filed(known, counter, replayed=True)


def _locked_draft(session: Session, filing: Filing) -> entering.LockedDraft | None:
    """The draft that is being filed; two tabs that send it wait for each other here."""
    if filing.draft is None:
        return None
    draft = entering.lock_draft(session, filing.draft)
    if draft is None or (draft.office, draft.service) != (filing.office, filing.definition.code):
        raise DraftNotFound
    return draft


def _demand_read_back(draft: entering.LockedDraft, filing: Filing, now: datetime) -> None:
    """What is sent is what was read back."""
    if draft.submission is not None:
        raise DraftFiled(draft.submission)
    if draft.expires_at <= now:
        raise DraftExpired(draft.expires_at)
    if draft.revision != filing.revision:
        raise StaleRevision


def _judge(filing: Filing, counter: Counter, filed_at: datetime) -> None:
    definition, answers = filing.definition, filing.answers
    offered = counter.catalogue.of_office(filing.office)
    problems = (
        *validate(definition, answers, catalogue=offered, today=warsaw_date(filed_at)),
        *validate_attachments(definition, answers, [file.slot for file in filing.files]),
    )
    if problems:
        raise NotFileable(problems)


def _replay_another(session: Session, filing: Filing, counter: Counter) -> Filed:
    """Somebody filed under the key while we were writing; READ COMMITTED shows it to a new statement."""
    _, known = entering.look_up(session, filing.key)
    if known is None:
        raise RuntimeError("a key is taken by nobody: the transaction is not READ COMMITTED")
    return _replay(known, filing, counter, same=False)


def _replay(known: entering.Known, filing: Filing, counter: Counter, *, same: bool) -> Filed:
    if not same and known.request_digest != filing.digest():
        raise KeyReused
    return _filed(known, counter, replayed=True)


def _filed(known: entering.Known, counter: Counter, *, replayed: bool) -> Filed:
    return Filed(
        id=known.id,
        register_number=known.register_number,
        access_key=access.access_key(counter.secret, known.id),
        receipt_token=access.receipt_token(counter.secret, known.id),
        signature=known.signature,
        filed_at=known.filed_at,
        replayed=replayed,
    )
