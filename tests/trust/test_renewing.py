"""A renewed seal: what the old one sealed is valid to its certificate's end, then uncertain."""

import itertools
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import typst
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from casework.trust import renewing, seal_folder
from casework.trust.kept_seal import Seal, open_seal
from casework.trust.pdf_seal import seal_pdf
from casework.trust.pdf_verdict import verify_pdf
from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.renewing import NotASeal, renew_demo_seal, renew_seal
from casework.trust.seal import make_demo_seal, published_seals
from casework.trust.verdict import Verdict, verify_receipt
from tests.trust.centre import Centre

OFFICE, NAME = "zabrze", "Urząd Miejski w Zabrzu"


@pytest.fixture
def old(tmp_path: Path, now: datetime) -> Seal:
    return make_demo_seal(tmp_path, OFFICE, NAME, now=now)


def _pem(seal: Seal) -> dict[str, bytes]:
    return {
        "key": seal.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "certificate": seal.certificate.public_bytes(Encoding.PEM),
    }


def test_old_and_new_receipts_are_valid_after_a_renewal(
    old: Seal, facts: ReceiptFacts, tmp_path: Path, now: datetime
) -> None:
    before = seal_receipt(facts, old)
    fresh = renew_demo_seal(tmp_path, OFFICE, NAME, now=now)
    assert fresh.certificate != old.certificate
    assert open_seal(tmp_path, OFFICE).certificate == fresh.certificate
    published = published_seals(tmp_path)
    assert set(published) == {old.certificate, fresh.certificate}
    for receipt in (before, seal_receipt(facts, fresh)):
        assert verify_receipt(receipt, seals=published, now=now).verdict is Verdict.VALID


def test_after_its_certificates_end_an_old_receipt_is_neither_yes_nor_no(
    old: Seal, facts: ReceiptFacts, tmp_path: Path, now: datetime
) -> None:
    before = seal_receipt(facts, old)
    later = now + timedelta(days=3000)
    renew_demo_seal(tmp_path, OFFICE, NAME, now=later)
    ended = old.certificate.not_valid_after_utc + timedelta(days=1)
    report = verify_receipt(before, seals=published_seals(tmp_path), now=ended)
    assert (report.verdict, [r.code for r in report.reasons]) == (Verdict.INDETERMINATE, ["seal_expired"])
    assert report.receipt_digest, "by it the office's register still knows the receipt"
    assert verify_receipt(before, seals=published_seals(tmp_path), now=later).verdict is Verdict.VALID


def test_the_providers_files_take_the_place_of_the_old_seal(
    old: Seal, centre: Centre, tmp_path: Path, now: datetime
) -> None:
    bought = centre.issue("Pieczęć: Urząd Miejski w Zabrzu", now)
    issuer = centre.certificate.public_bytes(Encoding.PEM)
    fresh = renew_seal(tmp_path, OFFICE, **_pem(bought), centre=issuer, now=now)
    assert fresh.certificate == bought.certificate
    assert centre.certificate in fresh.chain
    assert set(published_seals(tmp_path)) == {old.certificate, bought.certificate}
    assert (tmp_path / "zabrze.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotASeal, match="in use"):
        renew_seal(tmp_path, OFFICE, **_pem(bought), centre=issuer, now=now)


def test_what_does_not_fit_changes_nothing(old: Seal, centre: Centre, tmp_path: Path, now: datetime) -> None:
    good, other = centre.issue("Pieczęć", now), centre.issue("Inna", now)
    authority = {**_pem(good), "certificate": centre.certificate.public_bytes(Encoding.PEM)}
    big = ec.generate_private_key(ec.SECP384R1())
    foreign = big.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    before = sorted((path.name, path.read_bytes()) for path in tmp_path.glob("*.*"))
    for wrong, at in (
        ({**_pem(good), "key": _pem(other)["key"]}, now),
        ({**_pem(good), "key": foreign}, now),
        ({**_pem(good), "key": b"-----BEGIN nothing"}, now),
        (authority, now),
        (_pem(good), now + timedelta(days=20_000)),
        (_pem(good), now - timedelta(days=20_000)),
    ):
        with pytest.raises(NotASeal):
            renew_seal(tmp_path, OFFICE, **wrong, centre=None, now=at)
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.glob("*.*")) == before


def test_cut_off_anywhere_the_old_receipts_hold_and_renewing_again_finishes_it(
    old: Seal, facts: ReceiptFacts, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each durable step in turn is the last one that is done."""
    receipt = seal_receipt(facts, old)

    class Killed(Exception):
        pass

    for steps in itertools.count():
        done: list[Path] = []

        def fsync(folder: Path, done: list[Path] = done, steps: int = steps) -> None:
            if len(done) == steps:
                raise Killed
            done.append(folder)

        with monkeypatch.context() as patched:
            patched.setattr(seal_folder, "fsync_folder", fsync)
            patched.setattr(renewing, "fsync_folder", fsync)
            try:
                renew_demo_seal(tmp_path, OFFICE, NAME, now=now)
                finished = True
            except Killed:
                finished = False
        published = published_seals(tmp_path)
        assert verify_receipt(receipt, seals=published, now=now).verdict is Verdict.VALID, steps
        make_demo_seal(tmp_path, OFFICE, NAME, now=now)  # the next start mends what was cut off
        if finished:
            break
    assert steps == 4


def test_letters_hold_too(old: Seal, tmp_path: Path, now: datetime) -> None:
    pdf = typst.compile(b"Decyzja", format="pdf")
    assert isinstance(pdf, bytes)
    letter = seal_pdf(pdf, old, reason="Decyzja")
    renew_demo_seal(tmp_path, OFFICE, NAME, now=now)
    assert verify_pdf(letter, seals=published_seals(tmp_path), now=now).code == "genuine"
