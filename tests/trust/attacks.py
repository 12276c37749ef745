"""Every way we know to make a false receipt look true; `ATTACKS` is what both doors are tried with.

Each attack is a function of the story (receipt, seal, centre, now) and says which reasons may be given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

from casework.trust.namespaces import DS, UPO, ds, upo, xades
from casework.trust.receipt import ReceiptFacts, seal_receipt
from casework.trust.seal import Seal
from tests.trust.centre import YEAR, Centre
from tests.trust.forge import changed, sha1, signed_again, swap_certificate, tree, written


@dataclass(frozen=True)
class Story:
    receipt: bytes
    facts: ReceiptFacts
    seal: Seal  #: the office's, pinned
    centre: Centre  #: that issued it
    now: datetime
    wire: str = "http://127.0.0.1:9/"  #: where a listener waits for somebody to reach out


@dataclass(frozen=True)
class Attack:
    name: str
    make: Callable[[Story], bytes]
    reasons: frozenset[str]


ATTACKS: list[Attack] = []


def attack(*reasons: str) -> Callable[[Callable[[Story], bytes]], Callable[[Story], bytes]]:
    def keep(make: Callable[[Story], bytes]) -> Callable[[Story], bytes]:
        ATTACKS.append(Attack(make.__name__, make, frozenset(reasons)))
        return make

    return keep


def _signature(root: etree._Element) -> etree._Element:
    return next(root.iter(ds("Signature")))


def _reference(root: etree._Element, at: int = 0) -> etree._Element:
    return list(root.iter(ds("Reference")))[at]


# --- content


@attack("changed_content")
def another_sender(story: Story) -> bytes:
    return story.receipt.replace("Próbny".encode(), b"Prawdziwy")


@attack("changed_content")
def another_time_of_filing(story: Story) -> bytes:
    year = f"<pos:DataDoreczenia>{story.now.year}".encode()
    return story.receipt.replace(year, f"<pos:DataDoreczenia>{story.now.year - 1}".encode())


@attack("changed_content")
def an_attachment_added(story: Story) -> bytes:
    line = (
        f'<pos:InformacjaUzupelniajaca TypInformacjiUzupelniajacej="SkrotZalacznikaSHA256">{"f" * 64} x.pdf'
    )
    return story.receipt.replace(b"</pos:UPP>", f"{line}</pos:InformacjaUzupelniajaca></pos:UPP>".encode())


@attack("changed_content")
def another_signing_time(story: Story) -> bytes:
    return story.receipt.replace(b"<xades:SigningTime>2", b"<xades:SigningTime>3")


@attack("foreign_markup")
def a_comment_splits_a_text(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"13<!-- -->273.00")


@attack("foreign_markup")
def an_instruction_in_the_receipt(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b"<?php x?><pos:UPP>")


@attack("foreign_markup")
def marked_text(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"<![CDATA[13273.00]]>")


@attack("changed_content")
def an_inclusion(story: Story) -> bytes:
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + include)


@attack("not_xml")
def cut_off(story: Story) -> bytes:
    return story.receipt[:-20]


# --- whose seal


@attack("not_our_seal")
def a_rogue_centre_of_the_same_name(story: Story) -> bytes:
    rogue = Centre.open("DEMO centrum w Zabrzu", story.now)
    return seal_receipt(story.facts, rogue.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now))


@attack("not_our_seal")
def a_citizen_of_our_centre_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("Jan Próbny", story.now))


@attack("not_our_seal")
def another_certificate_of_our_centre_with_the_office_name(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now))


@attack("not_our_seal")
def our_timestamping_service_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("Znacznik czasu", story.now, stamps_time=True))


@attack("not_our_seal")
def our_certification_centre_itself_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, Seal(story.centre.key, story.centre.certificate, ()))


@attack("not_our_seal")
def the_seal_key_with_a_certificate_of_its_own(story: Story) -> bytes:
    same_key = story.centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now, key=story.seal.key)
    return seal_receipt(story.facts, same_key)


@attack("bad_signature")
def the_office_certificate_over_a_foreign_signature(story: Story) -> bytes:
    stranger = story.centre.issue("Obcy", story.now)
    return signed_again(story.receipt, swap_certificate(story.seal), stranger.key)


@attack("not_our_seal")
def an_expired_certificate_that_is_not_ours(story: Story) -> bytes:
    old = story.centre.issue("Obcy", story.now, begins=-2 * YEAR, ends=-YEAR)
    return seal_receipt(story.facts, old)


@attack("bad_certificate")
def a_certificate_of_garbage(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("X509Certificate"))).text = "TUlJ"

    return changed(story.receipt, change)


# --- the wrapped and the moved


def _evil(root: etree._Element) -> etree._Element:
    """A receipt that says something else, without a signature."""
    evil = etree.fromstring(etree.tostring(root))
    evil.remove(_signature(evil))
    information = evil.find(f".//{upo('IdentyfikatorPoswiadczenia')}")
    assert information is not None
    information.text = "UPP-FALSZYWE"
    return evil


@attack("misplaced_signature", "unexpected_part")
def wrapped_original_in_an_object_of_the_signature(story: Story) -> bytes:
    original = tree(story.receipt)
    evil, signature = _evil(original), _signature(original)
    original.remove(signature)
    etree.SubElement(signature, ds("Object")).append(original)
    evil.append(signature)
    return written(evil)


@attack("misplaced_signature")
def original_with_its_signature_inside_a_false_one(story: Story) -> bytes:
    original = tree(story.receipt)
    evil = _evil(original)
    evil.append(original)
    return written(evil)


@attack("misplaced_signature")
def original_inside_the_false_upp(story: Story) -> bytes:
    original = tree(story.receipt)
    evil = _evil(original)
    evil[0].append(original)
    return written(evil)


@attack("misplaced_signature")
def false_upp_before_the_true_one(story: Story) -> bytes:
    original = tree(story.receipt)
    original.insert(0, _evil(original)[0])
    return written(original)


@attack("misplaced_signature")
def false_upp_after_the_signature(story: Story) -> bytes:
    original = tree(story.receipt)
    original.append(_evil(original)[0])
    return written(original)


@attack("misplaced_signature")
def signature_moved_to_the_front_of_the_upp(story: Story) -> bytes:
    original = tree(story.receipt)
    original[0].insert(0, _signature(original))
    return written(original)


@attack("not_a_receipt")
def signature_moved_to_the_front(story: Story) -> bytes:
    original = tree(story.receipt)
    original.insert(0, _signature(original))
    return written(original)


@attack("not_a_receipt")
def whole_receipt_in_a_foreign_envelope(story: Story) -> bytes:
    envelope = etree.Element("koperta")
    envelope.append(tree(story.receipt))
    return written(envelope)


@attack("not_a_receipt")
def another_namespace(story: Story) -> bytes:
    return story.receipt.replace(UPO.encode(), b"http://crd.example/UPO/")


@attack("outside_reference")
def the_reference_moved_to_an_identified_part_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        root[0].set("Id", "prawdziwe")
        _reference(root).set("URI", "#prawdziwe")

    return signed_again(story.receipt, change, story.seal.key)


@attack("outside_reference")
def references_change_places(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        first = _reference(root)
        parent = first.getparent()
        assert parent is not None
        parent.append(first)

    return changed(story.receipt, change)


@attack("outside_reference")
def properties_of_another_signature(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(xades("QualifyingProperties"))).set("Target", "#inna")

    return changed(story.receipt, change)


@attack("duplicate_id")
def the_same_identifier_twice(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b'<pos:UPP Id="Pieczec-Wlasciwosci">')


@attack("duplicate_id")
def the_same_identifier_twice_in_another_spelling(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b'<pos:UPP xml:id="Pieczec-Wlasciwosci">')


@attack("more_signatures")
def a_second_signature_of_garbage(story: Story) -> bytes:
    garbage = f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo/></ds:Signature>'.encode()
    return story.receipt.replace(b"</pos:Dokument>", garbage + b"</pos:Dokument>")


@attack("more_signatures")
def the_same_signature_twice(story: Story) -> bytes:
    original = tree(story.receipt)
    copy = etree.fromstring(etree.tostring(_signature(original)))
    for element in copy.iter():
        element.attrib.pop("Id", None)
    original.append(copy)
    return written(original)


@attack("no_signature")
def no_signature_at_all(story: Story) -> bytes:
    original = tree(story.receipt)
    original.remove(_signature(original))
    return written(original)


def _countersigned(story: Story, counter: etree._Element) -> bytes:
    original = tree(story.receipt)
    properties = next(original.iter(xades("QualifyingProperties")))
    unsigned = etree.SubElement(properties, xades("UnsignedProperties"))
    etree.SubElement(
        etree.SubElement(unsigned, xades("UnsignedSignatureProperties")), xades("CounterSignature")
    ).append(counter)
    return written(original)


@attack("more_signatures")
def a_counter_signature_put_in(story: Story) -> bytes:
    stranger = tree(seal_receipt(story.facts, story.centre.issue("Obcy", story.now)))
    return _countersigned(story, _signature(stranger))


@attack("unexpected_part")
def a_false_counter_signature(story: Story) -> bytes:
    return _countersigned(story, etree.Element("CounterSignature"))


@attack("unexpected_part")
def words_between_the_parts_of_the_seal(story: Story) -> bytes:
    return story.receipt.replace(b"<ds:KeyInfo>", "<ds:KeyInfo>opłacone".encode())


# --- methods


def _add_transform(algorithm: str, inside: str = "") -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        transforms = next(root.iter(ds("Transforms")))
        added = etree.fromstring(
            f'<ds:Transform xmlns:ds="{DS}" Algorithm="{algorithm}">{inside}</ds:Transform>'
        )
        transforms.insert(0, added)

    return change


XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
FILTER = "http://www.w3.org/2002/06/xmldsig-filter2"
XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"
STYLESHEET = (
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
    '<xsl:template match="/"><xsl:value-of select="document(\'file:///etc/passwd\')"/></xsl:template></xsl:stylesheet>'
)


@attack("unknown_transform")
def xpath_false_by_the_true_key(story: Story) -> bytes:
    return signed_again(
        story.receipt, _add_transform(XPATH, f'<ds:XPath xmlns:ds="{DS}">false()</ds:XPath>'), story.seal.key
    )


@attack("unknown_transform")
def xpath_false_by_the_true_key_over_nothing(story: Story) -> bytes:
    change = _add_transform(XPATH, f'<ds:XPath xmlns:ds="{DS}">false()</ds:XPath>')
    return signed_again(story.receipt, change, story.seal.key, content=b"")


@attack("unknown_transform")
def filter_by_the_true_key(story: Story) -> bytes:
    inside = f'<f:XPath xmlns:f="{FILTER}" Filter="subtract">//*</f:XPath>'
    return signed_again(story.receipt, _add_transform(FILTER, inside), story.seal.key)


@attack("unknown_transform")
def a_stylesheet_put_in(story: Story) -> bytes:
    return changed(story.receipt, _add_transform(XSLT, STYLESHEET))


@attack("unknown_transform")
def a_stylesheet_by_the_true_key(story: Story) -> bytes:
    return signed_again(story.receipt, _add_transform(XSLT, STYLESHEET), story.seal.key)


@attack("unknown_transform")
def text_decoding_by_the_true_key(story: Story) -> bytes:
    return signed_again(story.receipt, _add_transform(f"{DS}base64"), story.seal.key)


@attack("unknown_transform")
def comments_counted_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        list(root.iter(ds("Transform")))[1].set(
            "Algorithm", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
        )

    return signed_again(story.receipt, change, story.seal.key)


@attack("unknown_algorithm")
def old_digests_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        for method in root.iter(ds("DigestMethod")):
            method.set("Algorithm", f"{DS}sha1")

    return signed_again(story.receipt, change, story.seal.key, digest=sha1)


@attack("unknown_algorithm")
def an_old_signature_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("SignatureMethod"))).set(
            "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"
        )

    return signed_again(story.receipt, change, story.seal.key, algorithm=SHA1())  # noqa: S303  # the attack is that it is weak


@attack("unknown_algorithm")
def a_shared_secret_made_of_the_public_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("SignatureMethod"))).set(
            "Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"
        )

    public = story.seal.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return signed_again(story.receipt, change, story.seal.key, hmac_key=public)


@attack("unknown_algorithm")
def another_canonical_form_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        method = next(root.iter(ds("CanonicalizationMethod")))
        method.set("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")

    return signed_again(story.receipt, change, story.seal.key)


# --- keys


def _key_value(story: Story) -> etree._Element:
    stranger = story.centre.issue("Obcy", story.now)
    point = stranger.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return etree.fromstring(
        f'<ds:KeyValue xmlns:ds="{DS}"><d:ECKeyValue xmlns:d="http://www.w3.org/2009/xmldsig11#">'
        f'<d:NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><d:PublicKey>{point.hex()}</d:PublicKey>'
        "</d:ECKeyValue></ds:KeyValue>"
    )


@attack("unknown_key_form")
def a_bare_key_instead_of_a_certificate(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        key_info = next(root.iter(ds("KeyInfo")))
        key_info.remove(key_info[0])
        key_info.append(_key_value(story))

    return changed(story.receipt, change)


@attack("unknown_key_form")
def a_foreign_key_beside_the_certificate(story: Story) -> bytes:
    return changed(story.receipt, lambda root: next(root.iter(ds("KeyInfo"))).insert(0, _key_value(story)))


@attack("unknown_key_form")
def a_key_to_be_fetched(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        etree.SubElement(next(root.iter(ds("KeyInfo"))), ds("RetrievalMethod"), URI=story.wire)

    return changed(story.receipt, change)


@attack("unknown_key_form")
def two_certificates(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        first = next(root.iter(ds("X509Certificate")))
        parent = first.getparent()
        assert parent is not None
        etree.SubElement(parent, ds("X509Certificate")).text = first.text

    return changed(story.receipt, change)


@attack("unknown_key_form")
def no_key_at_all(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        signature = _signature(root)
        signature.remove(next(signature.iter(ds("KeyInfo"))))

    return changed(story.receipt, change)


@attack("bad_signature")
def another_policy_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(xades("Identifier"))).text = "urn:inna:polityka"

    return signed_again(story.receipt, change, story.seal.key)


@attack("bad_signature")
def a_signature_of_nothing(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("SignatureValue"))).text = "A" * 86 + "=="

    return changed(story.receipt, change)


@attack("bad_signature")
def no_signature_value(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("SignatureValue"))).text = ""

    return changed(story.receipt, change)


# --- files that want to hurt the reader


def _with_dtd(story: Story, dtd: str, inside: str = "") -> bytes:
    body = story.receipt.split(b"\n", 1)[1]
    return f"<!DOCTYPE Dokument [{dtd}]>".encode() + body.replace(b"13273.00", inside.encode() or b"13273.00")


@attack("dtd")
def any_document_type(story: Story) -> bytes:
    return _with_dtd(story, "")


@attack("dtd")
def a_file_of_the_reader(story: Story) -> bytes:
    return _with_dtd(story, '<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")


@attack("dtd")
def a_page_fetched_by_the_reader(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY x SYSTEM "{story.wire}">', "&x;")


@attack("dtd")
def a_definition_fetched_by_the_reader(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY % x SYSTEM "{story.wire}"> %x;')


@attack("dtd")
def a_billion_laughs(story: Story) -> bytes:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return _with_dtd(story, f'<!ENTITY l0 "ha">{laughs}', "&l9;")


@attack("dtd")
def a_quadratic_blow_up(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 5_000)


@attack("dtd")
def identifiers_declared_by_a_definition(story: Story) -> bytes:
    return _with_dtd(story, '<!ATTLIST UPP Id ID "Pieczec-Wlasciwosci">')


@attack("not_utf8", "foreign_markup")
def a_document_type_in_utf16(story: Story) -> bytes:
    return '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")


@attack("foreign_markup")
def a_document_type_in_utf7(story: Story) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'


@attack("not_xml")
def an_entity_nobody_declared(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"&x;")


@attack("outside_reference")
def a_reference_to_a_web_page(story: Story) -> bytes:
    return changed(story.receipt, lambda root: _reference(root).set("URI", story.wire))


@attack("outside_reference")
def a_reference_to_a_web_page_by_the_true_key(story: Story) -> bytes:
    return signed_again(story.receipt, lambda root: _reference(root).set("URI", story.wire), story.seal.key)


@attack("outside_reference")
def a_reference_to_a_file_by_the_true_key(story: Story) -> bytes:
    change = lambda root: _reference(root).set("URI", "file:///etc/passwd")  # noqa: E731
    return signed_again(story.receipt, change, story.seal.key)


@attack("outside_reference")
def a_further_reference_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        info = next(root.iter(ds("SignedInfo")))
        info.insert(3, etree.fromstring(etree.tostring(_reference(root, 1))))

    return signed_again(story.receipt, change, story.seal.key)


@attack("too_big")
def a_thousand_references(story: Story) -> bytes:
    return _with_references(story, 1_000)


@attack("too_many_references")
def fifty_references(story: Story) -> bytes:
    return _with_references(story, 50)


def _with_references(story: Story, count: int) -> bytes:
    original = tree(story.receipt)
    info, reference = next(original.iter(ds("SignedInfo"))), etree.tostring(_reference(original, 1))
    for _ in range(count):
        info.append(etree.fromstring(reference))
    return etree.tostring(original, method="c14n", exclusive=True)


@attack("too_big")
def twenty_megabytes(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"1" * 20_000_000)


@attack("too_big")
def two_hundred_thousand_levels(story: Story) -> bytes:
    return b"<a>" * 200_000 + b"</a>" * 200_000


@attack("too_many_parts")
def twenty_thousand_levels(story: Story) -> bytes:
    return b"<a>" * 20_000 + b"</a>" * 20_000


@attack("too_deep")
def a_hundred_levels(story: Story) -> bytes:
    deep = b"<a>" * 100 + b"</a>" * 100
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + deep)


@attack("too_deep")
def levels_hidden_behind_false_ends(story: Story) -> bytes:
    deep = b'<a x="/>">' * 100 + b"</a>" * 100
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + deep)


def _widened(story: Story, count: int, sign: str) -> bytes:
    many = "".join(f' {sign}{number:x}="u{number:x}"' for number in range(count)).encode()
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP" + many + b">")


@attack("too_many_parts")
def twenty_attributes(story: Story) -> bytes:
    return _widened(story, 20, "a")


@attack("too_many_parts")
def ten_thousand_attributes(story: Story) -> bytes:
    return _widened(story, 10_000, "a")


@attack("too_many_parts")
def twenty_namespaces(story: Story) -> bytes:
    return _widened(story, 20, "xmlns:a")


@attack("too_many_parts")
def five_thousand_namespaces(story: Story) -> bytes:
    return _widened(story, 5_000, "xmlns:a")


@attack("empty")
def an_empty_file(story: Story) -> bytes:
    return b" \n"


@attack("not_utf8")
def a_picture(story: Story) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@attack("not_xml")
def a_page_of_text(story: Story) -> bytes:
    return "To jest zwykły list.".encode()


@attack("not_a_receipt")
def a_receipt_of_delivery(story: Story) -> bytes:
    return story.receipt.replace(b"pos:UPP", b"pos:UPD")


@attack("not_a_receipt")
def a_fact_said_twice_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        root[0].append(etree.fromstring(etree.tostring(root[0].findall(upo("InformacjaUzupelniajaca"))[1])))

    return signed_again(story.receipt, change, story.seal.key)
