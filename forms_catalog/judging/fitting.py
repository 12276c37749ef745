"""Whether a question of one form can hold an answer that was given to the same question of another form."""

from collections.abc import Mapping, Sequence

from forms_catalog.answers import Answers, ReadAnswers
from forms_catalog.kinds import KINDS, Around
from forms_catalog.model import AnyField, EnumField, GroupField, ListField, MultiEnumField, RowsField


def fits(asked: AnyField, answer: object, around: Around, was: AnyField | None = None) -> bool:
    """Whether the answer can stand in the question, where it is seen and mended: right or wrong for one that
    was (`was`) of the same kind, right for one of another.
    """
    if isinstance(asked, GroupField):
        return isinstance(answer, Mapping)
    if isinstance(asked, RowsField):
        return isinstance(answer, list)
    if isinstance(asked, EnumField | MultiEnumField):
        known = {choice.value for choice in asked.choices}
        return all(one in known for one in (answer if isinstance(answer, list) else [answer]))
    if isinstance(asked, ListField):
        return isinstance(answer, str) and around.lists.entry(asked.list, answer) is not None
    if was is not None and was.kind == asked.kind:
        return True
    return KINDS[asked.kind].judge(asked)(answer, around) is None


def spared(
    drawn_by: Sequence[AnyField],
    now: Sequence[AnyField],
    before: ReadAnswers,
    after: ReadAnswers,
    around: Around,
) -> Answers:
    """`after`, where a page of another form (`drawn_by`) took the place of the answers `before`, but for
    answers to questions as they are asked `now` that this page could not have shown: those stay.
    """
    kept: Answers = dict(after)
    questions = {field.name: field for field in now}
    for field in drawn_by:
        new, old, name = questions.get(field.name), before.get(field.name), field.name
        if new is None or old is None or isinstance(field, RowsField):
            continue
        if isinstance(field, GroupField) and isinstance(new, GroupField) and isinstance(old, dict):
            brought = after.get(name)
            inner = brought if isinstance(brought, dict) else {}
            if deeper := spared(field.fields, new.fields, old, inner, around):
                kept[name] = deeper
        elif fits(new, old, around, field) and not fits(field, old, around, new):
            kept[name] = old
    return kept


def holds(answer: object, typed: object) -> bool:
    """Whether an answer says all that was typed; a group may say more."""
    if isinstance(typed, Mapping):
        return isinstance(answer, Mapping) and all(
            holds(answer.get(name), value) for name, value in typed.items()
        )
    return answer == typed
