"""Rows from a table: a template to fill in, a report of every slip, nothing taken over before one says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

import orjson
from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from casework.drafting import drafts
from casework.drafting.draft_answers import place_rows
from casework.drafting.drafts import TooMany
from forms_catalog.answers import Answers
from forms_catalog.documents.readback import row_title
from forms_catalog.model import BoolField, EnumField, ListField, MultiEnumField, RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.spreadsheets.csv_table import MOST_BYTES, TableRefused, text_of
from forms_catalog.spreadsheets.rows_from_table import (
    Column,
    TableRow,
    columns,
    judge_rows,
    read_rows,
    template,
    written,
)
from forms_catalog.typesetting import typeset
from pages.downloads import download
from pages.filling.place import Place
from pages.filling.row_tables import ADDED, takes_table
from pages.filling.steps import steps
from pages.widgets.problems import say_problem
from portal.filing.blueprint import blueprint
from portal.filing.older_page import READ_AGAIN, drawn_by
from portal.filing.place import saved_place
from portal.filing.places_known import look_up
from portal.filing.row_page import group_of
from portal.filing.sections import WRONG
from portal.parts import parts

_FILE, _TABLE = "tabela", "tresc"
_CSV = "text/csv; charset=utf-8"
_MOST_CHOICES = 10  #: choices told beside a column


@dataclass(frozen=True)
class _Goal:
    """The repeating group that the table's rows go into."""

    place: Place
    section: Section
    pointer: str
    rows: RowsField
    group: str

    def address(self, *steps: str) -> str:
        return self.place.address(self.section.name, self.group, "tabela", *steps)

    @property
    def back(self) -> str:
        return self.place.address(self.section.name) + f"#{self.group}--rows"


@dataclass(frozen=True)
class _Told:
    """One column of the template as the page explains it."""

    name: str
    written: str  #: what the template calls it, where that is another name
    always: bool
    hint: str


@dataclass(frozen=True)
class _Slip:
    row: int
    column: str
    words: str


@dataclass(frozen=True)
class _Report:
    """What a table would bring: rows that may be added, slips of the others, rows that are there already."""

    text: str
    good: tuple[tuple[UUID, TableRow], ...]
    slips: tuple[_Slip, ...]
    bad: int
    there: int
    unknown: tuple[str, ...]


@blueprint.get("/<uuid:draft_id>/<section>/<group>/tabela")
def table_page(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """How to add many rows at once: the template, its columns, the file."""
    return _page(_goal(code, draft_id, section, group))


@blueprint.get("/<uuid:draft_id>/<section>/<group>/tabela/wzor.csv")
def table_template(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """The template, its columns named as the page tells."""
    goal = _goal(code, draft_id, section, group)
    return download(template(goal.rows, goal.place.language), f"{goal.group}.csv", _CSV)


@blueprint.post("/<uuid:draft_id>/<section>/<group>/tabela")
def check_table(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """Reads the file and tells what would be added and what has to be mended; adds nothing."""
    goal = _goal(code, draft_id, section, group)
    upload = request.files.get(_FILE)
    if upload is None or not upload.filename:
        return _page(goal, wrong=gettext("Choose the file with your table.")), WRONG
    try:
        report = _report(goal, upload.stream.read(MOST_BYTES + 1))
    except TableRefused as refused:
        return _page(goal, wrong=_said(goal, refused)), WRONG
    except TooMany:
        return _page(goal, wrong=_too_many(goal)), WRONG
    return _page(goal, report=report), WRONG if report.slips else 200


@blueprint.post("/<uuid:draft_id>/<section>/<group>/tabela/dodaj")
def take_table(code: str, draft_id: UUID, section: str, group: str) -> ResponseReturnValue:
    """Adds the good rows of the table that was just shown; once more adds nothing twice."""
    goal = _goal(code, draft_id, section, group)
    try:
        report = _report(goal, request.form.get(_TABLE, "").encode())
        if drawn_by(goal.place) is not goal.place:
            said = gettext(
                "The office changed this form meanwhile. Look at the rows once more, then add them."
            )
            return _page(goal, report=report, news=said), READ_AGAIN
        added = _add(goal, report)
    except TableRefused as refused:
        return _page(goal, wrong=_said(goal, refused)), WRONG
    except TooMany:
        return _page(goal, wrong=_too_many(goal)), WRONG
    shown = goal.place.address(goal.section.name) + f"?{ADDED}={added}#{goal.group}--rows"
    return redirect(shown, 303)


def _goal(code: str, draft_id: UUID, section: str, group: str) -> _Goal:
    place = saved_place(code, draft_id)
    part = place.section(section)
    pointer, rows = group_of(place, part, group)
    return _Goal(place, part, pointer, rows, group) if takes_table(rows) else abort(404)


def _report(goal: _Goal, data: bytes) -> _Report:
    place = goal.place
    table = read_rows(data, goal.rows, catalogue=place.catalogue)
    named = _with_ids(place.draft_id, goal.pointer, table.rows)
    known = set(place.draft.rows.get(goal.pointer, ())) if place.draft else set()
    fresh = [(row_id, row) for row_id, row in named if row_id not in known]
    if len(known) + len(fresh) > goal.rows.max:
        raise TooMany
    judged = judge_rows(
        place.definition, goal.section, goal.pointer, place.asked, [row for _, row in fresh],
        catalogue=place.catalogue, today=place.today,
    )  # fmt: skip
    labels = {column.pointer: column for column in columns(goal.rows)}
    bad = [row for row in judged if row.problems]
    return _Report(
        text=text_of(data),
        good=tuple((row_id, row) for (row_id, _), row in zip(fresh, judged, strict=True) if not row.problems),
        slips=tuple(_slip(row, problem, labels, place) for row in bad for problem in row.problems),
        bad=len(bad),
        there=len(named) - len(fresh),
        unknown=table.unknown,
    )


def _with_ids(draft_id: UUID, pointer: str, rows: Sequence[TableRow]) -> list[tuple[UUID, TableRow]]:
    """Each row with an id made of its answers: whoever mends two rows and sends all again adds two rows."""
    seen: dict[bytes, int] = {}
    named = []
    for row in rows:
        content = orjson.dumps(row.answers, option=orjson.OPT_SORT_KEYS)
        seen[content] = seen.get(content, 0) + 1
        named.append((uuid5(draft_id, f"{pointer} {seen[content]} {content.decode()}"), row))
    return named


def _add(goal: _Goal, report: _Report) -> int:
    """How many rows were new."""
    hands = parts()
    rows = {row_id: row.answers for row_id, row in report.good}
    with hands.sessions.begin() as session:
        typed: Answers = {goal.rows.name: list(rows.values())}
        return drafts.add_rows(
            session,
            goal.place.draft_id,
            goal.pointer,
            rows,
            limit=goal.rows.max,
            now=goal.place.now,
            draft_days=hands.options.draft_days,
            looked=look_up(session, [goal.rows], typed, goal.place.catalogue),
        )


def _slip(row: TableRow, problem: Problem, labels: dict[str, Column], place: Place) -> _Slip:
    column = labels.get(problem.pointer)
    name = typeset(column.label, place.language) if column else ""
    return _Slip(row.number, name, say_problem(problem, place.language))


def _said(goal: _Goal, refused: TableRefused) -> str:
    return say_problem(Problem("", refused.message, refused.values), goal.place.language)


def _too_many(goal: _Goal) -> str:
    return str(gettext("So many rows do not fit: the form holds %(limit)s of them.", limit=goal.rows.max))


def _page(goal: _Goal, *, wrong: str = "", report: _Report | None = None, news: str = "") -> str:
    place = goal.place
    return render_template(
        "filing/table.html",
        place=place,
        section=goal.section,
        goal=goal,
        columns=[_told(column, place.language) for column in columns(goal.rows)],
        steps=steps(place, goal.section.name),
        wrong=wrong,
        news=news,
        report=report,
        names=[_name(goal, row) for _, row in report.good] if report else [],
        has_errors=bool(wrong or (report and report.slips)),
    )


def _name(goal: _Goal, row: TableRow) -> str:
    """What names the row: "SZ12345, Star 1142"."""
    alone = place_rows({}, [(goal.pointer, row.answers)])
    language, catalogue = goal.place.language, goal.place.catalogue
    return row_title(
        goal.place.definition, f"{goal.pointer}/0", alone, catalogue=catalogue, language=language
    )


def _told(column: Column, language: str) -> _Told:
    field = column.field
    hints = [typeset(field.hint, language)] if field.hint else []
    if isinstance(field, EnumField | MultiEnumField) and len(field.choices) <= _MOST_CHOICES:
        choices = "; ".join(typeset(choice.label, language) for choice in field.choices)
        hints.append(gettext("One of these: %(choices)s.", choices=choices))
    elif isinstance(field, BoolField):
        hints.append(gettext("Yes or no."))
    elif isinstance(field, ListField) and field.default:
        hints.append(gettext("Leave it empty for Poland."))
    elif field.kind == "date" and not hints:
        hints.append(gettext("A day, for example 1.03.2026."))
    name, there = column.label.in_(language), written(column, language)
    return _Told(name, "" if there == name else there, column.always, " ".join(map(_sentence, hints)))


def _sentence(hint: str) -> str:
    return hint if hint.endswith((".", "!", "?")) else f"{hint}."
