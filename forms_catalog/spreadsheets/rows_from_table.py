"""From rows of a table to rows of a repeating group: cells read as people write them, slips named."""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forms_catalog.answers import Answers, ReadAnswers
from forms_catalog.catalogue import Catalogue
from forms_catalog.folding import fold
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.judging.judge import validate_section
from forms_catalog.model import (
    AnyField,
    ComputedField,
    Definition,
    EnumField,
    GroupField,
    ListField,
    MultiEnumField,
    RowsField,
    Section,
)
from forms_catalog.problems import N_, Problem
from forms_catalog.spreadsheets.csv_table import Record, TableRefused, read_csv, write_csv
from forms_catalog.texts import LANGUAGES, Text

_FORMULA = re.compile(r"[=@]|[+-](?![0-9., ])")
_NOTHING = {"-", "–", "—"}
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./ -]([0-9]{1,2})[./ -]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[./-]([0-9]{1,2})[./-]([0-9]{1,2})")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?$")
_MONTH = re.compile(r"([0-9]{1,2})[./-]([0-9]{4})")
_WHOLE = re.compile(r"(-?[0-9]+)[.,]0+")
_MOST_NAMED = 10  #: choices named in a message


@dataclass(frozen=True)
class Column:
    """One question of a row as a column of the table."""

    path: tuple[str, ...]  #: ("location", "city")
    label: Text  #: "Gdzie leży: Miejscowość"
    field: AnyField
    always: bool  #: an answer is needed in every row

    @property
    def pointer(self) -> str:
        return "/" + "/".join(self.path)


@dataclass(frozen=True)
class TableRow:
    """One row read: the answers it brings, and what must be mended, with pointers inside the row."""

    number: int  #: as the spreadsheet counts
    answers: Answers
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class RowsTable:
    rows: tuple[TableRow, ...]
    unknown: tuple[str, ...]  #: names of columns that the form does not have; they are left out


def columns(rows: RowsField) -> tuple[Column, ...]:
    """The columns of the template, in the order of the questions; computed amounts have none."""
    return tuple(_columns(rows.fields, (), None, always=True))


def template(rows: RowsField, language: str = "pl") -> bytes:
    """A table to fill in, its columns named in Polish or English: Ukrainian names would not live through
    Windows-1250, which spreadsheets save as here. No name is counted as a formula.
    """
    return write_csv([[written(column, language) for column in columns(rows)]])


def written(column: Column, language: str) -> str:
    """What the template calls the column for somebody who reads that language."""
    return column.label.en if language == "en" else column.label.pl


def read_rows(data: bytes, rows: RowsField, *, catalogue: Catalogue) -> RowsTable:
    """Every row that holds something; TableRefused when the columns do not fit or there are no rows.

    A slip in a cell is a problem of its row. Whether the answers may be filed is not judged here.
    """
    table = read_csv(data)
    offered = columns(rows)
    found = _named(table.header, offered)
    missing = [column.label for column in offered if column.always and column not in found.values()]
    if not found or len(missing) > len(found):
        raise TableRefused(N_("The first row must hold the names of the columns, as in the template."))
    if missing:
        pl, en, uk = (", ".join(label.in_(language) for label in missing) for language in LANGUAGES)
        raise TableRefused(
            N_("Columns are missing: %(columns)s. Take them from the template."),
            {"columns": Text(pl=pl, en=en, uk=uk)},
        )
    if not table.records:
        raise TableRefused(N_("There is nothing below the names of the columns. Fill in at least one row."))
    if len(table.records) > rows.max:
        raise TableRefused(
            N_("The table has %(count)s rows, at most %(limit)s fit here. Divide it."),
            {"count": str(len(table.records)), "limit": str(rows.max)},
        )
    read_as = [_Reading(place, column, _choices(column.field, catalogue)) for place, column in found.items()]
    read = tuple(_row(record, read_as, len(table.header), rows) for record in table.records)
    unknown = tuple(name for place, name in enumerate(table.header) if name and place not in found)
    return RowsTable(read, unknown)


def judge_rows(
    definition: Definition,
    section: Section,
    pointer: str,
    before: ReadAnswers,
    rows: Sequence[TableRow],
    *,
    catalogue: Catalogue,
    today: date,
) -> tuple[TableRow, ...]:
    """The rows with everything the judge says of them, once they stand behind the form's own rows.

    `before` are the asked answers. A cell that could not be read is named once.
    """
    whole, first = _placed(before, pointer, [row.answers for row in rows])
    problems = validate_section(definition, section, whole, catalogue=catalogue, today=today)
    said: dict[int, list[Problem]] = {}
    for problem in problems:
        index, _, inside = problem.pointer.removeprefix(f"{pointer}/").partition("/")
        if problem.pointer.startswith(f"{pointer}/") and index.isdigit() and int(index) >= first:
            told = _by_its_row(replace(problem, pointer=f"/{inside}"), rows, first)
            said.setdefault(int(index) - first, []).append(told)
    return tuple(
        replace(row, problems=(*row.problems, *_further(row.problems, said.get(place, ()))))
        for place, row in enumerate(rows)
    )


def _by_its_row(problem: Problem, rows: Sequence[TableRow], first: int) -> Problem:
    """What stands "in vehicle 31" already is named by the row of the table, where it came from there."""
    number = str(problem.values.get("number", ""))
    place = int(number) - 1 - first if problem.code == "twice" and number.isdecimal() else -1
    if not 0 <= place < len(rows):
        return problem
    message = N_("The same stands in row %(row)s of the table already. Correct it or remove one of them.")
    return replace(problem, message=message, values={"row": str(rows[place].number)})


def _further(known: Sequence[Problem], judged: Sequence[Problem]) -> Iterator[Problem]:
    places = {problem.pointer for problem in known}
    return (problem for problem in judged if problem.pointer not in places)


def _placed(before: ReadAnswers, pointer: str, rows: list[Answers]) -> tuple[Answers, int]:
    """All answers with the rows at the end of their group, and the number of the first of them."""
    whole: Answers = copy.deepcopy(dict(before))
    *path, name = pointer.removeprefix("/").split("/")
    here = whole
    for step in path:
        inner = here.setdefault(step, {})
        here = inner if isinstance(inner, dict) else {}
    kept = here.get(name)
    standing = kept if isinstance(kept, list) else []
    here[name] = [*standing, *rows]
    return whole, len(standing)


def _columns(
    fields: Sequence[AnyField], path: tuple[str, ...], above: Text | None, *, always: bool
) -> Iterator[Column]:
    for field in fields:
        here = (*path, field.name)
        label = field.label
        if above is not None:
            label = Text(
                pl=f"{above.pl}: {label.pl}",
                en=f"{above.en}: {label.en}",
                uk=f"{above.in_('uk')}: {label.in_('uk')}",
            )
        needed = always and field.required and field.shown_when is None
        if isinstance(field, GroupField):
            yield from _columns(field.fields, here, label, always=needed)
        elif not isinstance(field, ComputedField | RowsField):
            has_default = isinstance(field, ListField) and field.default is not None
            yield Column(here, label, field, always=needed and not has_default)


def _named(header: Sequence[str], offered: Sequence[Column]) -> dict[int, Column]:
    """Place in the header → column; a name may be in any language, or the one of the answer tree."""
    names: dict[str, Column] = {}
    for column in offered:
        names.setdefault(fold(column.label.in_("uk")), column)
        for name in (column.label.pl, column.label.en, ".".join(column.path)):
            # Windows-1250 has no ²: it is written as a question mark there
            for written in (name, name.encode("cp1250", "replace").decode("cp1250")):
                names.setdefault(fold(written), column)
    found: dict[int, Column] = {}
    for place, name in enumerate(header):
        named = names.get(fold(name)) if name else None
        if named is not None and named in found.values():
            message = N_("The column “%(column)s” stands there twice. Delete one.")
            raise TableRefused(message, {"column": name})
        if named is not None:
            found[place] = named
    return found


@dataclass(frozen=True)
class _Reading:
    """How the cells at one place of each row are read."""

    place: int
    column: Column
    choices: Mapping[str, str]  #: what may be written → the value; empty where anything may


def _row(record: Record, readings: Sequence[_Reading], width: int, rows: RowsField) -> TableRow:
    raw: dict[str, object] = {}
    problems: list[Problem] = []
    for reading in readings:
        cell = record.cells[reading.place] if reading.place < len(record.cells) else ""
        problem = _cell_problem(cell, reading)
        if problem is not None:
            problems.append(problem)
        else:
            _put(raw, reading.column.path, _value(cell, reading))
    if any(record.cells[width:]):
        message = N_("This row has more cells than the first row. Look for a separator too many.")
        problems.append(Problem("", message, code="too_many_cells"))
    return TableRow(record.number, clean_fields(rows.fields, raw), tuple(problems))


def _put(raw: dict[str, object], path: tuple[str, ...], value: object) -> None:
    if value is None:
        return
    here = raw
    for step in path[:-1]:
        inner = here.setdefault(step, {})
        here = inner if isinstance(inner, dict) else {}
    here[path[-1]] = value


def _cell_problem(cell: str, reading: _Reading) -> Problem | None:
    """What is wrong with how a cell is written; its answer is judged later."""
    if _FORMULA.match(cell) and cell not in _NOTHING:
        message = N_("A formula stands here. Write its result instead.")
        return Problem(reading.column.pointer, message, code="formula")
    field, choices = reading.column.field, reading.choices
    if cell in _NOTHING or not cell or not choices:
        return None
    values = _chosen(cell, choices) if isinstance(field, MultiEnumField) else [choices.get(fold(cell))]
    if None not in values:
        return None
    message, named = N_("Write the answer as it stands in the form."), Text(pl="", en="", uk="")
    if isinstance(field, EnumField | MultiEnumField) and len(field.choices) <= _MOST_NAMED:
        message = N_("Write one of these: %(choices)s.")
        labels = [choice.label for choice in field.choices]
        named = Text(**{tongue: "; ".join(one.in_(tongue) for one in labels) for tongue in LANGUAGES})
    return Problem(reading.column.pointer, message, {"choices": named}, code="not_offered")


def _value(cell: str, reading: _Reading) -> object:
    """What a cell says, for `clean_fields` to read; None for nothing."""
    field, choices = reading.column.field, reading.choices
    if not cell or cell in _NOTHING:
        return field.default if isinstance(field, ListField) else None
    if choices:
        return _chosen(cell, choices) if isinstance(field, MultiEnumField) else choices.get(fold(cell))
    if field.kind == "date":
        return _day(cell)
    if field.kind == "month" and (month := _MONTH.fullmatch(cell)):
        return f"{month[2]}-{month[1].zfill(2)}"
    if field.kind in ("int", "year") and (whole := _WHOLE.fullmatch(cell)):
        return whole[1]
    return cell


def _day(cell: str) -> str:
    """1.03.2026, 01-03-2026, 2026-3-1 and 2026-03-01 00:00 are "2026-03-01"; else as it stands."""
    bare = _MIDNIGHT.sub("", cell)
    if found := _DAY_FIRST.fullmatch(bare):
        return f"{found[3]}-{found[2].zfill(2)}-{found[1].zfill(2)}"
    if found := _YEAR_FIRST.fullmatch(bare):
        return f"{found[1]}-{found[2].zfill(2)}-{found[3].zfill(2)}"
    return bare


def _choices(field: AnyField, catalogue: Catalogue) -> dict[str, str]:
    """What may be written → the value: values and labels, also a label's part before a dash ("Ba – …")."""
    if isinstance(field, EnumField | MultiEnumField):
        pairs = [(choice.value, choice.label) for choice in field.choices]
    elif isinstance(field, ListField):
        pairs = [(entry.value, entry.label) for entry in catalogue.lists.get(field.list, ())]
    else:
        return {}
    written = {fold(value): value for value, _ in pairs}
    for value, label in pairs:
        for words in (label.pl, label.en, label.uk or "", label.pl.partition(" – ")[0]):
            written.setdefault(fold(words), value)
    return written


def _chosen(cell: str, choices: Mapping[str, str]) -> list[str | None]:
    return [choices.get(fold(part)) for part in re.split(r"[,|/]", cell) if part.strip()]
