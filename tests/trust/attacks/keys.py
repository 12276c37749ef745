"""Keys that come with the receipt, and signatures that are none."""

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

from casework.trust.namespaces import DS, ds, xades
from tests.trust.attacks.story import Story, attack, signature_of
from tests.trust.forge import changed, signed_again


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
        signature = signature_of(root)
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
