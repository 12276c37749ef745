"""A filed form on A4 sheets: what was answered, what was worked out, which files came along."""

from dataclasses import asdict, dataclass

from casework.papers.press import mark, press
from casework.papers.receipt import in_fours
from forms_catalog.typesetting import bind


@dataclass(frozen=True)
class FormPart:
    """A headed run of answers: a section, a group in it, or one row of a repeating group."""

    title: str
    level: int  #: 2 section, 3 group or row
    items: tuple[tuple[str, str], ...]  #: question, answer


@dataclass(frozen=True)
class FormSum:
    """A calculation, line by line."""

    title: str
    lines: tuple[tuple[str, str, str], ...]  #: what, how, how much
    total: tuple[str, str]  #: label, amount
    notes: tuple[str, ...]  #: rounding, where the rates come from


@dataclass(frozen=True)
class FormSheet:
    """Everything on the sheets, already in words of their language."""

    language: str
    demo: bool
    office_name: str
    office_address: str
    title: str  #: of the form
    register_number: str
    rows: tuple[tuple[str, str], ...]  #: label, value: number, filed at, to, signature
    parts: tuple[FormPart, ...]
    sums: tuple[FormSum, ...]
    files: tuple[tuple[str, str, str], ...]  #: name, size in words, SHA-256 hex
    labels: dict[str, str]  #: the sheet's own words: files, file, size, digest, note, page


def form_pdf(sheet: FormSheet) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1, read out in the order of the form."""
    return press("form", _content(sheet))


def _content(sheet: FormSheet) -> dict[str, object]:
    return {
        **asdict(sheet),
        "parts": _parts(sheet),
        "files": [(name, size, in_fours(digest)) for name, size, digest in sheet.files],
        "mark": mark(),
    }


def _parts(sheet: FormSheet) -> list[dict[str, object]]:
    """A group called like its section adds nothing: its heading is left out, as on the pages."""
    parts: list[dict[str, object]] = []
    section = ""
    for part in sheet.parts:
        repeated = part.level > 2 and part.title == section
        section = part.title if part.level <= 2 else section
        items = [(bind(question, sheet.language), _lines(answer)) for question, answer in part.items]
        title = "" if repeated else bind(part.title, sheet.language)
        parts.append({"title": title, "level": part.level, "items": items})
    return parts


def _lines(text: str) -> list[str]:
    """Lines as typed; an empty one stays as the space between paragraphs."""
    return [line.strip() for line in text.splitlines()] or [""]
