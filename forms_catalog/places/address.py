"""An address in Poland as somebody typed it, as far as the register of places can know it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms_catalog.folding import fold
from forms_catalog.model import AnyField, GroupField, RowsField
from forms_catalog.places.voivodeships import is_address, is_polish
from forms_catalog.signs import without_strange

#: said before a name and no part of it: "m. st. Warszawa", "powiat m. Zabrze", "gmina wiejska Godów"
_BEFORE_TOWNS = frozenset({"m", "st", "miasto", "wies"})
_BESIDE_UNITS = frozenset(
    {"powiat", "pow", "gmina", "gm", "miasto", "m", "st", "na", "prawach", "powiatu"}
    | {"miejska", "wiejska", "miejsko", "grodzki", "ziemski"}
)
_LONGEST = 120


@dataclass(frozen=True)
class Address:
    """What was typed; "" for what was not."""

    city: str
    street: str = ""
    voivodeship: str = ""
    county: str = ""
    commune: str = ""
    housed: bool = False  #: has a house number: an empty plot may lie on no street

    @property
    def key(self) -> str:
        """The same for addresses that the register is asked the same about."""
        typed = (self.voivodeship, self.county, self.commune, self.city, self.street)
        return "|".join((*map(fold, typed), "1" if self.housed else ""))


def addresses_in(
    fields: Sequence[AnyField], answers: Mapping[str, object], pointer: str = ""
) -> Iterator[tuple[str, Address]]:
    """The addresses in Poland that have a town, with the pointers of their groups, those of every row."""
    for field in fields:
        value, here = answers.get(field.name), f"{pointer}/{field.name}"
        if isinstance(field, RowsField) and isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, Mapping):
                    yield from addresses_in(field.fields, row, f"{here}/{number}")
        elif isinstance(field, GroupField) and isinstance(value, Mapping):
            if not is_address(field):
                yield from addresses_in(field.fields, value, here)
            elif is_polish(value) and (address := _address(value)).city:
                yield here, address


def _address(value: Mapping[str, object]) -> Address:
    def typed(name: str) -> str:
        said = value.get(name)
        return without_strange(said).strip()[:_LONGEST] if isinstance(said, str) else ""

    return Address(
        typed("city"), typed("street"), typed("voivodeship"), typed("county"), typed("commune"),
        housed=bool(typed("building")),
    )  # fmt: skip


def town_name(typed: str) -> str:
    """The name of a town as the register folds it: "M. st. Warszawa" → "warszawa"."""
    words = fold(typed).split()
    first = next((n for n, word in enumerate(words) if word not in _BEFORE_TOWNS), 0)
    return " ".join(words[first:])


def unit_name(typed: str) -> str:
    """The name of a county or commune: "Powiat m. Zabrze" → "zabrze"."""
    words = fold(typed).split()
    return " ".join(word for word in words if word not in _BESIDE_UNITS) or " ".join(words)
