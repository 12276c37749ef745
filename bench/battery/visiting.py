"""The visitor of the tests, who reads pages and presses buttons, over real HTTP instead of a test client."""

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from tests.portal.filing.visitor import Visitor

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict


class _Asked:
    def __init__(self, answer: httpx.Response) -> None:
        self.path = urlsplit(str(answer.url)).path


class Answer:
    """As much of a test client's answer as the visitor reads."""

    def __init__(self, answer: httpx.Response) -> None:
        self.response = answer
        self.status_code = answer.status_code
        self.request = _Asked(answer)

    def get_data(self, *, as_text: bool) -> str:
        return self.response.text


class Browsing:
    """Cookies and a connection of one person."""

    def __init__(self, address: str) -> None:
        self.wire = httpx.Client(base_url=address, timeout=60)

    def get(self, path: str, *, follow_redirects: bool = False) -> Answer:
        return Answer(self.wire.get(path, follow_redirects=follow_redirects))

    def post(
        self,
        path: str,
        *,
        data: "MultiDict[str, Any]",  # Any: texts and files
        content_type: str | None = None,
        follow_redirects: bool = False,
    ) -> Answer:
        body, kind = encoded(data, content_type)
        sent = self.wire.post(
            path, content=body, headers={"Content-Type": kind}, follow_redirects=follow_redirects
        )
        return Answer(sent)


def encoded(
    data: "MultiDict[str, Any]",  # Any: texts and files
    content_type: str | None = None,
) -> tuple[bytes, str]:
    """What a browser would send of it: the body and its Content-Type."""
    made = EnvironBuilder(method="POST", data=data, content_type=content_type).get_environ()
    return made["wsgi.input"].read(), made["CONTENT_TYPE"]


def visitor(address: str) -> Visitor:
    """Somebody with an own browser at this address; `fill_in` of the tests fills a form with it."""
    return Visitor(cast(FlaskClient, Browsing(address)))


def wire_of(person: Visitor) -> httpx.Client:
    """The cookies and the connection of somebody."""
    return cast(Browsing, person.client).wire
