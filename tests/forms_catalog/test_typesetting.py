"""Polish lines do not end in a one-letter word or a number."""

import pytest

from forms_catalog.texts import Text
from forms_catalog.typesetting import bind, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("odpowiedź w 14 dni", "odpowiedź w~14~dni"),
        ("policzysz go i wyślesz", "policzysz go i~wyślesz"),
        ("Z domu", "Z~domu"),
        ("zameldowanie / wymeldowanie", "zameldowanie~/ wymeldowanie"),
        ("masz %(num)d dni w %(month)s", "masz %(num)d~dni w~%(month)s"),
        ("deklaracja DN-1", "deklaracja DN-1"),
        ("to nie koniec", "to nie koniec"),
        ("z art. 13 RODO, nr 5, ul. Krótka", "z~art.~13~RODO, nr~5, ul.~Krótka"),
    ],
)
def test_short_words_and_numbers_stay_with_what_follows(typed: str, set_: str) -> None:
    assert bind(typed) == set_.replace("~", "\N{NO-BREAK SPACE}")


def test_one_letter_words_of_ukrainian_stay_with_the_next_one_too() -> None:
    assert bind("в уряді за 14 днів і з довідкою") == "в\u00a0уряді за 14\u00a0днів і\u00a0з\u00a0довідкою"


@pytest.mark.parametrize(
    ("language", "written", "shown"),
    [
        ("pl", "Opłata - e-dowodem, UPL-1", "Opłata – e-+dowodem, UPL-+1"),
        ("uk", "Адреса e-mail", "Адреса e-+mail"),
        ("en", "Attorney (PPS-1/UPL-1), 1/OPS", "Attorney (PPS-+1/|UPL-+1), 1/OPS"),
        ("en", "A day, for example 1 3 2027 - PLN 17", "A day, for example 1~3~2027 – PLN~17"),
    ],
)
def test_what_belongs_together_stays_in_one_line_of_a_page(language: str, written: str, shown: str) -> None:
    said = typeset(Text(pl=written, en=written, uk=written), language)
    assert said.replace("\u00a0", "~").replace("\u2060", "+").replace("\u200b", "|") == shown
