"""Each office says to whom one appeals from it and through whom, not what another office would say."""

from dataclasses import replace

import pytest

from forms_catalog.particulars import Appeal
from tests.shipped import SHIPPED

KINDS = SHIPPED.office_kinds
TAX, STAY = "podatek-nieruchomosci-in-1", "zameldowanie-pobyt-czasowy"
REGULAR = ("Prezydent Miasta", "Samorządowe Kolegium Odwoławcze w Katowicach")


def _appeal(service: str, office: str) -> Appeal:
    form = SHIPPED.service(service)
    assert form is not None
    made = KINDS.appeal(form.appeal, SHIPPED.offices[office])
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("office", "service", "pl", "en"),
    [
        ("zabrze", TAX, "w Katowicach. Wyślij je przez Prezydenta Miasta.", "through the Mayor."),
        ("gmina-klobuck", TAX, "w Częstochowie. Wyślij je przez Burmistrza.", "in Częstochowa. Send it"),
        ("gmina-godow", TAX, "w Katowicach. Wyślij je przez Wójta.", "the Head of the Commune (wójt)."),
        ("gmina-cieszyn", STAY, "do Wojewody Śląskiego. Wyślij je przez Burmistrza.", "Voivode of Silesia"),
        ("powiat-cieszynski", TAX, "w Bielsku-Białej. Wyślij je przez Starostę.", "in Bielsko-Biała."),
        ("gmina-knurow", TAX, "Wyślij je przez Prezydenta Miasta.", "through the Mayor."),
    ],
)
def test_an_appeal_names_the_head_and_the_board_of_its_office(
    office: str, service: str, pl: str, en: str
) -> None:
    plain = _appeal(service, office).plain
    assert pl in plain.pl
    assert en in plain.en


def test_the_same_names_stand_in_what_clerks_and_notices_say() -> None:
    made = _appeal(TAX, "gmina-skoczow")
    assert (made.via, made.body) == ("Burmistrz", "Samorządowe Kolegium Odwoławcze w Bielsku-Białej")
    assert (_appeal(TAX, "zabrze").via, _appeal(TAX, "zabrze").body) == REGULAR


def test_an_office_that_nobody_listed_names_no_board_and_no_head() -> None:
    new = replace(SHIPPED.offices["gmina-godow"], code="gmina-nowa")
    form = SHIPPED.service(TAX)
    assert form is not None
    made = KINDS.appeal(form.appeal, new)
    assert made is not None
    assert (
        "do Samorządowego Kolegium Odwoławczego. Wyślij je przez urząd, który wydał decyzję." in made.plain.pl
    )
    assert made.body == "Samorządowe Kolegium Odwoławcze"


def test_every_shipped_office_has_a_board_and_a_head_and_no_other_is_listed() -> None:
    appeals = KINDS.appeals
    assert appeals is not None
    for office in SHIPPED.offices.values():
        assert appeals.board(office) is not None, office.code
        assert appeals.head(office) != appeals.unnamed, office.code
    for table, names in ((appeals.board_of, appeals.boards), (appeals.head_of, appeals.heads)):
        listed = [code for codes in table.values() for code in codes]
        assert len(listed) == len(set(listed))
        assert set(listed) <= set(SHIPPED.offices)
        assert set(table) <= set(names)


def test_no_form_names_a_head_or_board_in_other_words() -> None:
    """What is said otherwise would stay as it is at every office."""
    small = SHIPPED.offices["gmina-krzepice"]
    for form in SHIPPED.services():
        made = KINDS.appeal(form.appeal, small)
        if made is None:
            continue
        for said in (made.plain.pl, made.plain.en, made.plain.uk or "", made.via or "", made.body or ""):
            for word in ("Prezydent", "Katowic", "Катовіц", "президент"):
                assert word not in said, (form.code, said)


def test_names_from_memory_are_marked() -> None:
    form = SHIPPED.service(TAX)
    assert form is not None
    assert KINDS.is_sure_of(form.appeal, SHIPPED.offices["zabrze"]), "as the form was verified"
    assert not KINDS.is_sure_of(form.appeal, SHIPPED.offices["gmina-godow"])
