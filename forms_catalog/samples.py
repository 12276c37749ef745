"""A valid example of every form, valid today."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, JsonValue

from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition

SAMPLES = Path(__file__).parent / "definitions" / "samples"


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


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Attached(_Written):
    slot: str
    filename: str
    content_type: str
    kind: Literal["pdf", "png"]


class _Sample(_Written):
    name: str
    answers: dict[str, JsonValue]
    attachments: list[_Attached] = []


class _File(_Written):
    samples: list[_Sample]


def samples(
    definition: Definition, *, catalogue: Catalogue, today: date, folder: Path = SAMPLES
) -> dict[str, Sample]:
    """The samples of `definitions/samples/<code>.yaml`; "default" is always there.

    `{{today}}`, `{{today+5d}}`, `{{today-1d}}` become dates, `{{this_month}}` a month like "2026-11" and
    `{{this_year}}`, alone in its place, the year as a number. ValueError for a file without a default sample
    or with a name given twice.
    """
    path = folder / f"{definition.code}.yaml"
    with path.open(encoding="utf-8") as stream:
        written = _File.model_validate(yaml.load(stream, Loader=yaml.CSafeLoader))
    found = {sample.name: _made(sample, today) for sample in written.samples}
    if "default" not in found or len(found) < len(written.samples):
        raise ValueError(f"{path.name}: one sample must be called default, and no name may stand twice")
    return found


def _made(sample: _Sample, today: date) -> Sample:
    files = tuple(
        SampleFile(file.slot, file.filename, file.content_type, _FILES[file.kind]())
        for file in sample.attachments
    )
    answers = {name: _dated(value, today) for name, value in sample.answers.items()}
    return Sample(sample.name, answers, files)  # type: ignore[arg-type]  # JSON without null is what Answers are


_MARK = re.compile(r"\{\{\s*(today|this_month|this_year)\s*(?:([+-])\s*(\d{1,5})d)?\s*\}\}")


def _dated(value: JsonValue, today: date) -> JsonValue:
    if isinstance(value, dict):
        return {name: _dated(inner, today) for name, inner in value.items()}
    if isinstance(value, list):
        return [_dated(inner, today) for inner in value]
    if not isinstance(value, str):
        return value
    alone = _MARK.fullmatch(value)
    if alone and alone[1] == "this_year":
        return _shifted(alone, today).year
    return _MARK.sub(lambda mark: _said(mark, today), value)


def _shifted(mark: re.Match[str], today: date) -> date:
    days = int(mark[3] or 0)
    return today + timedelta(days=-days if mark[2] == "-" else days)


def _said(mark: re.Match[str], today: date) -> str:
    day = _shifted(mark, today)
    return {"today": f"{day:%Y-%m-%d}", "this_month": f"{day:%Y-%m}", "this_year": f"{day:%Y}"}[mark[1]]


def minimal_pdf() -> bytes:
    """A valid PDF of one empty A4 page (ISO 32000-1, 7.5)."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
    )
    body, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 4\n0000000000 65535 f \n"
        + table
        + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


def minimal_png() -> bytes:
    """A valid PNG of one grey pixel."""
    return base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
    )


_FILES: dict[str, Callable[[], bytes]] = {"pdf": minimal_pdf, "png": minimal_png}
