"""Finding an office by what people call it: "w zabrzu", "urzad miasta gliwice", "бельсько"."""

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import partial

from forms_catalog.folding import fold
from forms_catalog.reference import OfficeFacts

#: folded words that most offices share or that say nothing about which one is meant
_GENERAL = frozenset(
    """
    urzad urzedu urzedzie miejski miejskiego miejskim miasto miasta miescie gmina gminy gminie powiat powiatu
    powiecie starostwo powiatowe powiatowym marszalkowski wojewodztwo wojewodztwa w we i na prawach
    city town commune county office hall of the in at council
    """.split()  # noqa: SIM905 - words are read more easily than strings
) | {
    fold(word) for word in ("місто", "міста", "місті", "ґміна", "гміна", "ґміни", "повіт", "повіту", "у", "в")
}
_LEAST = 3  # letters that two forms of a name share
_TYPED_WRONG = 0.75


def offices_called(asked: str, offices: Iterable[OfficeFacts]) -> tuple[OfficeFacts, ...]:
    """Those that every telling word speaks of, whatever its ending and letters; when none, the ones spelt
    nearly so; all of them for nothing asked.
    """
    among = tuple(offices)
    words = [word for word in fold(asked).split() if word not in _GENERAL]
    if not words:
        return among if not asked.strip() or fold(asked) else ()
    names = {office.code: frozenset(_names(office)) for office in among}
    for alike in (partial(_is_form_of, 2), _is_nearly, partial(_is_form_of, 3)):  # Żywiec, w Żywcu
        found = tuple(office for office in among if _is_meant(words, names[office.code], alike))
        if found:
            return found
    return ()


def _is_meant(words: list[str], names: frozenset[str], alike: Callable[[str, str], bool]) -> bool:
    return all(any(alike(word, name) for name in names) for word in words)


def _names(office: OfficeFacts) -> Iterator[str]:
    for name in (office.name.pl, office.name.en, office.name.uk or "", office.city, office.code):
        yield from (word for word in fold(name).split() if word not in _GENERAL)


def _is_form_of(ending: int, word: str, name: str) -> bool:
    """Whether they differ in an ending of at most so many letters."""
    if name.startswith(word):
        return True
    shared = next((at for at, pair in enumerate(zip(word, name, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(word), len(name)) if shared is None else shared
    return same >= max(_LEAST, len(name) - ending) and len(word) - same <= ending + 1


def _is_nearly(word: str, name: str) -> bool:
    return SequenceMatcher(None, word, name).ratio() >= _TYPED_WRONG
