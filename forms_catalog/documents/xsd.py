"""The XSD of a version, made from its definition."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, singledispatch
from pathlib import Path

from lxml import etree

from forms_catalog import model
from forms_catalog.documents.xml import CHOSEN, ROW, NotOurDocument, namespace, parse
from forms_catalog.model import AnyField, Asked, Definition, GroupField, RowsField, Section

#: base type and facets of a simple type
_Simple = tuple[str, list[tuple[str, object]]]

#: everything around the answers; the same for every form
_FRAME = (Path(__file__).parent / "document.xsd").read_text(encoding="utf-8")


class NotValid(Exception):
    """The document breaks its schema; says line and reason."""


def xsd(definition: Definition) -> bytes:
    """The schema every document of this version is valid against; the same bytes for the same digest.

    XSD 1.0. What the form asks only under a condition is optional here: conditions and cross-field rules are
    the judge's alone.
    """
    fields = ((field, section) for section in definition.sections for field in section.fields)
    answers = "".join(_element(field, _optional(field, section)) for field, section in fields)
    filled_in = {
        "@namespace@": namespace(definition),
        "@title@": _escaped(definition.title.pl),
        "@code@": definition.code,
        "@version@": str(definition.version),
        "<!-- @answers@ -->": answers,
    }
    schema = _FRAME
    for mark, text in filled_in.items():
        schema = schema.replace(mark, text)
    return schema.encode()


def check(definition: Definition, document: bytes) -> None:
    """Silent for a valid document, NotValid otherwise. The compiled schema is kept per digest."""
    schema = _kept(definition)
    try:
        root = parse(document)
    except NotOurDocument as error:
        raise NotValid(str(error)) from None
    if not schema.validate(root):
        first = next(iter(schema.error_log))  # type: ignore[call-overload]  # the stubs do not know it iterates
        raise NotValid(f"line {first.line}: {first.message}")


_compiled: dict[str, etree.XMLSchema] = {}


def _kept(definition: Definition) -> etree.XMLSchema:
    key = f"{definition.code}:{definition.version}:{definition.digest}"
    if not definition.digest:  # made by hand in a test: nothing but the schema itself tells two of them apart
        return _compile(xsd(definition))
    if key not in _compiled:
        _compiled[key] = _compile(xsd(definition))
    return _compiled[key]


@lru_cache(maxsize=64)
def _compile(schema: bytes) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(schema))


def _optional(field: AnyField, section: Section | None = None) -> bool:
    """True unless every document of the form must hold the element."""
    hidden = section is not None and section.shown_when is not None
    if hidden or field.shown_when is not None or isinstance(field, model.ComputedField):
        return True
    if isinstance(field, RowsField):
        return field.min == 0 and not field.required
    if isinstance(field, GroupField):
        # a group whose answers are all optional is absent when none was given
        return not field.required or all(_optional(inner) for inner in field.fields)
    return not field.required


def _element(field: AnyField, optional: bool) -> str:
    occurs = ' minOccurs="0"' if optional else ""
    said = f'<xs:documentation xml:lang="pl">{_escaped(field.label.pl)}</xs:documentation>'
    told = f"<xs:annotation>{said}</xs:annotation>"
    return f'<xs:element name="{field.name}"{occurs}>{told}{_type(field)}</xs:element>\n'


def _type(field: AnyField) -> str:
    if isinstance(field, GroupField):
        return _sequence(field.fields)
    if isinstance(field, RowsField):
        least = max(field.min, 1 if field.required else 0)
        occurs = f'minOccurs="{least}" maxOccurs="{field.max}"'
        row = f'<xs:element name="{ROW}" {occurs}>{_sequence(field.fields)}</xs:element>'
        return f"<xs:complexType><xs:sequence>{row}</xs:sequence></xs:complexType>"
    if isinstance(field, model.MultiEnumField):
        most = len(field.choices)
        one = f'<xs:element name="{CHOSEN}" maxOccurs="{most}">{_simple_type(field)}</xs:element>'
        return f"<xs:complexType><xs:sequence>{one}</xs:sequence></xs:complexType>"
    return _simple_type(field)


def _simple_type(field: AnyField) -> str:
    base, facets = _simple(field)
    written = "".join(f'<xs:{name} value="{_escaped(str(value))}"/>' for name, value in facets)
    return f'<xs:simpleType><xs:restriction base="xs:{base}">{written}</xs:restriction></xs:simpleType>'


def _sequence(fields: Iterable[AnyField]) -> str:
    inside = "".join(_element(field, _optional(field)) for field in fields)
    return f"<xs:complexType><xs:sequence>\n{inside}</xs:sequence></xs:complexType>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


_PATTERNS = {
    "month": "[0-9]{4}-[0-9]{2}",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "pesel": "[0-9]{11}",
    "nip": "[0-9]{10}",
    "regon": "[0-9]{9}([0-9]{5})?",
    "krs": "[0-9]{10}",
    "nrb": "[0-9]{26}",
    "vin": "[A-HJ-NPR-Z0-9]{17}",
    "plate": "[A-Z0-9]{2,10}",
    "datetime": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}",
    "kw": "[A-Z]{2}[0-9A-Z]{2}/[0-9]{8}/[0-9]",
    "phone": r"\+[0-9]{5,15}",
    "ade": "AE:[A-Z]{2}-[0-9]{5}-[0-9]{5}-[A-Z]{5}-[0-9]{2}",
}
_LONGEST = {"case_sign": 60, "email": 254, "postal_code": 12, "list": 100}


@singledispatch
def _simple(field: Asked) -> _Simple:
    kind = getattr(field, "kind", "")
    if kind in _PATTERNS:
        return "string", [("pattern", _PATTERNS[kind])]
    return "string", [("minLength", 1), ("maxLength", _LONGEST.get(kind, 240))]


@_simple.register
def _(field: model.StringField) -> _Simple:
    facets: list[tuple[str, object]] = [("minLength", field.min_length), ("maxLength", field.max_length)]
    if field.pattern and (same := same_in_xsd(field.pattern)):
        facets.append(("pattern", same))
    return "string", facets


@_simple.register
def _(field: model.TextField) -> _Simple:
    return "string", [("minLength", field.min_length), ("maxLength", field.max_length)]


@_simple.register
def _(field: model.BoolField) -> _Simple:
    return "boolean", [("pattern", "true|false")]


@_simple.register
def _(field: model.StatementField) -> _Simple:
    return "boolean", [("pattern", "true")]


@_simple.register
def _(field: model.IntField) -> _Simple:
    return "integer", list(_bounds(minInclusive=field.minimum, maxInclusive=field.maximum))


@_simple.register
def _(field: model.YearField) -> _Simple:
    return "integer", [("minInclusive", field.minimum), ("maxInclusive", 9999)]


@_simple.register
def _(field: model.DateField) -> _Simple:
    return "date", [("pattern", _PATTERNS["date"])]


@_simple.register
def _(field: model.MonthField) -> _Simple:
    return "gYearMonth", [("pattern", _PATTERNS["month"])]


@_simple.register
def _(field: model.DecimalField) -> _Simple:
    least, above = field.minimum, field.above
    if least is not None and above is not None:  # XSD takes only one of the two
        least, above = (None, above) if above >= least else (least, None)
    bounds = _bounds(minInclusive=least, minExclusive=above, maxInclusive=field.maximum)
    return "decimal", [*_places(field.places), *bounds]


@_simple.register
def _(field: model.MoneyField) -> _Simple:
    places = [("pattern", r"-?[0-9]+(\.0{1,2})?")] if field.whole else _places(2)
    return "decimal", [*places, *_bounds(minInclusive=field.minimum, maxInclusive=field.maximum)]


@_simple.register
def _(field: model.ComputedField) -> _Simple:
    return "decimal", [("pattern", r"-?[0-9]+(\.[0-9]+)?")]


@_simple.register(model.EnumField)
@_simple.register(model.MultiEnumField)
def _(field: model.EnumField | model.MultiEnumField) -> _Simple:
    return "string", [("enumeration", choice.value) for choice in field.choices]


def _places(places: int) -> list[tuple[str, object]]:
    return [("pattern", rf"-?[0-9]+(\.[0-9]{{1,{places}}})?" if places else "-?[0-9]+")]


def _bounds(**facets: int | Decimal | None) -> Iterator[tuple[str, object]]:
    for name, value in facets.items():
        if value is not None:
            yield name, format(value, "f") if isinstance(value, Decimal) else value


_ALIKE = re.compile(r"(?:[^\\^$]|\\[.\-/()\[\]{}+*?|\\dst]|(?<=\[)\^)*")


def same_in_xsd(pattern: str) -> str | None:
    """The Python pattern in XSD's own language, or None where the two languages read it differently."""
    bare = pattern.removeprefix("^").removesuffix("$").replace("(?:", "(").replace(r"\/", "/")
    if "(?" in bare or "?" * 2 in bare or any(lazy in bare for lazy in ("*?", "+?", "}?")):
        return None
    return bare if _ALIKE.fullmatch(bare) else None
