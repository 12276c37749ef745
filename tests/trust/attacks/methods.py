"""Ways of signing that we do not take, some of them by the office's true key."""

from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

from casework.trust.namespaces import DS, ds
from tests.trust.attacks.story import Story, attack
from tests.trust.forge import changed, sha1, signed_again


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
