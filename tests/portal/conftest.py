"""Visitors of the portal: with the whole house, and with the database away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework.adapters.disk import DiskStore
from casework.catalogue.versions import record_versions
from casework.files.storage import FileStore
from casework.intake.filing import Counter, Filed, FileToFile, Filing, file_submission
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples
from forms_catalog.search import SearchIndex
from portal.application import create_portal
from portal.parts import Parts, PortalOptions

#: nobody listens there: every question to this database fails as it does when the real one is away
NOWHERE = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
PUBLIC = "https://okienko.zabrze.example"
Files = Callable[..., Filed]


@pytest.fixture(scope="session")
def dry_parts(
    catalogue: Catalogue,
    search_index: SearchIndex,
    counter: Counter,
    tmp_path_factory: pytest.TempPathFactory,
) -> Parts:
    """The portal as it stands while the database is away."""
    return Parts(
        options=PortalOptions(
            public_url="http://127.0.0.1:8000",
            default_office="zabrze",
            secret=b"0123456789abcdef0123456789abcdef",
            plain_http=True,
            demo=True,
        ),
        catalogue=catalogue,
        search=search_index,
        counter=counter,
        sessions=sessionmaker(create_engine(NOWHERE)),
        files=DiskStore(tmp_path_factory.mktemp("files")),
        now=lambda: datetime.now(UTC),
        ready=lambda: {"ok": False, "parts": {"database": "away"}},
    )


@pytest.fixture(scope="session")
def dry_portal(dry_parts: Parts) -> Flask:
    return create_portal(dry_parts)


@pytest.fixture
def dry(dry_portal: Flask) -> FlaskClient:
    """A visitor while the database is away."""
    return dry_portal.test_client()


class _OverTls(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # whatever Flask's own client takes
        kwargs.setdefault("base_url", PUBLIC)
        return super().open(*args, **kwargs)


@pytest.fixture
def secure(dry_parts: Parts) -> FlaskClient:
    """A visitor of a portal behind TLS, under its public name."""
    options = replace(dry_parts.options, plain_http=False, public_url=PUBLIC, demo=False)
    app = create_portal(replace(dry_parts, options=options))
    app.test_client_class = _OverTls
    return app.test_client()


@pytest.fixture
def file_sample(
    catalogue: Catalogue, counter: Counter, sessions: sessionmaker[Session], files: FileStore
) -> Files:
    """Files the sample of a service as the web form does, committed."""

    def file(
        service: str = "informacja-publiczna-wniosek", office: str = "zabrze", name: str = "default"
    ) -> Filed:
        definition = catalogue.service(service)
        assert definition is not None
        sample = samples(definition, catalogue=catalogue, today=datetime.now(UTC).date())[name]
        kept = []
        for one in sample.attachments:
            stored = files.put(BytesIO(one.data))
            kept.append(FileToFile(one.slot, one.filename, one.content_type, stored.size, stored.sha256))
        filing = Filing(
            key=f"test-{service}-{office}-{name}",
            office=office,
            definition=definition,
            answers=sample.answers,
            files=tuple(kept),
            language="pl",
            channel="api",
        )
        with sessions.begin() as session:
            record_versions(session, catalogue)
            return file_submission(session, filing, counter)

    return file
