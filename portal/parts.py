"""What the portal is made of; the program hands it over, nothing is fetched from the air."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from cryptography import x509
from sqlalchemy.orm import Session, sessionmaker

from casework.files.storage import FileStore
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.search import SearchIndex
from pages.taking_up import parts_of_request
from sms.callbacks import Webhooks


@dataclass(frozen=True)
class PortalOptions:
    #: "http://127.0.0.1:8000": what QR codes and API answers name; the Host header is never believed
    public_url: str
    default_office: str
    secret: bytes  #: signs cookies
    plain_http: bool  #: loopback demo: cookies without __Host- and Secure; any other host is refused
    demo: bool  #: DEMO on every page
    draft_days: int = 30
    prefill_minutes: int = 60  #: that a link with answers works
    #: letters about drafts can be sent: a mail server is set
    draft_letters: bool = True
    api_calls_a_minute: int = 1200
    office_domain: str = ""  #: <code>.<domain> is the name of an office; "": none has one


@dataclass(frozen=True)
class Parts:
    options: PortalOptions
    catalogue: Catalogue
    search: SearchIndex
    counter: Counter
    sessions: sessionmaker[Session]
    files: FileStore
    now: Callable[[], datetime]  #: aware UTC
    ready: Callable[[], dict[str, object]]  #: /readyz: {"ok": bool, "parts": {"database": "ok", …}}
    ring: Callable[[], None] = lambda: None  #: wakes the worker after a filing; never waits, never fails
    sms_webhooks: Webhooks | None = None  #: what hears the SMS operator; None: nobody is believed
    #: certificates of seals that were renewed: what they sealed is still checked against them
    earlier_seals: tuple[x509.Certificate, ...] = ()
    #: the parts that requests from now on work with, where offices changed something; else None
    renew: "Callable[[], Parts | None]" = lambda: None

    @property
    def published_seals(self) -> tuple[x509.Certificate, ...]:
        """Every certificate that a receipt or letter of these offices may bear."""
        return (*(seal.certificate for seal in self.counter.seals.values()), *self.earlier_seals)


def parts() -> Parts:
    """The parts of the application that answers this request: one catalogue from its beginning to its end."""
    return cast(Parts, parts_of_request())
