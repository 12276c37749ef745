"""People find their office by whatever they call it."""

from forms_catalog.offices.office_search import offices_called
from tests.shipped import SHIPPED

MEANT = {
    "zabrze": ["zabrze"],
    "w Zabrzu": ["zabrze"],
    "urzad miasta gliwice": ["gliwice", "powiat-gliwicki"],
    "bielsko biala": ["bielsko-biala"],
    "Bielsku": ["bielsko-biala"],
    "czestohowa": ["czestochowa"],
    "Żywcu": ["gmina-zywiec"],
    "ruda slaska": ["ruda-slaska"],
    "ŚWIERKLANY": ["gmina-swierklany"],
    "Commune of Ustroń": ["gmina-ustron"],
    "Забже": ["zabrze"],
    "катовице": ["katowice"],
    "powiat bedzinski": ["powiat-bedzinski", "gmina-bedzin"],
    "marszałek": ["wojewodztwo-slaskie"],
    "Warszawa": [],
    "%%%": [],
    "' OR 1=1": [],
}


def test_an_office_is_found_by_any_form_of_its_name_with_or_without_polish_letters() -> None:
    offices = SHIPPED.offices.values()
    found = {asked: sorted(office.code for office in offices_called(asked, offices)) for asked in MEANT}
    assert found == {asked: sorted(codes) for asked, codes in MEANT.items()}


def test_every_office_is_found_by_each_of_its_names() -> None:
    offices = SHIPPED.offices.values()
    lost = [
        (office.code, name)
        for office in offices
        for name in (office.name.pl, office.name.en, office.name.uk or "", office.city, office.code)
        if office not in offices_called(name, offices)
    ]
    assert lost == []


def test_nothing_asked_gives_all() -> None:
    for nothing in ("", "   ", "urząd"):
        assert len(offices_called(nothing, SHIPPED.offices.values())) == len(SHIPPED.offices)
