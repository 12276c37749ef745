"""The table of a repeating group on its section's page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from forms_catalog.answers import at, input_name
from forms_catalog.calculation import Calculation
from forms_catalog.documents.readback import row_title, say, say_money
from forms_catalog.model import AnyField, ComputedField, RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.typesetting import typeset
from pages.filling.place import Place
from pages.filling.spots import row_groups

#: how many rows a table has just added, told in the address of the section's page
ADDED = "dodano"
#: groups for so many rows may be filled from a table
_MANY = 100
NUMBERS = ("decimal", "money", "int", "computed")


@dataclass(frozen=True)
class Column:
    label: str
    number: bool


@dataclass(frozen=True)
class TableRow:
    title: str
    cells: tuple[str, ...]
    row_id: str
    faults: int  #: how many answers of the row must be mended


@dataclass(frozen=True)
class RowsTable:
    """Everything the template shows of one repeating group."""

    name: str  #: HTML name and id: land_items, company-representatives
    caption: str
    one: str
    add: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    limit: int
    problems: tuple[str, ...] = ()
    from_table: bool = False  #: many rows may be added at once

    @property
    def full(self) -> bool:
        return len(self.rows) >= self.limit


def row_tables(
    place: Place, section: Section, made: Sequence[Calculation], problems: Sequence[Problem] = ()
) -> dict[str, RowsTable]:
    """The tables of a section by HTML name."""
    computed: dict[str, Decimal] = {}
    for calculation in made:
        computed.update(calculation.computed)
    return {
        input_name(pointer): _table(place, pointer, rows, computed, problems)
        for pointer, rows in row_groups(section).items()
    }


def _table(
    place: Place,
    pointer: str,
    rows: RowsField,
    computed: Mapping[str, Decimal],
    problems: Sequence[Problem],
) -> RowsTable:
    ids = place.row_ids(pointer)
    columns = [field for name in rows.columns for field in rows.fields if field.name == name]
    return RowsTable(
        name=input_name(pointer),
        caption=typeset(rows.label, place.language),
        one=typeset(rows.one, place.language),
        add=typeset(rows.add, place.language),
        columns=tuple(
            Column(typeset(field.label, place.language), field.kind in NUMBERS) for field in columns
        ),
        rows=tuple(
            TableRow(
                title=row_title(
                    place.definition,
                    f"{pointer}/{index}",
                    place.answers,
                    catalogue=place.catalogue,
                    language=place.language,
                ),
                cells=tuple(_cell(place, f"{pointer}/{index}", field, computed) for field in columns),
                row_id=str(row_id),
                faults=sum(problem.pointer.startswith(f"{pointer}/{index}/") for problem in problems),
            )
            for index, row_id in enumerate(ids)
        ),
        limit=rows.max,
        from_table=takes_table(rows),
    )


def takes_table(rows: RowsField) -> bool:
    """Whether the group is one people fill from a spreadsheet."""
    return rows.max >= _MANY


def _cell(place: Place, row: str, field: AnyField, computed: Mapping[str, Decimal]) -> str:
    pointer = f"{row}/{field.name}"
    if isinstance(field, ComputedField):
        amount = computed.get(pointer)
        return "" if amount is None else say_money(amount, place.language)
    value = at(place.answers, pointer)
    return "" if value is None else say(field, value, catalogue=place.catalogue, language=place.language)
