"""The auditor of messages: compares promises with the ledger, and the ledger with the operators' books."""

import sqlite3
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from tests.crash.message_trial import (
    OPEN,
    OPEN_WITHOUT_LIST,
    Desk,
    MessageTrial,
    SecondWorker,
    hold_message_trial,
)
from tests.program import RUN, Program, free_ports_in_a_row


@dataclass
class MessageAccounts:
    """Every figure from `promise_without_row` on must be 0; see `wrong` for letters without a list."""

    promised: int = 0
    sms: int = 0
    letters: int = 0
    states: dict[str, int] = field(default_factory=dict)
    answers_lost: int = 0  #: tries after which nobody knew
    letters_in_doubt: int = 0  #: lost twice on a server that cannot be asked: left as they are
    letter_copies: int = 0  #: further copies under the same Message-ID
    promise_without_row: int = 0
    not_ended: int = 0
    in_doubt: int = 0  #: `unknown` although the list answers
    sms_lost: int = 0  #: the ledger says that it was sent; the operator's books do not know it
    sms_twice: int = 0
    sms_refused_and_sent: int = 0
    sms_never_promised: int = 0
    letter_lost: int = 0
    letter_twice: int = 0
    letter_three_times: int = 0
    letter_refused_and_sent: int = 0
    letter_never_promised: int = 0
    copies_without_a_doubt: int = 0  #: letters that came twice although no answer of theirs was lost

    def wrong(self, *, list_of_letters: bool = True) -> dict[str, int]:
        """Figures that should be 0 and are not. Without a list a letter goes at least once, at most twice."""
        figures = asdict(self)
        checked = list(figures)[list(figures).index("promise_without_row") :]
        allowed = () if list_of_letters else ("letter_twice",)
        return {name: figures[name] for name in checked if figures[name] and name not in allowed}


@dataclass(frozen=True)
class _Row:
    id: UUID
    channel: str
    state: str
    recipient: str
    body: str | None
    ref: str | None
    doubts: int  #: tries that ended without an answer


#: short waits for answers, so that leases end soon
QUICK = {"sms_seconds": "1", "smtp_seconds": "1", "web_workers": "1", "log_level": "WARNING"}


def message_trial(
    folder: Path,
    *,
    applicants: int,
    kills: int,
    mail_has_a_list: bool = True,
    command: Sequence[str] = RUN,
    alone: bool = False,
) -> tuple[MessageTrial, MessageAccounts]:
    """A trial of the real program in an empty folder, and its accounts; `alone`: without a second worker."""
    port, settings = free_ports_in_a_row(), dict(QUICK)
    if not mail_has_a_list:  # the same server, set as one that nobody can ask
        settings |= {"smtp_host": "127.0.0.1", "smtp_port": str(port + 3), "smtp_security": "none"}
        settings |= {"smtp_once_more_minutes": "0.02"}
    ends = OPEN if mail_has_a_list else OPEN_WITHOUT_LIST
    program = Program(folder / "data", port=port, command=command, **settings).start()
    desk = Desk(program, folder / "seals")
    second = None if alone else SecondWorker(program, settings)
    try:
        trial = hold_message_trial(
            program,
            desk,
            applicants=applicants,
            kills=kills,
            second_worker=second,
            ends=ends,
            lose_a_letter=not mail_has_a_list,
        )
        return trial, draw_up_messages(program.data, desk, trial, ends=ends)
    finally:
        if second is not None:
            second.end()
        desk.close()
        program.stop()


def draw_up_messages(data: Path, desk: Desk, trial: MessageTrial, *, ends: str = OPEN) -> MessageAccounts:
    """The accounts of a trial that is over."""
    accounts, rows = MessageAccounts(promised=len(trial.promised)), _ledger(desk)
    accounts.states = dict(Tally(f"{row.channel} {row.state}" for row in rows))
    accounts.answers_lost = sum(row.doubts for row in rows)
    accounts.not_ended = desk.count(ends)
    _compare_promises(desk, trial, accounts)
    books = sqlite3.connect(f"file:{data / 'simulators' / 'state.sqlite'}?mode=ro", uri=True)
    try:
        sms = books.execute("SELECT sid, recipient, body FROM sms WHERE direction <> 'inbound'").fetchall()
        letters = [raw for (raw,) in books.execute("SELECT raw FROM mail")]
    finally:
        books.close()
    _compare_sms([row for row in rows if row.channel == "sms"], sms, accounts)
    _compare_letters([row for row in rows if row.channel == "email"], letters, accounts)
    accounts.letters_in_doubt = sum(row.channel == "email" and row.state == "unknown" for row in rows)
    accounts.in_doubt = desk.count(f"state = 'unknown' AND {ends}")
    return accounts


def _ledger(desk: Desk) -> list[_Row]:
    with desk.sessions() as session:
        found = session.execute(
            text(
                "SELECT id, channel, state, recipient, body, operator_ref,"
                " (SELECT count(*) FROM message_try t WHERE t.message_id = m.id AND (t.outcome IS NULL"
                " OR t.outcome IN ('lost', 'silent'))) FROM message m"
            )
        ).all()
    return [_Row(*row) for row in found]


def _compare_promises(desk: Desk, trial: MessageTrial, accounts: MessageAccounts) -> None:
    with desk.sessions() as session:
        kept = session.execute(text("SELECT submission_id, channel, event FROM message")).all()
    there = {(row.submission_id, row.channel, row.event.split("/")[0] + "/") for row in kept}
    wanted = {(one.submission, one.channel, one.event) for one in trial.promised}
    accounts.promise_without_row = len(wanted - there)


def _compare_sms(rows: list[_Row], books: list[tuple[str, str, str]], accounts: MessageAccounts) -> None:
    accounts.sms = len(books)
    said = Tally((recipient, body) for _, recipient, body in books)
    accounts.sms_twice = sum(times - 1 for times in said.values())
    ours = {row.ref for row in rows if row.ref}
    accounts.sms_never_promised = len({sid for sid, _, _ in books} - ours)
    accounts.sms_lost = len(ours - {sid for sid, _, _ in books})
    refused = [row for row in rows if row.state in ("refused", "failed") and row.ref is None]
    accounts.sms_refused_and_sent = sum(said[row.recipient, row.body or ""] > 0 for row in refused)


def _compare_letters(rows: list[_Row], books: list[bytes], accounts: MessageAccounts) -> None:
    accounts.letters = len(books)
    parser = BytesHeaderParser(policy=policy.default)
    copies = Tally(str(parser.parsebytes(raw)["Message-ID"]).strip("<>").partition("@")[0] for raw in books)
    by_id = {str(row.id): row for row in rows}
    accounts.letter_never_promised = len(copies.keys() - by_id.keys())
    accounts.letter_copies = sum(times - 1 for times in copies.values())
    accounts.letter_twice = sum(times == 2 for times in copies.values())
    accounts.letter_three_times = sum(times > 2 for times in copies.values())
    accounts.letter_lost = sum(row.state == "sent" and not copies[str(row.id)] for row in rows)
    accounts.letter_refused_and_sent = sum(row.state == "refused" and copies[str(row.id)] > 0 for row in rows)
    accounts.copies_without_a_doubt = sum(
        times > 1 and number in by_id and by_id[number].doubts < times - 1 for number, times in copies.items()
    )
