"""Finding a case: by name in folded letters, by sign, by register number. Open cases and closed ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, Text, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Session

from casework import tables
from casework.case_words import LONGEST, sign_word
from casework.desk.clerks import Clerk
from casework.desk.queue import CaseRow, case_row, readable_departments, rows_of
from casework.desk.reads import note_read
from casework.tables import desk_tables
from forms_catalog.folding import fold

#: more words than that narrow nothing
MOST_WORDS = 4
#: a word with more cases than that counts as frequent, whatever their number
_FREQUENT = 2000

_WORD = tables.table_of(desk_tables.CaseWord)
_ITEM = tables.table_of(tables.IncomingItem)
_CASE = tables.table_of(tables.OfficeCase)
_NUMBER = re.compile(r"(?:rpw\s*/\s*)?(\d{1,9})(?:\s*/\s*(\d{4}))?", re.IGNORECASE)
_SIGN = re.compile(r"[^\W_]{1,12}\.[\w./-]*", re.ASCII)
_LAST = "\U0010ffff"
_MOST = 2**31 - 1


@dataclass(frozen=True)
class FoundPage:
    rows: tuple[CaseRow, ...]  #: by word, within a word the newest first
    #: hand it in as `after` for the next page; None: this is the last one
    after: str | None


def find(
    session: Session, clerk: Clerk, words: str, after: str | None, *, today: date, size: int = 20
) -> FoundPage:
    """The cases that the clerk may read and that the words fit. Enters which ones were shown.

    "RPW/12/2026", "12/2026" or "12" is a register number (of this and last year), "PO.3120." the beginning
    of a sign; else each word is the beginning of a word of who filed: "kow an" finds Anna Kowalska. Single
    letters find nothing. NotYours for somebody who reads no cases.
    """
    asked = words.strip()
    readable_departments(clerk)
    found = _by_number(session, clerk, asked, today)
    if not found.rows:
        prefixes = _prefixes(asked)
        found = _by_words(session, clerk, prefixes, after, today, size) if prefixes else FoundPage((), None)
    if found.rows:
        note_read(session, clerk, "search", details={"cases": [str(row.case.id) for row in found.rows]})
    return found


def _prefixes(asked: str) -> list[str]:
    if _SIGN.fullmatch(asked) and any(letter.isdigit() for letter in asked):
        return [sign_word(asked)]
    words = {word[:LONGEST] for word in fold(asked).split() if len(word) > 1}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _by_number(session: Session, clerk: Clerk, asked: str, today: date) -> FoundPage:
    number = _NUMBER.fullmatch(asked)
    if number is None or int(number[1]) > _MOST:
        return FoundPage((), None)
    years = [int(number[2])] if number[2] else [today.year, today.year - 1]
    values = _reader(clerk) | {"years": years, "number": int(number[1])}
    rows = session.execute(_number_statement("departments" in values), values).all()
    return FoundPage(tuple(case_row(row, today) for row in rows), None)


def _by_words(
    session: Session, clerk: Clerk, prefixes: Sequence[str], after: str | None, today: date, size: int
) -> FoundPage:
    """Walks the cases of the rarest word in the index's order and asks each for the other words."""
    values = _reader(clerk) | {"size": size + 1}
    for number, prefix in enumerate(_rarest_first(session, clerk, prefixes)):
        values |= _range(number, prefix)
    place = _place(after)
    if place is not None:
        values |= {"after_word": place[0], "after_newest": place[1], "after_case": place[2]}
    statement = _words_statement(len(prefixes), "departments" in values, place is not None)
    rows = session.execute(statement, values).all()
    shown = tuple(case_row(row, today) for row in rows[:size])
    if len(rows) <= size:
        return FoundPage(shown, None)
    last = rows[size - 1]
    return FoundPage(shown, f"{last.word}_{last.newest_first}_{last.submission_id}")


def _rarest_first(session: Session, clerk: Clerk, prefixes: Sequence[str]) -> Sequence[str]:
    if len(prefixes) == 1:
        return prefixes
    values: dict[str, object] = {"office": clerk.office}
    for number, prefix in enumerate(prefixes):
        values |= _range(number, prefix)
    counted = session.execute(_counts_statement(len(prefixes)), values).one()
    return [prefix for _, prefix in sorted(zip(counted, prefixes, strict=True), key=lambda pair: pair[0])]


def _reader(clerk: Clerk) -> dict[str, object]:
    own = readable_departments(clerk)
    return {"office": clerk.office} | ({} if own is None else {"departments": list(own)})


def _range(number: int, prefix: str) -> dict[str, object]:
    return {f"from{number}": prefix, f"to{number}": prefix + _LAST}


@cache
def _number_statement(of_departments: bool) -> Select[*tuple[object, ...]]:
    found = (
        select(_ITEM.c.submission_id)
        .join_from(_ITEM, _CASE, _CASE.c.submission_id == _ITEM.c.submission_id)
        .where(
            _ITEM.c.office_id == bindparam("office"),
            _ITEM.c.year.in_(bindparam("years", expanding=True)),
            _ITEM.c.number == bindparam("number"),
            *_readable(_CASE, of_departments),
        )
    )
    return rows_of(found.cte("wanted")).order_by(_ITEM.c.year.desc())


@cache
def _words_statement(words: int, of_departments: bool, further: bool) -> Select[*tuple[object, ...]]:
    key = (_WORD.c.word, _WORD.c.newest_first, _WORD.c.submission_id)
    conditions = [
        _WORD.c.office_id == bindparam("office"),
        *_begins(_WORD, 0),
        *_readable(_WORD, of_departments),
        *(_has_another(number) for number in range(1, words)),
        _first_of_its_case(),
    ]
    if further:
        names = ("after_word", "after_newest", "after_case")
        place = (bindparam(name, type_=column.type) for name, column in zip(names, key, strict=True))
        conditions.append(tuple_(*key) > tuple_(*place))
    wanted = select(*key).where(*conditions).order_by(*key).limit(bindparam("size")).cte("wanted")
    return rows_of(wanted).order_by(wanted.c.word, wanted.c.newest_first, wanted.c.submission_id)


@cache
def _counts_statement(words: int) -> Select[*tuple[int, ...]]:
    """How many cases each word finds, up to _FREQUENT."""
    office = _WORD.c.office_id == bindparam("office")
    some = (select(_WORD.c.word).where(office, *_begins(_WORD, n)).limit(_FREQUENT) for n in range(words))
    return select(*(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in some))


def _has_another(number: int) -> ColumnElement[bool]:
    other = _WORD.alias(f"other{number}")
    return exists().where(other.c.submission_id == _WORD.c.submission_id, *_begins(other, number))


def _first_of_its_case() -> ColumnElement[bool]:
    """A case with two words that begin alike is shown once."""
    earlier = _WORD.alias("earlier")
    same = earlier.c.submission_id == _WORD.c.submission_id
    return ~exists().where(same, *_begins(earlier, 0), earlier.c.word < _WORD.c.word)


def _begins(words: FromClause, number: int) -> list[ColumnElement[bool]]:
    """A range, not LIKE: a prepared plan knows the ends of a range only."""
    return [words.c.word >= bindparam(f"from{number}"), words.c.word < bindparam(f"to{number}")]


def _readable(table: FromClause, of_departments: bool) -> list[ColumnElement[bool]]:
    departments = bindparam("departments", type_=Text(), expanding=True)
    return [table.c.department.in_(departments)] if of_departments else []


def _place(after: str | None) -> tuple[str, int, UUID] | None:
    """Where the page before ended; what nobody handed out is the beginning."""
    word, _, rest = (after or "").partition("_")
    newest_first, _, case = rest.partition("_")
    try:
        return word, int(newest_first), UUID(case)
    except ValueError:
        return None
