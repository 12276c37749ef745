"""Which mail server the program speaks to: the one of the settings, in a demo the simulator."""

import http.client
import json
from functools import partial
from urllib.parse import urlencode, urlsplit

from forms_catalog.catalogue import Catalogue
from mail.drain import Sender
from mail.port import MailUnavailable
from mail.smtp import Post, Smtp
from okienko.settings import Settings
from okienko.simulators import MAIL_LIST

_LOOPBACK = "127.0.0.1"


def mail_server(settings: Settings) -> Smtp | None:
    """None where no server is set: no e-mail leaves this office, and what is promised waits."""
    if settings.smtp_host:
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else ""
        return Smtp(
            Post(
                settings.smtp_host,
                settings.smtp_port,
                settings.smtp_security,
                settings.smtp_user,
                password,
                settings.smtp_seconds,
            )
        )
    if not settings.demo:
        return None
    post = Post(_LOOPBACK, settings.mail_simulator_at, "none", seconds=settings.smtp_seconds)
    return Smtp(post, outbox=partial(_simulator_took, settings.simulators_at))


def senders(catalogue: Catalogue, settings: Settings) -> dict[str, Sender]:
    """Each office with the address of its letters; one without an address writes from the portal's host."""
    host = urlsplit(settings.address).hostname
    return {
        code: Sender(office.name, office.mail_from or f"{code}@{host}")
        for code, office in catalogue.offices.items()
    }


def _simulator_took(port: int, message_id: str) -> bool:
    """The simulator's own list; MailUnavailable when it does not answer."""
    connection = http.client.HTTPConnection(_LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", f"{MAIL_LIST}?{urlencode({'message-id': message_id})}")
        answer = connection.getresponse()
        if answer.status != 200:
            raise MailUnavailable(str(answer.status))
        return int(json.loads(answer.read())["kept"]) > 0
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise MailUnavailable(type(fault).__name__) from fault
    finally:
        connection.close()
