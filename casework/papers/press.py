"""The press: a layout of this folder and its data become a PDF that people and machines can read out."""

import json
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from casework.papers.writing import writable

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
_ONE_AT_A_TIME = threading.Lock()


def press(layout: str, content: dict[str, object]) -> bytes:
    """A tagged PDF/A-2a and PDF/UA-1 of the layout, whose data are `sys.inputs.sheet` as JSON.

    Any text is printed as text; signs that our letters lack, and signs that turn the direction of writing,
    become an empty box. typst starts threads of its own at the first sheet, so a process that has printed
    must not fork printers.
    """
    data = _data(content)
    with _ONE_AT_A_TIME:
        pdf = _compiler(layout).compile(format="pdf", sys_inputs=data, pdf_standards=["ua-1", "a-2a"])
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no single PDF")
    return pdf


def pictures(layout: str, content: dict[str, object], *, ppi: float) -> list[bytes]:
    """The same sheets as PNG pictures, one a page."""
    data = _data(content)
    with _ONE_AT_A_TIME:
        drawn = _compiler(layout).compile(format="png", ppi=ppi, sys_inputs=data)
    return [page for page in (drawn if isinstance(drawn, list) else [drawn]) if isinstance(page, bytes)]


def mark() -> str:
    """The mark of Okienko as SVG."""
    return (HERE / "mark.svg").read_text(encoding="utf-8")


@cache
def _compiler(layout: str) -> "typst.Compiler":
    """The compiler with our letters, kept per process: fonts and layout are read once."""
    import typst  # 7 MB that only a process that prints has to carry

    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])
    return typst.Compiler(HERE / f"{layout}.typ", root=HERE, font_paths=fonts)


def _data(content: dict[str, object]) -> dict[str, str]:
    return {"sheet": json.dumps(_in_letters(content), ensure_ascii=False)}


def _in_letters(value: object) -> object:
    """The same data with every text in signs that the sheet can show."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: _in_letters(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_in_letters(inner) for inner in value]
    return value
