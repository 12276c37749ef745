"""Every word of the program can be read in Polish, with its places filled."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from pages.language import TRANSLATIONS, languages, load_words

HOUSE = Path(__file__).parents[2]
ROOMS = ("forms_catalog", "casework", "pages", "portal", "backoffice")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}
PLACE = re.compile(r"%\(\w+\)[sd]")
Message = str | tuple[str, ...]


def _messages() -> Iterator[tuple[Message, str]]:
    for room in ROOMS:
        for file, line, message, _, _ in extract_from_dir(HOUSE / room, METHODS, {}, keywords=KEYWORDS):
            yield message, f"{room}/{file}:{line}"


@pytest.fixture(scope="module")
def polish() -> Catalog:
    with (TRANSLATIONS / "pl" / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale="pl", abort_invalid=True)


def _forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_every_word_a_resident_may_see_has_a_polish_text(polish: Catalog) -> None:
    missing = []
    for message, place in _messages():
        entry = polish.get(message if isinstance(message, str) else message[0])
        if entry is None or not _forms(entry.string) or not all(_forms(entry.string)):
            missing.append(f"{place}: {message!r}")
    assert not missing, "\n".join(missing)


def test_a_counted_word_has_the_three_polish_forms(polish: Catalog) -> None:
    counted = [entry for entry in polish if isinstance(entry.id, tuple | list)]
    assert counted
    assert [entry.id for entry in counted if len(_forms(entry.string)) != 3] == []


def test_polish_texts_have_the_same_places_to_fill_as_their_message(polish: Catalog) -> None:
    wrong = []
    for entry in polish:
        wanted = set(PLACE.findall(" ".join(_forms(entry.id))))
        wrong += [
            entry.id for text in _forms(entry.string) if entry.id and set(PLACE.findall(text)) != wanted
        ]
    assert not wrong


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "został 1 dzień"), (2, "zostały 2 dni"), (5, "zostało 5 dni"), (22, "zostały 22 dni")],
)
def test_days_are_counted_as_poles_count_them(days: int, said: str) -> None:
    words = load_words(TRANSLATIONS, "pl")
    assert words.ungettext("%(num)d day left", "%(num)d days left", days) % {"num": days} == said


def test_a_language_without_a_catalogue_is_not_offered(tmp_path: Path) -> None:
    assert languages(tmp_path) == ("en",)
    assert "pl" in languages()


def test_words_come_from_the_text_catalogue_not_from_a_stale_compiled_one(tmp_path: Path) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    stale = Catalog(locale="pl")
    stale.add("Search", "Stare")
    with (folder / "messages.mo").open("wb") as compiled:
        write_mo(compiled, stale)
    (folder / "messages.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: pl\\n"\n\nmsgid "Search"\nmsgstr "Szukaj"\n'
    )
    words = load_words(tmp_path, "pl")
    assert isinstance(words, Translations)
    assert words.ugettext("Search") == "Szukaj"
