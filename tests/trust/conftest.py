"""An office with a seal, a receipt that it issued, and a wire that nobody may use."""

import hashlib
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from casework.trust.receipt import FiledFile, ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from tests.trust.centre import Centre

DOCUMENT = "<wniosek>Zażółć gęślą jaźń</wniosek>".encode()
ATTACHMENT = b"%PDF-1.7 pelnomocnictwo"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def centre(now: datetime) -> Centre:
    return Centre.open("DEMO centrum w Zabrzu", now)


@pytest.fixture
def seal(centre: Centre, now: datetime) -> Seal:
    return centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", now)


@pytest.fixture
def facts(now: datetime) -> ReceiptFacts:
    return ReceiptFacts(
        receipt_id="UPP-2026-51877",
        office_name="Urząd Miejski w Zabrzu",
        office_code="zabrze",
        sender='Jan "Próbny" & Syn <spółka>',
        delivered_at=now,
        created_at=now,
        submission_id="8f0f6a52-8f4b-4f7a-9d5c-0c6f7f6f2a11",
        service="podatek-nieruchomosci-dn-1",
        form_version=3,
        document=FiledFile("deklaracja.xml", hashlib.sha256(DOCUMENT).hexdigest()),
        attachments=(
            FiledFile("pełnomocnictwo  z dwiema spacjami.pdf", hashlib.sha256(ATTACHMENT).hexdigest()),
            FiledFile("mapa.png", "0" * 64),
        ),
        signature="missing",
        notes=(("Kwota", "13273.00"), ("Uwaga", "druga")),
    )


@pytest.fixture
def receipt(facts: ReceiptFacts, seal: Seal) -> bytes:
    return seal_receipt(facts, seal)


@pytest.fixture
def seal_file(seal: Seal, tmp_path: Path) -> Path:
    """The certificate as the office publishes it."""
    path = tmp_path / "zabrze.crt"
    path.write_bytes(seal.certificate.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the verifier reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
