"""Answers read by type, for rules and calculations: what is not of the type asked for is not there."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from forms_catalog.answers import ReadAnswers, at

_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def text(answers: ReadAnswers, pointer: str) -> str | None:
    """The text at the pointer, or None."""
    value = at(answers, pointer)
    return value if isinstance(value, str) else None


def whole(answers: ReadAnswers, pointer: str) -> int | None:
    """The whole number at the pointer (true and false are none), or None."""
    value = at(answers, pointer)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def decimal(answers: ReadAnswers, pointer: str) -> Decimal | None:
    """The decimal at the pointer, or None."""
    value = text(answers, pointer)
    return None if value is None else number(value)


def number(value: object) -> Decimal | None:
    """The whole number or decimal that an answer is, or None."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def day(answers: ReadAnswers, pointer: str) -> date | None:
    """The date at the pointer, or None."""
    value = text(answers, pointer)
    try:
        return date.fromisoformat(value) if value is not None and len(value) == 10 else None
    except ValueError:
        return None


def month(answers: ReadAnswers, pointer: str) -> tuple[int, int] | None:
    """Year and month at the pointer, or None."""
    found = _MONTH.fullmatch(text(answers, pointer) or "")
    return (int(found[1]), int(found[2])) if found else None


def rows(answers: ReadAnswers, pointer: str) -> Iterator[tuple[str, ReadAnswers]]:
    """The rows of a repeating group that can be read, each with its pointer."""
    value = at(answers, pointer)
    for number, row in enumerate(value if isinstance(value, list) else []):
        if isinstance(row, dict):
            yield f"{pointer}/{number}", row
