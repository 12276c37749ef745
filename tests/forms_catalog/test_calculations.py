"""What a resident owes is never guessed, whatever they answer; a proxy's duty; words beside numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.answers import Answers
from forms_catalog.calculations import CALCULATIONS, Desk
from forms_catalog.calculations.words import polish_plural
from forms_catalog.facts.rates import RateBook
from tests.forms_catalog.counting import CAPS, TODAY, ZABRZE, counted
from tests.shipped import SHIPPED


def test_a_proxy_costs_17_zloty_payable_to_the_principals_commune() -> None:
    answers: Answers = {"acts_by_proxy": True, "proxy": {"relation": "none", "duty_exemption": "none"}}
    duty = counted("proxy_duty@1", answers)
    assert duty.total == Decimal("17.00")
    assert duty.note is not None
    assert "urząd gminy mocodawcy" in duty.note.pl


@pytest.mark.parametrize(
    "proxy", [{"relation": "spouse"}, {"relation": "sibling"}, {"relation": "none", "duty_exemption": "upl1"}]
)
def test_family_and_exempt_proxies_cost_nothing(proxy: Answers) -> None:
    assert counted("proxy_duty@1", {"acts_by_proxy": True, "proxy": proxy}).total == Decimal(0)


def test_without_a_proxy_there_is_no_duty_to_speak_of() -> None:
    desk = Desk(RateBook(ZABRZE), "zabrze", TODAY)
    assert CALCULATIONS["proxy_duty@1"]({"acts_by_proxy": False}, desk) is None
    assert CALCULATIONS["proxy_duty@1"]({"acts_by_proxy": True, "proxy": {}}, desk) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["1.5", "2026-11", "none"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["declaration", "land_items", "building_items", "structure_items", "persons", "valid_from", "proxy"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_answers_make_a_calculation_raise(answers: Answers) -> None:
    for count in CALCULATIONS.values():
        count(answers, Desk(RateBook([*CAPS, *ZABRZE]), "zabrze", TODAY))


@pytest.mark.parametrize(
    ("count", "word"), [(1, "osoba"), (2, "osoby"), (5, "osób"), (12, "osób"), (22, "osoby"), (112, "osób")]
)
def test_polish_counts_people_in_three_forms(count: int, word: str) -> None:
    assert polish_plural(count, "osoba", "osoby", "osób") == word


def test_no_office_takes_more_than_the_cap_that_is_known() -> None:
    rows = [rate for rates in SHIPPED.rates._rates.values() for rate in rates]
    caps = {(one.table, one.key, one.valid_from): one.value for one in rows if one.is_cap}
    assert len(caps) > 20
    for one in rows:
        assert one.value <= caps.get((one.table, one.key, one.valid_from), one.value)
