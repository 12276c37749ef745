"""From a post to a kept section: what was typed is kept, right or wrong, before anything else is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from casework.drafting import drafts
from casework.drafting.draft_answers import merge_section, place_rows
from casework.drafting.draft_begun import begin
from forms_catalog.answers import Answers, ReadAnswers, at
from forms_catalog.judging.cleaning import asked_only, clean_fields
from forms_catalog.judging.judge import is_shown, validate_section
from forms_catalog.model import AnyField, GroupField, RowsField, Section
from forms_catalog.problems import Problem
from forms_catalog.wtf import AnswerForm, Group, to_raw
from pages.filling.place import Place
from pages.filling.slots import file_problems
from pages.filling.spots import row_groups
from portal.filing.attaching import Brought, put_files
from portal.filing.places_known import look_up
from portal.parts import parts


@dataclass(frozen=True)
class Saved:
    """What became of a post: the place with the new draft, and what is wrong in the section."""

    place: Place
    problems: tuple[Problem, ...]
    #: pointers of questions that these answers brought up, in their order; nobody has seen them yet
    new_questions: tuple[str, ...]


def save(place: Place, section: Section, form: AnswerForm, brought: Brought) -> Saved:
    """Keeps the section's answers and files in one transaction and says what is wrong with them."""
    typed = carried(place, section.fields, form, clean_fields(section.fields, to_raw(form)), place.answers)
    whole = _with_rows(place, section, merge_section(place.definition, section, place.answers, typed))
    asked = asked_only(place.definition, whole)
    problems = list(brought.problems)
    problems += validate_section(
        place.definition, section, asked, catalogue=place.catalogue, today=place.today
    )
    hands = parts()
    with hands.sessions.begin() as session:
        looked = look_up(session, section.fields, asked, place.catalogue)
        if place.carried and place.draft is None:
            begin(
                session,
                place.draft_id,
                office=place.office.code,
                definition=place.definition,
                answers=place.typed,
                language=place.language,
                now=place.now,
                draft_days=hands.options.draft_days,
            )
        drafts.save_section(
            session,
            place.draft_id,
            office=place.office.code,
            definition=place.definition,
            section=section.name,
            answers=typed,
            done=not problems and not _missing_files(place, section, asked, brought),
            language=place.language,
            now=place.now,
            draft_days=hands.options.draft_days,
            looked=looked,
        )
        problems += put_files(session, place, brought)
        draft = drafts.find(session, place.draft_id, now=place.now)
    after = place.with_draft(draft)
    if section.attachments:
        problems += file_problems(after, after.asked)
    return Saved(after, tuple(problems), _brought_up(place, after, section))


def _missing_files(
    place: Place, section: Section, asked: ReadAnswers, brought: Brought
) -> tuple[Problem, ...]:
    """What the slots will lack once these files are added."""
    if not section.attachments:
        return ()
    return file_problems(place, asked, [file.slot for file in brought.files])


def carried(
    place: Place,
    fields: Sequence[AnyField],
    form: AnswerForm,
    typed: ReadAnswers,
    kept: ReadAnswers,
    level: str = "",
) -> Answers:
    """The answers typed, and the kept ones of questions that were not on the page: nobody emptied those."""
    inputs = {field.short_name: field for field in form}
    answers: Answers = dict(typed)
    for asked in fields:
        old, input_ = kept.get(asked.name), inputs.get(asked.name)
        if old is None or isinstance(asked, RowsField) or input_ is None:
            continue
        if isinstance(asked, GroupField) and isinstance(input_, Group):
            inner = typed.get(asked.name)
            answers[asked.name] = carried(
                place,
                asked.fields,
                input_.form,
                inner if isinstance(inner, dict) else {},
                old if isinstance(old, dict) else {},
                f"{level}/{asked.name}",
            )
        elif not getattr(input_, "posted", False) and not place.is_shown(asked, level):
            answers[asked.name] = old
    return answers


def _with_rows(place: Place, section: Section, answers: Answers) -> Answers:
    kept = [
        (pointer, row)
        for pointer in row_groups(section)
        for row in _list(at(place.answers, pointer))
        if isinstance(row, dict)
    ]
    return place_rows(answers, kept)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _brought_up(before: Place, after: Place, section: Section) -> tuple[str, ...]:
    """Questions of this page that the saved answers show and the earlier ones did not."""
    new = [
        pointer
        for pointer, asked, level in _questions(section.fields)
        if not is_shown(before.definition, asked, before.asked, level) and after.is_shown(asked, level)
    ]
    if section.attachments:
        seen = {slot.name for slot in before.slots}
        new += [f"/attachments/{slot.name}" for slot in after.slots if slot.name not in seen]
    return tuple(new)


def _questions(fields: Sequence[AnyField], level: str = "") -> list[tuple[str, AnyField, str]]:
    found: list[tuple[str, AnyField, str]] = []
    for field in fields:
        pointer = f"{level}/{field.name}"
        found.append((pointer, field, level))
        if isinstance(field, GroupField):
            found += _questions(field.fields, pointer)
    return found
