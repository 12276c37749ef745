"""The rates of an office as a table that a spreadsheet opens: what is written there is read back the same."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate
from forms_catalog.model import Standing

#: headings of the columns; a table that is read in may leave out those that are not needed
COLUMNS: Mapping[str, bool] = {
    **{"Tabela": False, "Nazwa": False, "Wartość": True, "Jednostka": False, "Od kiedy": True},
    **{"Ostatni dzień": False, "Czyja": False, "Pewność": True, "Źródło": True},
    **{"Kod tabeli": True, "Kod stawki": True},
}
STANDINGS: Mapping[Standing, str] = {
    "verified": "potwierdzone",
    "derived": "wyliczone, niepotwierdzone",
    "partly": "potwierdzone częściowo",
    "memory": "z pamięci, niepotwierdzone",
    "to_be_confirmed": "do potwierdzenia",
    "demo": "zmyślone na pokaz",
}
OWN, CAP, LAW = "urząd", "najwyżej tyle pozwala ustawa", "ustawa"
_BOM = "\N{BYTE ORDER MARK}"
#: a cell that begins so would be counted as a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(catalogue: Catalogue, office: str, day: date) -> bytes:
    """CSV in UTF-8 with a mark, `;` and decimal commas; a row a rate that holds that day, by table and key:
    the office's own and those of the law.
    """
    out = StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow(COLUMNS)
    sheet.writerows([_plain(cell) for cell in row] for row in _rows(catalogue, office, day))
    return (_BOM + out.getvalue()).encode()


def unplain(cell: str) -> str:
    """The cell without the sign that kept a spreadsheet from counting it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _rows(catalogue: Catalogue, office: str, day: date) -> Iterator[tuple[str, ...]]:
    shown = (rate for rate in catalogue.rates if rate.office in (office, None) and rate.holds_on(day))
    names = catalogue.rate_names
    for rate in sorted(shown, key=lambda rate: (rate.table, rate.key, rate.office is None)):
        name = names.of(rate.table, rate.key)
        yield (
            names.title(rate.table).pl, name.name.pl, format(rate.value, "f").replace(".", ","), name.unit.pl,
            str(rate.valid_from), str(rate.valid_to or ""), _whose(rate), STANDINGS[rate.standing],
            rate.source.pl, rate.table, rate.key,
        )  # fmt: skip


def _whose(rate: Rate) -> str:
    if rate.office is not None:
        return OWN
    return CAP if rate.is_cap else LAW


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
