"""The rate of the day is found, the office's own before the statutory cap, and never one of another year."""

from datetime import date
from decimal import Decimal

from forms_catalog.facts.rates import Rate, RateBook, amount_of
from forms_catalog.texts import Text

SOURCE = Text(pl="próba", en="trial")
CAP = Rate("t", "k", Decimal("1.45"), date(2026, 1, 1), date(2026, 12, 31), None, "verified", SOURCE)
OWN = Rate("t", "k", Decimal("1.20"), date(2026, 3, 1), None, "zabrze", "verified", SOURCE)
DUTY = Rate("d", "k", Decimal(17), date(2007, 1, 1), None, None, "verified", SOURCE, nationwide=True)
BOOK = RateBook([CAP, OWN, DUTY])


def test_an_offices_own_rate_goes_first_from_its_first_day() -> None:
    assert BOOK.find("t", "k", office="zabrze", on=date(2026, 2, 28)) is CAP
    assert BOOK.find("t", "k", office="zabrze", on=date(2026, 3, 1)) is OWN
    assert BOOK.find("t", "k", office="gliwice", on=date(2026, 12, 31)) is CAP


def test_an_older_rate_of_the_office_goes_before_a_newer_cap() -> None:
    older = Rate("t", "k", Decimal("1.10"), date(2023, 4, 1), None, "zabrze", "verified", SOURCE)
    assert RateBook([CAP, older]).find("t", "k", office="zabrze", on=date(2026, 6, 1)) is older


def test_a_rate_of_another_year_is_never_used() -> None:
    assert BOOK.find("t", "k", office="gliwice", on=date(2027, 1, 1)) is None
    assert BOOK.find("t", "k", office="gliwice", on=date(2025, 12, 31)) is None
    assert BOOK.find("t", "other", office="zabrze", on=date(2026, 6, 1)) is None


def test_only_a_stand_in_for_an_offices_own_rate_is_called_a_cap() -> None:
    assert CAP.is_cap
    assert not OWN.is_cap
    assert not DUTY.is_cap, "stamp duty is the same in every office"


def test_a_typed_amount_is_read_as_people_write_it_and_not_as_programs_do() -> None:
    assert amount_of(" 1 234,50 ") == Decimal("1234.50")
    odd = ("1e3", "", "12,3,4", "-5", "NaN", "Infinity", "0,1234567")
    assert [amount_of(typed) for typed in odd] == [None] * len(odd)
