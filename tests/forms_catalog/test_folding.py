"""Typing without Polish letters finds the same as typing with them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_catalog.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("ŁÓDŹ, ul. Wolności 286!", "lodz ul wolnosci 286"),
        ("  DN-1 ", "dn 1"),
        ("Ґанок їжака", "ґанок іжака"),
        ("", ""),
        ("???", ""),
    ],
)
def test_letters_lose_their_marks_and_signs_become_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_the_same_for_every_way_of_putting_letters_together_and_once_is_enough(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(fold(text)) == fold(text)
