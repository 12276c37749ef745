"""A resident answers as people write on a phone, and is understood."""

import pytest

from sms.inbound import Heard, Wish, read


@pytest.mark.parametrize(
    "body",
    ["STOP", "stop", " Stop. ", "STOP!!!",
     "Koniec", "KONIEC", "proszę STOP", "stop już proszę", "wypisz mnie",
     "Rezygnuję", "rezygnuje", "Wyłącz", "UNSUBSCRIBE", "cancel", "Please stop", "ＳＴＯＰ", "„STOP”"],
)  # fmt: skip
def test_a_resident_who_wants_no_more_is_understood(body: str) -> None:
    assert read(body) == Heard(Wish.STOP)


@pytest.mark.parametrize("body", ["START", "start.", "Wznów", "włącz", "WLACZ", "unstop"])
def test_a_resident_who_comes_back_is_understood(body: str) -> None:
    assert read(body) == Heard(Wish.START)


@pytest.mark.parametrize("body", ["POMOC", "pomocy!", "Help", "info"])
def test_a_resident_who_asks_for_help_is_understood(body: str) -> None:
    assert read(body) == Heard(Wish.HELP)


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("STATUS WP.3120.118.2026", "WP.3120.118.2026"),
        ("status: wp.3120.118.2026.", "WP.3120.118.2026"),
        ("Stan  RPW/12/2026", "RPW/12/2026"),
        ("stan ABCD-EFGH-JKMN-PQRS", "ABCD-EFGH-JKMN-PQRS"),
        ("STATUS", ""),
        ("status " + "x" * 500, "X" * 64),
        ("STATUS „WP.1.2026”", "WP.1.2026"),
        ("Status\nWP.1.2026", "WP.1.2026"),
    ],
)
def test_a_resident_asks_for_the_state_of_a_case(body: str, about: str) -> None:
    assert read(body) == Heard(Wish.STATUS, about)


@pytest.mark.parametrize(
    "body",
    ["", "   ", "?!", "Dziękuję", "Dzień dobry, kiedy będzie decyzja w mojej sprawie o non-stop hałas",
     "Zadzwonię w piątek",
     "\0\0", "😀", "stopa zwrotu"],
)  # fmt: skip
def test_anything_else_is_not_guessed(body: str) -> None:
    assert read(body) == Heard(Wish.UNKNOWN)
