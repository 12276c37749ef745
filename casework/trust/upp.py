"""UPP, the receipt of filing: facts → its XML, and back.

Structure: UPO 2008/05/09 of the central repository of forms, reconstructed (schemas/upo-reconstructed.xsd).
Everything that the structure has no element for stands in InformacjaUzupelniajaca, one kind of fact per
type.
"""

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lxml import etree

from casework.trust.facts import FiledFile, ReceiptFacts
from casework.trust.namespaces import UPO, upo
from casework.trust.words import Refused
from casework.trust.xml_gate import hardened_parser

WARSAW = ZoneInfo("Europe/Warsaw")
SCHEMA = Path(__file__).parent / "schemas" / "upo-reconstructed.xsd"

SUBMISSION = "IdentyfikatorZlozenia"
OFFICE = "KodUrzedu"
SERVICE = "KodUslugi"
VERSION = "WersjaFormularza"
SIGNATURE = "StanPodpisu"
DOCUMENT = "SkrotDokumentuSHA256"
ATTACHMENT = "SkrotZalacznikaSHA256"
_OWN = {SUBMISSION, OFFICE, SERVICE, VERSION, SIGNATURE, DOCUMENT, ATTACHMENT}

MAX_TEXT = 2_000  #: characters of one fact; the gate of the verifier counts on it
SIGNATURE_STATES = ("not_needed", "missing", "valid", "invalid")
_NOTE_TYPE = re.compile(r"\w[\w.-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: what XML 1.0 cannot carry, and line ends that parsers rewrite
_NOT_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text as a receipt carries it: NFC, one line, control characters as blanks."""
    return _NOT_TEXT.sub(" ", unicodedata.normalize("NFC", text)).strip()


def build(facts: ReceiptFacts) -> etree._Element:
    """The unsigned Dokument. Raises ValueError for facts that a receipt cannot carry (naive time, wrong
    digest, reserved note)."""
    root = etree.Element(upo("Dokument"), nsmap={"pos": UPO})
    upp = etree.SubElement(root, upo("UPP"))
    _add(upp, "IdentyfikatorPoswiadczenia", facts.receipt_id)
    _add(etree.SubElement(upp, upo("Adresat")), "Nazwa", facts.office_name)
    if facts.sender and plain(facts.sender):
        _add(etree.SubElement(upp, upo("Nadawca")), "Nazwa", facts.sender)
    _add(upp, "DataDoreczenia", _moment(facts.delivered_at))
    _add(upp, "DataWytworzeniaPoswiadczenia", _moment(facts.created_at))
    _add(upp, "IdentyfikatorDokumentu", facts.document.name)
    for kind, text in _information(facts):
        _add(upp, "InformacjaUzupelniajaca", text).set("TypInformacjiUzupelniajacej", kind)
    return root


def read(signed_content: bytes) -> ReceiptFacts:
    """The facts out of signed bytes (and only those); Refused("not_a_receipt") when they are none."""
    try:
        root = etree.fromstring(signed_content, parser=hardened_parser())
        if not _schema().validate(root):
            raise Refused("not_a_receipt")
        return _facts(root[0])
    except (etree.XMLSyntaxError, ValueError, KeyError, OverflowError):
        raise Refused("not_a_receipt") from None


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, upo(name))
    element.text = plain(text)
    if not element.text or len(element.text) > MAX_TEXT:
        raise ValueError(f"{name} must have 1 to {MAX_TEXT} characters")
    return element


def _information(facts: ReceiptFacts) -> list[tuple[str, str]]:
    if facts.signature not in SIGNATURE_STATES:
        raise ValueError(f"unknown state of signature: {facts.signature}")
    for kind, _ in facts.notes:
        if kind in _OWN or not _NOTE_TYPE.fullmatch(kind):
            raise ValueError(f"a note cannot be called {kind}")
    return [
        (SUBMISSION, facts.submission_id),
        (OFFICE, facts.office_code),
        (SERVICE, facts.service),
        (VERSION, str(facts.form_version)),
        (SIGNATURE, facts.signature),
        (DOCUMENT, _digest(facts.document.sha256)),
        *((ATTACHMENT, f"{_digest(file.sha256)} {plain(file.name)}") for file in facts.attachments),
        *((kind, text) for kind, text in facts.notes if plain(text)),
    ]


def _digest(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("a digest is 64 small hexadecimal digits")
    return sha256


def _moment(moment: datetime) -> str:
    """xs:dateTime with the offset of Warsaw, to the microsecond."""
    if moment.tzinfo is None:
        raise ValueError("a receipt needs aware times")
    return moment.astimezone(WARSAW).isoformat()


def _facts(upp: etree._Element) -> ReceiptFacts:
    information = [
        (_attribute(element, "TypInformacjiUzupelniajacej"), element.text or "")
        for element in upp.iterchildren(upo("InformacjaUzupelniajaca"))
    ]
    own = _once({kind: [text for k, text in information if k == kind] for kind in _OWN - {ATTACHMENT}})
    sender = upp.findtext(f"{upo('Nadawca')}/{upo('Nazwa')}")
    return ReceiptFacts(
        receipt_id=_text(upp, "IdentyfikatorPoswiadczenia"),
        office_name=_text(upp, f"Adresat/{upo('Nazwa')}"),
        office_code=own[OFFICE],
        sender=sender,
        delivered_at=_aware(_text(upp, "DataDoreczenia")),
        created_at=_aware(_text(upp, "DataWytworzeniaPoswiadczenia")),
        submission_id=own[SUBMISSION],
        service=own[SERVICE],
        form_version=int(own[VERSION]),
        document=FiledFile(_text(upp, "IdentyfikatorDokumentu"), _digest(own[DOCUMENT])),
        attachments=tuple(_attachment(text) for kind, text in information if kind == ATTACHMENT),
        signature=SIGNATURE_STATES[SIGNATURE_STATES.index(own[SIGNATURE])],
        notes=tuple((kind, text) for kind, text in information if kind not in _OWN),
    )


def _once(found: dict[str, list[str]]) -> dict[str, str]:
    """Each own fact exactly once: two different answers to one question are no answer."""
    if any(len(texts) != 1 for texts in found.values()):
        raise ValueError("a fact is missing or stands twice")
    return {kind: texts[0] for kind, texts in found.items()}


def _attachment(text: str) -> FiledFile:
    digest, _, name = text.partition(" ")
    return FiledFile(name, _digest(digest))


def _text(upp: etree._Element, name: str) -> str:
    text = upp.findtext(upo(name))
    if not text:
        raise ValueError(f"{name} is missing")
    return text


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    return moment.astimezone(UTC)


def _attribute(element: etree._Element, name: str) -> str:
    """Known stylesheets read the attribute without a namespace, known classes with one: both will do."""
    return element.get(name) or element.get(upo(name)) or ""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser=hardened_parser()))
