"""XAdES-EPES by signxml, mended so that xmlsec1, the JDK and every conforming verifier accept it.

signxml 5.2 digests SignedProperties with exclusive C14N but writes no Transform that says so; verifiers
then digest with inclusive C14N and refuse. It also signs KeyInfo, which ours leaves out: SignedInfo holds
the enveloped and the SignedProperties references only.
"""

import hashlib
import logging
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.util import SigningSettings
from signxml.xades.xades import XAdESDataObjectFormat, XAdESSignaturePolicy, XAdESSigner

from casework.trust.kept_seal import Seal
from casework.trust.namespaces import EXCLUSIVE_C14N, SHA256, SIGNED_PROPERTIES, ds, xades
from casework.trust.xml_gate import canonical

# at DEBUG signxml logs whole receipts, and receipts name people
logging.getLogger("signxml.processor").setLevel(logging.INFO)

SIGNATURE_ID = "Pieczec"
REFERENCE_ID = "Pieczec-Poswiadczenie"
PROPERTIES_ID = "Pieczec-Wlasciwosci"
FORMAT = XAdESDataObjectFormat("Urzędowe poświadczenie przedłożenia (UPO)", "text/xml")

POLICY_TEXT = Path(__file__).parent / "policy" / "upo-seal-1.txt"
POLICY = XAdESSignaturePolicy(
    Identifier="urn:okienko:upo-seal-policy:1",
    Description="Polityka pieczęci UPO, wersja 1",
    DigestMethod=DigestAlgorithm.SHA256,
    DigestValue=b64encode(hashlib.sha256(POLICY_TEXT.read_bytes()).digest()).decode(),
)


class ReceiptSigner(XAdESSigner):
    """Signs one receipt; the clear and slow way (~1 ms) that every template is cut from."""

    def __init__(self, signing_time: datetime) -> None:
        super().__init__(
            signature_policy=POLICY,
            data_object_format=FORMAT,
            signature_algorithm=SignatureMethod.ECDSA_SHA256,
            digest_algorithm=DigestAlgorithm.SHA256,
            c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
        )
        self.signing_time = signing_time

    def _build_xades_ds_object(self, sig_root: etree._Element, signing_settings: SigningSettings) -> None:
        """Fixed Ids instead of random ones: a receipt carries one signature, so they are unique in it."""
        sig_root.set("Id", SIGNATURE_ID)
        _part(sig_root, f"{ds('SignedInfo')}/{ds('Reference')}").set("Id", REFERENCE_ID)
        super()._build_xades_ds_object(sig_root, signing_settings)
        del _part(sig_root, ds("KeyInfo")).attrib["Id"]  # random, and nothing points at it

    def _add_reference_to_signed_info(
        self, sig_root: etree._Element, node_to_reference: etree._Element, **attributes: str
    ) -> None:
        if node_to_reference.tag != xades("SignedProperties"):
            return
        node_to_reference.set("Id", PROPERTIES_ID)
        reference = etree.SubElement(
            _part(sig_root, ds("SignedInfo")),
            ds("Reference"),
            {"URI": f"#{PROPERTIES_ID}", "Type": SIGNED_PROPERTIES},
        )
        transforms = etree.SubElement(reference, ds("Transforms"))
        etree.SubElement(transforms, ds("Transform"), {"Algorithm": EXCLUSIVE_C14N})
        etree.SubElement(reference, ds("DigestMethod"), {"Algorithm": SHA256})
        digest = hashlib.sha256(canonical(node_to_reference)).digest()
        etree.SubElement(reference, ds("DigestValue")).text = b64encode(digest).decode()

    def add_signing_time(
        self,
        signed_signature_properties: etree._Element,
        sig_root: etree._Element,
        signing_settings: SigningSettings,
    ) -> None:
        element = etree.SubElement(signed_signature_properties, xades("SigningTime"))
        element.text = signing_time_text(self.signing_time)


def _part(signature: etree._Element, path: str) -> etree._Element:
    """The first part of that name; signxml always writes it."""
    return next(signature.iterfind(path))


def signing_time_text(moment: datetime) -> str:
    """xs:dateTime in UTC, whole seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def sign(document: etree._Element, seal: Seal, signing_time: datetime) -> bytes:
    """The sealed copy of the document as canonical bytes; the signature is its last child."""
    signed = ReceiptSigner(signing_time).sign(
        document, key=seal.key, cert=[seal.certificate], always_add_key_value=False
    )
    return canonical(signed)
