"""What rates are called where people read of them, and the unit of their value: words instead of keys."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from forms_catalog.texts import LANGUAGES, Language, Text
from forms_catalog.wording import HARD, say_number

_NUMBER = re.compile(r"\d+")
_ZLOTY = Text(pl="zł", en="PLN", uk="zł")
_PERCENT = Text(pl="%", en="%", uk="%")


class RateWords(Text):
    """The name of a key, or of a part of keys, as a file of rates gives it. Each # stands for a number."""

    unit: Text | None = None  #: none given: % for a key that ends in _pct, else zł; empty: a plain number


@dataclass(frozen=True)
class RateName:
    """Name of a rate, and its unit: "Grunty pod wodami", "zł za 1 ha"."""

    name: Text
    unit: Text

    def say(self, value: Decimal, language: str) -> str:
        """ "7,15 zł za 1 ha", "2%", "110 l na 1 ha", "15"."""
        unit = self.unit.in_(language)
        number = say_number(value, language, places=2 if self.unit.pl.startswith("zł") else None)
        return number + (unit if unit in ("", "%") else HARD + unit)


@dataclass(frozen=True)
class RateNames:
    """The names of all tables and of their keys, as the files of rates give them."""

    tables: Mapping[str, Mapping[str, RateWords]] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)

    def title(self, table: str) -> Text:
        """The name of a table; its code where nobody named it."""
        return self.titles.get(table) or Text(pl=table, en=table)

    def is_named(self, table: str, key: str) -> bool:
        """Whether the table has words for such a key, also for one that nobody uses yet."""
        return named(self.tables.get(table, {}), key) is not None

    def of(self, table: str, key: str) -> RateName:
        """The name of a key; the key itself where nobody named it."""
        return named(self.tables.get(table, {}), key) or RateName(Text(pl=key, en=key), _unit_of(key))


def named(words: Mapping[str, RateWords], key: str) -> RateName | None:
    """The key's own name, else those of its parts one after another (`basic` and `bag#` for `basic.bag60`),
    the longest part first; None where a part has none. The last unit of them counts.
    """
    found = list(_pieces(words, key.split(".")))
    if any(piece is None for piece in found):
        return None
    pieces = [piece for piece in found if piece is not None]
    units = [piece.unit for piece in pieces if piece.unit is not None]
    said = {language: ", ".join(piece.in_(language) for piece in pieces) for language in LANGUAGES}
    return RateName(Text(**said), units[-1] if units else _unit_of(key))


def _pieces(words: Mapping[str, RateWords], parts: list[str]) -> Iterator[RateWords | None]:
    while parts:
        ends = range(len(parts), 0, -1)
        fits = ((end, _words_of(words, ".".join(parts[:end]))) for end in ends)
        end, piece = next(((end, piece) for end, piece in fits if piece), (len(parts), None))
        yield piece
        parts = parts[end:]


def _words_of(words: Mapping[str, RateWords], part: str) -> RateWords | None:
    exact = words.get(part)
    if exact is not None:
        return exact
    pattern = words.get(_NUMBER.sub("#", part))
    if pattern is None:
        return None
    numbers = _NUMBER.findall(part)
    return RateWords(
        pl=_filled(pattern, "pl", numbers), en=_filled(pattern, "en", numbers),
        uk=_filled(pattern, "uk", numbers), unit=pattern.unit,
    )  # fmt: skip


def _filled(pattern: Text, language: Language, numbers: list[str]) -> str:
    said = pattern.in_(language)
    for number in numbers:
        said = said.replace("#", number, 1)
    return said


def _unit_of(key: str) -> Text:
    return _PERCENT if key.endswith("_pct") else _ZLOTY
