"""Which input a kind of field gets: shape, width, keyboard and unit."""

from forms_catalog.model import (
    AnyField,
    Asked,
    BoolField,
    DecimalField,
    EnumField,
    IntField,
    MoneyField,
    StatementField,
    StringField,
    TextField,
)
from forms_catalog.typesetting import typeset
from forms_catalog.wtf.fields import Look

#: kind → (keyboard, width in letters)
TYPED: dict[str, tuple[str | None, int | None]] = {
    "int": ("numeric", 5),
    "year": ("numeric", 4),
    "decimal": ("decimal", 10),
    "money": ("decimal", 10),
    "pesel": ("numeric", 20),
    "nip": ("numeric", 20),
    "regon": ("numeric", 20),
    "krs": ("numeric", 20),
    "kw": (None, 20),
    "nrb": ("numeric", 30),
    "vin": (None, 20),
    "plate": (None, 10),
    "case_sign": (None, 20),
    "postal_code": (None, 10),
    "email": ("email", 30),
    "phone": ("tel", 20),
    "ade": (None, 30),
}
AUTOCOMPLETE = {"email": "email", "phone": "tel", "postal_code": "postal-code"}
SHAPES = {
    "text": "textarea",
    "list": "select",
    "multi_enum": "checkboxes",
    "date": "date",
    "datetime": "date",
    "month": "month",
    "rows": "rows",
}

#: more choices than this stand in a list that opens
MOST_RADIOS = 7
#: from this length on the limit is told beside the question
LIMIT_TOLD_FROM = 500


def has_radios(asked: Asked) -> bool:
    """A question that must be answered shows all its answers; one that may be left out can be emptied."""
    return asked.required or asked.required_when is not None


def look_of(asked: AnyField, language: str) -> Look:
    """How the question looks, in the language of the page."""
    inputmode, width = TYPED.get(asked.kind, (None, None))
    suffix: str | None = None
    if isinstance(asked, DecimalField | IntField) and asked.suffix:
        suffix = typeset(asked.suffix, language)
    if isinstance(asked, MoneyField):
        suffix = "zł"
    if isinstance(asked, StringField):
        width = asked.width
    limit = asked.max_length if isinstance(asked, TextField) else None
    return Look(
        shape=_shape(asked),
        inputmode=inputmode,
        width=width,
        suffix=suffix,
        autocomplete=asked.autocomplete or AUTOCOMPLETE.get(asked.kind),
        optional=not has_radios(asked) and not isinstance(asked, StatementField | BoolField),
        sometimes=asked.required_when is not None and asked.shown_when is None,
        max_length=limit if limit and limit >= LIMIT_TOLD_FROM else None,
        rows=asked.rows if isinstance(asked, TextField) else 5,
        tall=isinstance(asked, StatementField),
    )


def _shape(asked: AnyField) -> str:
    if isinstance(asked, BoolField):
        return "radios" if has_radios(asked) else "checkbox"
    if isinstance(asked, StatementField):
        return "checkbox"
    if isinstance(asked, EnumField):
        return "radios" if has_radios(asked) and len(asked.choices) <= MOST_RADIOS else "select"
    return SHAPES.get(asked.kind, "text")
