"""The rates of an office as a table that a spreadsheet opens: what is written there is read back the same."""

from collections.abc import Iterator, Mapping
from datetime import date

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate
from forms_catalog.model import Standing
from forms_catalog.spreadsheets.csv_table import write_csv

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


def written(catalogue: Catalogue, office: str, day: date) -> bytes:
    """A row a rate that holds that day, by table and key: the office's own and those of the law; commas in
    the numbers, no cell that a spreadsheet would count.
    """
    return write_csv((tuple(COLUMNS), *_rows(catalogue, office, day)))


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
