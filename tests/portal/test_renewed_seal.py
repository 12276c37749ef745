"""After a renewal /sprawdz-upo confirms old receipts; after their certificate's end, by the register."""

import html
import re
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from casework.intake.filing import Counter
from casework.intake.receipts import KeptReceipt, find_receipt
from casework.trust.renewing import renew_demo_seal
from casework.trust.seal import make_demo_seal
from portal.application import create_portal
from portal.parts import Parts
from tests.portal.conftest import NOWHERE, Files

OFFICE = "zabrze"


@pytest.fixture
def renewed(parts: Parts, counter: Counter, tmp_path: Path) -> Parts:
    """The portal after the restart that follows a renewal."""
    fresh = renew_demo_seal(_demo(tmp_path), OFFICE, "Zabrze", now=parts.now())
    seals = {**counter.seals, OFFICE: fresh}
    return replace(
        parts, counter=replace(counter, seals=seals), earlier_seals=(counter.seals[OFFICE].certificate,)
    )


def _demo(folder: Path) -> Path:
    make_demo_seal(folder, OFFICE, "Zabrze")
    return folder


@pytest.fixture
def kept(file_sample: Files, sessions: sessionmaker[Session]) -> KeptReceipt:
    filed = file_sample("odpady-deklaracja-zamieszkana")
    with sessions() as session:
        receipt = find_receipt(session, filed.id)
    assert receipt is not None
    return receipt


def _check(parts: Parts, receipt: bytes) -> str:
    client = create_portal(parts).test_client()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/sprawdz-upo").text)[0]
    page = client.post("/sprawdz-upo", data={"csrf_token": token, "upo": (BytesIO(receipt), "UPO.xml")}).text
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r"\s+", " ", plain)


def _ended(parts: Parts) -> Parts:
    """The day after the old certificate's end."""
    moment: datetime = parts.earlier_seals[0].not_valid_after_utc + timedelta(days=1)
    return replace(parts, now=lambda: moment)


def test_an_old_receipt_is_genuine_after_a_renewal(renewed: Parts, kept: KeptReceipt) -> None:
    assert "Poświadczenie jest prawdziwe" in _check(renewed, kept.receipt)
    forgotten = replace(renewed, earlier_seals=())
    assert "To nie jest pieczęć ogłoszona przez urząd" in _check(forgotten, kept.receipt)


def test_after_the_certificates_end_the_register_confirms_it(renewed: Parts, kept: KeptReceipt) -> None:
    page = _check(_ended(renewed), kept.receipt)
    assert "Rejestr urzędu potwierdza to poświadczenie" in page
    assert kept.register_number in page
    assert "Certyfikat pieczęci wygasł" in page
    assert "Nie polegaj na tym pliku" not in page


def test_without_the_register_nobody_can_say(renewed: Parts, kept: KeptReceipt) -> None:
    away = replace(_ended(renewed), sessions=sessionmaker(create_engine(NOWHERE)))
    page = _check(away, kept.receipt)
    assert "Nie wiemy, czy poświadczenie jest prawdziwe" in page or "Nie da się powiedzieć" in page
    assert kept.register_number not in page


def test_a_changed_receipt_is_false_whatever_the_day(renewed: Parts, kept: KeptReceipt) -> None:
    spoiled = kept.receipt.replace(b"Zabrz", b"Xabrz")
    for parts in (renewed, _ended(renewed)):
        assert "Poświadczenie nie jest prawdziwe" in _check(parts, spoiled)
