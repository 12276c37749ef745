"""Every word of the program can be read in Polish, those residents meet in Ukrainian, with places filled."""

import re
from functools import cache
from io import BytesIO
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


@cache
def _messages() -> list[tuple[Message, str]]:
    return [
        (message, f"{room}/{file}:{line}")
        for room in ROOMS
        for file, line, message, _, _ in extract_from_dir(HOUSE / room, METHODS, {}, keywords=KEYWORDS)
    ]


@pytest.fixture(scope="module")
def polish() -> Catalog:
    with (TRANSLATIONS / "pl" / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale="pl", abort_invalid=True)


#: the desk speaks Polish alone: its pages, what it answers, what the loader and the designer complain of
OF_THE_DESK = (
    "backoffice/",
    "casework/desk/",
    "casework/left_out.py",
    "casework/standing.py",
    "casework/trust/renewing.py",
    "casework/clock/clock_words.py",
    "casework/scanning/states.py",
    "forms_catalog/designing/",
    "forms_catalog/loading/",
    "forms_catalog/spreadsheets/rates_read.py",
)


@pytest.fixture(scope="module")
def ukrainian() -> Catalog:
    with (TRANSLATIONS / "uk" / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale="uk", abort_invalid=True)


def _forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_every_word_a_resident_may_see_has_a_polish_text(polish: Catalog) -> None:
    missing = []
    for message, place in _messages():
        entry = polish.get(message if isinstance(message, str) else message[0])
        if entry is None or not _forms(entry.string) or not all(_forms(entry.string)):
            missing.append(f"{place}: {message!r}")
    assert not missing, "\n".join(missing)


def test_a_word_is_counted_everywhere_or_nowhere() -> None:
    """Debian 12's Python 3.11.2 finds a counted word only where it is counted: elsewhere it stays English."""
    counted = {message[0] for message, _ in _messages() if isinstance(message, tuple)}
    assert counted
    assert [place for message, place in _messages() if message in counted] == []


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


def test_every_word_a_resident_meets_has_a_ukrainian_text(ukrainian: Catalog) -> None:
    missing = []
    for message, place in _messages():
        entry = ukrainian.get(message if isinstance(message, str) else message[0])
        if not place.startswith(OF_THE_DESK) and (entry is None or not all(_forms(entry.string) or [""])):
            missing.append(f"{place}: {message!r}")
    assert not missing, "\n".join(missing)


def test_ukrainian_texts_are_ukrainian_whole_and_have_their_places(ukrainian: Catalog) -> None:
    wrong = []
    for entry in ukrainian:
        said, wanted = _forms(entry.string), set(PLACE.findall(" ".join(_forms(entry.id))))
        if not entry.id or not any(said):  # what stands at the desk alone may be left empty
            continue
        if len(said) != (1 if isinstance(entry.id, str) else 3):
            wrong.append(f"{entry.id!r}: the number of forms")
        wrong += [f"{entry.id!r}: places" for text in said if set(PLACE.findall(text)) != wanted]
        wrong += [f"{entry.id!r}: Russian letters" for text in said if set(text.lower()) & set("ыэёъ")]
    assert not wrong, "\n".join(wrong)


def _bound(said: str) -> str:
    """A number stays with the word after it."""
    return re.sub(r"(\d) ", "\\1\N{NO-BREAK SPACE}", said)


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "został 1 dzień"), (2, "zostały 2 dni"), (5, "zostało 5 dni"), (22, "zostały 22 dni")],
)
def test_days_are_counted_as_poles_count_them(days: int, said: str) -> None:
    words = load_words(TRANSLATIONS, "pl")
    assert words.ungettext("%(num)d day left", "%(num)d days left", days) % {"num": days} == _bound(said)


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "залишився 1 день"), (3, "залишилося 3 дні"), (11, "залишилося 11 днів"), (21, "залишився 21 день")],
)
def test_days_are_counted_as_ukrainians_count_them(days: int, said: str) -> None:
    words = load_words(TRANSLATIONS, "uk")
    assert words.ungettext("%(num)d day left", "%(num)d days left", days) % {"num": days} == _bound(said)


def test_what_nobody_wrote_in_ukrainian_is_read_in_polish() -> None:
    words = load_words(TRANSLATIONS, "uk")
    assert words.gettext("Search") == "Шукати"
    desk = "Only a supervisor can do this."
    assert words.gettext(desk) == load_words(TRANSLATIONS, "pl").gettext(desk) != desk
    assert words.gettext("Nobody ever wrote this.") == "Nobody ever wrote this."


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


def test_a_compiled_catalogue_that_is_being_written_is_read_from_its_text(tmp_path: Path) -> None:
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    text = 'msgid ""\nmsgstr ""\n"Language: pl\\n"\n\nmsgid "Search"\nmsgstr "Szukaj"\n'
    (folder / "messages.po").write_text(text)
    whole = BytesIO()
    write_mo(whole, read_po(BytesIO(text.encode()), locale="pl"))
    for end in range(len(whole.getvalue())):
        source = tmp_path / str(end) / "pl" / "LC_MESSAGES" / "messages.po"
        source.parent.mkdir(parents=True)
        source.write_text(text)
        source.with_suffix(".mo").write_bytes(whole.getvalue()[:end])
        words = load_words(tmp_path / str(end), "pl")
        assert isinstance(words, Translations)
        assert words.ugettext("Search") == "Szukaj", end
