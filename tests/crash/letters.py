"""What the clients of the crash harness file: each letter can be told from every other."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import load
from forms_catalog.samples import Sample, samples

OFFICES = ("zabrze", "gliwice")
DECLARATION, REQUEST = "podatek-nieruchomosci-dn-1", "informacja-publiczna-wniosek"


@dataclass
class Letter:
    """One thing somebody wants to file, and what they were told."""

    number: int
    key: str
    body: dict[str, object]
    mark: str  #: stands in its document, or is the digest of its attachment
    attachment: str | None  #: SHA-256
    told: list[dict[str, str]] = field(default_factory=list)  #: every 201 it got


def letters(count: int) -> Iterator[Letter]:
    """Two in three are DN-1 by a proxy, with the power of attorney attached; others ask for information."""
    catalogue, today = load(), warsaw_date(datetime.now(UTC))
    found = {}
    for code in (DECLARATION, REQUEST):
        definition = catalogue.service(code)
        assert definition is not None
        found[code] = samples(definition, catalogue=catalogue, today=today)
    for number in range(count):
        office = OFFICES[number % 2]
        if number % 3 == 0:
            yield _request(number, office, found[REQUEST]["anonymous"])
        else:
            yield _declaration(number, office, found[DECLARATION]["proxy"])


def _request(number: int, office: str, sample: Sample) -> Letter:
    mark = f"Pismo numer {number} z próby."
    answers = {**sample.answers, "request_text": f"{sample.answers['request_text']} {mark}"}
    body = {"office": office, "service": REQUEST, "answers": answers, "attachments": []}
    return Letter(number, f"crash-letter-{number:06d}", body, mark, None)


def _declaration(number: int, office: str, sample: Sample) -> Letter:
    file = sample.attachments[0]
    data = file.data + b"\n%% letter %d of the trial\n" % number
    sent = {
        "slot": file.slot,
        "filename": file.filename,
        "content_type": file.content_type,
        "data_base64": base64.b64encode(data).decode(),
    }
    digest = hashlib.sha256(data).hexdigest()
    body = {"office": office, "service": DECLARATION, "answers": sample.answers, "attachments": [sent]}
    return Letter(number, f"crash-letter-{number:06d}", body, digest, digest)
