"""SMTP behind the port: each step of the talk is told apart, for only the last one leaves a doubt."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Literal

from mail.port import AccountRefused, AnswerLost, Letter, MailRefused, MailUnavailable

Security = Literal["starttls", "tls", "none"]


@dataclass(frozen=True)
class Post:
    """Where letters are handed over."""

    host: str
    port: int
    security: Security  #: none: for this machine only
    user: str = ""
    password: str = ""
    seconds: float = 10.0  #: of every wait


class Smtp:
    """MailServer over smtplib; a connection of its own for each letter."""

    name = "smtp"

    def __init__(self, post: Post, *, outbox: Callable[[str], bool] | None = None) -> None:
        """`outbox` knows what was taken (the simulator's list); SMTP itself cannot be asked."""
        self._post, self._outbox = post, outbox

    def send(self, letter: Letter) -> None:
        recipient, content = _address(letter.to), _written(letter)
        with self._connection() as server:
            _demand(server.mail(letter.sender), "MAIL")
            _demand(server.rcpt(recipient), "RCPT")
            _hand_over(server, content)

    def knows(self, message_id: str) -> bool | None:
        return None if self._outbox is None else self._outbox(message_id)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """Whatever fails before the letter itself is on the wire means that it was not taken."""
        try:
            server = self._connect()
        except smtplib.SMTPAuthenticationError as refused:
            raise AccountRefused(str(refused.smtp_code)) from None
        except smtplib.SMTPNotSupportedError:
            raise AccountRefused("unsupported") from None
        except ssl.SSLError:
            raise AccountRefused("tls") from None
        except smtplib.SMTPResponseException as failed:
            raise MailUnavailable(str(failed.smtp_code)) from None
        except (OSError, smtplib.SMTPException):
            raise MailUnavailable("unreachable") from None
        try:
            yield server
        except (smtplib.SMTPServerDisconnected, OSError):
            raise MailUnavailable("broken") from None
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _connect(self) -> smtplib.SMTP:
        post = self._post
        if post.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                post.host, post.port, timeout=post.seconds, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(post.host, post.port, timeout=post.seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if post.security == "starttls":
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if post.user:
                server.login(post.user, post.password)
        except BaseException:
            server.close()
            raise
        return server


def _demand(answer: tuple[int, bytes], step: str) -> None:
    """2xx, else the failure that the step means: 4xx later, 5xx never, for the sender 5xx is about us."""
    code = answer[0]
    if 200 <= code < 300:
        return
    if code == -1:
        raise MailUnavailable("broken")
    if 500 <= code < 600 and step == "MAIL":
        raise AccountRefused(str(code))
    if 500 <= code < 600:
        raise MailRefused(str(code))
    raise MailUnavailable(str(code))


def _hand_over(server: smtplib.SMTP, content: bytes) -> None:
    """From the letter's last line on until the answer nobody knows."""
    code, _ = server.docmd("DATA")
    if code != 354:
        _demand((code, b""), "DATA")
        raise MailUnavailable(str(code))
    try:
        server.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
        code, _ = server.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as broken:
        raise AnswerLost("timeout" if isinstance(broken, TimeoutError) else "broken") from None
    if code == -1:
        raise AnswerLost("broken")
    _demand((code, b""), "letter")


def _address(typed: str) -> str:
    """The address as SMTP takes it: the domain in ASCII; a mailbox in other letters is refused."""
    local, _, domain = typed.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}".encode("ascii").decode()
    except UnicodeError:
        raise MailRefused("address") from None


def _written(letter: Letter) -> bytes:
    """The letter as bytes: plain text, marked as written by a program, no header taken from anybody."""
    message = EmailMessage(policy=POLICY)
    try:
        message["Message-ID"] = letter.message_id
        message["Date"] = datetime.now(UTC)
        message["From"] = Address(letter.sender_name, addr_spec=letter.sender)
        message["To"] = Address(addr_spec=_address(letter.to))
        message["Subject"] = letter.subject
    except (ValueError, MessageError, IndexError):
        raise MailRefused("address") from None
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.body, cte="quoted-printable")
    return message.as_bytes()
