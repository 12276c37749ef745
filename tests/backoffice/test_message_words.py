"""Whatever an applicant may be told has a word of its own at the desk."""

from backoffice import case_words, message_words
from casework.messages.news import EVENTS


def test_every_piece_of_news_has_its_word_at_the_desk() -> None:
    assert set(EVENTS) <= set(message_words.OCCASIONS)
    assert set(EVENTS) <= set(case_words.DEEDS)
