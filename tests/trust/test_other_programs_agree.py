"""A receipt is good only when programs that know nothing of us accept it too."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from casework.trust.xades import PROPERTIES_ID
from tests.trust.centre import Centre

JAVA = Path(__file__).parent / "java" / "VerifyReceipt.java"
XADES = "http://uri.etsi.org/01903/v1.3.2#"


@pytest.fixture
def files(receipt: bytes, seal: Seal, tmp_path: Path) -> dict[str, Path]:
    contents = {
        "good": receipt,
        "changed": receipt.replace(b"UPP-2026-51877", b"UPP-2026-51878"),
        "other_time": receipt.replace(b"<xades:SigningTime>2", b"<xades:SigningTime>3"),
        "seal": seal.certificate.public_bytes(Encoding.PEM),
        "centre": seal.chain[-1].public_bytes(Encoding.PEM),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in contents}


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="the program xmlsec1 is not on this machine")
def test_xmlsec1_accepts_a_receipt_and_finds_a_changed_one(files: dict[str, Path]) -> None:
    def accepted(name: str) -> bool:
        command = ["xmlsec1", "--verify", "--enabled-reference-uris", "empty,same-doc"]
        command += ["--trusted-pem", str(files["centre"]), "--id-attr:Id", f"{XADES}:SignedProperties"]
        done = subprocess.run([*command, str(files[name])], capture_output=True, text=True, check=False)
        return done.returncode == 0 and "References (ok/all): 2/2" in done.stdout + done.stderr

    assert accepted("good")
    assert not accepted("changed")
    assert not accepted("other_time")


def test_the_library_of_xmlsec_accepts_a_receipt_and_finds_a_changed_one(files: dict[str, Path]) -> None:
    def accepted(name: str) -> bool:
        root = etree.fromstring(files[name].read_bytes())
        signature = root.find(".//{http://www.w3.org/2000/09/xmldsig#}Signature")
        properties = root.find(f".//{{{XADES}}}SignedProperties")
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(str(files["seal"]), xmlsec.constants.KeyDataFormatCertPem)
        context.register_id(properties, "Id")
        assert properties.get("Id") == PROPERTIES_ID
        try:
            context.verify(signature)
        except xmlsec.Error:
            return False
        return True

    assert accepted("good")
    assert not accepted("changed")
    assert not accepted("other_time")


@pytest.fixture(scope="module")
def java_classes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("javac") is None or shutil.which("java") is None:
        pytest.skip("no JDK on this machine (javac and java): its verdict is not asked")
    classes = tmp_path_factory.mktemp("classes")
    subprocess.run(["javac", "-d", str(classes), str(JAVA)], check=True, capture_output=True)
    return classes


def test_the_jdk_accepts_a_receipt_and_finds_a_changed_one(
    files: dict[str, Path], java_classes: Path
) -> None:
    names = ("good", "changed", "other_time")
    said = subprocess.run(
        [
            "java",
            "-cp",
            str(java_classes),
            "VerifyReceipt",
            str(files["seal"]),
            *(str(files[n]) for n in names),
        ],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "JAVA_TOOL_OPTIONS": ""},
    ).stdout.split("\n")
    assert said[:3] == ["VALID", "INVALID", "INVALID"]


def test_the_jdk_refuses_the_seal_of_somebody_else(
    facts: ReceiptFacts, files: dict[str, Path], java_classes: Path, centre: Centre, tmp_path: Path
) -> None:
    stranger = centre.issue("Obcy", facts.created_at)
    foreign = tmp_path / "foreign"
    foreign.write_bytes(seal_receipt(facts, stranger))
    command = ["java", "-cp", str(java_classes), "VerifyReceipt", str(files["seal"]), str(foreign)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert said == "INVALID"
