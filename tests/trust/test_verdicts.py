"""What people are told of a receipt, besides yes and no."""

from dataclasses import replace
from datetime import datetime, timedelta

from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from casework.trust.verdict import FileVerdict, Report, Verdict, verify_receipt
from casework.trust.words import MESSAGES
from pages.language import TRANSLATIONS, load_words
from tests.trust.attacks import ATTACKS
from tests.trust.centre import YEAR, Centre
from tests.trust.conftest import ATTACHMENT, DOCUMENT

DAY = timedelta(days=1)


def _codes(report: Report) -> list[str]:
    return [reason.code for reason in report.reasons]


def test_without_a_published_seal_nobody_can_say(receipt: bytes, now: datetime) -> None:
    report = verify_receipt(receipt, seals=(), now=now)
    assert (report.verdict, _codes(report)) == (Verdict.INDETERMINATE, ["seal_not_pinned"])
    assert report.signer == "DEMO Pieczęć: Urząd Miejski w Zabrzu"
    assert report.receipt is None and report.receipt_digest is None


def test_a_seal_that_ran_out_proves_nothing_without_a_timestamp(
    receipt: bytes, seal: Seal, now: datetime
) -> None:
    report = verify_receipt(receipt, seals=[seal.certificate], now=now + 2 * YEAR)
    assert (report.verdict, _codes(report)) == (Verdict.INDETERMINATE, ["seal_expired"])
    assert report.receipt is not None, "the seal is whole, only its time is in doubt"


def test_a_receipt_dated_back_with_an_expired_seal_is_not_believed(
    facts: ReceiptFacts, centre: Centre, now: datetime
) -> None:
    expired = centre.issue("DEMO Pieczęć", now, begins=-2 * YEAR, ends=-DAY)
    dated_back = replace(facts, created_at=now - YEAR, delivered_at=now - YEAR)
    report = verify_receipt(seal_receipt(dated_back, expired), seals=[expired.certificate], now=now)
    assert (report.verdict, _codes(report)) == (Verdict.INDETERMINATE, ["seal_expired"])


def test_a_seal_from_the_future_proves_nothing(receipt: bytes, seal: Seal, now: datetime) -> None:
    report = verify_receipt(receipt, seals=[seal.certificate], now=now - 60 * DAY)
    assert (report.verdict, _codes(report)) == (Verdict.INDETERMINATE, ["seal_not_yet_valid"])


def test_a_receipt_that_names_a_time_before_its_seal_is_doubtful(
    facts: ReceiptFacts, seal: Seal, now: datetime
) -> None:
    early = replace(facts, created_at=now - 300 * DAY)
    report = verify_receipt(seal_receipt(early, seal), seals=[seal.certificate], now=now)
    assert (report.verdict, _codes(report)) == (Verdict.INDETERMINATE, ["outside_validity"])


def test_the_seal_of_another_office_may_be_pinned_beside_ours(
    receipt: bytes, seal: Seal, centre: Centre, now: datetime
) -> None:
    other = centre.issue("DEMO Pieczęć: Urząd Miejski w Gliwicach", now)
    both = [other.certificate, seal.certificate]
    assert verify_receipt(receipt, seals=both, now=now).verdict is Verdict.VALID
    assert _codes(verify_receipt(receipt, seals=[other.certificate], now=now)) == ["not_our_seal"]


def test_files_are_compared_with_what_was_filed(receipt: bytes, seal: Seal, now: datetime) -> None:
    handed = [("moja kopia.xml", DOCUMENT), ("skan.pdf", ATTACHMENT), ("inny.pdf", ATTACHMENT + b" ")]
    files = verify_receipt(receipt, seals=[seal.certificate], now=now, files=handed).files
    assert [(file.name, file.match) for file in files] == [
        ("moja kopia.xml", "document"),
        ("skan.pdf", "attachment"),
        ("inny.pdf", "none"),
    ]
    assert isinstance(files[0], FileVerdict) and len(files[0].sha256) == 64


def test_every_reason_has_its_polish_words() -> None:
    polish = load_words(TRANSLATIONS, "pl")
    assert [message for message in MESSAGES.values() if polish.gettext(message) == message] == []


def test_every_reason_is_given_by_some_test() -> None:
    here = {"seal_not_pinned", "seal_expired", "seal_not_yet_valid", "outside_validity", "not_a_seal"}
    assert set(MESSAGES) == here | {code for attack in ATTACKS for code in attack.reasons}
