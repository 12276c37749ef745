"""What a draft keeps of the register's doubts follows the last time each address was looked up."""

from casework.drafting.draft_doubts import read_doubted, with_looked
from forms_catalog.places.register import Doubt

TOWN = Doubt("city", "unknown_town", {"typed": "Zabze", "near": "Zabrze"})


def test_a_doubt_is_kept_until_the_address_is_looked_up_again_and_known() -> None:
    kept = with_looked(None, {"a": [TOWN], "b": []})
    assert read_doubted(kept) == {"a": (TOWN,)}
    assert read_doubted(with_looked(kept, {"c": [TOWN]})) == {"a": (TOWN,), "c": (TOWN,)}
    assert with_looked(kept, {"a": []}) is None
    assert read_doubted(None) == {}


def test_hundreds_of_earlier_spellings_are_forgotten() -> None:
    kept = None
    for number in range(300):
        kept = with_looked(kept, {str(number): [TOWN]})
    assert kept is not None
    assert "299" in kept
    assert len(kept) <= 200
