"""A letter of the office on A4 sheets."""

from dataclasses import asdict, dataclass
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader

from casework.papers.press import mark, pictures, press
from casework.papers.writing import bound

MOST_PAGES = 100
#: a page holds fewer lines than that, and a line fewer signs: what is over is not even tried
_LINES_A_PAGE, _SIGNS_A_LINE = 60, 130
#: dots per inch of a picture for the screen
_SCREEN = 96.0


class TooManyPages(Exception):
    """More than MOST_PAGES; nothing was made."""


@dataclass(frozen=True)
class Words:
    """A paragraph of the body, its lines kept; or a heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class LetterSheet:
    """Everything on the letter, already in words."""

    demo: bool
    office_name: str
    office_address: str
    unit: str
    place_and_date: str  #: "Zabrze, 24 listopada 2026"
    sign: tuple[tuple[str, str], ...]  #: label, value: sign of the case, number at the office
    addressee: str
    title: str
    body: tuple[Words, ...]
    clerk: str
    clerk_post: str
    seal_note: str
    page: str  #: the word before the number of the page


def letter_pdf(sheet: LetterSheet) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1; TooManyPages beyond the limit. Any text is printed as text.

    Signs that our letters lack, and signs that turn the direction of writing, become an empty box.
    """
    content = _content(sheet)
    if _least_pages(sheet) > MOST_PAGES:
        raise TooManyPages
    pdf = press("letter", content)
    if pages(pdf) > MOST_PAGES:
        raise TooManyPages
    return pdf


def letter_pictures(sheet: LetterSheet, most: int = 3) -> tuple[tuple[bytes, ...], int]:
    """PNG pictures of the first pages, and how many pages there are; TooManyPages beyond the limit."""
    content = _content(sheet)
    if _least_pages(sheet) > MOST_PAGES:
        raise TooManyPages
    found = pictures("letter", content, ppi=_SCREEN)
    if len(found) > MOST_PAGES:
        raise TooManyPages
    return tuple(found[:most]), len(found)


def pages(pdf: bytes) -> int:
    """How many pages a PDF of ours has."""
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _least_pages(sheet: LetterSheet) -> float:
    lines = [line for words in sheet.body for line in _lines(words.text)]
    return sum(1 + len(line) // _SIGNS_A_LINE for line in lines) / _LINES_A_PAGE


def _content(sheet: LetterSheet) -> dict[str, object]:
    return {
        **asdict(sheet),
        "body": [{"heading": words.heading, "paragraphs": _paragraphs(words.text)} for words in sheet.body],
        "mark": mark(),
    }


def _paragraphs(text: str) -> list[list[str]]:
    """Paragraphs end at an empty line; within one, lines are kept as typed."""
    paragraphs: list[list[str]] = [[]]
    for line in _lines(text):
        if line:
            paragraphs[-1].append(bound(line))
        elif paragraphs[-1]:
            paragraphs.append([])
    return [lines for lines in paragraphs if lines]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]
