"""Calls to the API as another program makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Json = dict[str, Any]  # JSON of any shape

DN_1 = "podatek-nieruchomosci-dn-1"
WASTE = "odpady-deklaracja-zamieszkana"
INFORMATION = "informacja-publiczna-wniosek"

QUESTION: Json = {"request_text": "Ile miasto wydało na remonty dróg?", "form": "portal"}


@dataclass(frozen=True)
class Api:
    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(f"/api/v1/{path}", headers=sent)

    def post(self, body: object, key: str | None = None, query: str = "") -> TestResponse:
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"/api/v1/submissions{query}", json=body, headers=headers)

    def post_bytes(
        self, body: bytes, content_type: str = "application/json", key: str | None = None
    ) -> TestResponse:
        headers = {"Idempotency-Key": key or str(uuid4())}
        return self.client.post("/api/v1/submissions", data=body, content_type=content_type, headers=headers)

    def sample(self, service: str, name: str = "default") -> Json:
        """A whole body that may be filed."""
        found: Json = self.get(f"services/{service}/sample?name={name}").json or {}
        return {"office": "zabrze", "service": service, **found}


@pytest.fixture
def api(client: FlaskClient) -> Api:
    """Programs keep no cookies, so the language of one call does not stick to the next."""
    return Api(client.application.test_client(use_cookies=False))


@pytest.fixture
def question() -> Callable[..., Json]:
    """A request for public information, to be changed."""

    def body(**changes: object) -> Json:
        return {"office": "zabrze", "service": INFORMATION, "answers": dict(QUESTION), **changes}

    return body


def pointers(answer: TestResponse) -> list[str]:
    """Where a problem document says that something is wrong."""
    assert answer.content_type == "application/problem+json"
    return [error["pointer"] for error in (answer.json or {}).get("errors", [])]
