"""What is sealed can be read back, and nothing that was sealed can be changed unseen."""

import hashlib
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from casework.trust.namespaces import ds, upo
from casework.trust.receipt import DECLARATION, FiledFile, ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from casework.trust.upp import SCHEMA, build, plain
from casework.trust.verdict import Verdict, receipt_digest, verify_receipt
from casework.trust.xades import POLICY, POLICY_TEXT, sign
from tests.trust.forge import signed_again

PLACES = 500
ON_ONE_STORY = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
texts = st.text(min_size=1, max_size=80).filter(lambda text: plain(text) != "")
digests = st.binary(max_size=8).map(lambda data: hashlib.sha256(data).hexdigest())
files = st.builds(FiledFile, texts, digests)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds of aware times
receipts = st.builds(
    ReceiptFacts,
    receipt_id=texts,
    office_name=texts,
    office_code=texts,
    sender=st.none() | texts,
    delivered_at=moments,
    created_at=moments,
    submission_id=texts,
    service=texts,
    form_version=st.integers(1, 10_000),
    document=files,
    attachments=st.lists(files, max_size=4).map(tuple),
    signature=st.sampled_from(["not_needed", "missing", "valid", "invalid"]),
    notes=st.lists(st.tuples(st.sampled_from(["Kwota", "Uwaga", "Termin"]), texts), max_size=3).map(tuple),
)


def _as_carried(facts: ReceiptFacts) -> ReceiptFacts:
    """The facts with every text as a receipt carries it."""
    return replace(
        facts,
        receipt_id=plain(facts.receipt_id),
        office_name=plain(facts.office_name),
        office_code=plain(facts.office_code),
        sender=None if facts.sender is None else plain(facts.sender),
        submission_id=plain(facts.submission_id),
        service=plain(facts.service),
        document=FiledFile(plain(facts.document.name), facts.document.sha256),
        attachments=tuple(FiledFile(plain(file.name), file.sha256) for file in facts.attachments),
        notes=tuple((kind, plain(text)) for kind, text in facts.notes),
    )


def test_a_receipt_says_what_was_sealed(
    receipt: bytes, facts: ReceiptFacts, seal: Seal, now: datetime
) -> None:
    report = verify_receipt(receipt, seals=[seal.certificate], now=now)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    assert report.receipt == _as_carried(facts)
    assert report.signer == "DEMO Pieczęć: Urząd Miejski w Zabrzu"
    assert report.receipt_digest == receipt_digest(receipt)


@given(facts=receipts)
@ON_ONE_STORY
def test_whatever_is_sealed_is_read_back_equal(facts: ReceiptFacts, seal: Seal) -> None:
    report = verify_receipt(seal_receipt(facts, seal), seals=[seal.certificate], now=datetime.now(UTC))
    assert report.verdict in (Verdict.VALID, Verdict.INDETERMINATE)
    assert report.receipt == _as_carried(facts)


@given(facts=receipts)
@ON_ONE_STORY
def test_the_fast_way_gives_the_bytes_of_the_slow_way(facts: ReceiptFacts, seal: Seal) -> None:
    def without_value(data: bytes) -> bytes:
        return re.sub(rb"(<ds:SignatureValue>)[A-Za-z0-9+/=]{88}<", rb"\1<", data)

    slow = DECLARATION + sign(build(facts), seal, facts.created_at)
    fast = seal_receipt(facts, seal)
    assert without_value(fast) == without_value(slow)
    assert fast.count(b"<ds:SignatureValue>") == 1


@given(facts=receipts)
@ON_ONE_STORY
def test_every_receipt_follows_the_reconstructed_structure(facts: ReceiptFacts, seal: Seal) -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(seal_receipt(facts, seal)))


def test_a_stylesheet_of_the_real_upo_finds_its_parts_in_order(receipt: bytes) -> None:
    upp = etree.fromstring(receipt)[0]
    assert [etree.QName(element).localname for element in upp][:6] == [
        "IdentyfikatorPoswiadczenia",
        "Adresat",
        "Nadawca",
        "DataDoreczenia",
        "DataWytworzeniaPoswiadczenia",
        "IdentyfikatorDokumentu",
    ]
    assert {str(name) for element in upp.iter() for name in element.attrib} == {"TypInformacjiUzupelniajacej"}


def test_attributes_with_a_namespace_are_read_too(
    receipt: bytes, facts: ReceiptFacts, seal: Seal, now: datetime
) -> None:
    def qualify(root: etree._Element) -> None:
        for element in root.iter(upo("InformacjaUzupelniajaca")):
            element.set(upo("TypInformacjiUzupelniajacej"), element.attrib.pop("TypInformacjiUzupelniajacej"))

    report = verify_receipt(signed_again(receipt, qualify, seal.key), seals=[seal.certificate], now=now)
    assert (report.verdict, report.receipt) == (Verdict.VALID, _as_carried(facts))


def test_times_stand_in_the_offset_of_warsaw(facts: ReceiptFacts, seal: Seal) -> None:
    summer = replace(facts, delivered_at=datetime(2026, 7, 1, 12, 0, 0, 120_000, tzinfo=UTC))
    winter = replace(facts, delivered_at=datetime(2026, 12, 1, 12, 0, tzinfo=timezone(timedelta(hours=5))))
    assert b"<pos:DataDoreczenia>2026-07-01T14:00:00.120000+02:00<" in seal_receipt(summer, seal)
    assert b"<pos:DataDoreczenia>2026-12-01T08:00:00+01:00<" in seal_receipt(winter, seal)


def test_a_request_without_a_name_names_nobody(facts: ReceiptFacts, seal: Seal, now: datetime) -> None:
    for nobody in (None, "", "  "):
        data = seal_receipt(replace(facts, sender=nobody), seal)
        assert b"Nadawca" not in data
        report = verify_receipt(data, seals=[seal.certificate], now=now)
        assert report.receipt is not None and report.receipt.sender is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"delivered_at": datetime(2026, 1, 1)},  # noqa: DTZ001  # a naive time is the point
        {"document": FiledFile("x.xml", "abc")},
        {"document": FiledFile("x.xml", "A" * 64)},
        {"signature": "perhaps"},
        {"notes": (("SkrotDokumentuSHA256", "0" * 64),)},
        {"notes": (("a b", "c"),)},
        {"receipt_id": "\n"},
        {"sender": "=" * 2_001},
    ],
    ids=str,
)
def test_what_no_receipt_can_carry_is_not_sealed(
    wrong: dict[str, object], facts: ReceiptFacts, seal: Seal
) -> None:
    with pytest.raises(ValueError):
        seal_receipt(replace(facts, **wrong), seal)  # type: ignore[arg-type]  # wrong on purpose


def test_the_longest_text_still_passes_the_gate(facts: ReceiptFacts, seal: Seal, now: datetime) -> None:
    longest = seal_receipt(replace(facts, sender="=" * 2_000), seal)
    assert verify_receipt(longest, seals=[seal.certificate], now=now).verdict is Verdict.VALID


def _signed_places(receipt: bytes) -> list[int]:
    """Every byte that the seal speaks for: the receipt around the signature, SignedInfo, SignedProperties."""
    spans = [
        (receipt.index(b"<pos:Dokument"), receipt.index(b"<ds:Signature ")),
        (receipt.index(b"<ds:SignedInfo>"), receipt.index(b"<ds:SignatureValue>")),
        (receipt.index(b"<xades:SignedProperties"), receipt.index(b"</xades:QualifyingProperties>")),
        (receipt.index(b"</pos:Dokument>"), len(receipt)),
    ]
    return [place for first, after in spans for place in range(first, after)]


def _flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


def test_one_bit_flipped_anywhere_in_signed_content_is_found(
    receipt: bytes, seal: Seal, now: datetime
) -> None:
    dice = random.Random(20261124)  # noqa: S311  # the same places in every run
    places = _signed_places(receipt)
    for place in dice.sample(places, PLACES):
        bit = dice.randrange(8)
        report = verify_receipt(_flipped(receipt, place, bit), seals=[seal.certificate], now=now)
        assert report.verdict is Verdict.INVALID, (
            f"bit {bit} of byte {place}: {receipt[place - 20 : place + 20]!r}"
        )


def test_one_bit_flipped_anywhere_in_the_file_never_changes_what_is_believed(
    receipt: bytes, seal: Seal, now: datetime
) -> None:
    dice = random.Random(306)  # noqa: S311  # the same places in every run
    truth = verify_receipt(receipt, seals=[seal.certificate], now=now)
    for place in dice.sample(range(len(receipt)), PLACES):
        report = verify_receipt(
            _flipped(receipt, place, dice.randrange(8)), seals=[seal.certificate], now=now
        )
        assert report.verdict is Verdict.INVALID or report == truth


@given(data=st.data())
@settings(ON_ONE_STORY, max_examples=300)
def test_no_bytes_make_the_verifier_fail(data: st.DataObject, receipt: bytes, seal: Seal) -> None:
    first = data.draw(st.integers(0, len(receipt)))
    after = data.draw(st.integers(first, len(receipt)))
    damaged = receipt[:first] + data.draw(st.binary(max_size=20)) + receipt[after:]
    verify_receipt(damaged, seals=[seal.certificate], now=datetime.now(UTC))


def test_many_threads_seal_at_once(facts: ReceiptFacts, seal: Seal, now: datetime) -> None:
    with ThreadPoolExecutor(8) as pool:
        sealed = list(
            pool.map(lambda n: seal_receipt(replace(facts, receipt_id=f"UPP-{n}"), seal), range(64))
        )
    for number, data in enumerate(sealed):
        report = verify_receipt(data, seals=[seal.certificate], now=now)
        assert report.receipt is not None and report.receipt.receipt_id == f"UPP-{number}"


def test_the_policy_that_receipts_name_never_changes() -> None:
    """A word changed in the policy would break every receipt of before: write a second version instead."""
    digest = hashlib.sha256(POLICY_TEXT.read_bytes()).hexdigest()
    assert digest == "747ed979f44c7dec95469735ae18054ac4f9e52b53f4a6fe35111e4f952b8a44"
    assert POLICY.Identifier in POLICY_TEXT.read_text(encoding="utf-8")


def test_the_seal_speaks_for_the_receipt_and_its_properties_only(receipt: bytes) -> None:
    references = list(etree.fromstring(receipt).iter(ds("Reference")))
    assert [reference.get("URI") for reference in references] == ["", "#Pieczec-Wlasciwosci"]


@pytest.mark.parametrize("data", [b"", b"<x/>", b"no receipt"], ids=repr)
def test_only_a_receipt_has_a_receipt_digest(data: bytes) -> None:
    with pytest.raises(ValueError):
        receipt_digest(data)
