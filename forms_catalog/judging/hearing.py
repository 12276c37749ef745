"""One judging of answers: walks the questions, their groups and rows, and gathers what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from forms_catalog.judging.questions import Level, Question
from forms_catalog.kinds import KINDS, Around, Wrong
from forms_catalog.kinds.kind import Lists
from forms_catalog.kinds.texts import LAST_RESORT
from forms_catalog.model import AnyField, RowsField
from forms_catalog.problems import N_, Problem
from forms_catalog.scopes import Chain
from forms_catalog.wording import number_text

Given = Mapping[str, object]  #: answers of one level, whatever stands in them

_MOST_UNKNOWN = 100  #: names of one level that are told; a flood of them is no form

NOT_ASKED = N_("This question does not apply to your other answers. Leave it empty.")
_NOT_KNOWN = N_("The form has no such question. Leave it out.")
_NOT_A_GROUP = N_("Give the answers of this part by name.")
_NOT_ROWS = N_("Give a list, one entry for each: %(one)s.")
_TOO_MANY_ROWS = N_("Leave at most %(maximum)s here, or send the rest separately.")
_TOO_FEW_ROWS = N_("Add more here: at least %(minimum)s.")
_ADD_A_ROW = N_("Add at least one here: %(one)s.")


@dataclass(slots=True)
class Hearing:
    """One judging: walks the questions and gathers the problems."""

    lists: Lists
    today: date
    problems: list[Problem] = field(default_factory=list)

    def level(self, level: Level, answers: Given, pointer: str, chain: Chain) -> None:
        around = Around(self.today, self.lists, answers)
        given = 0
        for question in level.questions:
            name = question.field.name
            value = answers.get(name)
            given += name in answers
            if question.shown is not None and not question.shown(chain):
                if value is not None:
                    self._say(f"{pointer}/{name}", Wrong(NOT_ASKED, code="not_asked"))
            elif value is None or (value == "" and _is_required(question, chain)):
                self._absent(question, pointer, chain)
            elif question.judge is None:
                self._inside(question, value, f"{pointer}/{name}", chain)
            elif (wrong := question.judge(value, around)) is not None:
                self._say(f"{pointer}/{name}", wrong)
        if given < len(answers):
            self._unknown(level, answers, pointer)

    def _say(self, pointer: str, wrong: Wrong) -> None:
        self.problems.append(Problem(pointer, wrong.message, wrong.values, wrong.own_words, wrong.code))

    def _absent(self, question: Question, pointer: str, chain: Chain) -> None:
        if not _is_required(question, chain):
            return
        here = f"{pointer}/{question.field.name}"
        if question.inner is not None and not isinstance(question.field, RowsField):
            nothing: Given = {}
            self.level(question.inner, nothing, here, (*chain, nothing))
        else:
            self._say(here, _missing(question.field))

    def _inside(self, question: Question, value: object, here: str, chain: Chain) -> None:
        if question.inner is None:
            return
        if isinstance(question.field, RowsField):
            self._rows(question.field, question.inner, value, here, chain)
        elif isinstance(value, Mapping):
            self.level(question.inner, value, here, (*chain, value))
        else:
            self._say(here, Wrong(_NOT_A_GROUP, code="wrong_type"))

    def _rows(self, rows: RowsField, inner: Level, value: object, here: str, chain: Chain) -> None:
        if not isinstance(value, list | tuple):
            self._say(here, Wrong(_NOT_ROWS, {"one": rows.one}, "wrong_type"))
            return
        if len(value) > rows.max:
            self._say(here, Wrong(_TOO_MANY_ROWS, {"maximum": number_text(rows.max)}, "too_many"))
        if len(value) < rows.min:
            self._say(here, _missing(rows))
        for number, row in enumerate(value[: rows.max]):
            if isinstance(row, Mapping):
                self.level(inner, row, f"{here}/{number}", (*chain, row))
            else:
                self._say(f"{here}/{number}", Wrong(_NOT_A_GROUP, code="wrong_type"))

    def _unknown(self, level: Level, answers: Given, pointer: str) -> None:
        unknown = (name for name in answers if name not in level.by_name)
        for name in islice(unknown, _MOST_UNKNOWN):
            self._say(f"{pointer}/{escaped(str(name))}", Wrong(_NOT_KNOWN, code="unknown_field"))


def _is_required(question: Question, chain: Chain) -> bool:
    return question.required is not None and question.required(chain)


def _missing(item: AnyField) -> Wrong:
    if isinstance(item, RowsField):
        message, values = _ADD_A_ROW, {"one": item.one}
        if item.min > 1:
            message, values = _TOO_FEW_ROWS, {"minimum": number_text(item.min)}
        return Wrong(message, values, "required", item.missing)
    kind = KINDS.get(item.kind)
    return Wrong(kind.missing if kind else LAST_RESORT, {"label": item.label}, "required", item.missing)


def escaped(name: str) -> str:
    """A name as a step of a JSON pointer, short and savable whatever it is."""
    short = name[:80].encode("utf-8", "replace").decode()
    return short.replace("~", "~0").replace("/", "~1")
