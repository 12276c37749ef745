"""The database brought to what this program needs, before anybody is served."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from casework.catalogue.versions import VersionChanged, record_versions
from okienko.demo_clerks import refuse_demo_clerks
from okienko.refusals import CannotStart
from okienko.store.data_folder import is_occupied, occupied
from okienko.store.durability import demand_durability
from okienko.store.migrating import migrate
from okienko.store.postgres import APPLICATION
from okienko.wiring import Wiring
from okienko.work.jobs import prepare_queue


def prepare(wiring: Wiring) -> None:
    """Queue and tables at the newest revision, the application's rights, offices and form versions known."""
    urls = wiring.urls
    demand_durability(urls.application)
    prepare_queue(urls.owner)
    migrate(urls.owner, make_url(urls.application).username or APPLICATION)
    try:
        with wiring.sessions.begin() as session:
            record_versions(session, wiring.shipped)
    except VersionChanged as changed:
        raise CannotStart(
            f"form definitions: {changed}",
            f"definicje formularzy zmieniono bez nowego numeru wersji: {changed}",
        ) from changed
    if not wiring.settings.demo:
        refuse_demo_clerks(wiring.sessions)


@contextmanager
def database_up(wiring: Wiring, *, fresh: bool = False) -> Iterator[None]:
    """The database answers inside the block: the one that runs already, else our own, started for it.

    Only with `fresh` is one made where there is none: a folder named wrongly shall be told, not filled.
    """
    if wiring.settings.database_url is not None or is_occupied(wiring.settings.data):
        yield
        return
    if not fresh and not wiring.postgres.made:
        folder = wiring.settings.data.absolute()
        raise CannotStart(
            f"there are no data of Okienko in {folder}: name their folder with --data or OKIENKO_DATA",
            f"w {folder} nie ma danych Okienka: wskaż ich folder przez --data albo OKIENKO_DATA",
        )
    with occupied(wiring.settings.data):
        wiring.postgres.start()
        try:
            yield
        finally:
            wiring.postgres.stop()
