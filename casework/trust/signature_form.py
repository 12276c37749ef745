"""The one form a receipt's seal may have: every element, attribute and method by a white-list.

signxml ignores transforms it does not know and hashes all references before it counts them; nothing
foreign gets that far, for the form is demanded before anything is hashed.
"""

import re
from collections import Counter

from lxml import etree

from casework.trust.namespaces import (
    ECDSA_SHA256,
    ENVELOPED,
    EXCLUSIVE_C14N,
    SHA256,
    SIGNED_PROPERTIES,
    ds,
    upo,
    xades,
)
from casework.trust.words import Refused

MAX_REFERENCES = 20
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")

#: element → its children, in this order, each exactly once per mention
CHILDREN: dict[str, tuple[str, ...]] = {
    ds("Signature"): (ds("SignedInfo"), ds("SignatureValue"), ds("KeyInfo"), ds("Object")),
    ds("SignedInfo"): (
        ds("CanonicalizationMethod"),
        ds("SignatureMethod"),
        ds("Reference"),
        ds("Reference"),
    ),
    ds("Reference"): (ds("Transforms"), ds("DigestMethod"), ds("DigestValue")),
    ds("KeyInfo"): (ds("X509Data"),),
    ds("X509Data"): (ds("X509Certificate"),),
    ds("Object"): (xades("QualifyingProperties"),),
    xades("QualifyingProperties"): (xades("SignedProperties"),),
    xades("SignedProperties"): (xades("SignedSignatureProperties"), xades("SignedDataObjectProperties")),
    xades("SignedSignatureProperties"): (
        xades("SigningTime"),
        xades("SigningCertificateV2"),
        xades("SignaturePolicyIdentifier"),
    ),
    xades("SigningCertificateV2"): (xades("Cert"),),
    xades("Cert"): (xades("CertDigest"),),
    xades("CertDigest"): (ds("DigestMethod"), ds("DigestValue")),
    xades("SignaturePolicyIdentifier"): (xades("SignaturePolicyId"),),
    xades("SignaturePolicyId"): (xades("SigPolicyId"), xades("SigPolicyHash")),
    xades("SigPolicyId"): (xades("Identifier"), xades("Description")),
    xades("SigPolicyHash"): (ds("DigestMethod"), ds("DigestValue")),
    xades("SignedDataObjectProperties"): (xades("DataObjectFormat"),),
    xades("DataObjectFormat"): (xades("Description"), xades("MimeType")),
}

ATTRIBUTES: dict[str, frozenset[str]] = {
    ds("Signature"): frozenset({"Id"}),
    ds("Reference"): frozenset({"Id", "URI", "Type"}),
    ds("CanonicalizationMethod"): frozenset({"Algorithm"}),
    ds("SignatureMethod"): frozenset({"Algorithm"}),
    ds("DigestMethod"): frozenset({"Algorithm"}),
    ds("Transform"): frozenset({"Algorithm"}),
    xades("QualifyingProperties"): frozenset({"Target"}),
    xades("SignedProperties"): frozenset({"Id"}),
    xades("DataObjectFormat"): frozenset({"ObjectReference"}),
}

ALGORITHM: dict[str, str] = {
    ds("CanonicalizationMethod"): EXCLUSIVE_C14N,
    ds("SignatureMethod"): ECDSA_SHA256,
    ds("DigestMethod"): SHA256,
}


def demand_form(root: etree._Element) -> etree._Element:
    """The receipt's one signature, when file and signature have exactly our form; else Refused."""
    if root.tag != upo("Dokument") or len(root) == 0 or root[0].tag != upo("UPP"):
        raise Refused("not_a_receipt")
    signature = _only_signature(root)
    _demand_unique_ids(root)
    references = list(signature.iter(ds("Reference")))
    if len(references) > MAX_REFERENCES:
        raise Refused("too_many_references")
    _demand_methods(signature)
    _demand_one_certificate(signature)
    _demand_references(signature, references)
    _demand_parts(signature)
    if not BASE64.fullmatch(signature.findtext(ds("SignatureValue")) or ""):
        raise Refused("bad_signature")
    return signature


def _only_signature(root: etree._Element) -> etree._Element:
    signatures = list(root.iter(ds("Signature")))
    if not signatures:
        raise Refused("no_signature")
    if len(signatures) > 1:
        raise Refused("more_signatures")
    if len(root) != 2 or root[1] is not signatures[0]:
        raise Refused("misplaced_signature")
    return signatures[0]


def _demand_unique_ids(root: etree._Element) -> None:
    """Whatever a parser may take for an identifier (Id, ID, id, xml:id) stands once."""
    ids = Counter(
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if etree.QName(name).localname.lower() == "id"
    )
    if any(count > 1 for count in ids.values()):
        raise Refused("duplicate_id")


def _demand_methods(signature: etree._Element) -> None:
    for element in signature.iter(*ALGORITHM):
        algorithm = element.get("Algorithm", "")
        if algorithm != ALGORITHM[str(element.tag)]:
            raise Refused("unknown_algorithm", algorithm=algorithm[:120])
    known = ([ENVELOPED, EXCLUSIVE_C14N], [EXCLUSIVE_C14N])
    for transforms in signature.iter(ds("Transforms")):
        if [child.get("Algorithm") for child in transforms] not in known:
            raise Refused("unknown_transform")
    if any(len(transform) for transform in signature.iter(ds("Transform"))):
        raise Refused("unknown_transform")


def _demand_one_certificate(signature: etree._Element) -> None:
    key_infos = list(signature.iterchildren(ds("KeyInfo")))
    if len(key_infos) != 1 or [e.tag for e in key_infos[0].iterdescendants()] != [
        ds("X509Data"),
        ds("X509Certificate"),
    ]:
        raise Refused("unknown_key_form")


def _demand_references(signature: etree._Element, references: list[etree._Element]) -> None:
    """The whole file without this signature, and this signature's own SignedProperties; nothing else."""
    if len(references) != 2:
        raise Refused("outside_reference")
    receipt, properties = references
    signed = list(signature.iter(xades("SignedProperties")))
    if len(signed) != 1 or not signed[0].get("Id"):
        raise Refused("outside_reference")
    expected = (
        receipt.get("URI") == "",
        receipt.get("Type") is None,
        _transforms(receipt) == [ENVELOPED, EXCLUSIVE_C14N],
        properties.get("URI") == f"#{signed[0].get('Id')}",
        properties.get("Type") == SIGNED_PROPERTIES,
        _transforms(properties) == [EXCLUSIVE_C14N],
    )
    if not all(expected):
        raise Refused("outside_reference")
    _demand_targets(signature, receipt)


def _transforms(reference: etree._Element) -> list[str | None]:
    return [transform.get("Algorithm") for transform in reference.iter(ds("Transform"))]


def _demand_targets(signature: etree._Element, receipt: etree._Element) -> None:
    """The properties speak of this signature and of this reference."""
    for tag, attribute, target in (
        (xades("QualifyingProperties"), "Target", signature.get("Id")),
        (xades("DataObjectFormat"), "ObjectReference", receipt.get("Id")),
    ):
        if [element.get(attribute) for element in signature.iter(tag)] != [f"#{target}"]:
            raise Refused("outside_reference")


def _demand_parts(signature: etree._Element) -> None:
    for element in signature.iter():
        tag = str(element.tag)
        children = tuple(str(child.tag) for child in element)
        if tag != ds("Transforms") and children != CHILDREN.get(tag, ()):
            raise Refused("unexpected_part", part=_first_extra(children, CHILDREN.get(tag, ())) or tag[-80:])
        foreign = set(element.attrib) - ATTRIBUTES.get(tag, frozenset())
        stray = (element.text or "") + "".join(child.tail or "" for child in element)
        if len(element) and stray.strip():
            raise Refused("unexpected_part", part=stray.strip()[:80])
        if foreign:
            raise Refused("unexpected_part", part=sorted(map(str, foreign))[0][-80:])


def _first_extra(children: tuple[str, ...], expected: tuple[str, ...]) -> str | None:
    """Local name of the first child that is not expected."""
    extra = (Counter(children) - Counter(expected)).keys()
    return next((etree.QName(tag).localname[-80:] for tag in extra), None)
