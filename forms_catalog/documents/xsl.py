"""The view of a version's document as an XSLT 1.0 style sheet, made from its definition.

Documents are kept for decades and the program may not be: with this file beside it any XSLT processor makes
a page that a person reads, in Polish, with every answer. The sheet stands alone: it includes, imports and
fetches nothing, uses no extension and writes no script.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lxml import etree

from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.xml import CHOSEN, ROW, namespace, parse
from forms_catalog.model import (
    AnyField,
    BoolField,
    ComputedField,
    DateField,
    DateTimeField,
    DecimalField,
    Definition,
    EnumField,
    GroupField,
    IntField,
    ListField,
    MoneyField,
    MonthField,
    MultiEnumField,
    NipField,
    NrbField,
    PhoneField,
    RowsField,
    StatementField,
)
from forms_catalog.texts import Text
from forms_catalog.wording import HARD

#: everything around the answers; the same for every form
_FRAME = (Path(__file__).parent / "document.xsl").read_text(encoding="utf-8")
_NOTHING = etree.XSLTAccessControl(
    **dict.fromkeys(("read_file", "write_file", "create_dir", "read_network", "write_network"), False)
)
_WHOLE = -1  #: places of an amount without grosze


def xsl(definition: Definition, catalogue: Catalogue) -> bytes:
    """The style sheet of this version; entries of lists are named as the catalogue names them now."""
    body = "".join(_sections(definition))
    used = sorted({field.list for field in _all(definition) if isinstance(field, ListField)})
    lists = "".join(_list(name, catalogue) for name in used)
    slots = "".join(
        f'<xsl:when test="@rodzaj={_literal(slot.name)}">{_escaped(slot.label.pl)}</xsl:when>'
        for slot in definition.attachments
    )
    filled_in = {
        "@namespace@": namespace(definition),
        "@title@": _escaped(definition.title.pl),
        "<!-- @answers@ -->": body,
        "<!-- @lists@ -->": lists,
        "<!-- @slots@ -->": slots or '<xsl:when test="false()"/>',
    }
    sheet = _FRAME
    for mark, text in filled_in.items():
        sheet = sheet.replace(mark, text)
    return sheet.encode()


def view(definition: Definition, document: bytes, catalogue: Catalogue) -> bytes:
    """The page itself, for browsers that know no XSLT any more; made without access to files or network."""
    transform = etree.XSLT(etree.fromstring(xsl(definition, catalogue)), access_control=_NOTHING)
    return bytes(transform(parse(document)))


def _all(definition: Definition) -> Iterator[AnyField]:
    waiting = [field for section in definition.sections for field in section.fields]
    while waiting:
        field = waiting.pop()
        yield field
        if isinstance(field, GroupField | RowsField):
            waiting += field.fields


def _sections(definition: Definition) -> Iterator[str]:
    for section in definition.sections:
        some = "|".join(f"f:{field.name}" for field in section.fields)
        yield (
            f'<xsl:if test="{some}"><section><h2>{_escaped(section.title.pl)}</h2>'
            f"{_fields(section.fields)}</section></xsl:if>\n"
        )


def _fields(fields: Sequence[AnyField]) -> str:
    return "".join(_field(field) for field in fields)


def _field(field: AnyField) -> str:
    label = _escaped(field.label.pl)
    if isinstance(field, GroupField):
        return f'<xsl:for-each select="f:{field.name}"><h3>{label}</h3>{_fields(field.fields)}</xsl:for-each>'
    if isinstance(field, RowsField):
        one = _escaped(field.one.pl[:1].upper() + field.one.pl[1:])
        return (
            f'<xsl:for-each select="f:{field.name}/f:{ROW}">'
            f'<h3>{one} <xsl:value-of select="position()"/></h3>{_fields(field.fields)}</xsl:for-each>'
        )
    if isinstance(field, MultiEnumField):
        shown = (
            f'<xsl:for-each select="f:{CHOSEN}"><xsl:if test="position()&gt;1">, </xsl:if>'
            f"{_value(field)}</xsl:for-each>"
        )
    else:
        shown = _value(field)
    return (
        f'<xsl:for-each select="f:{field.name}"><p><b>{label}</b> <span>{shown}</span></p></xsl:for-each>\n'
    )


def _value(field: AnyField) -> str:
    """How the answer of this element is written."""
    match field:
        case BoolField() | StatementField():
            return _choose((("true", "tak"), ("false", "nie")))
        case EnumField() | MultiEnumField():
            return _choose((choice.value, choice.label.pl) for choice in field.choices)
        case ListField():
            return f'<xsl:call-template name="lista-{field.list}"/>'
        case DecimalField() | IntField():
            places = min(field.places, 2) if isinstance(field, DecimalField) else 0
            return _number(places, field.suffix)
        case MoneyField():
            return _money(field.whole)
        case ComputedField():
            return _money(field.money == "zloty")
        case DateField() | DateTimeField() | MonthField():
            return f'<xsl:call-template name="{field.kind}"/>'
        case _:
            return _value_in_groups(field)


def _value_in_groups(field: AnyField) -> str:
    match field:
        case NipField():
            return _cut("string-length(.)=10", (3, 3, 2, 2), "-")
        case NrbField():
            return _cut("string-length(.)=26", (2, 4, 4, 4, 4, 4, 4), HARD)
        case PhoneField():
            return _cut("string-length(.)=12 and starts-with(.,'+48')", (3, 3, 3, 3), HARD)
        case _:
            return '<xsl:value-of select="."/>'


def _number(places: int, suffix: Text | None) -> str:
    unit = f"<xsl:text>{HARD}{_escaped(suffix.pl)}</xsl:text>" if suffix else ""
    return _digits(places) + unit


def _money(whole: bool) -> str:
    return f"{_digits(_WHOLE if whole else 2)}<xsl:text>{HARD}zł</xsl:text>"


def _digits(places: int) -> str:
    """Every digit as it stands in the document: no processor rounds what was declared."""
    places_told = f'<xsl:with-param name="miejsc" select="{places}"/>'
    return f'<xsl:call-template name="liczba">{places_told}</xsl:call-template>'


def _cut(test: str, lengths: tuple[int, ...], between: str) -> str:
    """The value in groups of signs where it is as it should be, else as it stands."""
    parts, start = [], 1
    for length in lengths:
        parts.append(f"substring(.,{start},{length})")
        start += length
    joined = f",'{between}',".join(parts)
    return _when(((test, f'<xsl:value-of select="concat({joined})"/>'),))


def _choose(known: Iterable[tuple[str, str]]) -> str:
    return _when((f".={_literal(value)}", _escaped(label)) for value, label in known)


def _when(cases: Iterable[tuple[str, str]]) -> str:
    inside = "".join(f'<xsl:when test="{test}">{shown}</xsl:when>' for test, shown in cases)
    other = '<xsl:value-of select="."/>'
    return f"<xsl:choose>{inside}<xsl:otherwise>{other}</xsl:otherwise></xsl:choose>" if inside else other


def _list(name: str, catalogue: Catalogue) -> str:
    known = ((entry.value, entry.label.pl) for entry in catalogue.lists.get(name, ()))
    return f'<xsl:template name="lista-{name}">{_choose(dict(known).items())}</xsl:template>\n'


def _literal(value: str) -> str:
    """The value as an XPath string inside an attribute, whatever quotes it holds."""
    parts = [f"'{_escaped(part)}'" for part in value.split("'")]
    return parts[0] if len(parts) == 1 else "concat(" + ",&quot;'&quot;,".join(parts) + ")"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
