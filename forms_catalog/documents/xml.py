"""Answers ↔ XML document in the form's own namespace, modelled on the CRD letter pattern.

    Dokument                     xmlns = urn:okienko:formularz:<code>:<version>
     ├ OpisDokumentu             when it was made, the submission's id, kind, language
     ├ DaneDokumentu             name, form (code, version, digest), addressee
     └ TrescDokumentu            format="text/xml" kodowanie="XML"
        ├ Odpowiedzi             elements named as the fields; groups nest, each row is a `Wiersz`
        ├ Obliczenia             each calculation with its lines, rates, sources and sum
        └ Zalaczniki             the files, bound by their SHA-256

The bytes are written in canonical form at once (a test compares them with lxml's own exclusive C14N).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from lxml import etree

from forms_catalog.answers import Answers, ReadAnswers, Value
from forms_catalog.calculation import Calculation, Line
from forms_catalog.facts.rates import Rate
from forms_catalog.model import AnyField, ComputedField, Definition, GroupField, MultiEnumField, RowsField


@dataclass(frozen=True)
class AttachedFile:
    """A file bound to the document by its digest; its bytes are never embedded."""

    slot: str
    filename: str
    content_type: str
    size: int  #: bytes
    sha256: str  #: hex


@dataclass(frozen=True)
class Envelope:
    """What stands around the answers in the document."""

    submission_id: str
    created_at: datetime  #: aware
    language: str
    office_code: str
    office_name: str
    authority: str
    attachments: tuple[AttachedFile, ...] = ()


class NotOurDocument(Exception):
    """The bytes are not a document of this form."""


#: a row of a repeating group; field names are lower case, so it can never clash with one
ROW = "Wiersz"
#: one of several answers chosen
CHOSEN = "Wybor"

#: kinds whose answers are true or false, whole numbers, no text at all
_TRUTH, _WHOLE = frozenset({"bool", "statement"}), frozenset({"int", "year"})
_NO_TEXT = _TRUTH | _WHOLE | {"group", "rows", "multi_enum"}

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
#: how surrogates (at least), U+FFFE and U+FFFF begin in UTF-8
_NEVER = (b"\xed", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)


def namespace(definition: Definition) -> str:
    """The form's own namespace, one per version."""
    return f"urn:okienko:formularz:{definition.code}:{definition.version}"


def top_fields(definition: Definition) -> tuple[AnyField, ...]:
    """All fields at the top level of the answer tree, in the order of the form."""
    return tuple(field for section in definition.sections for field in section.fields)


def to_xml(
    definition: Definition, answers: ReadAnswers, envelope: Envelope, calculations: Sequence[Calculation]
) -> bytes:
    """The document's canonical bytes (exclusive C14N, UTF-8), valid against `xsd(definition)`.

    Equal input gives equal bytes. The answers must have passed the judge: ValueError for unknown names, wrong
    types and signs XML cannot hold.
    """
    computed = {
        pointer: amount for calculation in calculations for pointer, amount in calculation.computed.items()
    }
    language = envelope.language
    content = _tag(
        "TrescDokumentu",
        _tag("Odpowiedzi", *_answers(top_fields(definition), answers, "", computed)),
        _tag("Obliczenia", *(_calculation(each, language) for each in calculations)),
        _tag("Zalaczniki", *(_attachment(file) for file in envelope.attachments)),
        format="text/xml",
        kodowanie="XML",
    )
    text = (
        f'<Dokument xmlns="{namespace(definition)}">'
        f"{_about(definition, envelope)}{_letterhead(definition, envelope)}{content}</Dokument>"
    )
    return _whole(text)


def _whole(text: str) -> bytes:
    """The text in UTF-8, or ValueError for a sign that XML cannot hold; quick where there is none."""
    data = text.encode(errors="surrogatepass")
    if len(data.translate(None, _CONTROL)) < len(data) or any(sign in data for sign in _NEVER):
        found = _NOT_XML.search(text)
        if found:
            raise ValueError(f"the sign U+{ord(found[0]):04X} cannot stand in XML")
    return data


def from_xml(definition: Definition, document: bytes) -> Answers:
    """The very answers that went in, or NotOurDocument. Hardened: no DTD, no entities, no network."""
    root = parse(document)
    ours = namespace(definition)
    if root.tag != f"{{{ours}}}Dokument":
        raise NotOurDocument(f"the root is {root.tag}")
    answers = root.findall(f"{{{ours}}}TrescDokumentu/{{{ours}}}Odpowiedzi")
    if len(answers) != 1:
        raise NotOurDocument("the answers must stand in it exactly once")
    return _read(top_fields(definition), answers[0], f"{{{ours}}}")


def parse(document: bytes) -> etree._Element:
    """The root of plain XML; NotOurDocument for a DTD, a comment, a processing instruction or broken XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotOurDocument(str(error)) from None
    has_dtd = bool(root.getroottree().docinfo.doctype)  # type: ignore[union-attr]  # the stubs' own mistake
    beside = root.getprevious() is not None or root.getnext() is not None
    # a comment can split a number in two for one reader and not for another
    if has_dtd or beside or any(True for _ in root.iter(etree.Comment, etree.PI, etree.Entity)):
        raise NotOurDocument("a DTD, comments and processing instructions are not allowed")
    return root


def _tag(name: str, *inside: str, **attributes: str) -> str:
    """An element around canonical content; attributes are sorted as C14N wants them."""
    if not attributes:
        return f"<{name}>{''.join(inside)}</{name}>"
    written = "".join(f' {key}="{attributes[key].translate(_ATTRIBUTE)}"' for key in sorted(attributes))
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def _leaf(name: str, text: str) -> str:
    if "&" in text or "<" in text or ">" in text or "\r" in text:
        text = text.translate(_TEXT)
    return f"<{name}>{text}</{name}>"


def _about(definition: Definition, envelope: Envelope) -> str:
    made = envelope.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return _tag(
        "OpisDokumentu",
        _tag("Data", _leaf("Czas", made), typDaty="stworzony"),
        _tag("Identyfikator", _leaf("Wartosc", envelope.submission_id), typIdentyfikatora="zlozenie"),
        _tag(
            "RodzajDokumentu", _leaf("Kategoria", definition.form_symbol or definition.short_title.in_("pl"))
        ),
        _tag("Jezyk", kodJezyka=envelope.language),
    )


def _letterhead(definition: Definition, envelope: Envelope) -> str:
    office = _tag(
        "Instytucja",
        _leaf("IdInstytucji", envelope.office_code),
        _leaf("NazwaInstytucji", envelope.office_name),
        _leaf("Organ", envelope.authority),
    )
    return _tag(
        "DaneDokumentu",
        _tag("Naglowek", _leaf("NazwaDokumentu", definition.title.in_(envelope.language))),
        _tag("Formularz", kod=definition.code, wersja=str(definition.version), skrot=definition.digest),
        _tag("Adresaci", _tag("Podmiot", office)),
    )


def _answers(
    fields: Sequence[AnyField], answers: ReadAnswers, pointer: str, computed: Mapping[str, Decimal]
) -> Iterator[str]:
    """The given answers of one level in the order of the form, its computed amounts among them."""
    written = 0
    for field in fields:
        name, kind = field.name, field.kind
        if kind == "computed":
            if (amount := computed.get(f"{pointer}/{name}")) is not None:
                yield _leaf(name, format(amount, "f"))
        elif (value := answers.get(name)) is not None:
            written += 1
            if isinstance(value, str) and kind not in _NO_TEXT:
                yield _leaf(name, value)
            else:
                yield _answer(field, value, f"{pointer}/{name}", computed)
    if written != len(answers):
        raise ValueError(f"{pointer or 'the form'} holds answers to no question of the form")


def _answer(field: AnyField, value: Value, pointer: str, computed: Mapping[str, Decimal]) -> str:
    kind = field.kind
    if isinstance(field, GroupField) and isinstance(value, dict):
        return _tag(field.name, *_answers(field.fields, value, pointer, computed))
    if isinstance(field, RowsField) and isinstance(value, list):
        rows = (
            _tag(ROW, *_answers(field.fields, _row(row, pointer), f"{pointer}/{number}", computed))
            for number, row in enumerate(value)
        )
        return _tag(field.name, *rows)
    if isinstance(field, MultiEnumField) and isinstance(value, list):
        return _tag(field.name, *(_leaf(CHOSEN, one) for one in value if isinstance(one, str)))
    if isinstance(value, bool) and kind in _TRUTH:
        return _leaf(field.name, "true" if value else "false")
    if isinstance(value, int) and not isinstance(value, bool) and kind in _WHOLE:
        return _leaf(field.name, str(value))
    raise ValueError(f"{pointer} holds a {type(value).__name__}, which is no {kind}")


def _row(value: Value, pointer: str) -> dict[str, Value]:
    if isinstance(value, dict):
        return value
    raise ValueError(f"{pointer} holds a row that is a {type(value).__name__}")


def _calculation(calculation: Calculation, language: str) -> str:
    told: list[str] = []
    if calculation.total is not None:
        told.append(_leaf("Suma", format(calculation.total, "f")))
    told.append(_leaf("OpisSumy", calculation.total_label.in_(language)))
    if calculation.rounding:
        told.append(_leaf("Zaokraglenie", calculation.rounding.in_(language)))
    if calculation.note:
        told.append(_leaf("Uwaga", calculation.note.in_(language)))
    return _tag(
        "Obliczenie",
        _leaf("Tytul", calculation.title.in_(language)),
        *(_line(line, language) for line in calculation.lines),
        _leaf("SumaDokladna", format(calculation.exact, "f")),
        *told,
        nazwa=calculation.name,
    )


def _line(line: Line, language: str) -> str:
    return _tag(
        "Pozycja",
        _leaf("Opis", line.label.in_(language)),
        _leaf("Wzor", line.formula.in_(language)),
        _leaf("Kwota", format(line.amount, "f")) if line.amount is not None else "",
        _leaf("Brak", line.missing.in_(language)) if line.missing else "",
        _rate(line.rate, language) if line.rate else "",
        **({"odpowiedz": line.pointer} if line.pointer else {}),
    )


def _rate(rate: Rate, language: str) -> str:
    optional = {"urzad": rate.office, "waznaDo": rate.valid_to.isoformat() if rate.valid_to else None}
    return _tag(
        "Stawka",
        _leaf("Wartosc", format(rate.value, "f")),
        _leaf("Zrodlo", rate.source.in_(language)),
        tabela=rate.table,
        klucz=rate.key,
        pewnosc=rate.standing,
        waznaOd=rate.valid_from.isoformat(),
        **{name: value for name, value in optional.items() if value},
    )


def _attachment(file: AttachedFile) -> str:
    return _tag(
        "Zalacznik",
        _leaf("Rozmiar", str(file.size)),
        _leaf("SkrotSHA256", file.sha256),
        format=file.content_type,
        nazwaPliku=file.filename,
        rodzaj=file.slot,
    )


def _read(fields: Iterable[AnyField], element: etree._Element, ours: str) -> Answers:
    """The answers of one level; whatever is not of the form is refused, never dropped."""
    known = {ours + field.name: field for field in fields}
    answers: Answers = {}
    _only_elements(element)
    for child in element:
        field = known.get(child.tag)
        if field is None or field.name in answers:
            raise NotOurDocument(f"{child.tag} has no place in {element.tag}")
        if not isinstance(field, ComputedField):
            answers[field.name] = _value(field, child, ours)
    return answers


def _value(field: AnyField, element: etree._Element, ours: str) -> Value:
    if isinstance(field, GroupField):
        return _read(field.fields, element, ours)
    if isinstance(field, RowsField):
        _only_elements(element)
        if any(row.tag != ours + ROW for row in element):
            raise NotOurDocument(f"{field.name} holds something else than rows")
        return [_read(field.fields, row, ours) for row in element]
    if isinstance(field, MultiEnumField):
        _only_elements(element)
        if any(one.tag != ours + CHOSEN or len(one) for one in element):
            raise NotOurDocument(f"{field.name} holds something else than answers chosen")
        return [one.text or "" for one in element]
    if len(element):
        raise NotOurDocument(f"{field.name} holds elements instead of an answer")
    text = element.text or ""
    if field.kind in _TRUTH and text in ("true", "false"):
        return text == "true"
    if field.kind in _WHOLE and re.fullmatch("-?[0-9]{1,1000}", text):
        return int(text)
    if field.kind in _NO_TEXT:
        raise NotOurDocument(f"{field.name} is no {field.kind}")
    return text


def _only_elements(element: etree._Element) -> None:
    between = [element.text, *(child.tail for child in element)]
    if any(text and text.strip() for text in between):
        raise NotOurDocument(f"{element.tag} holds text between its elements")
