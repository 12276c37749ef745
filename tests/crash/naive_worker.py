"""The worker as it must not be: an SMS is marked after it was sent, a letter before.

For the harness only: it proves that the auditor sees the difference.
"""

import time
from contextlib import suppress

import psycopg

from mail.port import AnswerLost as LetterLost
from mail.port import Letter, MailRefused, MailUnavailable
from okienko.mail_account import mail_server, senders
from okienko.processes.waiting import wait_for_migration
from okienko.settings import Settings
from okienko.sms_operator import sms_operator
from okienko.wiring import Wiring
from sms.operators.port import AnswerLost, OperatorRefused, OperatorUnavailable, Outgoing

_NEXT = (
    "SELECT id, recipient, event, office_id FROM message WHERE state = 'promised' AND channel = %s LIMIT 1"
)
_MARK = "UPDATE message SET state = %s, operator = 'naive', operator_ref = %s WHERE id = %s"


def send_for_ever(wiring: Wiring) -> None:
    """One message after another; what fails is tried again at once."""
    operator, server = sms_operator(wiring.settings), mail_server(wiring.settings)
    offices = senders(wiring.catalogue, wiring.settings)
    assert operator is not None and server is not None
    while True:
        with suppress(psycopg.Error), psycopg.connect(wiring.urls.application, autocommit=True) as connection:
            while True:
                time.sleep(0.01)
                for row in connection.execute(_NEXT, ("sms",)).fetchall():
                    number, phone, event, _ = row
                    with suppress(AnswerLost, OperatorUnavailable):
                        try:
                            ref = operator.send(Outgoing(str(number), phone, f"{event} {number}")).ref
                            connection.execute(_MARK, ("delivered", ref, number))
                        except OperatorRefused:
                            connection.execute(_MARK, ("refused", None, number))
                for number, mailbox, event, office in connection.execute(_NEXT, ("email",)).fetchall():
                    own = f"<{number}@127.0.0.1>"
                    connection.execute(_MARK, ("sent", own, number))
                    with suppress(LetterLost, MailRefused, MailUnavailable):
                        server.send(
                            Letter(own, offices[office].address, "Urząd", mailbox, event, event, "pl")
                        )
        time.sleep(0.1)


if __name__ == "__main__":
    made = Wiring(Settings())
    wait_for_migration(made.urls.application)
    send_for_ever(made)
