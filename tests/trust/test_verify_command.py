"""`okienko verify` speaks to people: verdict, reasons, office, time, files; never a person's name."""

from pathlib import Path

import pytest
import typst
from cryptography.hazmat.primitives.serialization import Encoding

from casework.trust.pdf_seal import seal_pdf
from casework.trust.receipt import ReceiptFacts
from casework.trust.seal import Seal, make_demo_seal
from okienko.terminal.verifying import verify_command
from tests.trust.centre import Centre
from tests.trust.conftest import ATTACHMENT, DOCUMENT


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed, hard spaces as plain ones."""
    return capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def upo(receipt: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "UPO.xml"
    path.write_bytes(receipt)
    return path


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No data folder of the machine is looked at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OKIENKO_DATA", raising=False)


def test_a_genuine_receipt_with_its_files(
    upo: Path, seal_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], facts: ReceiptFacts
) -> None:
    (tmp_path / "d.xml").write_bytes(DOCUMENT)
    (tmp_path / "z.pdf").write_bytes(ATTACHMENT)
    files = ["--document", "d.xml", "--attachment", "z.pdf"]
    assert verify_command([str(upo), "--seal", str(seal_file), *files]) == 0
    said = _said(capsys)
    assert "WAŻNE (VALID)" in said
    assert "Urząd: Urząd Miejski w Zabrzu (zabrze)" in said
    assert facts.submission_id in said
    assert "✓ d.xml: to jest złożony dokument" in said
    assert "✓ z.pdf: to jest złożony załącznik" in said
    assert "Próbny" not in said, "who filed it is not said"


def test_the_same_in_english(upo: Path, seal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_command([str(upo), "--seal", str(seal_file), "--lang", "en"]) == 0
    said = _said(capsys)
    assert said.startswith("VALID. The receipt is genuine.")


@pytest.mark.parametrize("role", ["--document", "--attachment"])
def test_a_file_that_was_not_filed_as_such_is_an_error(
    role: str, upo: Path, seal_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x").write_bytes(ATTACHMENT if role == "--document" else DOCUMENT)
    assert verify_command([str(upo), "--seal", str(seal_file), role, "x"]) == 1
    assert "✗ x:" in _said(capsys)


def test_without_a_seal_nobody_can_say_but_the_claim_is_shown(
    upo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_command([str(upo)]) == 2
    said = _said(capsys)
    assert "NIEROZSTRZYGNIĘTE (INDETERMINATE)" in said and "seal_not_pinned" in said
    assert "Certyfikat w pliku podaje: DEMO Pieczęć: Urząd Miejski w Zabrzu" in said
    assert "--seal CERT" in said and "UPP-" not in said


@pytest.mark.parametrize("how", ["--data", "OKIENKO_DATA", "data"])
def test_the_seals_of_the_data_folder_are_pinned(
    how: str, upo: Path, seal_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("data" if how == "data" else "elsewhere")
    (folder / "seals").mkdir(parents=True)
    (folder / "seals" / "zabrze.crt").write_bytes(seal_file.read_bytes())
    if how == "OKIENKO_DATA":
        monkeypatch.setenv("OKIENKO_DATA", str(folder))
    assert verify_command([str(upo), *(["--data", str(folder)] if how == "--data" else [])]) == 0


def test_a_named_seal_is_the_only_one_believed(upo: Path, tmp_path: Path, centre: Centre, seal: Seal) -> None:
    (tmp_path / "data" / "seals").mkdir(parents=True)
    (tmp_path / "data" / "seals" / "zabrze.crt").write_bytes(seal.certificate.public_bytes(Encoding.PEM))
    other = make_demo_seal(tmp_path / "other", "gliwice", "Urząd Miejski w Gliwicach")
    (tmp_path / "other.der").write_bytes(other.certificate.public_bytes(Encoding.DER))
    assert verify_command([str(upo)]) == 0
    assert verify_command([str(upo), "--seal", "other.der"]) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "FILE"),
        (["nowhere.xml"], "Nie da się odczytać pliku nowhere.xml"),
        (["."], "Nie da się odczytać pliku"),
        (["UPO.xml", "--seal", "nowhere.crt"], "Nie da się odczytać pliku nowhere.crt"),
        (["UPO.xml", "--seal", "UPO.xml"], "nie jest certyfikatem"),
        (["UPO.xml", "--seal", "ca.crt"], "nie służy do pieczętowania"),
        (["UPO.xml", "--document", "nowhere.pdf"], "Nie da się odczytać pliku nowhere.pdf"),
        (["UPO.xml", "--lang", "de"], "--lang"),
        (["UPO.xml", "--unknown"], "--unknown"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_told_from_a_false_receipt(
    arguments: list[str], says: str, upo: Path, seal: Seal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "ca.crt").write_bytes(seal.chain[-1].public_bytes(Encoding.PEM))
    assert verify_command(arguments) == 64
    assert says in _said(capsys)


def test_a_letter_is_checked_too(
    seal: Seal, seal_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the same command; one changed byte, or files that no letter speaks of, are said."""
    made = typst.compile(b'#set document(title: "x")\nDecyzja', format="pdf")
    assert isinstance(made, bytes)
    letter = seal_pdf(made, seal, reason="Decyzja")
    (tmp_path / "d.pdf").write_bytes(letter)
    (tmp_path / "z.pdf").write_bytes(letter.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert verify_command(["d.pdf", "--seal", str(seal_file)]) == 0
    said = _said(capsys)
    assert said.startswith("WAŻNE (VALID). Pismo jest prawdziwe.")
    assert "Pismo: Decyzja" in said and "Urząd: " in said and "Opatrzono pieczęcią: " in said
    assert verify_command(["z.pdf", "--seal", str(seal_file), "--lang", "en"]) == 1
    assert "The letter was changed after it had been sealed. [changed]" in _said(capsys)
    assert verify_command(["d.pdf"]) == 2
    assert "--seal CERT" in _said(capsys)
    assert verify_command(["d.pdf", "--seal", str(seal_file), "--document", "z.pdf"]) == 64
