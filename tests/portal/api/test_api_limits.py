"""Too many calls, and a database that is away: said plainly, nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from portal.application import create_portal
from portal.parts import Parts
from tests.portal.api.conftest import Api, Json


def test_one_address_may_call_so_often_a_minute(parts: Parts) -> None:
    api = Api(
        create_portal(replace(parts, options=replace(parts.options, api_calls_a_minute=3))).test_client()
    )
    assert [api.get("services").status_code for _ in range(2)] == [200, 200]
    assert api.get("offices").status_code == 200
    refused = api.get("services", Accept_Language="pl")
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert refused.json["title"] == "Za dużo zapytań"
    assert refused.headers["Retry-After"] == "60"
    # pages are not the API
    assert api.client.get("/healthz").status_code == 200


@pytest.fixture
def nobody_listens() -> Iterator[sessionmaker[Session]]:
    engine = create_engine("postgresql+psycopg://x:x@127.0.0.1:1/x", connect_args={"connect_timeout": 2})
    yield sessionmaker(engine)
    engine.dispose()


def test_without_database_nothing_was_sent_and_that_is_said(
    parts: Parts, nobody_listens: sessionmaker[Session], question: Callable[..., Json]
) -> None:
    api = Api(create_portal(replace(parts, sessions=nobody_listens)).test_client())
    answer = api.post(question(), query="?lang=en")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.json["detail"].startswith("Nothing was sent to the office.")
    assert answer.headers["Retry-After"] == "60"
    assert api.get("cases/0000-0000-0000-0000").status_code == 503
    assert api.get("services").status_code == 200


class _LosesItsAnswer(Session):
    """A session whose COMMIT arrives, but whose answer never does; afterwards nobody answers any more."""

    gone = False

    def commit(self) -> None:
        super().commit()
        type(self).gone = True
        raise OperationalError("COMMIT", {}, OSError("connection lost"))

    def connection(self, *args: object, **kwargs: object) -> Connection:  # type: ignore[override]  # hands all on
        if type(self).gone:
            raise OperationalError("SELECT", {}, OSError("connection refused"))
        return super().connection(*args, **kwargs)  # type: ignore[arg-type]  # hands all on


def test_a_lost_answer_is_not_called_success_nor_failure_and_repeating_is_safe(
    parts: Parts, sessions: sessionmaker[Session], question: Callable[..., Json]
) -> None:
    class Losing(_LosesItsAnswer):
        pass

    losing = sessionmaker(sessions.kw["bind"], class_=Losing)
    key = str(uuid4())
    answer = Api(create_portal(replace(parts, sessions=losing)).test_client()).post(
        question(), key, "?lang=en"
    )
    assert answer.status_code == 503
    assert answer.json["title"] == "We do not know yet whether this came in"
    again = Api(create_portal(parts).test_client()).post(question(), key)
    assert again.status_code == 201
    with sessions() as session:
        assert session.execute(text("SELECT count(*) FROM submission")).scalar() == 1
