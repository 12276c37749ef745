"""What a person pays with the filing: the right sum, account and title, and a code that a bank app reads."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from forms_catalog.calculation import Calculation
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.facts_said import payee_said
from forms_catalog.identifiers import is_nrb
from forms_catalog.loading.office_files import misfits
from forms_catalog.offices.own_accounts import LONGEST_TITLE
from forms_catalog.reference import OfficeFacts, Payee
from forms_catalog.texts import Text
from forms_catalog.transfers import Transfer, account_in_groups, bank_code, transfers

DAY = date(2026, 11, 24)
NUMBER = "RPW/51877/2026"


def _duty(total: str | None, payable: str | None = "stamp_duty") -> Calculation:
    words = Text(pl="Opłata", en="Fee")
    amount = None if total is None else Decimal(total)
    return Calculation("duty@1", words, (), amount or Decimal(0), amount, words, payable=payable)


@pytest.fixture
def office(catalogue: Catalogue) -> OfficeFacts:
    return catalogue.offices["zabrze"]


def test_duties_of_one_kind_are_one_transfer(office: OfficeFacts) -> None:
    (one,) = transfers([_duty("17.00"), _duty("21.00")], office, on=DAY, about=NUMBER)
    assert (one.amount, one.title) == (Decimal("38.00"), f"Opłata skarbowa {NUMBER}")


def test_a_long_name_of_a_form_is_cut_between_words(office: OfficeFacts) -> None:
    (one,) = transfers([_duty("17.00")], office, on=DAY, about="Zezwolenie na alkohol w sklepie")
    assert one.title == "Opłata skarbowa Zezwolenie"


@pytest.mark.parametrize("sum_", [_duty("0.00"), _duty(None), _duty("1812.50", payable=None)])
def test_who_owes_nothing_with_the_filing_is_asked_for_nothing(
    office: OfficeFacts, sum_: Calculation
) -> None:
    assert transfers([sum_], office, on=DAY, about=NUMBER) == ()


def test_a_bank_app_reads_account_amount_name_and_title(office: OfficeFacts) -> None:
    (one,) = transfers([_duty("17.00")], office, on=DAY, about=NUMBER)
    assert one.payee is not None
    fields = (bank_code(one) or "").split("|")
    assert len(fields) == 9
    assert fields[:4] == ["", "PL", one.payee.account, "001700"]
    assert fields[4:6] == ["Miasto Zabrze", f"Opłata skarbowa {NUMBER}"]


def test_a_payee_whose_tax_number_is_known_is_named_by_it(office: OfficeFacts) -> None:
    known = tuple(replace(payee, tax_number="5260250274") for payee in office.payees)
    (one,) = transfers([_duty("17.00")], replace(office, payees=known), on=DAY, about=NUMBER)
    assert (bank_code(one) or "").split("|")[:2] == ["5260250274", "PL"]
    assert {payee_said(payee) for payee in known}.isdisjoint(payee_said(payee) for payee in office.payees), (
        "whoever confirmed the account has not seen the number"
    )


def test_a_tax_number_of_a_file_has_to_add_up(catalogue: Catalogue) -> None:
    zabrze = catalogue.office_rows["zabrze"]

    def told(number: str) -> list[str]:
        row = zabrze.model_copy(update={"payees": (replace(zabrze.payees[0], tax_number=number),)})
        return [place for place, *_ in misfits(row, catalogue.office_kinds, catalogue.definitions.values())]

    assert (told("5260250274"), told("5260250275")) == ([], ["payees[0].tax_number"])


def test_the_code_keeps_to_its_lengths_whatever_names_are_long(office: OfficeFacts) -> None:
    payee = Payee(
        "stamp_duty",
        "30" + "0" * 22 + "17",
        "Bardzo | Długa Nazwa Miasta",
        "T" * 40,
        date(2025, 1, 1),
        "demo",
    )
    (one,) = transfers([_duty("9999.99")], replace(office, payees=(payee,)), on=DAY, about=NUMBER)
    fields = (bank_code(one) or "").split("|")
    assert (fields[3], len(fields), len(fields[4]), len(fields[5])) == ("999999", 9, 20, 32)


def test_no_code_is_better_than_a_wrong_one(office: OfficeFacts) -> None:
    (too_much,) = transfers([_duty("10000.00")], office, on=DAY, about=NUMBER)
    (nowhere,) = transfers([_duty("17.00")], replace(office, payees=()), on=DAY, about=NUMBER)
    assert bank_code(too_much) is None
    assert (bank_code(nowhere), nowhere.amount) == (None, Decimal("17.00"))


def test_an_account_holds_from_day_to_day(office: OfficeFacts) -> None:
    old = Payee("stamp_duty", "1", "A", "B", date(2020, 1, 1), "demo", valid_to=date(2026, 11, 23))
    new = Payee("stamp_duty", "2", "A", "B", date(2026, 11, 24), "demo")
    moved = replace(office, payees=(old, new))
    assert [moved.payee("stamp_duty", day) for day in (date(2026, 11, 23), DAY)] == [old, new]
    assert moved.payee("stamp_duty", date(2019, 12, 31)) is None


def test_every_account_of_every_office_could_exist(catalogue: Catalogue) -> None:
    accounts = [payee.account for office in catalogue.offices.values() for payee in office.payees]
    assert accounts
    assert all(is_nrb(account) for account in accounts)


def test_the_number_at_the_office_has_room_in_every_title(catalogue: Catalogue) -> None:
    offices = catalogue.offices.values()
    assert [one for office in offices for one in office.payees if len(one.title) > LONGEST_TITLE] == []


def test_an_account_is_read_out_in_fours() -> None:
    assert account_in_groups("30000000000000000000000017") == "30 0000 0000 0000 0000 0000 0017"
    assert Transfer("x", Decimal(1), None, "").payee is None
