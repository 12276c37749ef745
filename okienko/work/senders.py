"""What empties the ledger of messages: threads of the worker, woken by PostgreSQL's bell."""

import logging
import select
import socket
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import pairwise
from random import Random

import psycopg
from psycopg.rows import TupleRow
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

import mail.drain
import sms.drain
from casework.messages import ledger
from casework.messages.promises import BELL
from casework.messages.sending import Channel
from forms_catalog.catalogue import Catalogue
from forms_catalog.reference import QuietHours
from mail.smtp import Smtp
from okienko.bell import Bell, listener
from okienko.holding import OfOffices
from okienko.mail_account import mail_server, senders
from okienko.settings import Settings
from okienko.sms_operator import sms_operator
from okienko.store.database import Patience
from okienko.store.database import sessions as sessions_over
from okienko.wiring import Wiring
from sms import reconciling
from sms.operators.twilio import Twilio

logger = logging.getLogger(__name__)

SMS_SENDERS = 4
MAIL_SENDERS = 3
#: who looks without a bell: one of each channel, for retries and for what another machine promised
_LOOK_EVERY = 1.0
_ASK_EVERY = 2.0
#: the others are woken while there is more than one can do
_LOOK_SELDOM = 30.0
_AFTER_A_FAULT = 1.0
_GATHER = 0.03
_CONNECT_SECONDS = 3
_LISTEN_SECONDS = 5.0
_MAIL_WAITS = 7  #: of one talk: connect, EHLO, TLS, log-in, MAIL, RCPT, DATA


@dataclass
class _Sender:
    """One thread: its duty is asked again at once while it finds something to do."""

    name: str
    channel: str
    duty: Callable[[], int]
    every: float
    next: "_Sender | None" = None  #: woken while this one finds something
    bell: threading.Event = field(default_factory=threading.Event)


class Senders:
    """Sends what is promised until `stop`; a fault of one round is logged and the next one tries again."""

    def __init__(self, wiring: Wiring) -> None:
        self._url = wiring.urls.application
        self._data = wiring.settings.data
        self._stopping = threading.Event()
        settings = wiring.settings
        patience = Patience(settings.connect_seconds, settings.statement_seconds)
        self._sessions = sessions_over(
            wiring.urls.application, pool=SMS_SENDERS + MAIL_SENDERS + 2, patience=patience
        )
        bind: Engine = self._sessions.kw["bind"]
        #: for a look that begins no transaction: whoever files rings, and most rings bring nothing to send
        self._glances = sessionmaker(bind.execution_options(isolation_level="AUTOCOMMIT"))
        self._senders = [*self._of_sms(wiring, settings), *self._of_mail(wiring, settings)]
        self._threads = [
            threading.Thread(target=self._listen, name="bell"),
            *(threading.Thread(target=self._send, args=(each,), name=each.name) for each in self._senders),
        ]

    def start(self) -> "Senders":
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Ends after the calls under way."""
        self._stopping.set()
        for sender in self._senders:
            sender.bell.set()
        Bell(self._data).ring()
        for thread in self._threads:
            thread.join()

    def _of_sms(self, wiring: Wiring, settings: Settings) -> Sequence[_Sender]:
        office = sms.drain.Office(
            sessions=self._sessions,
            names=OfOffices(
                lambda: wiring.catalogue,
                lambda now: {code: facts.called_in_sms for code, facts in now.offices.items()},
            ),
            secret=wiring.secret,
            public_url=settings.address,
            rules=sms_rules(settings),
            quiet=OfOffices(lambda: wiring.catalogue, partial(quiet_hours, settings=settings)),
        )
        operators = [sms_operator(settings) for _ in range(SMS_SENDERS + 1)]
        able = [operator for operator in operators if operator is not None]
        if not able:
            return []
        sending = [partial(sms.drain.drain, office, operator, Random()) for operator in able[1:]]  # noqa: S311 – spreads retries, no secret
        return [
            *_one_looks("sms", self._glances, [partial(_up_to_date, wiring, duty) for duty in sending]),
            _Sender("sms questions", "", partial(_settle_sms, office, able[0]), _ASK_EVERY),
        ]

    def _of_mail(self, wiring: Wiring, settings: Settings) -> Sequence[_Sender]:
        server = mail_server(settings)
        if server is None:
            return []
        office = mail.drain.Office(
            sessions=self._sessions,
            senders=OfOffices(lambda: wiring.catalogue, partial(senders, settings=settings)),
            secret=wiring.secret,
            public_url=settings.address,
            lease=timedelta(seconds=_MAIL_WAITS * settings.smtp_seconds + 5),
            once_more_after=timedelta(minutes=settings.smtp_once_more_minutes),
        )
        sending = [partial(mail.drain.drain, office, server, Random()) for _ in range(MAIL_SENDERS)]  # noqa: S311 – spreads retries, no secret
        return [
            *_one_looks("email", self._glances, [partial(_up_to_date, wiring, duty) for duty in sending]),
            _Sender("mail questions", "", partial(_settle_mail, office, server), _ASK_EVERY),
        ]

    def _send(self, sender: _Sender) -> None:
        while not self._stopping.is_set():
            try:
                done = sender.duty()
            except SQLAlchemyError as fault:
                kind = type(fault).__name__  # a mistake of ours must not pass for an absence
                logger.warning("the ledger is away", extra={"sender": sender.name, "kind": kind})
                self._stopping.wait(_AFTER_A_FAULT)
                continue
            except Exception:  # a defect in one message must not silence all the others
                logger.exception("round failed", extra={"sender": sender.name})
                self._stopping.wait(_AFTER_A_FAULT)
                continue
            if done and sender.next is not None:
                sender.next.bell.set()
            elif not done and sender.bell.wait(sender.every):
                sender.bell.clear()

    def _listen(self) -> None:
        """Wakes senders when other processes promise something; without PostgreSQL it tries again."""
        while not self._stopping.is_set():
            with suppress(psycopg.Error, SQLAlchemyError):
                self._hear()
            self._stopping.wait(_AFTER_A_FAULT)

    def _hear(self) -> None:
        ear = listener(self._data)
        try:
            with (
                psycopg.connect(self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS) as connection,
                self._glances() as session,
            ):
                connection.execute(f"LISTEN {BELL}")
                while not self._stopping.is_set():
                    if _rung(connection, ear, _LISTEN_SECONDS):
                        self._stopping.wait(_GATHER)  # many who file at once are one look
                        _rung(connection, ear, 0)
                        self._wake(ledger.at_work(session))
        finally:
            if ear is not None:
                ear.close()

    def _wake(self, channels: Collection[Channel]) -> None:
        for sender in self._senders:
            if sender.channel in channels:
                sender.bell.set()


def _rung(connection: psycopg.Connection[TupleRow], ear: socket.socket | None, seconds: float) -> bool:
    """Whether anybody rang within that time; all who did are heard at once."""
    asked = [connection.fileno()] if ear is None else [connection.fileno(), ear.fileno()]
    heard, _, _ = select.select(asked, [], [], seconds)
    if ear is not None and ear.fileno() in heard:
        with suppress(BlockingIOError):
            while True:
                ear.recv(1)
    if connection.fileno() in heard:
        for _ in connection.notifies(timeout=0):
            pass
    return bool(heard)


def quiet_hours(catalogue: Catalogue, settings: Settings) -> dict[str, QuietHours]:
    """Each office's; none where the settings say so, and in a demo that sends to the simulator: there people
    look at what comes of a step at any hour.
    """
    home = settings.demo and not settings.sms_url
    if not (settings.sms_quiet if settings.sms_quiet is not None else not home):
        return {}
    return {code: facts.sms_quiet for code, facts in catalogue.offices.items() if facts.sms_quiet}


def sms_rules(settings: Settings) -> sms.drain.Rules:
    """Leases and waits that fit the operator's time-out."""
    call = timedelta(seconds=settings.sms_seconds + 4)  # 3 to connect, and a moment
    home = settings.demo and not settings.sms_url
    return sms.drain.Rules(
        prefixes=tuple(part.strip() for part in settings.sms_prefixes.split(",") if part.strip()),
        segments_a_day=settings.sms_segments_a_day,
        lease=call + timedelta(seconds=6),
        call=call,
        # a vendor's list needs a while to show what it took, the simulator's none
        ask_lost_after=timedelta(seconds=2) if home else timedelta(seconds=30),
        ask_sent_after=timedelta(seconds=10) if home else timedelta(minutes=5),
    )


def _one_looks(
    channel: Channel, glances: sessionmaker[Session], duties: Sequence[Callable[[], int]]
) -> list[_Sender]:
    """The first hears the bell; each that finds something wakes the next."""
    first, *others = duties
    row = [_Sender(f"{channel} 0", channel, partial(_if_any, glances, channel, first), _LOOK_EVERY)]
    row += [
        _Sender(f"{channel} {number}", "", duty, _LOOK_SELDOM) for number, duty in enumerate(others, start=1)
    ]
    for one, following in pairwise(row):
        one.next = following
    return row


def _if_any(glances: sessionmaker[Session], channel: Channel, duty: Callable[[], int]) -> int:
    with glances() as session:
        if channel not in ledger.at_work(session):
            return 0
    return duty()


def _up_to_date(wiring: Wiring, duty: Callable[[], int]) -> int:
    """A round that knows the offices as they are now; a look beside the ledger, at most every two seconds."""
    wiring.holder.now()
    return duty()


def _asked_for(sessions: sessionmaker[Session], channel: Channel) -> bool:
    with sessions.begin() as session:
        return ledger.has_questions(session, channel)


def _settle_sms(office: sms.drain.Office, operator: Twilio) -> int:
    if not _asked_for(office.sessions, "sms"):
        return 0
    ended = reconciling.end_leases(office)
    return ended + reconciling.settle_one(office, operator) + reconciling.ask_one(office, operator)


def _settle_mail(office: mail.drain.Office, server: Smtp) -> int:
    if not _asked_for(office.sessions, "email"):
        return 0
    return mail.drain.end_leases(office) + mail.drain.settle_one(office, server)
