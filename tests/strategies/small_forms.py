"""Small definitions made in code: one with every kind of field, for tests that need no real service."""

from datetime import UTC, datetime
from typing import Any

from forms_catalog.documents.xml import AttachedFile, Envelope
from forms_catalog.model import Definition

FILE = AttachedFile("proxy", 'pełnomocnictwo "x" <1>.pdf', "application/pdf", 51_200, "a" * 64)
ENVELOPE = Envelope(
    submission_id="0b6c9a52-7f0a-4a39-9a0d-1f2e3d4c5b6a",
    created_at=datetime(2026, 11, 22, 13, 7, 31, 123456, UTC),
    language="pl",
    office_code="zabrze",
    office_name="Urząd Miejski w Zabrzu",
    authority="Prezydent Miasta Zabrze",
    attachments=(FILE,),
)


def text(words: str) -> dict[str, str]:
    return {"pl": words, "en": words}


def field(kind: str, name: str | None = None, **more: Any) -> dict[str, Any]:  # what YAML holds is untyped
    return {"kind": kind, "name": name or f"a_{kind}", "label": text(f"Pytanie {name or kind}"), **more}


def form(*fields: dict[str, Any], **more: Any) -> Definition:  # what YAML holds is untyped
    """A definition with one section that holds the fields."""
    card = {"lead": text("a"), "who": text("a"), "prepare": (), "steps": (), "minutes": 5}
    section = {"name": "main", "title": text("a"), "to": text("a"), "fields": fields}
    given: dict[str, Any] = {
        "code": "proba",
        "version": 1,
        "group": "general",
        "title": text("Próbny formularz"),
        "short_title": text("Próba"),
        "noun": text("próbę"),
        "summary_pl": "",
        "form_symbol": None,
        "procedure": "kpa",
        "legal_basis": (),
        "applicants": (),
        "proxy_allowed": False,
        "filing_deadline": None,
        "filing_term_mode": None,
        "card": card,
        "questions": {},
        "sections": [section],
        "fee": {"kind": "none", "amount_pln": 0, "legal_item": "", "proxy_duty_pln": 0},
        "office_deadline": {
            "days": None, "months": None, "months_complex": None, "legal": "", "rule": "x", "term_mode": None,
            "plain": text("a"), "statutory": False,
        },
        "result": {"kind": "reply", "name_pl": "", "name": text("a")},
        "department": "council_office",
        "file_plan": {
            "class_dev": "0", "class_2digit": "0", "confidence": "low", "archive_category_dev": "B5",
        },
        "signature": {"levels": ["none"], "note_pl": "", "note": text("a")},
        "appeal": None,
        "local_resolution_required": False,
    }  # fmt: skip
    return Definition.model_validate({**given, **more})


def every_kind() -> Definition:
    """A form with every kind of field, groups in rows and rows in groups."""
    simple = [
        field("string", pattern="[0-9]{1,5}(/[0-9]{1,5})?", required=True),
        field("text"),
        field("bool", required=True),
        field("statement"),
        field("int", minimum=-5, maximum=9),
        field("year"),
        field("month"),
        field("date"),
        field("decimal", above="0", places=4),
        field("money"),
        field("enum", choices=[{"value": "x", "label": text("X")}, {"value": "y-z", "label": text("Y")}]),
        field("multi_enum", choices=[{"value": value, "label": text(value)} for value in ("p", "q", "r")]),
        field("datetime"), field("nrb"), field("vin"), field("plate"), field("case_sign"),
        field("list", list="countries"),
        field("pesel"), field("nip"), field("regon"), field("krs"), field("kw"),
        field("postal_code"), field("email"), field("phone"), field("ade"),
        field("computed"),
    ]  # fmt: skip
    names = {"one": text("a"), "add": text("a"), "save": text("a"), "row_title": ["a_text"]}
    inner_rows = field("rows", "inner", max=3, fields=[field("int"), field("computed")], **names)
    group = field("group", "group", fields=[*simple, inner_rows])
    rows = field("rows", "rows", max=5, fields=[field("text"), field("bool"), group], **names)
    return form(*simple, field("group", "alone", required=True, fields=simple), rows)


#: an answer of each kind, as the judge would take it
ANSWERS: dict[str, Any] = {  # values of every type
    "a_string": "1204/56",
    "a_text": "Pierwsza linia\n  druga\tlinia <b>&amp; \"cytat\" 'x' Zażółć 𝒜\u2028koniec",
    "a_bool": False,
    "a_statement": True,
    "a_int": -3,
    "a_year": 2026,
    "a_month": "2026-11",
    "a_date": "2026-11-22",
    "a_decimal": "640.5000",
    "a_money": "12.50",
    "a_enum": "y-z",
    "a_multi_enum": ["p", "r"],
    "a_datetime": "2026-11-22T14:30",
    "a_nrb": "61109010140000071219812874",
    "a_vin": "WVWZZZ1JZXW000001",
    "a_plate": "SZ12345",
    "a_case_sign": "BA.3120.5.2026",
    "a_list": "PL",
    "a_pesel": "44051401359",
    "a_nip": "5260250274",
    "a_regon": "123456785",
    "a_krs": "0000026438",
    "a_kw": "GL1Z/00000001/0",
    "a_postal_code": "41-800",
    "a_email": "anna@example.com",
    "a_phone": "+48321234567",
    "a_ade": "AE:PL-12345-67890-ABCDE-12",
}


def every_answer() -> dict[str, Any]:  # an answer tree
    """Answers to `every_kind()`, every question answered."""
    return {
        **ANSWERS,
        "alone": dict(ANSWERS),
        "rows": [
            {"a_text": "a", "a_bool": True, "group": {**ANSWERS, "inner": [{"a_int": 1}, {}]}},
            {"a_text": "b", "a_bool": False, "group": {"a_string": "1", "a_bool": False}},
            {},
        ],
    }
