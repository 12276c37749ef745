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


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Podaj kod pocztowy, na przykład 41-800.", "Kod pocztowy"),
        ("Numer KRS ma 10\N{NO-BREAK SPACE}cyfr.", "Numer KRS"),
        ("Sprawdź adres e-mail.", "Adres e-\N{WORD JOINER}mail"),
        ("Перевірте адресу e-mail.", "Адреса e-mail"),
    ],
)
def test_a_sentence_that_names_its_question_does_not_name_it_twice(sentence: str, label: str) -> None:
    assert named(sentence, label) == sentence


def test_a_name_inside_another_word_does_not_count_as_said() -> None:
    assert named("Podaj powód.", "Od") == "Od: podaj powód."
    assert named("Podaj rok od 2016 do 2027.", "Rok podatkowy").startswith("Rok podatkowy: ")
