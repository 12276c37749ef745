"""An SMS costs what phones count; one Polish letter makes it dear, and folding saves that."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sms.segments import BASIC, EXTENSION, count, fold, split

CHEAP = "".join(sorted(BASIC - set("\n\r")))


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments", "room"),
    [
        ("", "GSM-7", 0, 0, 160),
        ("a" * 160, "GSM-7", 160, 1, 0),
        ("a" * 161, "GSM-7", 161, 2, 145),
        ("a" * 306, "GSM-7", 306, 2, 0),
        ("a" * 307, "GSM-7", 307, 3, 152),
        ("ł" * 70, "UCS-2", 70, 1, 0),
        ("ł" * 71, "UCS-2", 71, 2, 63),
        ("ł" * 134, "UCS-2", 134, 2, 0),
        ("ł" * 135, "UCS-2", 135, 3, 66),
        ("a" * 142 + "ó", "UCS-2", 143, 3, 58),  # the ó that others keep: three parts where one is enough
        ("a" * 142 + "o", "GSM-7", 143, 1, 17),
        ("è" * 160, "GSM-7", 160, 1, 0),  # GSM has è, ò, ù, and none of our letters
        ("€" * 80, "GSM-7", 160, 1, 0),
        ("€" * 81, "GSM-7", 162, 2, 143),
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 164, 2, 141),  # the pair moves whole to the second part
        ("[]{}~^\\|€\f", "GSM-7", 20, 1, 140),
        ("😀" * 35, "UCS-2", 70, 1, 0),
        ("😀" * 36, "UCS-2", 72, 2, 61),  # 33 pairs fit in 67 units, never half of the 34th
        ("’", "UCS-2", 1, 1, 69),
        ("\N{NO-BREAK SPACE}", "UCS-2", 1, 1, 69),
    ],
)
def test_a_clerk_sees_what_a_text_costs(
    text: str, encoding: str, units: int, segments: int, room: int
) -> None:
    counted = count(text)
    assert (counted.encoding, counted.units, counted.segments, counted.room) == (
        encoding,
        units,
        segments,
        room,
    )


@pytest.mark.parametrize("letter", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
def test_each_polish_letter_makes_the_whole_message_dear_until_it_is_folded(letter: str) -> None:
    assert count("a" * 100 + letter).segments == 2
    assert count(fold("a" * 100 + letter)).segments == 1


def test_folding_keeps_what_is_free_and_replaces_what_is_not() -> None:
    assert fold("Zażółć gęślą jaźń") == "Zazolc gesla jazn"
    assert fold("„Urząd” – szczegóły…") == '"Urzad" - szczegoly...'
    assert fold("5\N{NO-BREAK SPACE}zł, 3 € i Müller è") == "5 zl, 3 € i Müller è"
    assert fold("o\N{COMBINING ACUTE ACCENT}") == "o"
    assert fold("Škoda") == "Skoda"
    assert fold("Київ 😀") == "Київ 😀"  # nothing cheap stands for these


@given(st.text(alphabet=st.sampled_from(CHEAP + "€[]{}|" + "ąłó😀Ї"), max_size=400))
@example("a" * 152 + "€")
@example("a" * 66 + "😀" + "ą" * 10)
def test_the_parts_are_the_text_and_each_fits(text: str) -> None:
    parts = split(text)
    counted = count(text)
    assert "".join(parts) == text
    assert len(parts) == counted.segments
    if counted.encoding == "GSM-7":
        sizes, most = [sum(2 if letter in EXTENSION else 1 for letter in part) for part in parts], (160, 153)
    else:
        sizes, most = [len(part.encode("utf-16-be")) // 2 for part in parts], (70, 67)
    assert sum(sizes) == counted.units
    assert all(size <= most[len(parts) > 1] for size in sizes)
    assert all(left + right > most[1] for left, right in pairwise(sizes))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
