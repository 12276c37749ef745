"""JSON Schemas (2020-12): of a form's answers, and of the definition format for editors."""

from collections.abc import Iterator, Mapping, Sequence
from functools import singledispatch

from forms_catalog import model
from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import FROM_TOP, All, AnyRow, AtLeast, Condition, In, Is, Not
from forms_catalog.model import AnyField, Asked, Definition, GroupField, RowsField, Section
from forms_catalog.texts import Text

Json = dict[str, object]

_CHECKED_LATER = Text(
    pl="To pytanie zależy od odpowiedzi z innej części. Sprawdzimy to po wysłaniu.",
    en="Whether it is asked or required depends on another part of the form; the answer to POST says so.",
    uk="Чи потрібна ця відповідь, залежить від іншої частини. Ми перевіримо це після надсилання.",
)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,%d})?$"


def answers_schema(definition: Definition, catalogue: Catalogue, language: str = "pl") -> Json:
    """What POST submissions takes under `answers`: types, formats, enumerations, required ones, titles.

    Every valid answer tree passes. Conditions on an answer at the same level are `if`/`then`; others are left
    to the judge, which the field's `description` says, and so are cross-field rules. Computed amounts are not
    taken.
    """
    fields = [(field, section) for section in definition.sections for field in section.fields]
    return {
        "$schema": _DIALECT,
        "$id": f"urn:okienko:formularz:{definition.code}:{definition.version}:answers",
        "title": definition.title.in_(language),
        **_Level(catalogue, language).object_of(fields),
    }


class _Level:
    """Makes the schema of one level of answers after another."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self.catalogue, self.language = catalogue, language

    def object_of(self, fields: Sequence[tuple[AnyField, Section | None]]) -> Json:
        asked = [(field, section) for field, section in fields if not isinstance(field, model.ComputedField)]
        beside = {name: field for field, section in asked for name in _names(field, section)}
        rules = [rule for field, section in asked for rule in _rules(field, section, beside)]
        required = [field.name for field, section in asked if _always_required(field, section)]
        return {
            "type": "object",
            "properties": {field.name: self.schema_of(field, section, beside) for field, section in asked},
            **({"required": required} if required else {}),
            "additionalProperties": False,
            **({"allOf": rules} if rules else {}),
        }

    def schema_of(self, field: AnyField, section: Section | None, beside: Mapping[str, AnyField]) -> Json:
        told = [field.hint.in_(self.language)] if field.hint else []
        conditions = (field.shown_when, field.required_when, section.shown_when if section else None)
        if any(condition and _says(condition, beside) is None for condition in conditions):
            told.append(_CHECKED_LATER.in_(self.language))
        return {
            "title": field.label.in_(self.language),
            **({"description": " ".join(told)} if told else {}),
            **self.type_of(field),
        }

    def type_of(self, field: AnyField) -> Json:
        if isinstance(field, GroupField):
            return self.object_of([(inner, None) for inner in field.fields])
        if isinstance(field, RowsField):
            least = max(field.min, 1 if field.required else 0)
            row = self.object_of([(inner, None) for inner in field.fields])
            return {"type": "array", "minItems": least, "maxItems": field.max, "items": row}
        if isinstance(field, model.ListField) and (entries := self.catalogue.lists.get(field.list)):
            return {"type": "string", "enum": [entry.value for entry in entries]}
        return _simple(field)


def _names(field: AnyField, section: Section | None) -> tuple[str, ...]:
    """What conditions of the same level call it; those of a section stand at the top of the form."""
    return (field.name,) if section is None else (field.name, f"{FROM_TOP}{field.name}")


def _always_required(field: AnyField, section: Section | None) -> bool:
    if field.shown_when is not None or (section is not None and section.shown_when is not None):
        return False
    return _must_be_given(field)


def _must_be_given(field: AnyField) -> bool:
    """Whether an asked and required field is in every valid tree: a group of optional answers need not be."""
    if isinstance(field, GroupField):
        return field.required and any(_always_required(inner, None) for inner in field.fields)
    if isinstance(field, RowsField):
        return field.required or field.min > 0
    return field.required


def _rules(field: AnyField, section: Section | None, beside: Mapping[str, AnyField]) -> Iterator[Json]:
    """`if`/`then` for the conditions that can be said at this level."""
    shown = _both(section.shown_when if section else None, field.shown_when, beside)
    if shown is not None:
        yield {"if": {"not": shown}, "then": {"properties": {field.name: False}}}
        if _must_be_given(field):
            yield {"if": shown, "then": {"required": [field.name]}}
    if field.required_when is None or (isinstance(field, GroupField) and not _holds_required(field)):
        return
    needed = _says(field.required_when, beside)
    hidden_sometimes = field.shown_when is not None or (
        section is not None and section.shown_when is not None
    )
    if needed is not None and shown is not None:
        needed = {"allOf": [shown, needed]}
    if needed is not None and (shown is not None or not hidden_sometimes):
        yield {"if": needed, "then": {"required": [field.name]}}


def _holds_required(group: GroupField) -> bool:
    return any(_always_required(inner, None) for inner in group.fields)


def _both(section: Condition | None, own: Condition | None, beside: Mapping[str, AnyField]) -> Json | None:
    """When the field is shown; None where it always is or where it cannot be said here."""
    conditions = [condition for condition in (section, own) if condition is not None]
    said = [_says(condition, beside) for condition in conditions]
    if not said or None in said:
        return None
    return said[0] if len(said) == 1 else {"allOf": said}


def _says(condition: Condition, beside: Mapping[str, AnyField]) -> Json | None:
    """The condition as a schema of this level's object, or None where it looks at another level."""
    if isinstance(condition, Is):
        return _equals(condition.field, (condition.is_,), beside)
    if isinstance(condition, In):
        return _equals(condition.field, condition.in_, beside)
    if isinstance(condition, AtLeast):
        return None  # a schema cannot compare decimals, which are texts
    if isinstance(condition, AnyRow):
        return _some_row(condition, beside)
    if isinstance(condition, Not):
        inner = _says(condition.not_, beside)
        return None if inner is None else {"not": inner}
    parts = condition.all if isinstance(condition, All) else condition.any
    said = [_says(part, beside) for part in parts]
    if None in said:
        return None
    return {"allOf" if isinstance(condition, All) else "anyOf": said}


def _some_row(condition: AnyRow, beside: Mapping[str, AnyField]) -> Json | None:
    rows = beside.get(condition.any_row)
    where = (
        _says(condition.where, {item.name: item for item in rows.fields})
        if isinstance(rows, RowsField)
        else None
    )
    if where is None:
        return None
    name = condition.any_row.removeprefix(FROM_TOP)
    return {"properties": {name: {"contains": where}}, "required": [name]}


def _equals(name: str, values: tuple[str | int | bool, ...], beside: Mapping[str, AnyField]) -> Json | None:
    field = beside.get(name)
    if field is None or isinstance(field, GroupField | RowsField):
        return None
    name = field.name
    among: Json = {"enum": list(values)}
    if isinstance(field, model.MultiEnumField):
        among = {"contains": among}
    same: Json = {"properties": {name: among}}
    # an answer not given equals nothing but false
    return same if any(value is False for value in values) else {**same, "required": [name]}


@singledispatch
def _simple(field: Asked) -> Json:
    raise TypeError(f"no schema for {type(field).__name__}")


@_simple.register
def _(field: model.StringField) -> Json:
    pattern = {"pattern": f"^(?:{field.pattern})$"} if field.pattern else {}
    return {"type": "string", "minLength": field.min_length, "maxLength": field.max_length, **pattern}


@_simple.register
def _(field: model.TextField) -> Json:
    return {"type": "string", "minLength": field.min_length, "maxLength": field.max_length}


@_simple.register
def _(field: model.BoolField) -> Json:
    return {"type": "boolean"}


@_simple.register
def _(field: model.StatementField) -> Json:
    return {"type": "boolean", "const": True}


@_simple.register
def _(field: model.IntField) -> Json:
    bounds = {"minimum": field.minimum, "maximum": field.maximum}
    return {"type": "integer", **{name: value for name, value in bounds.items() if value is not None}}


@_simple.register
def _(field: model.YearField) -> Json:
    return {"type": "integer", "minimum": field.minimum, "maximum": 9999}


@_simple.register
def _(field: model.DecimalField) -> Json:
    return _decimal(field.places)


@_simple.register
def _(field: model.MoneyField) -> Json:
    return {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.0{1,2})?$"} if field.whole else _decimal(2)


def _decimal(places: int) -> Json:
    return {"type": "string", "pattern": _DECIMAL % places if places else "^-?[0-9]{1,15}$"}


@_simple.register
def _(field: model.EnumField) -> Json:
    return {"type": "string", "enum": [choice.value for choice in field.choices]}


@_simple.register
def _(field: model.MultiEnumField) -> Json:
    choices = {"type": "string", "enum": [choice.value for choice in field.choices]}
    return {"type": "array", "items": choices, "minItems": 1, "uniqueItems": True}


@_simple.register
def _(field: model.ListField) -> Json:
    return {"type": "string", "minLength": 1, "maxLength": 100}


@_simple.register
def _(field: model.DateField) -> Json:
    return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


@_simple.register(model.MonthField)
@_simple.register(model.PeselField)
@_simple.register(model.NipField)
@_simple.register(model.RegonField)
@_simple.register(model.KrsField)
@_simple.register(model.KwField)
@_simple.register(model.NrbField)
@_simple.register(model.VinField)
@_simple.register(model.PlateField)
@_simple.register(model.CaseSignField)
@_simple.register(model.DateTimeField)
@_simple.register(model.PostalCodeField)
@_simple.register(model.EmailField)
@_simple.register(model.PhoneField)
@_simple.register(model.AdeField)
def _(field: Asked) -> Json:
    return {"type": "string", **_PLAIN[type(field)]}


_PLAIN: dict[type[Asked], Json] = {
    model.MonthField: {"pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    model.PeselField: {"pattern": "^[0-9]{11}$"},
    model.NipField: {"pattern": "^[0-9]{10}$"},
    model.RegonField: {"pattern": "^[0-9]{9}([0-9]{5})?$"},
    model.KrsField: {"pattern": "^[0-9]{10}$"},
    model.KwField: {"pattern": "^[A-Z]{2}[0-9A-Z]{2}/[0-9]{8}/[0-9]$"},
    model.NrbField: {"pattern": "^[0-9]{26}$"},
    model.VinField: {"pattern": "^[A-HJ-NPR-Z0-9]{17}$"},
    model.PlateField: {"pattern": "^[A-Z0-9]{2,10}$"},
    model.CaseSignField: {"minLength": 1, "maxLength": 60},
    model.DateTimeField: {
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$",
        "examples": ["2026-11-22T14:30"],
    },
    model.PostalCodeField: {"minLength": 1, "maxLength": 12},
    model.EmailField: {"format": "email", "maxLength": 254},
    model.PhoneField: {"pattern": r"^\+[0-9]{5,15}$"},
    model.AdeField: {"pattern": "^AE:[A-Z]{2}-[0-9]{5}-[0-9]{5}-[A-Z]{5}-[0-9]{2}$"},
}


def definition_schema() -> Json:
    """The schema that editors check definition files with (kept in docs/definition.schema.json by a test)."""
    schema = Definition.model_json_schema()
    kinds: Json = schema["$defs"]
    group, section = kinds["GroupField"], kinds["Section"]
    kinds["AnyField"] = group["properties"]["fields"]["items"]  # type: ignore[index]  # as pydantic writes it
    kinds["BlockUse"] = _block_use(group["properties"])  # type: ignore[index]  # as pydantic writes it
    for holder in (group, section, kinds["RowsField"]):
        holder["properties"]["fields"]["items"] = {  # type: ignore[index]  # as pydantic writes it
            "if": {"required": ["block"]},
            "then": {"$ref": "#/$defs/BlockUse"},
            "else": {"$ref": "#/$defs/AnyField"},
        }
    schema["properties"].pop("digest")  # the loader's own
    return {"$schema": _DIALECT, **schema, "title": "A service of Okienko: one form in one version"}


def _block_use(group: Json) -> Json:
    """`{block: …}` lays a block's fields flat, `{block: …, as: …}` makes a group of them."""
    flat = {
        "block": {"type": "string", "description": "Name of a block in blocks.yaml"},
        "autocomplete": {
            "const": False,
            "description": "Takes the tokens away: the data are not the user's own",
        },
        "shown_when": group["shown_when"],
        "required_when": group["required_when"],
    }
    grouped = {name: group[name] for name in ("label", "hint", "required", "missing")}
    return {
        "type": "object",
        "required": ["block"],
        "if": {"required": ["as"]},
        "then": {
            "properties": {**flat, **grouped, "as": group["name"]},
            "required": ["label"],
            "additionalProperties": False,
        },
        "else": {"properties": flat, "additionalProperties": False},
    }
