"""Puts the parts together: settings in, the portal's and the worker's parts out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

from cryptography import x509
from sqlalchemy.orm import Session, sessionmaker

from casework.adapters.clamd import Clamd
from casework.adapters.disk import DiskStore
from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_watch import CatalogueWatch
from casework.clock.deadlines import warsaw_date
from casework.intake.filing import Counter
from casework.messages.sending import Channel
from casework.scanning.scanner import Scanner
from casework.trust.seal import Seal, published_seals
from forms_catalog.catalogue import Catalogue, DefinitionError, load
from forms_catalog.own import Assembly
from forms_catalog.search import SearchIndex
from okienko.bell import Bell
from okienko.holding import Held, Holder, Renewal
from okienko.mail_account import mail_server
from okienko.open_offices import with_open_offices
from okienko.refusals import CannotStart
from okienko.seals import seal_of, seals_of
from okienko.secret_files import kept_bytes
from okienko.settings import Settings
from okienko.sms_account import sms_account, sms_webhooks
from okienko.standing.readiness import ready
from okienko.standing.standing_in_database import try_again
from okienko.standing.status import Watched
from okienko.store.database import Patience
from okienko.store.database import sessions as sessions_over
from okienko.store.postgres import DatabaseUrls, EmbeddedPostgres
from portal.parts import Parts, PortalOptions


class Wiring:
    """Each part is made when first asked for, and once; a `catalogue` loaded already may be handed in."""

    def __init__(self, settings: Settings, *, catalogue: Catalogue | None = None) -> None:
        self.settings = settings
        self._shipped = catalogue

    @cached_property
    def postgres(self) -> EmbeddedPostgres:
        """Our own cluster in the data folder, running or not."""
        return EmbeddedPostgres(self.settings.data / "postgres")

    @cached_property
    def urls(self) -> DatabaseUrls:
        """The database of the settings, else our own."""
        given, owner = self.settings.database_url, self.settings.owner_database_url
        if given and owner:
            return DatabaseUrls(owner.get_secret_value(), given.get_secret_value())
        if not self.postgres.made:
            raise CannotStart(
                f"there is no database in {self.settings.data} yet: start okienko run once",
                f"w {self.settings.data} nie ma jeszcze bazy: uruchom raz okienko run",
            )
        return self.postgres.urls()

    @cached_property
    def of_files(self) -> Catalogue:
        """What the files hold, all offices of the region included."""
        if self._shipped is not None:
            return self._shipped
        folders = self.settings.definition_folders
        try:
            return _switched_on(load(extra=folders, demo=self.settings.demo), folders)
        except DefinitionError as fault:
            raise CannotStart(f"broken forms: {fault}", f"błędne formularze: {fault}") from fault

    @cached_property
    def shipped(self) -> Catalogue:
        """What the files hold, for the offices that are open here."""
        return with_open_offices(self.of_files, self.settings)

    @cached_property
    def holder(self) -> Holder:
        """Catalogue and seals of this process: its `now()` takes up what offices changed."""
        seals = seals_of(self.settings, self.shipped)
        watch = CatalogueWatch(lambda: self.sessions, now=partial(datetime.now, UTC))
        return Holder(Held(self.shipped, seals), self.assembly, watch, partial(seal_of, self.settings))

    @cached_property
    def assembly(self) -> Assembly:
        """Lays what offices changed over what is shipped."""
        always = added_services(self.settings.definition_folders)
        return Assembly(self.shipped, demo=self.settings.demo, always=always)

    @property
    def catalogue(self) -> Catalogue:
        """As it is in use; asks no database."""
        return self.holder.held.catalogue if "holder" in self.__dict__ else self.shipped

    def catalogue_in_database(self) -> Catalogue:
        """With all that offices changed, for commands; the database is up."""
        with self.sessions() as session:
            own = catalogue_changes.read(session)
        return self.assembly.put_together(own, day=warsaw_date(datetime.now(UTC)))

    @property
    def seals(self) -> Mapping[str, Seal]:
        return self.holder.held.seals

    @cached_property
    def secret(self) -> bytes:
        """Keys of residents hang on it: losing the file closes their cases to them."""
        return kept_bytes(self.settings.data / "secrets" / "server.secret")

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        patience = Patience(self.settings.connect_seconds, self.settings.statement_seconds)
        return sessions_over(
            self.urls.application, pool=self.settings.database_connections, patience=patience
        )

    @cached_property
    def files(self) -> DiskStore:
        return DiskStore(self.settings.data / "files")

    @property
    def counter(self) -> Counter:
        return self.counter_over(self.holder.held)

    def counter_over(self, held: Held) -> Counter:
        return Counter(held.catalogue, held.seals, self.secret, scanner=self.scanner is not None)

    @cached_property
    def scanner(self) -> Scanner | None:
        """None: files that come in are not scanned."""
        place, silent = self.settings.clamd, self.settings.clamd_seconds
        return Clamd(place, silent_seconds=silent, whole_seconds=silent * 4) if place else None

    def earlier_seals(self, held: Held) -> tuple[x509.Certificate, ...]:
        """Certificates in the folder of seals beside those in use."""
        used = {seal.certificate for seal in held.seals.values()}
        published = published_seals(self.settings.data / "seals")
        return tuple(certificate for certificate in published if certificate not in used)

    def _scanner_asked_briefly(self) -> Scanner | None:
        """For questions that somebody waits for."""
        place = self.settings.clamd
        return Clamd(place, connect_seconds=1, silent_seconds=2, whole_seconds=2) if place else None

    def _channels(self) -> dict[Channel, bool]:
        """Which channels of messages are set up."""
        return {
            "sms": sms_account(self.settings).whole,
            "email": mail_server(self.settings) is not None,
        }

    def watched(self) -> Watched:
        """What somebody has to look after now."""
        sessions = self.sessions  # where there is no database yet, that is the first thing to say
        held = self.holder.now()
        return Watched(
            sessions=sessions,
            data=self.settings.data,
            catalogue=held.catalogue,
            seals=held.seals,
            channels=self._channels(),
            scanner=self._scanner_asked_briefly(),
            demo=self.settings.demo,
            now=partial(datetime.now, UTC),
        )

    def try_again(self, job: int) -> str | None:
        """A failed duty is due at once: its name; None when there is no such failed one."""
        with self.sessions.begin() as session:
            return try_again(session, job)

    def parts(self) -> Parts:
        """What the portal is made of; it takes up what offices change."""
        held = self.holder.held
        made = self._parts(held)

        found = _Found(made.search, held.catalogue)

        def renewed(later: Held) -> Parts:
            return replace(
                made,
                catalogue=later.catalogue,
                search=found.index_over(later.catalogue),
                counter=self.counter_over(later),
                earlier_seals=self.earlier_seals(later),
                renew=renewal,
            )

        renewal = Renewal(self.holder.now, held, renewed)
        return replace(made, renew=renewal)

    def _parts(self, held: Held) -> Parts:
        return Parts(
            options=PortalOptions(
                public_url=self.settings.address,
                default_office=self.settings.default_office,
                office_domain=self.settings.office_domain,
                secret=self.secret,
                plain_http=self.settings.plain_http,
                demo=self.settings.demo,
                draft_days=self.settings.draft_days,
                prefill_minutes=self.settings.prefill_minutes,
                draft_letters=mail_server(self.settings) is not None,
                api_calls_a_minute=self.settings.api_calls_a_minute,
            ),
            catalogue=held.catalogue,
            search=_index_over(held.catalogue),
            counter=self.counter_over(held),
            sessions=self.sessions,
            files=self.files,
            now=partial(datetime.now, UTC),
            ring=Bell(self.settings.data).ring,
            sms_webhooks=sms_webhooks(self.settings),
            earlier_seals=self.earlier_seals(held),
            ready=partial(
                ready, self.sessions, self.settings.data, self._channels(), self._scanner_asked_briefly()
            ),
        )


def _index_over(catalogue: Catalogue) -> SearchIndex:
    return SearchIndex(catalogue.services(), catalogue.not_here, catalogue.own_in_force())


@dataclass
class _Found:
    """What services are found by: worked out anew only where an office's own forms are others than before."""

    index: SearchIndex
    over: Catalogue

    def index_over(self, catalogue: Catalogue) -> SearchIndex:
        if _own_versions(catalogue) != _own_versions(self.over):
            self.index = _index_over(catalogue)
        self.over = catalogue
        return self.index


def _own_versions(catalogue: Catalogue) -> frozenset[tuple[str, str, int]]:
    own = catalogue.own_in_force().items()
    return frozenset((office, code, form.version) for (office, code), form in own)


def added_services(folders: Iterable[Path]) -> tuple[str, ...]:
    """Forms of further folders are open in every office: whoever names the folder wants them."""
    return tuple(sorted({path.stem for folder in folders for path in (folder / "services").glob("*.yaml")}))


def _switched_on(catalogue: Catalogue, folders: Iterable[Path]) -> Catalogue:
    added = added_services(folders)
    offices = {
        code: replace(office, services=tuple(dict.fromkeys((*office.services, *added))))
        for code, office in catalogue.offices.items()
    }
    return replace(catalogue, offices=offices) if added else catalogue
