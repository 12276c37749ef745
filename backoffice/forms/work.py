"""A form in somebody's hands at the desk: what it is now, what is wrong with it, what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from flask import abort
from sqlalchemy.orm import Session

from backoffice.entrance.who import current_clerk
from backoffice.forms.words import FaultLine, fault_lines
from backoffice.parts import parts
from casework.clock.deadlines import warsaw_date
from casework.desk import accounts, form_edits
from casework.desk.clerks import Clerk, NotYours
from casework.desk.form_edits import Edit
from forms_catalog.catalogue import Catalogue
from forms_catalog.designing.building import say_condition
from forms_catalog.designing.checks import Checked, check, speaks_ukrainian
from forms_catalog.designing.difference import Difference, compare
from forms_catalog.designing.document import Document, document_of, text_of
from forms_catalog.designing.presentable import presentable
from forms_catalog.model import Definition
from forms_catalog.reference import OfficeFacts
from forms_catalog.scopes import Path
from forms_catalog.texts import Text


@dataclass(frozen=True)
class Work:
    """An edit as its pages know it."""

    edit: Edit
    clerk: Clerk
    catalogue: Catalogue  #: as this office has it
    office: OfficeFacts
    now: datetime

    @property
    def document(self) -> Document:
        return self.edit.document

    @property
    def today(self) -> date:
        return warsaw_date(self.now)

    @property
    def title(self) -> str:
        return text_of(self.document, "title") or self.edit.code

    @cached_property
    def checked(self) -> Checked:
        base = self.base
        ukrainian = base is None or speaks_ukrainian(document_of(base))
        units = self.office.units.keys() & self.office.unit_symbols.keys()
        return check(self.document, self.catalogue, ukrainian=ukrainian, units=units)

    @cached_property
    def faults(self) -> list[FaultLine]:
        return fault_lines(self.document, self.checked.faults)

    @cached_property
    def shown(self) -> Definition | None:
        """The form as far as it can be shown."""
        return presentable(self.document, self.catalogue)

    @property
    def base(self) -> Definition | None:
        """The version in force, which this one is to follow; without one, that it was begun from."""
        return self.catalogue.service(self.edit.code) or self.catalogue.service(
            self.edit.code, self.edit.based_on
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What differs from the version in force."""
        base = self.base
        return differences(document_of(base), self.document, self.catalogue) if base else ()

    @property
    def may_write(self) -> bool:
        return self.edit.state == "editing"

    @property
    def own(self) -> bool:
        """Whether this clerk wrote in it, and so does not approve it."""
        return self.clerk.id in self.edit.writers

    def address(self, *steps: str) -> str:
        return "/".join((f"/formularze/w-toku/{self.edit.id}", *steps))


def open_work(session: Session, edit_id: UUID, *, to_change: bool = False) -> Work:
    """The form in the making; NotYours for what is not this office's, 404 for what never was."""
    try:
        return work_on(form_edits.find_edit(session, current_clerk(), edit_id, to_change=to_change))
    except form_edits.NoSuchEdit:
        abort(404)


def opened(edit_id: UUID) -> Work:
    """The form in the making, to be read."""
    with parts().sessions() as session:
        return open_work(session, edit_id)


def writable(edit_id: UUID) -> Work:
    """The form in the making, which may be changed; 409 where it waits for approval or is done."""
    work = opened(edit_id)
    return work if work.may_write else abort(409)


def work_on(edit: Edit) -> Work:
    """The edit with all that its pages need beside it."""
    whole = parts().catalogue
    return Work(
        edit, current_clerk(), whole.of_office(edit.office), whole.offices[edit.office], parts().now()
    )


def own_office() -> OfficeFacts:
    """The office of whoever asks; NotYours for those who have none."""
    clerk = current_clerk()
    facts = parts().catalogue.offices.get(clerk.office or "")
    if facts is None:
        raise NotYours
    return facts


def differences(old: Document, new: Document, catalogue: Catalogue) -> tuple[Difference, ...]:
    """What differs between two states of a form, with their conditions in words."""
    forms: dict[bool, Definition | None] = {}

    def say(condition: object, scope: Path, newer: bool) -> Text | None:
        if newer not in forms:
            forms[newer] = presentable(new if newer else old, catalogue)
        form = forms[newer]
        return say_condition(condition, scope, form, catalogue) if form else None

    return compare(old, new, say, catalogue.acts)


def names_of(session: Session, office: str) -> Mapping[UUID, str]:
    """The names of everybody of an office, by id."""
    return {one.clerk.id: one.clerk.name for one in accounts.accounts_of(session, office)}
