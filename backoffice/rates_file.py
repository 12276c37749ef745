"""The rates in force at an office as a file that a spreadsheet opens: its own, and those of the law."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from flask import Blueprint, Response

from backoffice.fact_words import STANDINGS
from backoffice.parts import parts
from backoffice.who import current_clerk, for_roles
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate
from forms_catalog.problems import N_
from pages.downloads import download
from pages.language import language
from pages.words import gettext

blueprint = Blueprint("rates_file", __name__)
_CSV = "text/csv; charset=utf-8"
_BOM = "\N{BYTE ORDER MARK}"
_HEADER = (
    *(N_("Table"), N_("Name"), N_("Value"), N_("Unit of the rate"), N_("Since when"), N_("Last day")),
    *(N_("Whose"), N_("How sure"), N_("Source"), N_("Code of the table"), N_("Code of the rate")),
)
#: a cell that begins so would be counted as a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/dane/stawki.csv")
@for_roles("office_admin")
def export() -> Response:
    """CSV in UTF-8 with a mark, `;` and decimal commas; a row a rate that holds today, by table and key."""
    office, today = current_clerk().office or "", warsaw_date(parts().now())
    out = StringIO()
    sheet = csv.writer(out, delimiter=";")
    sheet.writerow([gettext(name) for name in _HEADER])
    sheet.writerows([_plain(cell) for cell in row] for row in _rows(parts().catalogue, office, today))
    return download((_BOM + out.getvalue()).encode(), f"stawki-{office}-{today}.csv", _CSV)


def _rows(catalogue: Catalogue, office: str, day: date) -> Iterator[tuple[str, ...]]:
    shown = (rate for rate in catalogue.rates if rate.office in (office, None) and rate.holds_on(day))
    for rate in sorted(shown, key=lambda rate: (rate.table, rate.key, rate.office is None)):
        name = catalogue.rate_names.of(rate.table, rate.key)
        yield (
            catalogue.rate_names.title(rate.table).in_(language()), name.name.in_(language()),
            format(rate.value, "f").replace(".", ","), name.unit.in_(language()),
            str(rate.valid_from), str(rate.valid_to or ""), _whose(rate),
            gettext(STANDINGS[rate.standing][2]), rate.source.in_(language()), rate.table, rate.key,
        )  # fmt: skip


def _whose(rate: Rate) -> str:
    if rate.office is not None:
        return gettext("the office")
    return gettext("the most the law allows") if rate.is_cap else gettext("the law")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
