"""What a spreadsheet would count, in every text of an office that leaves in a table."""

from dataclasses import replace
from datetime import date

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.model import RowsField
from forms_catalog.spreadsheets.rates_table import written
from forms_catalog.spreadsheets.rows_from_table import template
from forms_catalog.texts import Text
from tests.shipped import SHIPPED

TODAY = date(2026, 11, 22)
OFFICE = "zabrze"
#: an entry cuts blanks off; a spreadsheet looks past them
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "'=", "''-", "'", "＝")
TEXTS = tuple(f'{sign}HYPERLINK("http://example.test";1+1)' for sign in BEGINNINGS)


def rates_called(texts: tuple[str, ...] = TEXTS) -> Catalogue:
    """An office whose rates stand in sources called so."""
    own = [
        Rate(rate.table, rate.key, rate.value, TODAY, None, OFFICE, "to_be_confirmed", Text(pl=text, en=text))
        for rate, text in zip(_caps(), texts, strict=False)
    ]
    assert len(own) == len(texts)
    return replace(
        SHIPPED, rates=RateBook([*(rate for rate in SHIPPED.rates if rate.office != OFFICE), *own])
    )


def _caps() -> list[Rate]:
    return [rate for rate in SHIPPED.rates if rate.is_cap and rate.holds_on(TODAY)]


def rows_called(texts: tuple[str, ...] = TEXTS) -> RowsField:
    """A table of a form whose questions an office called so."""
    form = SHIPPED.service("podatek-srodki-transportowe-dt-1")
    assert form is not None
    rows = next(part for part in form.sections if part.name == "vehicles").fields[0]
    assert isinstance(rows, RowsField)
    named = [
        field.model_copy(update={"label": Text(pl=f"{text}{number}", en=f"{text}{number}", uk=text)})
        for number, (field, text) in enumerate(zip(rows.fields, texts, strict=False))
    ]
    assert len(named) == len(texts)
    return rows.model_copy(update={"fields": (*named, *rows.fields[len(named) :])})


def tables() -> dict[str, bytes]:
    """Every table that leaves the house, with those texts in it."""
    return {
        "rates": written(rates_called(), OFFICE, TODAY),
        **{f"template {tongue}": template(rows_called(), tongue) for tongue in ("pl", "en")},
    }
