"""The steps of a form: what is done, where one is, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from forms_catalog.answers import at
from forms_catalog.model import RowsField, Section
from forms_catalog.typesetting import typeset
from pages.filling.place import Place

CHECK = "sprawdz"


@dataclass(frozen=True)
class Step:
    title: str
    state: str  #: done | now | open (kept with mistakes) | later
    href: str | None
    note: str | None = None


@dataclass(frozen=True)
class Steps:
    number: int
    all: tuple[Step, ...]

    @property
    def count(self) -> int:
        return len(self.all)


def steps(place: Place, here: str) -> Steps:
    """The list of steps with `here` (a section's name or CHECK) as the current one."""
    done = place.draft.done if place.draft else frozenset[str]()
    made = [
        Step(
            title=typeset(section.title, place.language),
            state=_state(place, section, here, done),
            href=place.address(section.name) if place.draft else None,
            note=_note(place, section),
        )
        for section in place.sections
    ]
    check = gettext("Check and send")
    made.append(Step(check, "now" if here == CHECK else "later", None))
    names = [section.name for section in place.sections]
    return Steps(names.index(here) + 1 if here in names else len(made), tuple(made))


def _state(place: Place, section: Section, here: str, done: frozenset[str]) -> str:
    if section.name == here:
        return "now"
    if section.name in done:
        return "done"
    return "open" if any(field.name in place.answers for field in section.fields) else "later"


def _note(place: Place, section: Section) -> str | None:
    counts = [len(_rows(at(place.asked, f"/{field.name}"))) for field in _row_fields(section)]
    return ngettext("%(num)s entry", "%(num)s entries", sum(counts)) if sum(counts) else None


def _row_fields(section: Section) -> Sequence[RowsField]:
    return [field for field in section.fields if isinstance(field, RowsField)]


def _rows(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()
