"""A table as people save it from a spreadsheet: CSV in UTF-8, UTF-16 or Windows-1250, with ; tab or comma."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from forms_catalog.problems import N_
from forms_catalog.texts import Text

#: room for 500 rows with long answers; what is longer is no table of one form
MOST_BYTES = 500_000
_MOST_COLUMNS = 200
#: a spreadsheet counts what begins so, behind blanks as well; full-width signs too, where people write so
_COUNTED = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]")
_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class TableRefused(Exception):
    """The file holds no table we can read; `message` says how to mend it."""

    def __init__(self, message: str, values: Mapping[str, str | Text] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, str | Text] = values or {}


@dataclass(frozen=True)
class Record:
    """One row as the spreadsheet numbers it: the header is row 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class CsvTable:
    header: tuple[str, ...]
    records: tuple[Record, ...] = field(default=())  #: rows with nothing in them are left out


def read_csv(data: bytes) -> CsvTable:
    """The header and the rows that hold something; cells come trimmed. TableRefused where there is none."""
    records = _records(text_of(data))
    header = next(records, None)
    if header is not None and [cell.lower() for cell in header.cells[:1]] in (["sep="], ["sep"]):
        header = next(records, None)  # Excel's own hint about the separator
    if header is None:
        raise TableRefused(N_("The file is empty. Fill in the template and choose it again."))
    return CsvTable(header.cells, tuple(records))


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A table that a spreadsheet opens: UTF-8 with a mark, semicolons, and no cell that it would count."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def unplain(cell: str) -> str:
    """The cell without the apostrophe that `write_csv` put before it."""
    return cell[1:] if cell.startswith("'") and _COUNTED.match(cell[1:]) else cell


def _plain(cell: str) -> str:
    return f"'{cell}" if _COUNTED.match(cell) else cell


def text_of(data: bytes) -> str:
    """The file as text, or TableRefused."""
    if len(data) > MOST_BYTES:
        raise TableRefused(N_("The file is too large for a table of one form. Divide it into smaller ones."))
    if data.startswith((_ZIP, _OLD_EXCEL)):
        raise TableRefused(N_("This is a workbook. In your spreadsheet choose “Save as” and then CSV."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if b"\x00" in data or data.startswith(_PDF):
        raise TableRefused(
            N_("This file is not a CSV table. In your spreadsheet choose “Save as” and then CSV.")
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded(data, "cp1250")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise TableRefused(
            N_("We cannot read the letters of this file. Save it as CSV UTF-8 and choose it again.")
        ) from None


def _records(text: str) -> Iterator[Record]:
    number = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if len(cells) > _MOST_COLUMNS:
                raise TableRefused(
                    N_("Row %(row)s has more cells than any table of ours. Start from the template."),
                    {"row": str(number)},
                )
            trimmed = tuple(cell.strip() for cell in cells)
            if any(trimmed):
                yield Record(number, trimmed)
    except csv.Error:
        raise TableRefused(
            N_("In row %(row)s a quotation mark is not closed. Delete it or add the other one."),
            {"row": str(number + 1)},
        ) from None


def _delimiter(text: str) -> str:
    """The separator of the header; labels of ours hold commas, but neither semicolons nor tabs."""
    hint, _, rest = text.lstrip().partition("\n")
    first = rest.partition("\n")[0] if hint.lower().startswith("sep=") else hint
    return next((sign for sign in (";", "\t") if sign in first), ",")
