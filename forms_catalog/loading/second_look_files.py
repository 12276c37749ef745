"""Which answers of which form are looked at twice: kinds that are doubted everywhere, and a file of more."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from forms_catalog.doubts import LOOKS, OF_KINDS, Look, OneAnswer, Repeated, TooMuch
from forms_catalog.loading.faults import did_you_mean
from forms_catalog.model import Definition
from forms_catalog.particulars import Frozen
from forms_catalog.places.voivodeships import LIST, OddVoivodeship, Voivodeships, is_address
from forms_catalog.reference import ListEntry
from forms_catalog.scopes import Scopes
from forms_catalog.texts import Text

Key = tuple[str, int]  #: code and version of a form
#: where it holds, the judge refuses what would be looked at twice
_EACH_VIN_ONCE = "vehicle_once@1"
_NUMBERS = ("int", "decimal", "money", "year")


class TooMuchRow(Frozen):
    """A number that is a lot for this question."""

    service: str
    field: str  #: "land_items.area"
    above: Decimal
    words: Text | None = None  #: own sentence; else ours names the number


class LookRow(Frozen):
    """A look at several answers, by its name in the code."""

    service: str
    look: Literal[
        "short_stay",
        "late_appeal",
        "old_duty",
        "old_overpayment",
        "far_day",
        "months_of_period",
        "born_by_pesel",
    ]


class SecondLooksFile(Frozen):
    """`definitions/second_looks.yaml`."""

    second_looks: tuple[TooMuchRow | LookRow, ...]


def looks_of(
    definitions: Mapping[Key, Definition],
    rows: Sequence[TooMuchRow | LookRow],
    lists: Mapping[str, Sequence[ListEntry]],
) -> dict[Key, tuple[Look, ...]]:
    """The looks of each form that has some."""
    entries = lists.get(LIST)
    known = Voivodeships(entries) if entries else None
    found = {key: tuple(_looks(form, rows, known)) for key, form in definitions.items()}
    return {key: looks for key, looks in found.items() if looks}


def _looks(
    form: Definition, rows: Sequence[TooMuchRow | LookRow], known: Voivodeships | None
) -> Iterator[Look]:
    fields = Scopes(form).fields
    addresses = tuple(path for path, field in fields.items() if is_address(field))
    if known and addresses:
        yield OddVoivodeship(addresses, known)
    for path, field in fields.items():
        if field.kind in OF_KINDS:
            yield OneAnswer(path, OF_KINDS[field.kind])
            if not (field.kind == "vin" and _EACH_VIN_ONCE in form.rules):
                yield Repeated(path)
    for row in rows:
        if row.service != form.code:
            continue
        if isinstance(row, LookRow):
            yield LOOKS[row.look]
        elif (path := tuple(row.field.split("."))) in fields:
            yield OneAnswer(path, TooMuch(row.above, row.words))


def misfits(
    definitions: Mapping[Key, Definition], rows: Sequence[TooMuchRow | LookRow]
) -> Iterator[tuple[int, str, str, str]]:
    """Rows that look at nothing: number, key, what is wrong, how to mend it."""
    codes = {code for code, _ in definitions}
    for number, row in enumerate(rows):
        if row.service not in codes:
            yield number, "service", f"no service “{row.service}”.", did_you_mean(row.service, codes)
        elif isinstance(row, TooMuchRow):
            forms = [form for (code, _), form in definitions.items() if code == row.service]
            known = {
                ".".join(path)
                for form in forms
                for path, field in Scopes(form).fields.items()
                if field.kind in _NUMBERS
            }
            if row.field not in known:
                yield number, "field", f"no number “{row.field}” there.", did_you_mean(row.field, known)
