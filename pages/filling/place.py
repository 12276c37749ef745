"""Where somebody is: which form, which draft, whose counter, which language."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, redirect

from casework.drafting.draft_begun import row_ids
from casework.drafting.drafts import Draft
from forms_catalog.answers import Answers, at
from forms_catalog.catalogue import Catalogue, OfficeFacts
from forms_catalog.judging.cleaning import asked_only, known_only
from forms_catalog.judging.judge import is_shown
from forms_catalog.model import AnyField, AttachmentSlot, Definition, Section

WARSAW = ZoneInfo("Europe/Warsaw")
#: carried by each page that can be typed into: the version of the form that drew it
VERSION = "wersja"


@dataclass(frozen=True)
class Place:
    """A form in somebody's hands; `draft` is None while nothing was saved."""

    definition: Definition
    draft_id: UUID
    office: OfficeFacts
    language: str
    now: datetime
    catalogue: Catalogue
    draft: Draft | None = None
    typed: Answers = field(default_factory=dict)  #: of this page alone, where the draft cannot be read
    carried: str = ""  #: the answers a link brought, sealed: the page carries them until the draft is made
    begun_on: Definition | None = None  #: the form it was begun on, where a newer one took its place

    @property
    def today(self) -> date:
        return self.now.astimezone(WARSAW).date()

    @property
    def start(self) -> str:
        return f"/uslugi/{self.definition.code}/formularz"

    @property
    def moved(self) -> bool:
        """Whether a newer form took the place of the one it was begun on: answers may have no question."""
        return self.draft is not None and self.draft.moved_from is not None

    def address(self, *steps: str) -> str:
        """The address of a page of this draft."""
        return "/".join((self.start, str(self.draft_id), *steps))

    @cached_property
    def answers(self) -> Answers:
        """Everything kept, also to questions that are not asked now."""
        return self.draft.answers if self.draft else self.typed

    @cached_property
    def asked(self) -> Answers:
        """The answers to the questions asked: what the judge sees and what is filed."""
        if not self.moved:
            return asked_only(self.definition, self.answers)
        return asked_only(self.definition, known_only(self.definition, self.answers))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The pages to fill in, given the answers so far."""
        return tuple(part for part in self.definition.sections if self.is_shown(part))

    @cached_property
    def slots(self) -> tuple[AttachmentSlot, ...]:
        return tuple(slot for slot in self.definition.attachments if self.is_shown(slot))

    def is_shown(self, item: AnyField | Section | AttachmentSlot, level: str = "") -> bool:
        return is_shown(self.definition, item, self.asked, level)

    def section(self, name: str) -> Section:
        """The section of that name. One that is not asked now stays open for whoever is in it; for one that
        went with an earlier form the draft's address, for any other 404.
        """
        found = next((part for part in self.definition.sections if part.name == name), None)
        return found or self.no_such_page()

    def no_such_page(self) -> NoReturn:
        """Ends the request for a page that the form has not: it may have had one before it changed."""
        if self.moved:
            abort(redirect(self.address(), 303))
        abort(404)

    def after(self, section: Section) -> Section | None:
        """The next page to fill in; None when everything was asked."""
        order = [part.name for part in self.definition.sections]
        behind = order[order.index(section.name) + 1 :]
        return next((part for part in self.sections if part.name in behind), None)

    def before(self, section: Section) -> Section | None:
        order = [part.name for part in self.definition.sections]
        ahead = order[: order.index(section.name)]
        return next((part for part in reversed(self.sections) if part.name in ahead), None)

    def row_ids(self, pointer: str) -> tuple[UUID, ...]:
        """The ids of the rows of a repeating group, also of those the draft will begin with."""
        if self.draft is not None:
            return self.draft.rows.get(pointer, ())
        rows = at(self.answers, pointer) if self.carried else None
        return row_ids(self.draft_id, pointer, rows) if isinstance(rows, list) else ()

    def with_draft(self, draft: Draft) -> "Place":
        """The same place after something was saved."""
        return replace(self, draft=draft)
