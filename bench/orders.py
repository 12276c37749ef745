"""What is asked of the program: a blank form page, and a whole submission."""

import base64
import re
from datetime import UTC, datetime

import httpx
import orjson

from bench.load import Order
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import load
from forms_catalog.samples import samples

PAGE = "/uslugi/bench-trzydziesci-pytan/formularz"
CLIENTS = 16
_PDF_BYTES = 51_200  # 50 KB
_PLACE = b"mark-of-12-b"


def page_order(port: int, seconds: float) -> Order:
    """A form page as a new visitor opens it."""
    return Order(port, seconds, CLIENTS, _head("GET", PAGE, port), None)


def inputs_on_the_page(address: str) -> int:
    """How many questions the page asks: names of inputs that a visitor sees."""
    answer = httpx.get(f"{address}{PAGE}")
    answer.raise_for_status()
    tags: list[str] = re.findall(r"<(?:input|select|textarea)\b[^>]*>", answer.text)
    seen = [tag for tag in tags if 'type="hidden"' not in tag]
    return len({name for tag in seen for name in re.findall(r'\bname="([^"]+)"', tag)} - {"q"})


def submission_order(port: int, seconds: float) -> Order:
    """DN-1 filed by a proxy with a power of attorney of 50 KB, another file and another key each time."""
    catalogue = load()
    definition = catalogue.service("podatek-nieruchomosci-dn-1")
    assert definition is not None
    sample = samples(definition, catalogue=catalogue, today=warsaw_date(datetime.now(UTC)))["proxy"]
    file = sample.attachments[0]
    filled = file.data + b"\n%" + b"x" * (_PDF_BYTES - len(file.data) - 14)
    filled += b"x" * (-len(filled) % 3)  # so that the mark stands in letters of its own
    body = orjson.dumps(
        {
            "office": "zabrze",
            "service": definition.code,
            "answers": sample.answers,
            "attachments": [
                {
                    "slot": file.slot,
                    "filename": file.filename,
                    "content_type": file.content_type,
                    "data_base64": base64.b64encode(filled + _PLACE).decode(),
                }
            ],
        }
    ).decode()
    before, after = body.split(base64.b64encode(_PLACE).decode())
    head = _head("POST", "/api/v1/submissions", port)
    head += "\r\nContent-Type: application/json\r\nIdempotency-Key: bench-{key}"
    return Order(port, seconds, CLIENTS, head, (before, after), good=201)


def plain_order(port: int, seconds: float) -> Order:
    """Anything a server answers with 200."""
    return Order(port, seconds, CLIENTS, _head("GET", "/", port), None)


def _head(verb: str, path: str, port: int) -> str:
    return f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html, application/json"
