"""Answers ↔ XML document in the form's own namespace, modelled on the CRD letter pattern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from forms_catalog.answers import Answers, ReadAnswers
from forms_catalog.calculation import Calculation
from forms_catalog.model import Definition


@dataclass(frozen=True)
class AttachedFile:
    """A file bound to the document by its digest; its bytes are never embedded."""

    slot: str
    filename: str
    content_type: str
    size: int  #: bytes
    sha256: str  #: hex


@dataclass(frozen=True)
class Envelope:
    """What stands around the answers in the document."""

    submission_id: str
    created_at: datetime  #: aware
    language: str
    office_code: str
    office_name: str
    authority: str
    attachments: tuple[AttachedFile, ...] = ()


class NotOurDocument(Exception):
    """The bytes are not a document of this form."""


def to_xml(
    definition: Definition, answers: ReadAnswers, envelope: Envelope, calculations: Sequence[Calculation]
) -> bytes:
    """The document's canonical bytes (exclusive C14N, UTF-8), valid against `xsd(definition)`; equal input gives equal bytes."""
    raise NotImplementedError


def from_xml(definition: Definition, document: bytes) -> Answers:
    """The very answers that went in, or NotOurDocument. Hardened: no DTD, no entities, no network."""
    raise NotImplementedError
