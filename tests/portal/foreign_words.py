"""Words of another language on a page: what a reader of pl, en or uk would stumble over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import html

from forms_catalog.texts import Language
from pages.language import TRANSLATIONS, load_words

_SHOWN_IN = ("title", "aria-label", "alt", "placeholder")
_UNREAD = {"script", "style", "textarea", "template", "code", "kbd", "samp"}
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: words that make a sentence and are no word of the other two languages
_ENGLISH = re.compile(
    "the of and your you is are with this that not have from by it be was were which who will can what when"
    " how please office form file day days term back choose give send save".replace(" ", "|")
)
_POLISH = re.compile(
    "albo lub oraz nie się jest są dla jak czy gdy jeśli masz możesz urząd urzędu wniosek podaj wybierz dzień"
    " dni pismo sprawa sprawy plik opłata opłaty twój twoje przez przed tylko więcej wszystkie".replace(
        " ", "|"
    )
)
_OF_POLES = re.compile("[ąćęłńśźż]")
#: the Polish word behind a translated one, an example in quotation marks, and addresses
_BRACKETS = re.compile(r"\([^()]*\)|«[^»]*»|\S+@\S+|https?://\S+|\S+\.(?:pdf|xml|csv)")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_RUSSIAN = re.compile("[ыэёъЫЭЁЪ]")


@dataclass(frozen=True)
class Foreign:
    """A piece of text that is not in the language of its page."""

    where: str
    why: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}: {self.text!r}"


def pieces(page: html.HtmlElement, language: str) -> Iterator[str]:
    """What the page says, piece by piece, without what is marked as another language or was typed."""
    for node in page.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag not in _UNREAD and _spoken(node, language):
            yield from (node.get(name) for name in _SHOWN_IN if node.get(name))
            if node.text:
                yield " ".join(node.text.split())
        parent = node.getparent()
        if node.tail and parent is not None and parent.tag not in _UNREAD and _spoken(parent, language):
            yield " ".join(node.tail.split())


def _spoken(node: html.HtmlElement, language: str) -> bool:
    marked = next((one.get("lang") for one in (node, *node.iterancestors()) if one.get("lang")), language)
    return bool(marked == language)


class Listener:
    """Knows the language of a page and the names that stand in every language."""

    def __init__(self, language: Language, names: Iterable[str], ids: frozenset[str]) -> None:
        """`names`: sentences whose words are the same in every language; `ids`: every message id."""
        self.language = language
        self._names = frozenset(word for one in names for word in _WORD.findall(one))
        words = load_words(TRANSLATIONS, language)
        self._untranslated = frozenset(one for one in ids if words.gettext(one) != one)

    def foreign(self, page: html.HtmlElement, where: str) -> list[Foreign]:
        """Every piece that another language got into."""
        found = []
        for piece in dict.fromkeys(pieces(page, self.language)):
            why = self._why(piece)
            if why:
                found.append(Foreign(f"{self.language} {where}", why, piece))
        return found

    def _why(self, piece: str) -> str:
        if piece in self._untranslated:
            return "a message nobody translated"
        if self.language == "uk":
            return self._latin(piece)
        words = [word for word in _WORD.findall(_BRACKETS.sub(" ", piece)) if word not in self._names]
        if any(_CYRILLIC.search(word) for word in words):
            return "Cyrillic letters"
        low = [word.lower() for word in words]
        if self.language == "pl":
            return "English" if any(map(_ENGLISH.fullmatch, low)) else ""
        return "Polish" if any(_OF_POLES.search(word) or _POLISH.fullmatch(word) for word in low) else ""

    def _latin(self, piece: str) -> str:
        """In Ukrainian the letters tell: what is not in Cyrillic is a name, or stands in brackets."""
        if _RUSSIAN.search(piece):
            return "Russian letters"
        words = [word for word in _WORD.findall(_BRACKETS.sub(" ", piece)) if not _CYRILLIC.search(word)]
        other = [word for word in words if len(word) > 2 and word not in self._names and not word.isupper()]
        return f"not Ukrainian ({' '.join(other)})" if other else ""
