import re

import pytest
from lxml import etree

from forms_catalog.documents.xml import Envelope, to_xml
from forms_catalog.documents.xsd import NotValid, check, same_in_xsd, xsd
from tests.strategies.small_forms import ANSWERS, ENVELOPE, every_answer, every_kind, field, form

PLAIN = Envelope("1", ENVELOPE.created_at, "pl", "zabrze", "Urząd", "Prezydent")

WRONG = {
    "a_string": ["", "12a", "123456", "x" * 300],
    "a_text": ["", "x" * 10_001],
    "a_int": [-6, 10],
    "a_year": [1899, 10_000],
    "a_month": ["2026-13", "2026", "2026-1", "2026-11Z"],
    "a_date": ["2026-02-30", "22.11.2026", "2026-11-22Z"],
    "a_decimal": ["0", "-1", "1.00001", "1,5", "1e5", "+1", ".5", "1000000000000"],
    "a_money": ["-0.01", "1.234", "1000000000000"],
    "a_enum": ["z", "X"],
    "a_pesel": ["4405140135", "440514013599", "4405140135a"],
    "a_nip": ["526-025-02-74"],
    "a_regon": ["12345678", "1234567850"],
    "a_krs": ["26438"],
    "a_kw": ["GL1Z/1/0"],
    "a_postal_code": ["", "1234567890123"],
    "a_email": ["x" * 255],
    "a_phone": ["321234567"],
    "a_ade": ["AE:PL-1-2-A-1"],
}


def test_the_schema_is_a_schema_and_the_same_every_time() -> None:
    etree.XMLSchema(etree.fromstring(xsd(every_kind())))
    assert xsd(every_kind()) == xsd(every_kind())


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_answer_breaks_the_schema(name: str, value: str | int) -> None:
    answers = {**every_answer(), name: value}
    with pytest.raises(NotValid, match=f"line .*{name}"):
        check(every_kind(), to_xml(every_kind(), answers, PLAIN, []))


@pytest.mark.parametrize("name", ["a_string", "a_bool", "alone"])
def test_a_document_without_a_required_answer_breaks_the_schema(name: str) -> None:
    answers = {other: value for other, value in every_answer().items() if other != name}
    with pytest.raises(NotValid):
        check(every_kind(), to_xml(every_kind(), answers, PLAIN, []))


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - {"a_string", "a_bool"}))
def test_a_document_without_an_optional_answer_is_valid(name: str) -> None:
    answers = {other: value for other, value in every_answer().items() if other != name}
    check(every_kind(), to_xml(every_kind(), answers, PLAIN, []))


def test_too_many_rows_break_the_schema() -> None:
    answers = {**every_answer(), "rows": [{}] * 6}
    with pytest.raises(NotValid):
        check(every_kind(), to_xml(every_kind(), answers, PLAIN, []))


def test_what_is_asked_only_sometimes_may_be_missing() -> None:
    when = {"field": "a_bool", "is": True}
    sometimes = form(
        field("bool", required=True),
        field("text", required=True, shown_when=when),
        field("int", required_when=when),
        field("group", "empty", required=True, fields=[field("text")]),
    )
    check(sometimes, to_xml(sometimes, {"a_bool": True}, PLAIN, []))


def test_another_form_s_document_breaks_the_schema() -> None:
    other = form(field("text"), version=2)
    with pytest.raises(NotValid):
        check(form(field("text")), to_xml(other, {"a_text": "a"}, PLAIN, []))


@pytest.mark.parametrize("document", [b"", b"<a", b"<!DOCTYPE a []><a/>"])
def test_broken_xml_is_not_valid(document: bytes) -> None:
    with pytest.raises(NotValid):
        check(every_kind(), document)


@pytest.mark.parametrize(
    ("pattern", "same"),
    [
        (r"^[0-9]{1,5}[A-Za-z]?([/-][0-9A-Za-z]{1,5})?$", r"[0-9]{1,5}[A-Za-z]?([/-][0-9A-Za-z]{1,5})?"),
        (r"[0-9]{6}_[0-9]\.[0-9]{4}(?:\.AR_[0-9]+)?", r"[0-9]{6}_[0-9]\.[0-9]{4}(\.AR_[0-9]+)?"),
        (r"[^0-9]+", r"[^0-9]+"),
        (r"(?i)abc", None),
        (r"a(?=b)b", None),
        (r"[^\W\d_]+", None),
        (r"a\b", None),
        (r"a+?", None),
    ],
)
def test_a_pattern_goes_into_the_schema_only_where_both_read_it_alike(pattern: str, same: str | None) -> None:
    assert same_in_xsd(pattern) == same
    assert re.compile(pattern)
