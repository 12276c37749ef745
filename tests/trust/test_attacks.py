"""Every attack on a receipt is refused at both doors: `verify_receipt` and the command `okienko verify`.

LEFT_OUT names what the design lists and this room cannot be tried with yet, each with its reason.
"""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from casework.trust.verdict import Verdict, receipt_digest, verify_receipt
from okienko.terminal.verifying import verify_command
from tests.trust.attacks import ATTACKS, Attack, Story
from tests.trust.centre import Centre

LEFT_OUT = {
    "time from a trusted timestamp": "no timestamping service is configured yet, so no receipt carries one;"
    " an expired seal is INDETERMINATE (test_verdicts.py) and SigningTime is never believed",
    "a counter-signature that hits its parent's SignatureValue": "receipts carry none; any is refused"
    " (applicants' signatures come with the part that signs)",
    "the two allowed XPath forms of foreign signatures": "they belong to applicants' signatures;"
    " a receipt of ours carries no XPath at all",
    "a revoked seal": "the demo centre publishes no CRL or OCSP; a seal is revoked by taking its certificate"
    " out of the published folder",
    "51 references in 800 KB costing 12 s": "not timed: refused by size (256 KiB) and by count (20)"
    " before anything is hashed",
}


@pytest.fixture
def wire() -> Iterator[socket.socket]:
    """A listener that nobody may call."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield listener


@pytest.fixture
def story(wire: socket.socket, receipt: bytes, facts: ReceiptFacts, seal: Seal, centre: Centre) -> Story:
    return Story(
        receipt, facts, seal, centre, facts.created_at, f"http://127.0.0.1:{wire.getsockname()[1]}/x"
    )


def _nobody_called(wire: socket.socket) -> bool:
    try:
        wire.accept()
    except BlockingIOError:
        return True
    return False


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_the_verifier_refuses(attack: Attack, story: Story, wire: socket.socket, no_network: None) -> None:
    attacked = attack.make(story)
    assert attacked != story.receipt, "the attack changes nothing"
    report = verify_receipt(attacked, seals=[story.seal.certificate], now=story.now)
    assert report.verdict is Verdict.INVALID
    assert {reason.code for reason in report.reasons} <= attack.reasons
    assert report.reasons and report.receipt is None and report.receipt_digest is None
    assert _nobody_called(wire)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_the_command_refuses(
    attack: Attack,
    story: Story,
    wire: socket.socket,
    seal_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    no_network: None,
) -> None:
    file = tmp_path / "UPO.xml"
    file.write_bytes(attack.make(story))
    assert verify_command([str(file), "--seal", str(seal_file)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("NIEWAŻNE (INVALID)")
    assert any(f"[{code}]" in said for code in attack.reasons)
    assert "UPP-" not in said, "an invalid receipt says nothing"
    assert _nobody_called(wire)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_without_a_pinned_seal_an_attack_is_never_valid(
    attack: Attack, story: Story, no_network: None
) -> None:
    report = verify_receipt(attack.make(story), seals=(), now=story.now)
    assert report.verdict is not Verdict.VALID
    assert report.receipt is None


def test_blanks_in_the_signature_value_make_no_other_receipt(story: Story, no_network: None) -> None:
    start = story.receipt.index(b"<ds:SignatureValue>") + len(b"<ds:SignatureValue>")
    spaced = story.receipt[: start + 10] + b"\n  " + story.receipt[start + 10 :]
    report = verify_receipt(spaced, seals=[story.seal.certificate], now=story.now)
    assert report.verdict is Verdict.VALID
    assert report.receipt_digest == receipt_digest(story.receipt) == receipt_digest(spaced)


@pytest.mark.parametrize(
    "stamps_time", [True, False], ids=["a timestamping service", "a certification centre"]
)
def test_who_may_not_seal_is_not_believed_even_when_pinned(stamps_time: bool, story: Story) -> None:
    issued = story.centre.issue("Znacznik czasu", story.now, stamps_time=True)
    wrong = issued if stamps_time else Seal(story.centre.key, story.centre.certificate, ())
    report = verify_receipt(seal_receipt(story.facts, wrong), seals=[wrong.certificate], now=story.now)
    assert [reason.code for reason in report.reasons] == ["not_a_seal"]
