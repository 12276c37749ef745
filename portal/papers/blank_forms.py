"""The blank form for people who file on paper: every question of the form, with room to write."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from casework.papers.blank import BlankItem, BlankPart, BlankSheet, BlankTable
from forms_catalog.catalogue import Catalogue, OfficeFacts
from forms_catalog.conditions_said import NO, YES, Sayer
from forms_catalog.model import (
    AnyField,
    AttachmentSlot,
    BoolField,
    ComputedField,
    DecimalField,
    Definition,
    EnumField,
    GroupField,
    IntField,
    ListField,
    MoneyField,
    MultiEnumField,
    RowsField,
    Section,
    StatementField,
    StringField,
    TextField,
)
from forms_catalog.reference import Payee
from forms_catalog.scopes import Path, Scopes
from forms_catalog.texts import Text
from forms_catalog.transfers import account_in_groups
from forms_catalog.wtf.looks import has_radios
from pages.language import language
from pages.offices import address_of
from pages.words import gettext
from portal.wording import fee_in_short

#: kinds whose answers are so many signs: a box for each
_CELLS = {
    "date": (2, 2, 4),
    "month": (2, 4),
    "year": (4,),
    "pesel": (11,),
    "nip": (10,),
    "regon": (14,),
    "krs": (10,),
    "vin": (17,),
    "postal_code": (2, 3),
    "nrb": (2, 4, 4, 4, 4, 4, 4),
}
_WIDE_LINES = {"email", "ade", "datetime"}
#: from this length on an answer gets the whole width
_LONG = 150
_MOST_BOXES = 40
_MOST_LINES = 12
#: rows with at most so many short answers stand in a table
_MOST_COLUMNS = 5
_TABLE_ROWS = 6
_FEW_QUESTIONS = 12
_LEVELS = (2, 5)


@dataclass(frozen=True)
class _Paper:
    definition: Definition
    catalogue: Catalogue
    tongue: str
    today: date
    sayer: Sayer

    def section(self, section: Section) -> Iterator[BlankPart]:
        """The section's own questions, then its groups and rows, each in its place."""
        when = self.sayer.only(section.shown_when) if section.shown_when else ""
        help_ = self._said(section.help) if section.help and _speaks_of_paper_too(section.fields) else ""
        head = BlankPart(self._said(section.title), _LEVELS[0], help=help_, when=when)
        (first, *others) = section.fields
        if isinstance(first, GroupField) and not others and first.shown_when is None:
            yield from self._parts(head, first.fields, (first.name,))  # one heading for both
        else:
            yield from _said_once(list(self._parts(head, section.fields, ())))

    def files(self) -> tuple[BlankItem, ...]:
        return tuple(self._file(slot) for slot in self.definition.attachments)

    def _parts(self, head: BlankPart, fields: Sequence[AnyField], scope: Path) -> Iterator[BlankPart]:
        """The head with the questions up to the first group; what follows a group keeps its order."""
        items: list[BlankItem] = []
        shown = False
        for field in fields:
            if not isinstance(field, GroupField | RowsField):
                items.append(self._item(field, scope))
                continue
            if items or not shown:
                yield replace(head, items=tuple(items))
            items, shown = [], True
            head = replace(head, help="", when="", title=gettext("Other questions"), level=_below(head.level))
            yield from self._inner(field, scope, head.level)
        if items or not shown:
            yield replace(head, items=tuple(items))

    def _inner(self, field: GroupField | RowsField, scope: Path, level: int) -> Iterator[BlankPart]:
        part = BlankPart(
            self._said(field.label),
            level,
            help=self._said(field.hint),
            when=self.sayer.only(field.shown_when, scope) if field.shown_when else "",
        )
        here = (*scope, field.name)
        if isinstance(field, GroupField):
            yield from self._parts(part, field.fields, here)
        elif all(_is_short(inner) for inner in field.fields) and len(field.fields) <= _MOST_COLUMNS:
            columns = tuple((self._said(inner.label), self._said(inner.hint)) for inner in field.fields)
            table = BlankTable(columns, min(field.max, _TABLE_ROWS))
            yield replace(part, table=table, note=self._more(field, table.rows))
        else:
            yield part
            yield from self._copies(field, here, _below(level))

    def _copies(self, field: RowsField, here: Path, level: int) -> Iterator[BlankPart]:
        """Room for a few rows, one under another."""
        many = min(field.max, 3 if _questions(field.fields) <= _FEW_QUESTIONS else 2)
        one = field.one.in_(self.tongue)
        for number in range(1, many + 1):
            head = BlankPart(f"{one[:1].upper()}{one[1:]} {number}", level)
            parts = list(self._parts(head, field.fields, here))
            if number == many:
                parts[-1] = replace(parts[-1], note=self._more(field, many))
            yield from parts

    def _more(self, field: RowsField, room: int) -> str:
        if field.max <= room:
            return ""
        return gettext("You need more room? Print these pages once more, or attach a sheet of your own.")

    def _item(self, field: AnyField, scope: Path) -> BlankItem:
        when = self.sayer.only(field.shown_when, scope) if field.shown_when else ""
        needed = self.sayer.needed(field.required_when, scope) if field.required_when else ""
        item = BlankItem(
            label=self._said(field.label),
            shape="line",
            # what this kind says is about sending by the internet
            hint="" if field.kind == "email" else self._said(field.hint),
            when=" ".join(words for words in (when, needed) if words),
            optional=not has_radios(field)
            and not isinstance(field, BoolField | StatementField | ComputedField),
        )
        return self._with_room(item, field)

    def _with_room(self, item: BlankItem, field: AnyField) -> BlankItem:
        if isinstance(field, BoolField | StatementField):
            asked = isinstance(field, BoolField) and has_radios(field)
            options = tuple((word.in_(self.tongue), "") for word in (YES, NO)) if asked else ()
            return replace(item, shape="choices", options=options, wide=not asked)
        if isinstance(field, EnumField | MultiEnumField):
            options = tuple((self._said(choice.label), self._said(choice.hint)) for choice in field.choices)
            return self._boxes(item, options, several=isinstance(field, MultiEnumField))
        if isinstance(field, ListField):
            offered = [one for one in self.catalogue.lists.get(field.list, ()) if one.offered_on(self.today)]
            if len(offered) <= _MOST_BOXES:
                return self._boxes(item, tuple((self._said(one.label), "") for one in offered))
            return item
        if isinstance(field, TextField):
            return replace(item, shape="lines", wide=True, lines=min(field.rows + 2, _MOST_LINES))
        if field.kind in _CELLS:
            return replace(item, shape="cells", cells=_CELLS[field.kind], wide=field.kind == "nrb")
        if isinstance(field, MoneyField | ComputedField):
            return replace(item, unit="zł")
        if isinstance(field, DecimalField | IntField):
            return replace(item, unit=self._said(field.suffix))
        long = isinstance(field, StringField) and field.max_length >= _LONG
        return replace(item, wide=long or field.kind in _WIDE_LINES)

    def _boxes(
        self, item: BlankItem, options: tuple[tuple[str, str], ...], *, several: bool = False
    ) -> BlankItem:
        hint = item.hint
        if several:
            end = "" if not hint or hint.endswith((".", "?", "!", ":")) else "."
            hint = f"{hint}{end} {gettext('You may tick several.')}".strip()
        return replace(item, shape="choices", options=options, wide=True, hint=hint)

    def _file(self, slot: AttachmentSlot) -> BlankItem:
        # a file is asked for under the same condition that it is needed under
        when = slot.shown_when or slot.required_when
        return BlankItem(
            label=self._said(slot.label),
            shape="choices",
            hint=self._said(slot.hint),
            when=self.sayer.only(when) if when else "",
            optional=not slot.required and not slot.required_when,
        )

    def _said(self, words: Text | None) -> str:
        return words.in_(self.tongue) if words else ""


def blank_sheet(
    definition: Definition, office: OfficeFacts, catalogue: Catalogue, *, today: date, demo: bool, url: str
) -> BlankSheet:
    """The sheets of a form at an office, in the words of the page's language; `url`: its page here."""
    tongue, here = language(), catalogue.of_office(office.code)
    paper = _Paper(definition, here, tongue, today, Sayer(Scopes(definition), here, tongue))
    return BlankSheet(
        language=tongue,
        demo=demo,
        office_name=office.name.in_(tongue),
        office_address=address_of(office),
        title=definition.title.in_(tongue),
        version=gettext(
            "%(title)s, version %(version)s of the form",
            title=definition.short_title.in_(tongue),
            version=definition.version,
        ),
        intro=(
            gettext("Fill this in with a pen, in capital letters. Put an X into the boxes that fit."),
            gettext("You can also send it by the internet: %(url)s", url=url),
        ),
        rows=_rows(definition, office, tongue, today),
        parts=tuple(part for section in definition.sections for part in paper.section(section)),
        files=paper.files(),
        hand_in=_hand_in(office, tongue),
        labels=_labels(definition),
    )


def _rows(
    definition: Definition, office: OfficeFacts, tongue: str, today: date
) -> tuple[tuple[str, str], ...]:
    unit = office.units.get(definition.department)
    to = ", ".join(text.in_(tongue) for text in (office.authority, unit) if text)
    rows = [(gettext("To"), to)]
    if definition.form_symbol:
        asks = gettext(
            "%(symbol)s. Ask the office whether it takes this print instead.", symbol=definition.form_symbol
        )
        rows.append((gettext("Official form"), asks))
    note, known = definition.fee.note, bool(definition.fee.amount_pln)
    paid = [f"{fee_in_short(definition)}."] if known else []
    if note:
        paid.append(note.in_(tongue))
    if paid:
        rows.append((gettext("What you pay"), " ".join(paid)))
    if known:  # whoever files on paper meets no page that says where to pay
        rows.append((gettext("Account number"), _account(office.payee(definition.fee.kind, today))))
    return tuple(rows)


def _account(payee: Payee | None) -> str:
    """Where to pay, with what keeps from doing so."""
    if payee is None:
        return gettext("We do not know this account number. Ask the office.")
    words = [f"{account_in_groups(payee.account)}, {payee.name}."]
    if payee.standing == "demo":
        words.append(gettext("DEMO: this account is made up. Do not pay."))
    elif payee.standing != "verified":
        words.append(gettext("The office has not confirmed this account yet. Ask the office before you pay."))
    return " ".join(words)


def _hand_in(office: OfficeFacts, tongue: str) -> tuple[str, ...]:
    address = f"{office.name.in_(tongue)}, {address_of(office)}"
    if not office.street:
        return (address, gettext("Look up street and hours on the office's own website."))
    return (address, gettext("Ask for a stamp with the date on your copy, or send it by registered post."))


def _labels(definition: Definition) -> dict[str, str]:
    unsigned = "none" in definition.signature.levels
    signature = gettext("Signature")
    return {
        "files": gettext("What you attach"),
        "sign": gettext("Date and signature"),
        "date": gettext("Date (day, month, year)"),
        "signature": f"{signature} ({gettext('optional')})" if unsigned else signature,
        "hand_in": gettext("Bring it to the office or send it by post:"),
        "stamp": gettext("The office fills this in: date of receipt, number"),
        "optional": gettext("optional"),
        "number": gettext("No."),
        "page": gettext("page"),
    }


def _said_once(parts: list[BlankPart]) -> list[BlankPart]:
    """A section's parts: neither its heading nor its condition is said again by the part below it."""
    head, *others = parts
    below = [replace(one, when="") if one.when == head.when else one for one in others]
    if head.items or not below or below[0].title != head.title or below[0].when:
        return [head, *below]
    first, *rest = below
    inside = list(takewhile(lambda one: one.level > first.level, rest))
    raised = [replace(one, level=one.level - first.level + head.level) for one in inside]
    help_ = " ".join(words for words in (head.help, first.help) if words)
    return [replace(first, level=head.level, help=help_, when=head.when), *raised, *rest[len(inside) :]]


def _below(level: int) -> int:
    return min(level + 1, _LEVELS[1])


def _is_short(field: AnyField) -> bool:
    """Whether its answer fits into a cell of a table, under no condition."""
    boxes = (BoolField, StatementField, EnumField, MultiEnumField, TextField, GroupField, RowsField)
    return not isinstance(field, boxes) and field.shown_when is None and field.required_when is None


def _questions(fields: Sequence[AnyField]) -> int:
    return sum(_questions(f.fields) if isinstance(f, GroupField | RowsField) else 1 for f in fields)


def _speaks_of_paper_too(fields: Sequence[AnyField]) -> bool:
    """Not so where a page says what is sent by e-mail, and what is checked before it is sent."""
    inner = [one for f in fields for one in (f.fields if isinstance(f, GroupField) else (f,))]
    online = any(one.kind == "email" for one in inner)
    return not online and not all(isinstance(one, StatementField | ComputedField) for one in inner)
