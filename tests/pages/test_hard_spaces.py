"""Polish lines do not end in a one-letter word or a number."""

import pytest

from pages.hard_spaces import bind


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("odpowiedź w 14 dni", "odpowiedź w~14~dni"),
        ("policzysz go i wyślesz", "policzysz go i~wyślesz"),
        ("Z domu", "Z~domu"),
        ("masz %(num)d dni w %(month)s", "masz %(num)d dni w~%(month)s"),
        ("deklaracja DN-1", "deklaracja DN-1"),
        ("to nie koniec", "to nie koniec"),
    ],
)
def test_short_words_and_numbers_stay_with_what_follows(typed: str, set_: str) -> None:
    assert bind(typed) == set_.replace("~", "\N{NO-BREAK SPACE}")


def test_one_letter_words_of_ukrainian_stay_with_the_next_one_too() -> None:
    assert bind("в уряді за 14 днів і з довідкою") == "в\u00a0уряді за 14\u00a0днів і\u00a0з\u00a0довідкою"
