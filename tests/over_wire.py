"""A browser without script over real HTTP that is held like Flask's own test client."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx
from werkzeug.datastructures import MultiDict

if TYPE_CHECKING:
    from tests.deploy.front import Front


class _Front(httpx.HTTPTransport):
    """Finds the names of the shipped nginx file on this machine."""

    def __init__(self, front: "Front") -> None:
        super().__init__(verify=front.context)
        self._port = front.tls

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = request.url.host
        there = request.url.copy_with(host="127.0.0.1", port=self._port)
        return super().handle_request(
            httpx.Request(
                request.method, there, headers=request.headers, stream=request.stream,
                extensions=request.extensions,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What came back, in the words of Werkzeug's answers."""

    response: httpx.Response

    @property
    def status_code(self) -> int:
        return self.response.status_code

    @property
    def request(self) -> "Answer":
        return self

    @property
    def path(self) -> str:
        return urlsplit(str(self.response.url)).path

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def text(self) -> str:
        return self.response.text

    @property
    def headers(self) -> httpx.Headers:
        return self.response.headers

    @property
    def json(self) -> object:
        return self.response.json()

    def get_data(self, as_text: bool = True) -> str:
        return self.text


class OverWire:
    """Keeps cookies; a visitor of the tests (tests/portal/filing/visitor.py) walks through forms with it."""

    def __init__(self, address: str, *, transport: httpx.BaseTransport | None = None) -> None:
        self.wire = httpx.Client(base_url=address, timeout=60, transport=transport)

    @classmethod
    def through(cls, front: "Front", name: str) -> Self:
        """By nginx, over TLS, under that name."""
        return cls(f"https://{name}", transport=_Front(front))

    def get(
        self, path: str, *, follow_redirects: bool = False, headers: Mapping[str, str] | None = None
    ) -> Answer:
        sent = {"headers": _as_sent(headers or {})}
        return Answer(self.wire.get(path, follow_redirects=follow_redirects, **sent))  # type: ignore[arg-type]  # httpx's own

    def post(
        self,
        path: str,
        *,
        data: Mapping[str, object] | bytes | None = None,
        content_type: str | None = None,
        follow_redirects: bool = False,
        headers: Mapping[str, str] | None = None,
        **how: object,
    ) -> Answer:
        kind = {"Content-Type": content_type} if content_type and not isinstance(data, Mapping) else {}
        sent: dict[str, object] = {"headers": _as_sent({**(headers or {}), **kind}), **how}
        if isinstance(data, bytes):
            sent["content"] = data
        elif data is not None:
            fields, files = _parts(data)
            sent |= {"data": fields} | ({"files": files} if files or _has_files(content_type) else {})
        return Answer(self.wire.post(path, follow_redirects=follow_redirects, **sent))  # type: ignore[arg-type]  # httpx's own


def _as_sent(headers: Mapping[str, str]) -> dict[str, bytes]:
    """Werkzeug hands headers over as Latin-1: so do we."""
    return {name: value.encode("latin-1") for name, value in headers.items()}


def _has_files(content_type: str | None) -> bool:
    return content_type == "multipart/form-data"


def _parts(
    data: Mapping[str, object],
) -> tuple[dict[str, list[str]], list[tuple[str, tuple[str, bytes, str]]]]:
    """What was typed, and the files beside it."""
    pairs = data.items(multi=True) if isinstance(data, MultiDict) else data.items()
    fields: dict[str, list[str]] = {}
    files = []
    for name, value in pairs:
        if isinstance(value, tuple):
            opened, called, kind = value
            assert isinstance(opened, BytesIO)
            files.append((name, (called, opened.getvalue(), kind)))
        else:
            fields.setdefault(name, []).append(str(value))
    return fields, files
