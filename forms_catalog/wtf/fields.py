"""One class per shape of input. Each keeps the text exactly as typed, right or wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from wtforms import Field, Form, FormField

from forms_catalog.answers import Value
from forms_catalog.model import AnyField
from forms_catalog.typesetting import typeset


class FormData(Protocol):
    """The part of a MultiDict that is needed here."""

    def __contains__(self, name: object) -> bool: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Look:
    """What the page needs to draw the input; the same for everybody."""

    #: text, textarea, radios, select, checkbox, checkboxes, date, month, group, rows: the macro that draws it
    shape: str
    inputmode: str | None = None
    width: int | None = None  #: width of the input in letters
    prefix: str | None = None
    suffix: str | None = None
    autocomplete: str | None = None
    optional: bool = False  #: marked "(optional)"
    sometimes: bool = False  #: always asked, but needed with some answers only; marked so
    max_length: int | None = None  #: told to the person
    rows: int = 5
    tall: bool = False  #: a statement: more than a few words beside a box
    titled: bool = False  #: a group that the title of its page names already


GROUP = Look("group")
TITLED = Look("group", titled=True)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str | None = None


class AnswerField(Field):
    """A question with one input. `text` is what was typed, or what a kept answer looks like."""

    doubts: tuple[str, ...] = ()  #: what to look at once more; it stops nothing

    def __init__(
        self,
        asked: AnyField,
        language: str,
        look: Look,
        options: Sequence[Option] = (),
        **bound: object,  # what WTForms itself adds when it binds the field to a form
    ) -> None:
        hint = typeset(asked.hint, language) if asked.hint else ""
        super().__init__(typeset(asked.label, language), description=hint, **bound)  # type: ignore[arg-type]  # WTForms' own keywords
        self.asked, self.language, self.look, self.options = asked, language, look, options
        self.problems: list[str] = []
        self.text = ""
        self.posted = False

    def process(self, formdata: FormData | None, *_: object, **__: object) -> None:
        """Takes the text of the first input of that name; what a second one says is not an answer."""
        if formdata is None:
            return
        self.posted = self.name in formdata
        self.text = next(iter(formdata.getlist(self.name)), "")

    def raw(self) -> object | None:
        """What `clean_fields` reads; None: nothing given."""
        return self.text or None

    def show(self, value: Value) -> None:
        """Shows a kept answer; one kept with a mistake is shown as it was typed."""
        self.text = str(value)


class DecimalField(AnswerField):
    def show(self, value: Value) -> None:
        text = str(value)
        plain = text.replace(".", "", 1).isdigit()
        self.text = text.replace(".", ",") if plain and self.language != "en" else text


class YesNoField(AnswerField):
    WORDS: ClassVar[dict[str, bool]] = {"true": True, "True": True, "false": False, "False": False}

    def raw(self) -> object | None:
        return self.WORDS.get(self.text, self.text or None)

    def show(self, value: Value) -> None:
        self.text = str(value).lower() if isinstance(value, bool) else str(value)


class TickField(AnswerField):
    """A box to tick: there or not there."""

    def raw(self) -> object | None:
        return True if self.text and self.text not in ("false", "False") else None

    def show(self, value: Value) -> None:
        self.text = "true" if value is True else ""


class PartsField(AnswerField):
    """A date typed in parts: `<name>-day`, `-month`, `-year`; an ISO date under `<name>` is read as well."""

    PARTS: ClassVar[tuple[str, ...]] = ("year", "month", "day")

    def __init__(self, *args: object, **bound: object) -> None:
        super().__init__(*args, **bound)  # type: ignore[arg-type]  # passed on as they came
        self.parts: dict[str, str] = dict.fromkeys(self.PARTS, "")

    def process(self, formdata: FormData | None, *_: object, **__: object) -> None:
        if formdata is None:
            return
        names = {part: f"{self.name}-{part}" for part in self.PARTS}
        self.posted = self.name in formdata or any(name in formdata for name in names.values())
        if self.name in formdata:
            self.show(next(iter(formdata.getlist(self.name)), ""))
            return
        self.parts = {part: next(iter(formdata.getlist(name)), "") for part, name in names.items()}

    def raw(self) -> object | None:
        """ "2026-11-05"; with gaps where a part is missing: "2026--05"."""
        return self.raw_of(self.PARTS)

    def raw_of(self, parts: Sequence[str]) -> str | None:
        """The same of some of the parts."""
        typed = {part: self.parts[part].strip() for part in parts}
        if not any(typed.values()):
            return None
        padded = [
            text.zfill(2) if part != "year" and text.isascii() and text.isdigit() else text
            for part, text in typed.items()
        ]
        return "-".join(padded)

    def show(self, value: Value) -> None:
        texts = str(value).split("-", len(self.PARTS) - 1)
        texts += [""] * (len(self.PARTS) - len(texts))
        self.parts = {
            part: text.lstrip("0") if part != "year" and text.isdigit() else text
            for part, text in zip(self.PARTS, texts, strict=True)
        }


class MonthField(PartsField):
    PARTS: ClassVar[tuple[str, ...]] = ("year", "month")


class MomentField(PartsField):
    """A date in parts and an hour in one: `<name>-time`."""

    PARTS: ClassVar[tuple[str, ...]] = ("year", "month", "day", "time")

    def raw(self) -> object | None:
        """ "2026-11-05T14:30"; with gaps where a part is missing: "2026-11-05T"."""
        hour = self.parts["time"].strip()
        day = self.raw_of(self.PARTS[:3])
        return f"{day or '--'}T{hour}" if day or hour else None

    def show(self, value: Value) -> None:
        day, _, hour = str(value).partition("T")
        super().show(day)
        self.parts["time"] = hour


class SeveralField(AnswerField):
    """Boxes of which any may be ticked, all under one name."""

    def __init__(self, *args: object, **bound: object) -> None:
        super().__init__(*args, **bound)  # type: ignore[arg-type]  # passed on as they came
        self.chosen: tuple[str, ...] = ()

    def process(self, formdata: FormData | None, *_: object, **__: object) -> None:
        if formdata is not None:
            self.posted = self.name in formdata
            self.chosen = tuple(formdata.getlist(self.name))

    def raw(self) -> object | None:
        return [one for one in self.chosen if one] or None

    def show(self, value: Value) -> None:
        self.chosen = tuple(map(str, value)) if isinstance(value, list) else (str(value),)


class RowsPlace(AnswerField):
    """Where the table of a repeating group stands on its section's page; its rows have pages of their own."""

    def process(self, formdata: FormData | None, *_: object, **__: object) -> None:
        """Rows are never typed on this page."""

    def raw(self) -> object | None:
        return None

    def show(self, value: Value) -> None:
        """The page shows the rows as a table of its own making."""


class Group(FormField):  # type: ignore[type-arg]  # generic in the stubs only
    """Questions under one name."""

    doubts: tuple[str, ...] = ()

    def __init__(
        self, form_class: type[Form], asked: AnyField, language: str, look: Look = GROUP, **bound: object
    ) -> None:
        hint = typeset(asked.hint, language) if asked.hint else ""
        super().__init__(form_class, typeset(asked.label, language), description=hint, **bound)  # type: ignore[arg-type]  # WTForms' own keywords
        self.asked, self.look, self.problems = asked, look, list[str]()

    def process(self, formdata: FormData | None, *_: object, **__: object) -> None:
        """The group's own form, never given answers as keywords: their names come from outside."""
        self.form = self.form_class(formdata=formdata, prefix=self.name + self.separator)
