"""UPO: the UPP receipt in the CRD structure, sealed with XAdES-EPES (structure: UPO 2008/05/09,
reconstructed)."""

import hashlib

from casework.trust.facts import FiledFile, ReceiptFacts
from casework.trust.seal import Seal
from casework.trust.template import template_of
from casework.trust.upp import build
from casework.trust.xml_gate import canonical

__all__ = ["FiledFile", "ReceiptFacts", "seal_receipt", "seal_with_digest"]

DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def seal_receipt(facts: ReceiptFacts, seal: Seal) -> bytes:
    """The sealed UPO, bytes that xmlsec1 and the JDK verify too. Thread-safe, ~0.2 ms.

    ValueError for facts no receipt can carry: a naive time, a digest that is none, an unknown state of
    signature, a reserved note.
    """
    return seal_with_digest(facts, seal)[0]


def seal_with_digest(facts: ReceiptFacts, seal: Seal) -> tuple[bytes, str]:
    """The sealed UPO, and the digest that `receipt_digest` would read out of it again."""
    content = canonical(build(facts))
    body, end = content[: content.rindex(b"</")], content[content.rindex(b"</") :]
    signature = template_of(seal).signature(content, facts.created_at, seal.key)
    return DECLARATION + body + signature + end, hashlib.sha256(content).hexdigest()
