"""What an office offers: all that its kind handles, but for what is off by default or switched off."""

from forms_catalog.catalogue import load
from forms_catalog.offices.office_rows import OFFICE_KINDS
from tests.shipped import SHIPPED

KINDS = SHIPPED.office_kinds
COUNCIL = {"oplata-od-posiadania-psow", "oplata-reklamowa-deklaracja", "oplata-targowa-zgloszenie"}
COMMUNE = {"zameldowanie-pobyt-czasowy", "podatek-nieruchomosci-dn-1", "alkohol-zezwolenie-sklep"}
COMMUNE |= {"odpady-deklaracja-zamieszkana", "taxi-licencja", "podanie-rad-dzielnic-i-osiedli"}


def test_the_region_is_there_with_its_offices_of_each_kind() -> None:
    counted = {kind: sum(o.kind == kind for o in SHIPPED.offices.values()) for kind in OFFICE_KINDS}
    assert counted == {"commune": 36, "city_with_county_rights": 11, "county": 7, "voivodeship": 1}


def test_a_county_and_the_voivodeship_have_no_matters_of_a_commune() -> None:
    everything = {code for code, _ in SHIPPED.definitions} | set(KINDS.named())
    offered = {kind: {code for code in everything if KINDS.may_have(kind, code)} for kind in OFFICE_KINDS}
    assert offered["voivodeship"] == {"informacja-publiczna-wniosek", "pas-drogowy-handel-ogrodki"}
    hauliers = {"przewoznik-zezwolenie", "przewozy-wlasne-zaswiadczenie"}
    assert offered["county"] == offered["voivodeship"] | hauliers
    assert offered["commune"] == everything - hauliers
    assert offered["city_with_county_rights"] == everything
    assert not COMMUNE & offered["county"]


def test_fees_that_a_council_may_adopt_are_off_until_an_office_switches_them_on() -> None:
    known = [*COUNCIL, *COMMUNE]
    row = SHIPPED.office_rows["katowice"]
    assert set(KINDS.services(row, known, demo=True)) == COMMUNE
    dogs = row.model_copy(update={"on": ("oplata-od-posiadania-psow",), "off": ("taxi-licencja",)})
    switched = set(KINDS.services(dogs, known, demo=False))
    assert switched == COMMUNE - {"taxi-licencja"} | {"oplata-od-posiadania-psow"}


def test_a_demo_alone_has_them_on_in_zabrze_and_gliwice() -> None:
    for code in ("zabrze", "gliwice"):
        row = SHIPPED.office_rows[code]
        assert set(KINDS.services(row, COUNCIL, demo=True)) == COUNCIL
        assert KINDS.services(row, COUNCIL, demo=False) == ()


def test_every_case_of_every_office_has_a_unit_with_a_symbol() -> None:
    lost = [
        (office.code, form.code)
        for office in SHIPPED.offices.values()
        for form in SHIPPED.services(office.code)
        if form.department not in office.units or not office.unit_symbols.get(form.department)
    ]
    assert lost == []
    assert all(SHIPPED.services(code) for code in SHIPPED.offices), "nobody comes in vain"


def test_what_nobody_told_us_of_an_office_is_not_there() -> None:
    """53 of 55 gave nothing: no address, hours, accounts or number may stand there."""
    told = [
        (row.code, name)
        for row in SHIPPED.office_rows.values()
        if row.code not in ("zabrze", "gliwice")
        for name in (
            "street",
            "postal_code",
            "hours",
            "phone",
            "email",
            "website",
            "teryt",
            "payees",
            "units",
        )
        if getattr(row, name)
    ]
    assert told == [("wojewodztwo-slaskie", "teryt")], "its number stands in the list of voivodeships"
    assert all(row.standing for row in SHIPPED.office_rows.values())


def test_names_of_offices_are_told_in_three_languages() -> None:
    short = [code for code, facts in SHIPPED.offices.items() if not (facts.name.uk and facts.authority.uk)]
    assert short == []


def test_outside_a_demo_no_service_is_on_by_accident() -> None:
    zabrze = load().offices["zabrze"]
    assert not COUNCIL & set(zabrze.services)
