"""What the desk is made of; the program hands it over, nothing is fetched from the air."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from cryptography import x509
from sqlalchemy.orm import Session, sessionmaker

from casework.desk.desk_sessions import Limits
from casework.desk.letter_templates.template import Template, templates
from casework.files.storage import FileStore
from casework.intake.filing import Counter
from casework.standing import Standing
from forms_catalog.catalogue import Catalogue
from pages.taking_up import parts_of_request


@dataclass(frozen=True)
class DeskOptions:
    #: "http://127.0.0.1:8001": what enrolment links name; the Host header is never believed
    public_url: str
    default_office: str
    secret: bytes  #: signs cookies, locks the secrets of one-time codes
    plain_http: bool  #: loopback demo: cookies without __Host- and Secure; any other host is refused
    demo: bool  #: DEMO on every page
    limits: Limits = field(default_factory=Limits)  #: of a session
    portal_url: str = ""  #: "http://127.0.0.1:8000": where anybody checks a receipt; stands on printed papers


@dataclass(frozen=True)
class DeskParts:
    options: DeskOptions
    catalogue: Catalogue
    counter: Counter  #: the offices' seals for letters
    sessions: sessionmaker[Session]
    files: FileStore
    now: Callable[[], datetime]  #: aware UTC
    ready: Callable[[], dict[str, object]]  #: as the portal's /readyz
    #: certificates of seals that were renewed: what they sealed is still checked against them
    earlier_seals: tuple[x509.Certificate, ...] = ()
    #: how the system stands, for administrators
    standing: Callable[[], Standing] = lambda: Standing(datetime.now(UTC), ())
    #: a failed duty is due at once: its name; None when there is no such failed one
    try_again: Callable[[int], str | None] = lambda job: None
    #: by name; a broken one stops the start
    letters: Mapping[str, Template] = field(default_factory=templates)
    #: the parts that requests from now on work with, where offices changed something; else None
    renew: "Callable[[], DeskParts | None]" = lambda: None
    #: after a change was committed: the next request takes it up at once
    look_soon: Callable[[], None] = lambda: None

    @property
    def published_seals(self) -> tuple[x509.Certificate, ...]:
        """Every certificate that a receipt or letter of these offices may bear."""
        return (*(seal.certificate for seal in self.counter.seals.values()), *self.earlier_seals)


def parts() -> DeskParts:
    """The parts of the application that answers this request: one catalogue from its beginning to its end."""
    return cast(DeskParts, parts_of_request())
