"""What every mail server can be asked, in our words: taken, refused, later, or the answer was lost."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """One e-mail to one mailbox."""

    #: "<…@…>", ours and the same at every try, so that mailboxes and readers know a second copy
    message_id: str
    sender: str
    sender_name: str
    to: str
    subject: str
    body: str
    language: str


class MailRefused(Exception):
    """This letter will never be taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MailUnavailable(Exception):
    """It was certainly not taken; later it may be."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AccountRefused(MailUnavailable):
    """No letter of ours is taken until an administrator mends the settings."""


class AnswerLost(Exception):
    """The letter was handed over and nothing was said: nobody knows whether it was taken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MailServer(Protocol):
    """Every wait has its time-out, no call is repeated by itself; errors name codes, never a person."""

    name: str

    def send(self, letter: Letter) -> None:
        """Hands one letter over; MailRefused, MailUnavailable or AnswerLost."""
        ...

    def knows(self, message_id: str) -> bool | None:
        """Whether it took that letter; None: this server cannot be asked. MailUnavailable: not now."""
        ...
