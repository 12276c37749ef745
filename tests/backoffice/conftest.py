"""A desk with clerks of every role in two offices, and a way in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.serving import make_server

from backoffice.application import create_desk
from backoffice.parts import DeskOptions, DeskParts
from casework.adapters.disk import DiskStore
from casework.catalogue.catalogue_watch import CatalogueWatch
from casework.desk import accounts, passwords
from casework.intake.filing import Counter
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from okienko.holding import Held, Holder, Renewal
from tests.backoffice.at_work import Office, departments
from tests.casework.window import Window
from tests.conftest import SECRET

PASSWORD = "dwanaście znaków i jeden"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
#: of the smallest size: Argon2 is slow on purpose, and a hash says itself how it was made
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Clock:
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def desk_clock() -> Clock:
    return Clock()


@pytest.fixture
def desk_parts(
    catalogue: Catalogue,
    counter: Counter,
    sessions: sessionmaker[Session],
    files: DiskStore,
    desk_clock: Clock,
) -> DeskParts:
    options = DeskOptions(
        public_url="http://127.0.0.1:8001", default_office="zabrze", secret=SECRET, plain_http=True, demo=True
    )
    return DeskParts(
        options=options, catalogue=catalogue, counter=counter, sessions=sessions, files=files,
        now=desk_clock, ready=lambda: {"ok": True, "parts": {}},
    )  # fmt: skip


@pytest.fixture
def desk(desk_parts: DeskParts) -> Flask:
    """Forms need no token here; one test asks for it."""
    app = create_desk(desk_parts)
    app.config["WTF_CSRF_METHODS"] = ()
    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while a browser may come to it."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def address(desk: Flask) -> Iterator[str]:
    """Where browsers find the desk."""
    with served(desk) as there:
        yield there


Employ = Callable[..., UUID]


@pytest.fixture
def employ(sessions: sessionmaker[Session], desk_clock: Clock) -> Employ:
    """An account that works: role, office and departments as asked."""

    def make(
        login: str, *roles: str, office: str | None = "zabrze", departments: tuple[str, ...] = ()
    ) -> UUID:
        with sessions.begin() as session:
            clerk = accounts.add_clerk(
                session, login=login, name=f"Anna {login.split('@')[0].title()}", office=office,
                roles=roles, departments=departments, at=desk_clock(),
            )  # fmt: skip
            locked = passwords.lock_secret(SECRET, TOTP)
            accounts.enrol(session, clerk, password_hash=HASH, totp_secret=locked, step=0)
        return clerk

    return make


Enter = Callable[..., FlaskClient]


@pytest.fixture
def enter(desk: Flask, desk_clock: Clock) -> Enter:
    """A browser in which this person has logged in; the clock goes on to a fresh code first."""

    def come(login: str, client: FlaskClient | None = None) -> FlaskClient:
        desk_clock.go_on(seconds=30)
        browser = client or desk.test_client()
        answer = log_in(browser, login, desk_clock)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return browser

    return come


@pytest.fixture
def work(
    employ: Employ,
    enter: Enter,
    sessions: sessionmaker[Session],
    counter: Counter,
    catalogue: Catalogue,
    desk_clock: Clock,
) -> Office:
    """Anna and Jan, clerks, and Ewa, their supervisor, logged in."""
    ids, browsers = {}, {}
    for name, role in (("anna", "clerk"), ("jan", "clerk"), ("ewa", "supervisor")):
        ids[name] = employ(f"{name}@urzad.example", role, departments=departments(catalogue))
        browsers[name] = enter(f"{name}@urzad.example")
    return Office(
        *browsers.values(), ids=ids, sessions=sessions, window=Window(sessions, counter),
        catalogue=catalogue, clock=desk_clock, enter=enter, employ=employ,
    )  # fmt: skip


def log_in(
    browser: FlaskClient,
    login: str,
    clock: Clock,
    *,
    password: str = PASSWORD,
    code: str | None = None,
    address: str = "127.0.0.1",
):
    typed = {"login": login, "password": password, "code": code or passwords.code_now(TOTP, at=clock())}
    return browser.post("/logowanie", data=typed, environ_base={"REMOTE_ADDR": address})


Browser = Callable[..., FlaskClient]


@pytest.fixture
def changing_desk(desk_parts: DeskParts, sessions: sessionmaker[Session], desk_clock: Clock) -> Flask:
    """A desk that takes up what offices change."""
    shipped = desk_parts.catalogue
    held = Held(shipped, desk_parts.counter.seals)
    watch = CatalogueWatch(lambda: sessions, now=desk_clock)
    holder = Holder(held, Assembly(shipped, demo=True), watch, lambda *_: None)
    made = replace(desk_parts, look_soon=holder.wake)
    renewal = Renewal(holder.now, held, lambda now: replace(made, catalogue=now.catalogue, renew=renewal))
    app = create_desk(replace(made, renew=renewal))
    app.config["WTF_CSRF_METHODS"] = ()
    return app


@pytest.fixture
def browse(changing_desk: Flask, employ: Employ, desk_clock: Clock) -> Browser:
    """Whoever logs in at that desk."""

    def come(
        role: str = "office_admin", office: str | None = "zabrze", *, called: str | None = None
    ) -> FlaskClient:
        login = f"{called or role}-{office}@urzad.example"
        employ(login, role, office=office)
        browser = changing_desk.test_client()
        desk_clock.go_on(seconds=30)
        assert log_in(browser, login, desk_clock).status_code == 303
        return browser

    return come
