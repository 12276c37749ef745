"""What is wrong, said after the name of the question."""

import pytest

from pages.widgets.problems import named


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Give a number, for example 640.50.", "give a number, for example 640.50."),
        ("January has 31 days. Correct the day.", "January has 31 days. Correct the day."),
        ("Styczeń ma 31 dni. Popraw dzień.", "styczeń ma 31 dni. Popraw dzień."),
        ("NIP ma 10 cyfr.", "NIP ma 10 cyfr."),
    ],
)
def test_a_sentence_after_a_colon_begins_small_unless_it_begins_with_a_name(sentence: str, said: str) -> None:
    assert named(sentence, "When") == f"When: {said}"
