"""The one judge: HTML, API, CSV and tests all ask it."""

from collections.abc import Collection
from datetime import date

from forms_catalog.answers import ReadAnswers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField, AttachmentSlot, Definition, Section
from forms_catalog.problems import Problem


def validate(
    definition: Definition, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """Everything wrong with cleaned answers, in the order of the form; () when they may be filed.

    Names missing and wrong answers, answers to questions not asked, unknown fields, values of the wrong type,
    too many rows, and breaches of the definition's cross-field rules. Attachments are judged by
    `validate_attachments`. Never raises for any JSON value.
    """
    raise NotImplementedError


def validate_section(
    definition: Definition, section: Section, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """The problems of one section (with its rules), judged with the whole form's answers at hand."""
    raise NotImplementedError


def validate_row(
    definition: Definition, pointer: str, answers: ReadAnswers, *, catalogue: Catalogue, today: date
) -> tuple[Problem, ...]:
    """The problems of the one row that `pointer` ("/land_items/2") leads to."""
    raise NotImplementedError


def validate_attachments(
    definition: Definition, answers: ReadAnswers, slots: Collection[str]
) -> tuple[Problem, ...]:
    """Missing, unasked and too many attachments; `slots` names the slot of each attached file. Pointers: /attachments/<slot>."""
    raise NotImplementedError


def is_shown(
    definition: Definition, item: AnyField | Section | AttachmentSlot, answers: ReadAnswers, pointer: str = ""
) -> bool:
    """Whether a question at the level `pointer` ("" = top, "/land_items/2" = a row) is asked, given the answers so far."""
    raise NotImplementedError
