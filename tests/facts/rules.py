"""Rules of the facts' shared blocks that are words: each tried on a form that asks the question."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.cleaning import clean
from forms_catalog.judging.judge import validate
from forms_catalog.judging.second_looks import second_looks
from forms_catalog.model import BoolField, Definition, ListField, StringField
from forms_catalog.places.address import Address, addresses_in
from forms_catalog.places.register import Known, doubts_about
from forms_catalog.samples import samples
from forms_catalog.scopes import Scopes

TODAY = date(2026, 11, 22)
_WASTE, _PROPERTY, _LAND = (
    "odpady-deklaracja-zamieszkana",
    "podatek-nieruchomosci-dn-1",
    "podatek-nieruchomosci-in-1",
)
_REFUND, _SHOP = "nadplata-zwrot-zaliczenie", "alkohol-zezwolenie-sklep"
#: what the register of places is compared with, and how
_REGISTER = ("voivodeship", "county", "commune", "city", "street")
ASKED_ABOUT = "asked about on the page, refused nowhere"


@dataclass(frozen=True)
class Tried:
    """A rule on one form: answers that keep it and answers that break it, laid over its example."""

    service: str
    pointer: str
    keep: tuple[object, ...] = ()
    broken: tuple[object, ...] = ()
    beside: Mapping[str, object] | None = None  #: pointer → what else is answered


_NO_PESEL = {"/person/no_pesel": True, "/person/pesel": None, "/person/birth_date": "1985-07-15"}
_CORRECTION = {"/declaration/purpose": "correction", "/declaration/correction_reason": "x"}
_CORRECTION |= {"/declaration/change_from": "2026-03"}
_SHARED = {
    "/declaration/taxpayer_capacity": "co_owner",
    "/declaration/share_num": 1,
    "/declaration/share_den": 2,
}
#: block and question → how its rule is tried; None: an absent answer
TRIED: Mapping[tuple[str, str], Tried] = {
    ("address_fields", "postal_code"): Tried(
        _WASTE, "/person/address/postal_code", ("41-800",), ("4180", "418000", "ab-cde")
    ),
    ("applicant_person", "pesel"): Tried(
        _WASTE, "/person/pesel", ("85071512348",), ("85071512349", "8507151234", None)
    ),
    ("applicant_person", "birth_date"): Tried(
        _WASTE, "/person/birth_date", ("2026-11-22",), ("2026-11-23", None), _NO_PESEL
    ),
    ("applicant_person", "nip"): Tried(_WASTE, "/person/nip", ("1234563218", None), ("1234563219",)),
    ("applicant_company", "nip"): Tried(_PROPERTY, "/company/nip", ("1234563218",), ("1234563219", None)),
    ("applicant_company", "regon"): Tried(
        _PROPERTY, "/company/regon", ("123456785", None), ("123456784", "1234567", "12345678512340")
    ),
    ("applicant_company", "krs"): Tried(
        _PROPERTY, "/company/krs", ("0000123456",), ("123456", None), {"/company/legal_form": "legal_person"}
    ),
    ("entrepreneur", "nip"): Tried(_SHOP, "/entrepreneur/nip", ("1234563218",), ("1234563219", None)),
    ("entrepreneur", "regon"): Tried(_SHOP, "/entrepreneur/regon", ("123456785", None), ("123456784",)),
    ("entrepreneur", "krs"): Tried(
        _SHOP, "/entrepreneur/krs", ("0000123456",), ("123", None),
        {"/entrepreneur/entrepreneur_kind": "partnership"},
    ),
    ("contact", "email"): Tried(
        _WASTE, "/contact/email", ("jan@poczta.example",), ("jan", "a@b", f"jan@{'x' * 250}.pl", None)
    ),
    ("contact", "phone"): Tried(
        _WASTE, "/contact/phone", ("600 123 456", "+48600123456", "+4930123456"), ("12345", "+4860012345")
    ),
    ("contact", "ade"): Tried(
        _WASTE, "/contact/ade", ("AE:PL-12345-67890-ABCDE-12",), ("AE:PL-1234-67890-ABCDE-12",)
    ),
    ("proxy", "duty_payment_ref"): Tried(
        _WASTE, "/proxy/duty_payment_ref", ("12/2026",), (None,),
        {"/acts_by_proxy": True, "/proxy/relation": "none", "/proxy/duty_exemption": "none"},
    ),
    ("bank_refund", "nrb"): Tried(
        _REFUND, "/nrb", ("61109010140000071219812874",), ("61109010140000071219812875", None),
        {"/refund_method": "bank_account"},
    ),
    ("declaration_header", "tax_year"): Tried(
        _LAND, "/declaration/tax_year", (2016, 2026, 2027), (2015, 2028, None)
    ),
    ("declaration_header", "change_from"): Tried(
        _LAND, "/declaration/change_from", ("2026-03",), (None,), _CORRECTION
    ),
    ("declaration_header", "correction_reason"): Tried(
        _LAND, "/declaration/correction_reason", ("x",), (None,), _CORRECTION
    ),
    ("declaration_header", "share_num"): Tried(_LAND, "/declaration/share_num", (1, 2), (0, None), _SHARED),
    ("declaration_header", "share_den"): Tried(
        _LAND, "/declaration/share_den", (2, 3), (1, 0, None), {**_SHARED, "/declaration/share_num": 2}
    ),
    ("land_plot", "precinct"): Tried(_LAND, "/land_items/0/precinct", ("0008", "Zaborze"), (None,)),
    ("land_plot", "kw"): Tried(
        _LAND, "/land_items/0/kw", ("GL1Z/00012345/0", None), ("GL1Z/00012345/9", "GL1Z")
    ),
}  # fmt: skip
#: rules that other tests try, where a form alone cannot
ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("address_fields", "country"): "test_an_address_begins_in_poland",
    ("applicant_company", "legal_form"): "test_every_difference_from_the_facts_is_listed_with_its_reason",
    ("contact", "sms_consent"): "tests/casework/messages/test_codes.py",
}


def faults_of(catalogue: Catalogue, tried: Tried) -> list[str]:
    """Answers that are judged otherwise than the rule says."""
    faults = [f"refused: {value}" for value in tried.keep if _refused(catalogue, tried, value)]
    return faults + [f"taken: {value}" for value in tried.broken if not _refused(catalogue, tried, value)]


def _refused(catalogue: Catalogue, tried: Tried, value: object) -> bool:
    form = _form(catalogue, tried.service)
    answers = _with(_example(catalogue, form), {**(tried.beside or {}), tried.pointer: value})
    found = validate(form, clean(form, answers), catalogue=catalogue, today=TODAY)
    return any(problem.pointer == tried.pointer for problem in found)


def _form(catalogue: Catalogue, service: str) -> Definition:
    form = catalogue.service(service)
    assert form is not None
    return form


def _example(catalogue: Catalogue, form: Definition) -> Answers:
    return samples(form, catalogue=catalogue, today=TODAY)["default"].answers


def _with(answers: Answers, changes: Mapping[str, object]) -> Any:  # a plain tree
    tree: Any = copy.deepcopy(answers)
    for pointer, value in changes.items():
        *path, name = pointer.split("/")[1:]
        here = tree
        for step in path:
            here = here[int(step)] if isinstance(here, list) else here.setdefault(step, {})
        if value is None:
            here.pop(name, None)
        else:
            here[name] = value
    return tree


class Nothing:
    """A register in which there is nothing but a town with streets."""

    def look_up(self, address: Address, voivodeship: str | None) -> Known:
        town = {"voivodeships": ("24",), "places": 1, "with_streets": 1} if address.city == "Zabrze" else {}
        return Known(towns=True, streets=True, units=True, **town)  # type: ignore[arg-type]  # as they are named


def differences(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Question of a block and what our forms do, where that is not the rule."""
    for name in _REGISTER:
        left = [place for form in catalogue.services() for place in _not_looked_at(form, name, catalogue)]
        yield f"address_fields.{name}", ", ".join(left) or ASKED_ABOUT
    yield "applicant_person.first_name", _signs_of_names(catalogue)
    asked = Scopes(_form(catalogue, _WASTE)).fields["acts_by_proxy",]
    if isinstance(asked, BoolField) and asked.required:
        yield "proxy.acts_by_proxy", "asked, nothing chosen beforehand"
    yield "bank_refund.refund_method", _ways_of_money(catalogue)


def _not_looked_at(form: Definition, name: str, catalogue: Catalogue) -> Iterator[str]:
    """Places of a form where an odd answer to this question of an address passes in silence."""
    known = Scopes(form).fields
    fields = [one for section in form.sections for one in section.fields]
    for path in known:
        if path[-1] != name or (*path[:-1], "building") not in known:
            continue
        odd: Any = {"city": "Zabrze", "street": "x", "building": "1", name: "?x"}
        for end in range(len(path) - 1, 0, -1):
            odd = {path[end - 1]: [odd] if known[path[:end]].kind == "rows" else odd}
        pointers = {problem.pointer for problem in second_looks(form, odd, catalogue=catalogue)}
        for pointer, address in addresses_in(fields, odd):
            pointers |= {f"{pointer}/{doubt.question}" for doubt in doubts_about(address, Nothing(), None)}
        if not any(pointer.endswith(f"/{name}") for pointer in pointers):
            yield f"{form.code} {'.'.join(path)}"


def _signs_of_names(catalogue: Catalogue) -> str:
    field = Scopes(_form(catalogue, _WASTE)).fields["person", "first_name"]
    assert isinstance(field, StringField)
    signs = [sign for sign in " '-.,0/" if re.fullmatch(field.pattern or "", f"Jan{sign}a")]
    return f"letters and {' '.join(signs).strip()}"


def _ways_of_money(catalogue: Catalogue) -> str:
    form = _form(catalogue, _REFUND)
    field = Scopes(form).fields["refund_method",]
    told = []
    for kind in ("person", "company"):
        taken = [
            choice.value
            for choice in field.choices  # type: ignore[union-attr]  # an enum
            if not _refused(
                catalogue, Tried(_REFUND, "/refund_method", beside={"/applicant_kind": kind}), choice.value
            )
        ]
        told.append(f"{kind}: {'|'.join(taken)}")
    return "; ".join(told)


def country_default(catalogue: Catalogue) -> str | None:
    """What an address begins with as its country."""
    field = Scopes(_form(catalogue, _WASTE)).fields["person", "address", "country"]
    assert isinstance(field, ListField)
    return field.default
