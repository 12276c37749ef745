"""The official files of the register TERYT (GUS) as eteryt.stat.gov.pl hands them out: CSV, `;`, UTF-8.

Columns as GUS describes them there, "Pliki pełne - struktury"; what it calls NAZDOD, the files NAZWA_DOD, is
not read. Further columns, as SIMC "statystyczny" has them, are left alone.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

from forms_catalog.signs import STRANGE

Kind = Literal["TERC", "SIMC", "ULIC"]

#: the columns each file is known and read by
COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "ULIC": ("WOJ", "POW", "GMI", "RODZ_GMI", "SYM", "SYM_UL", "CECHA", "NAZWA_1", "NAZWA_2", "STAN_NA"),
    "SIMC": ("WOJ", "POW", "GMI", "RODZ_GMI", "RM", "NAZWA", "SYM", "SYMPOD", "STAN_NA"),
    "TERC": ("WOJ", "POW", "GMI", "RODZ", "NAZWA", "STAN_NA"),
}
_TWO, _ONE, _SYM, _SYM_UL = (re.compile(rf"[0-9]{{{digits}}}") for digits in (2, 1, 7, 5))
_DIGITS = {"WOJ": _TWO, "POW": _TWO, "GMI": _TWO, "RODZ": _ONE, "RODZ_GMI": _ONE, "RM": _TWO}
_DIGITS |= {"SYM": _SYM, "SYMPOD": _SYM, "SYM_UL": _SYM_UL}
#: of a voivodeship and a county; a place always lies in a commune
_MAY_LACK = frozenset({"POW", "GMI", "RODZ"})
_NAMED = ("NAZWA", "NAZWA_1")
_LONGEST = 200
_MOST_BYTES = 300_000_000  # ULIC has some 20 million
_MOST_FAULTS = 20
_QUOTED = re.compile(r'"(.*)"', re.DOTALL)


class TerytRefused(Exception):
    """The file cannot be taken; `faults` name row and column (English)."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass
class TerytFile:
    """One file; `rows()` reads it once from its beginning to its end."""

    name: str
    kind: Kind
    lines: Sequence[str]  #: without the header
    header: Sequence[str]
    sha256: str
    as_of: date = date.min  #: the newest state that a row names; known once all rows are read
    faults: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Mapping[str, str]]:
        """The rows with all columns of their kind; TerytRefused at the end when any of them was wrong."""
        columns = COLUMNS[self.kind]
        for number, line in enumerate(self.lines, 2):
            if not line.strip():
                continue
            cells = [_plain(cell) for cell in line.split(";")]
            if len(cells) != len(self.header):
                self._fault(number, "", f"{len(cells)} cells, the header has {len(self.header)}.")
                continue
            row = dict(zip(self.header, cells, strict=True))
            wrong = [(name, why) for name in columns if (why := _wrong(name, row[name]))]
            for name, why in wrong:
                self._fault(number, name, why)
            if not wrong:
                self.as_of = max(self.as_of, date.fromisoformat(row["STAN_NA"]))
                yield row
        if self.faults:
            left = len(self.faults) - _MOST_FAULTS
            raise TerytRefused(*self.faults[:_MOST_FAULTS], *([f"… and {left} more."] if left > 0 else []))
        if self.as_of == date.min:
            raise TerytRefused("there is no row below the header.")

    def _fault(self, row: int, column: str, why: str) -> None:
        self.faults.append(f"row {row}{', ' if column else ''}{column}: {why}")


def open_teryt(path: Path) -> TerytFile:
    """A file as GUS hands it out, also still in its ZIP; TerytRefused or OSError."""
    data = path.read_bytes()
    digest = sha256(data).hexdigest()
    name = path.name
    if data.startswith(b"PK\x03\x04"):
        name, data = _unpacked(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        row = data[: fault.start].count(b"\n") + 1
        raise TerytRefused(f"row {row}: not UTF-8. Take the CSV file as GUS hands it out.") from fault
    if text.lstrip().startswith("<"):
        raise TerytRefused("this is the XML file. Download the same one as CSV.")
    first, *lines = text.split("\n") if text.strip() else [""]
    header = [_plain(cell).upper() for cell in first.split(";")]
    return TerytFile(name, _kind(header), lines, header, digest)


def _unpacked(data: bytes) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            if len(inside) != 1:
                raise TerytRefused("the ZIP file does not hold exactly one CSV file.")
            if inside[0].file_size > _MOST_BYTES:
                raise TerytRefused("the file in the ZIP is larger than any file of this register.")
            return Path(inside[0].filename).name, archive.read(inside[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise TerytRefused("the ZIP file is damaged. Download it anew.") from fault


def _kind(header: Sequence[str]) -> Kind:
    for kind, columns in COLUMNS.items():
        if set(columns) <= set(header):
            return kind
    known = "; ".join(f"{kind}: {' '.join(columns)}" for kind, columns in COLUMNS.items())
    raise TerytRefused(f"row 1: these are not the columns of TERC, SIMC or ULIC ({known}).")


def _wrong(name: str, cell: str) -> str:
    digits = _DIGITS.get(name)
    if digits is not None:
        if digits.fullmatch(cell) or (not cell and name in _MAY_LACK):
            return ""
        return f"“{cell[:20]}” is no number of its length."
    if name == "STAN_NA":
        return "" if _is_day(cell) else f"“{cell[:20]}” is no day such as 2026-01-01."
    if STRANGE.search(cell) or len(cell) > _LONGEST:
        return "holds a sign that is no letter, or is too long."
    return "is empty." if name in _NAMED and not cell else ""


def _is_day(cell: str) -> bool:
    try:
        return len(cell) == 10 and date.fromisoformat(cell) > date.min
    except ValueError:
        return False


def _plain(cell: str) -> str:
    """GUS puts no marks around cells, and names hold some: "Hubala" Henryka. A spreadsheet may add them."""
    cell = cell.strip()
    quoted = _QUOTED.fullmatch(cell)
    if quoted and quoted[1].count('"') == 2 * quoted[1].count('""'):
        return quoted[1].replace('""', '"').strip()
    return cell
