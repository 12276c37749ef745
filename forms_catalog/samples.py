"""A valid example of every form, valid today."""

from dataclasses import dataclass
from datetime import date

from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition


@dataclass(frozen=True)
class SampleFile:
    slot: str
    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Sample:
    name: str  #: "default", "company", "proxy" …
    answers: Answers
    attachments: tuple[SampleFile, ...]


def samples(definition: Definition, *, catalogue: Catalogue, today: date) -> dict[str, Sample]:
    """The samples of `definitions/samples/<code>.yaml` with relative dates made absolute; "default" is always there."""
    raise NotImplementedError
