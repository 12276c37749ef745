"""The demo seal is made once, survives kills and neighbours, and is refused when it is not whole."""

import multiprocessing
import stat
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from casework.trust.certificates import fingerprint, signer_name
from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.seal import make_demo_seal, open_seal, published_seals
from casework.trust.verdict import Verdict, verify_receipt
from tests.trust.centre import Centre

ZABRZE, GLIWICE = "Urząd Miejski w Zabrzu", "Urząd Miejski w Gliwicach"


def test_a_demo_seal_says_so_in_both_subjects_and_is_the_same_at_the_next_start(tmp_path: Path) -> None:
    seal = make_demo_seal(tmp_path / "seals", "zabrze", ZABRZE)
    again = make_demo_seal(tmp_path / "seals", "zabrze", "Inna nazwa")
    assert again.certificate == seal.certificate
    assert open_seal(tmp_path / "seals", "zabrze").certificate == seal.certificate
    assert signer_name(seal.certificate) == f"DEMO Pieczęć: {ZABRZE}"
    assert "DEMO" in signer_name(seal.chain[-1])
    seal.certificate.verify_directly_issued_by(seal.chain[-1])


def test_offices_have_their_own_seals_of_one_centre(tmp_path: Path, facts: ReceiptFacts) -> None:
    ours, theirs = make_demo_seal(tmp_path, "zabrze", ZABRZE), make_demo_seal(tmp_path, "gliwice", GLIWICE)
    assert ours.certificate != theirs.certificate and ours.chain == theirs.chain
    published = published_seals(tmp_path)
    assert {fingerprint(found) for found in published} == {fingerprint(s.certificate) for s in (ours, theirs)}
    report = verify_receipt(seal_receipt(facts, theirs), seals=published, now=facts.created_at)
    assert report.verdict is Verdict.VALID


def test_nobody_else_may_read_the_keys(tmp_path: Path) -> None:
    make_demo_seal(tmp_path / "seals", "zabrze", ZABRZE)
    for name in ("zabrze.key", "ca.key"):
        assert stat.S_IMODE((tmp_path / "seals" / name).stat().st_mode) == 0o600
    (tmp_path / "seals" / "zabrze.key").chmod(0o640)
    with pytest.raises(PermissionError):
        open_seal(tmp_path / "seals", "zabrze")


@pytest.mark.parametrize("missing", ["zabrze.key", "zabrze.crt", "ca.crt"])
def test_a_seal_that_is_not_whole_names_what_is_missing(missing: str, tmp_path: Path) -> None:
    make_demo_seal(tmp_path, "zabrze", ZABRZE)
    (tmp_path / missing).unlink()
    with pytest.raises(FileNotFoundError, match=missing):
        open_seal(tmp_path, "zabrze")


def test_a_key_of_another_office_does_not_fit(tmp_path: Path) -> None:
    make_demo_seal(tmp_path, "zabrze", ZABRZE)
    make_demo_seal(tmp_path, "gliwice", GLIWICE)
    (tmp_path / "gliwice.key").replace(tmp_path / "zabrze.key")
    with pytest.raises(ValueError, match="do not belong together"):
        open_seal(tmp_path, "zabrze")


@pytest.mark.parametrize("office", ["../zabrze", "", "ca", "Zabrze", "a/b"])
def test_an_office_code_is_a_plain_word(office: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="office code"):
        make_demo_seal(tmp_path, office, ZABRZE)


@pytest.mark.parametrize("kept", [[], ["ca.key"], ["ca.key", "ca.crt"], ["ca.key", "ca.crt", "zabrze.key"]])
def test_after_a_kill_in_the_middle_the_next_start_finishes(kept: list[str], tmp_path: Path) -> None:
    """Files are written in this order: ca.key, ca.crt, zabrze.key, zabrze.crt, each whole or not at all."""
    make_demo_seal(tmp_path, "zabrze", ZABRZE)
    for path in tmp_path.iterdir():
        if path.name not in kept:
            path.unlink()
    (tmp_path / ".zabrze.crt.new").write_bytes(b"half")
    seal = make_demo_seal(tmp_path, "zabrze", ZABRZE)
    seal.certificate.verify_directly_issued_by(seal.chain[-1])


def _make(folder: str) -> bytes:
    return make_demo_seal(Path(folder), "zabrze", ZABRZE).certificate.public_bytes(Encoding.PEM)


def test_processes_that_start_together_make_one_seal(tmp_path: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        made = pool.map(_make, [str(tmp_path / "seals")] * 8)
    assert len(set(made)) == 1


def test_a_long_name_of_an_office_still_fits_a_certificate(tmp_path: Path) -> None:
    name = "Urząd Miasta i Gminy w Bardzo Długiej Nazwie nad Źródłem Żółtej Łąki i Ślęży"
    assert signer_name(make_demo_seal(tmp_path, "dluga", name).certificate).startswith("DEMO Pieczęć: Urząd")


def test_a_lost_centre_key_is_named_and_nothing_is_made_anew(tmp_path: Path) -> None:
    seal = make_demo_seal(tmp_path, "zabrze", ZABRZE)
    (tmp_path / "ca.key").unlink()
    assert make_demo_seal(tmp_path, "zabrze", ZABRZE).certificate == seal.certificate
    with pytest.raises(FileNotFoundError, match=r"ca\.key"):
        make_demo_seal(tmp_path, "gliwice", GLIWICE)


def test_a_folder_without_seals_publishes_none(tmp_path: Path, centre: Centre, now: datetime) -> None:
    assert published_seals(tmp_path / "nowhere") == ()
    stamp = centre.issue("Znacznik czasu", now, stamps_time=True).certificate
    for name, certificate in {"stamp.crt": stamp, "ca.crt": centre.certificate}.items():
        (tmp_path / name).write_bytes(certificate.public_bytes(Encoding.PEM))
    assert published_seals(tmp_path) == ()
    kept = x509.load_pem_x509_certificate((tmp_path / "ca.crt").read_bytes())
    assert kept == centre.certificate
