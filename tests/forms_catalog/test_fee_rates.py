"""What a card names as the fee is what its form counts with, and somebody who writes another is told."""

from dataclasses import replace
from datetime import date

from forms_catalog.calculate import calculate
from forms_catalog.calculations import CALCULATIONS, table_of
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.checks import check
from forms_catalog.designing.document import document_of
from forms_catalog.designing.edits import change
from forms_catalog.facts.rates import Rate, RateBook
from forms_catalog.fee_rates import disagrees, shown_on_card, tables_counted
from forms_catalog.samples import samples

DAY = date(2026, 11, 22)


class Noted(RateBook):
    """Remembers which tables were looked at."""

    def __init__(self, rates: RateBook) -> None:
        super().__init__(rates)
        self.tables = set[str]()

    def find(self, table: str, key: str, *, office: str, on: date) -> Rate | None:
        self.tables.add(table)
        return super().find(table, key, office=office, on=on)


def test_every_card_names_one_rate_that_its_form_counts_with(catalogue: Catalogue) -> None:
    for form in catalogue.services():
        found = shown_on_card(form, catalogue.rates, None, DAY)
        paid = form.fee.amount_pln and tables_counted(form)
        assert [rate.nationwide for rate in found] == ([True] if paid else []), form.code
        assert not disagrees(form, catalogue.rates, None, DAY)


def test_a_calculation_reads_the_table_that_it_is_told_by(catalogue: Catalogue) -> None:
    for form in (one for one in catalogue.services() if one.calculations):
        noted = Noted(catalogue.rates)
        looking = replace(catalogue, rates=noted)
        for sample in samples(form, catalogue=catalogue, today=DAY).values():
            calculate(form, sample.answers, catalogue=looking, office="zabrze", today=DAY)
        assert noted.tables <= {table_of(name) for name in form.calculations}, form.code
    assert all(table_of(name) for name in CALCULATIONS)


def test_a_card_that_names_another_amount_than_its_form_counts_is_not_published(catalogue: Catalogue) -> None:
    form = catalogue.service("zaswiadczenie-o-niezaleganiu")
    assert form is not None
    document = document_of(form)
    assert check(document, catalogue).good
    wrong = check(change(document, ("fee",), {"amount_pln": "12"}), catalogue)
    assert [fault.path for fault in wrong.faults] == ["fee.amount_pln"]
