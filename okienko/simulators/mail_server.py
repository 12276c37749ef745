"""The mail server of a demo: takes letters for everybody and delivers to nobody."""

import asyncio
import json
import logging
from collections.abc import Callable
from weakref import WeakKeyDictionary

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from okienko.simulators import switches
from okienko.simulators.store import Store
from okienko.simulators.switches import Behaviour, MailAnswer


class Postman:
    """Handler of aiosmtpd; one behaviour for each letter, taken at MAIL FROM."""

    def __init__(self, store: Store, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        self._behaviours: WeakKeyDictionary[Session, Behaviour] = WeakKeyDictionary()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._behaviours[session] = switches.take(self._store, "mail")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._behaviours[session].answer
        if answer == MailAnswer.REFUSE:
            return "550 5.1.1 No such mailbox"
        if answer == MailAnswer.LATER:
            return "451 4.3.2 Try again later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Kept before anything is answered."""
        number = self._keep(envelope)
        behaviour = self._behaviours[session]
        if behaviour.answer == MailAnswer.STALL:
            await asyncio.sleep(behaviour.seconds)
        if behaviour.answer == MailAnswer.DROP and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return f"250 2.0.0 kept as {number}"

    def _keep(self, envelope: Envelope) -> int | None:
        content = envelope.original_content or b""
        with self._store.writing() as connection:
            return connection.execute(
                "INSERT INTO mail (sender, recipients, raw, at) VALUES (?, ?, ?, ?)",
                (envelope.mail_from or "", json.dumps(envelope.rcpt_tos), content, self._now()),
            ).lastrowid


def start_mail(store: Store, now: Callable[[], float], *, port: int) -> Controller:
    """Listens on this machine only, in a thread of its own; its log would name every recipient."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    controller = Controller(Postman(store, now), hostname="127.0.0.1", port=port, server_hostname="localhost")
    controller.start()
    return controller
