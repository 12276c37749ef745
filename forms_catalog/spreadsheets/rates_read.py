"""A table of rates read in: every slip by row and column, nothing kept; else what may be written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate, amount_of
from forms_catalog.loading.faults import Said, did_you_mean, said
from forms_catalog.model import Standing
from forms_catalog.own import breaches
from forms_catalog.problems import N_
from forms_catalog.signs import STRANGE
from forms_catalog.spreadsheets.csv_table import Record, read_csv, unplain
from forms_catalog.spreadsheets.rates_table import CAP, COLUMNS, LAW, OWN, STANDINGS
from forms_catalog.texts import Text

MOST_ROWS = 1000
#: a council sets rates for a year or two; each day is judged for every band of vehicles
MOST_DAYS = 20
LONGEST_SOURCE = 500
_SURE = ("verified", "to_be_confirmed")
_WORDS: Mapping[str, Standing] = {words: standing for standing, words in STANDINGS.items()}
_Place = tuple[str, str, date]


@dataclass(frozen=True)
class Slip:
    """One thing to mend."""

    row: int  #: as the spreadsheet numbers it; the header is row 1
    column: str  #: its heading; "" for the whole row or table
    wrong: Said
    hint: str = ""  #: how to mend it, where that helps


@dataclass(frozen=True)
class Line:
    """A row that may be written."""

    row: int
    rate: Rate
    #: same: it says what holds already · instead: another value, source or standing for the same first day
    what: Literal["new", "instead", "same"]


@dataclass(frozen=True)
class RatesRead:
    """Either slips, and nothing is written, or lines."""

    lines: tuple[Line, ...] = ()
    slips: tuple[Slip, ...] = ()
    of_the_law: int = 0  #: rows that no office writes, passed over

    @property
    def changes(self) -> tuple[Rate, ...]:
        """What would be written."""
        return tuple(line.rate for line in self.lines if line.what != "same")


def read_rates(data: bytes, catalogue: Catalogue, office: str) -> RatesRead:
    """The rates of an office out of a table with our headings, judged as the law and the office stand.

    TableRefused where the file holds no table.
    """
    table = read_csv(data)
    slips = tuple(_of_header(table.header))
    if not slips and len(table.records) > MOST_ROWS:
        wrong = said(N_("The table has more than %(most)s rows. Divide it."), most=MOST_ROWS)
        slips = (Slip(1, "", wrong),)
    if slips:
        return RatesRead(slips=slips)
    names = [_heading(cell) for cell in table.header]
    reader = _Reader(catalogue, office)
    for record in table.records:
        cells = (unplain(cell) for cell in record.cells)
        reader.read(record, dict(zip(names, cells, strict=False)))
    return reader.judged()


def _of_header(header: Sequence[str]) -> Iterator[Slip]:
    names = [_heading(cell) for cell in header]
    for name, must in COLUMNS.items():
        if must and name not in names:
            yield Slip(1, name, said(N_("There is no such column. Take the heading from our table.")))
    for cell, name in zip(header, names, strict=True):
        if cell and not name:
            yield Slip(1, cell, said(N_("Our table has no such column. Delete it, or correct its heading.")))
    for name in COLUMNS:
        if names.count(name) > 1:
            yield Slip(1, name, said(N_("This column is there twice. Delete one of them.")))


def _heading(cell: str) -> str:
    """The heading as we write it; "" for none of ours."""
    words = " ".join(cell.split()).lower()
    return next((name for name in COLUMNS if name.lower() == words), "")


class _Reader:
    def __init__(self, catalogue: Catalogue, office: str) -> None:
        self._catalogue, self._office = catalogue, office
        self._tables = {rate.table for rate in catalogue.rates}
        self._keys = {(rate.table, rate.key) for rate in catalogue.rates}
        self._by_law = {(rate.table, rate.key) for rate in catalogue.rates if rate.nationwide}
        self._law = {(_at(rate), rate.value) for rate in catalogue.rates if rate.office is None}
        self._held = {_at(rate): rate for rate in catalogue.rates if rate.office == office}
        self._lines: dict[_Place, Line] = {}
        self._slips: list[Slip] = []
        self._of_the_law = 0

    def read(self, record: Record, cells: Mapping[str, str]) -> None:
        """Takes a row in as a line, or as slips."""
        by_law = cells.get("Czyja", "").lower() in (CAP, LAW)
        found = list(self._misread(cells))
        if not by_law:
            found += self._misnamed(cells["Kod tabeli"], cells["Kod stawki"])
        rate = None if found else self._rate(cells)
        if rate is not None and by_law:
            found = list(self._against_the_law(rate))
            self._of_the_law += not found
        elif rate is not None:
            line = Line(record.number, rate, self._what(rate))
            found = list(self._unfit(line))
            self._lines.setdefault(_at(rate), line)
        self._slips += [
            Slip(record.number, column, wrong, self._hint(column, cells)) for column, wrong in found
        ]

    def judged(self) -> RatesRead:
        """All rows together against the law."""
        lines = tuple(self._lines.values())
        days = {line.rate.valid_from for line in lines}
        if len(days) > MOST_DAYS:
            wrong = said(N_("The table has more than %(most)s first days. Divide it."), most=MOST_DAYS)
            self._slips.append(Slip(1, "Od kiedy", wrong))
        if len(days) <= MOST_DAYS:
            self._slips += self._outside_the_law([line.rate for line in lines if line.what != "same"])
        if self._slips:
            return RatesRead(slips=tuple(sorted(self._slips, key=lambda slip: slip.row)))
        return RatesRead(lines, of_the_law=self._of_the_law)

    def _hint(self, column: str, cells: Mapping[str, str]) -> str:
        """The nearest code there is."""
        table, key = cells.get("Kod tabeli", ""), cells.get("Kod stawki", "")
        if column == "Kod tabeli":
            return did_you_mean(table, self._tables)
        known = {name for group, name in self._keys if group == table} - {key}
        return did_you_mean(key, known) if column == "Kod stawki" and (table, key) not in self._keys else ""

    def _misread(self, cells: Mapping[str, str]) -> Iterator[tuple[str, Said]]:
        """Cells that hold nothing of their kind."""
        if amount_of(cells.get("Wartość", "")) is None:
            yield "Wartość", said(N_("Type a number, for example 36,50."))
        first, last = _day(cells.get("Od kiedy", "")), _day(cells.get("Ostatni dzień", ""))
        if first is None:
            yield "Od kiedy", said(N_("Type a day that there is, for example 1.01.2027."))
        if cells.get("Ostatni dzień") and last is None:
            yield "Ostatni dzień", said(N_("Type a day that there is, or leave the cell empty."))
        elif first is not None and last is not None and last < first:
            yield "Ostatni dzień", said(N_("The last day is before the first one."))
        if cells.get("Pewność", "").lower() not in _WORDS:
            yield "Pewność", said(N_("Write “potwierdzone” or “do potwierdzenia”."))
        source = cells.get("Źródło", "")
        if STRANGE.search(source):  # it stands in documents, and no document holds such a sign
            yield "Źródło", said(N_("A sign here is no letter. Type the text anew."))
        elif not 0 < len(source) <= LONGEST_SOURCE:
            yield "Źródło", said(N_("Say where the rate stands, in 1 to 500 signs."))
        if cells.get("Czyja", OWN).lower() not in ("", OWN, CAP, LAW):
            yield "Czyja", said(N_("Write “urząd” for a rate of the office."))

    def _rate(self, cells: Mapping[str, str]) -> Rate | None:
        amount, first = amount_of(cells["Wartość"]), _day(cells["Od kiedy"])
        if amount is None or first is None:
            return None
        source = cells["Źródło"]
        return Rate(
            table=cells["Kod tabeli"], key=cells["Kod stawki"], value=amount, valid_from=first,
            valid_to=_day(cells.get("Ostatni dzień", "")), office=self._office,
            standing=_WORDS[cells["Pewność"].lower()], source=Text(pl=source, en=source),
        )  # fmt: skip

    def _against_the_law(self, rate: Rate) -> Iterator[tuple[str, Said]]:
        if (_at(rate), rate.value) not in self._law:
            yield (
                "Czyja",
                said(N_("The law says something else. For a rate of the office write “urząd” here.")),
            )

    def _misnamed(self, table: str, key: str) -> Iterator[tuple[str, Said]]:
        """A rate that there is not, or that no office sets."""
        if table not in self._tables:
            yield "Kod tabeli", said(N_("There is no table “%(code)s”."), code=table)
        elif (table, key) not in self._keys and not self._catalogue.rate_names.is_named(table, key):
            yield "Kod stawki", said(N_("The table has no rate “%(code)s”."), code=key)
        elif (table, key) in self._by_law:
            yield "Kod stawki", said(N_("The law sets this rate for every office."))

    def _what(self, rate: Rate) -> Literal["new", "instead", "same"]:
        held = self._held.get(_at(rate))
        if held is None:
            return "new"
        ends = rate.valid_to == held.valid_to or (rate.valid_to is None and self._goes_on(held))
        told = (rate.value, rate.source.pl, rate.standing) == (held.value, held.source.pl, held.standing)
        return "same" if told and ends else "instead"

    def _goes_on(self, held: Rate) -> bool:
        """It ends because the next one begins: an empty last day says the same."""
        after = held.valid_to + timedelta(days=1) if held.valid_to else None
        return after is not None and (held.table, held.key, after) in self._held

    def _unfit(self, line: Line) -> Iterator[tuple[str, Said]]:
        """A row stands there once, is confirmed or to be confirmed, and calls no made-up amount its own."""
        held, earlier = self._held.get(_at(line.rate)), self._lines.get(_at(line.rate))
        if earlier is not None:
            yield "Od kiedy", said(N_("Row %(row)s gives this rate from the same day."), row=earlier.row)
        if line.what == "same":
            return
        if line.rate.standing not in _SURE:
            yield "Pewność", said(N_("Write “potwierdzone” or “do potwierdzenia”."))
        if held is not None and held.standing == "demo" and held.source.pl == line.rate.source.pl:
            yield "Źródło", said(N_("This is the source of a made-up amount. Say where the rate stands."))

    def _outside_the_law(self, rates: Sequence[Rate]) -> Iterator[Slip]:
        told: set[_Place] = set()
        for breach in breaches(self._catalogue.rates, self._catalogue.minimums, rates):
            if _at(breach.rate) in told:
                continue
            told.add(_at(breach.rate))
            say = self._catalogue.rate_names.of(breach.rate.table, breach.rate.key).say
            value, limit = say(breach.rate.value, "pl"), say(breach.limit, "pl")
            wrong = said(_ABOVE if breach.is_above else _BELOW, value=value, limit=limit)
            yield Slip(self._lines[_at(breach.rate)].row, "Wartość", wrong)


_ABOVE = N_("%(value)s is more than the law allows: at most %(limit)s. Look at the resolution.")
_BELOW = N_("%(value)s is less than the law allows: at least %(limit)s. Look at the resolution.")


def _at(rate: Rate) -> _Place:
    return rate.table, rate.key, rate.valid_from


def _day(text: str) -> date | None:
    """2027-01-01, or 1.01.2027 as spreadsheets save it; None for anything else."""
    parts = text.split(".")
    words = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else text
    try:
        day = date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        return None
    return day if day is not None and 2000 <= day.year <= 2100 else None
