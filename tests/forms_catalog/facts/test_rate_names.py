"""People read what a rate is called and in what unit; nobody has to know its key."""

from decimal import Decimal

from forms_catalog.facts.rate_names import RateNames, RateWords, named
from forms_catalog.texts import LANGUAGES, Text
from tests.shipped import SHIPPED

LITRES = Text(pl="l na 1 ha", en="litres per ha")
WORDS = {
    "truck.from_12": RateWords(pl="Ciężarówka od 12 t", en="Truck from 12 t", uk="Вантажівка від 12 т"),
    "axles_#": RateWords(pl="# osie", en="# axles", uk="# осі"),
    "axles_1": RateWords(pl="1 oś", en="1 axle", uk="1 вісь"),
    "t#": RateWords(pl="od # t", en="from # t", uk="від # т"),
    "ha": RateWords(pl="Limit", en="Limit", unit=LITRES),
}


def test_a_key_is_named_by_its_parts_with_the_numbers_in_them() -> None:
    found = named(WORDS, "truck.from_12.axles_3.t17")
    assert found is not None
    assert found.name == Text(
        pl="Ciężarówka od 12 t, 3 osie, od 17 t", en="Truck from 12 t, 3 axles, from 17 t",
        uk="Вантажівка від 12 т, 3 осі, від 17 т",
    )  # fmt: skip
    one = named(WORDS, "truck.from_12.axles_1")
    assert one is not None
    assert one.name.pl == "Ciężarówka od 12 t, 1 oś"
    assert named(WORDS, "truck.from_12.seats_3") is None


def test_litres_are_no_money_and_a_percentage_is_one() -> None:
    names = RateNames({"t": WORDS})
    said = [names.of("t", key).say(Decimal("12.5"), "pl") for key in ("ha", "truck.from_12", "share_pct")]
    assert said == ["12,5\u00a0l na 1 ha", "12,50\u00a0zł", "12,5%"]


def test_what_nobody_named_is_called_by_its_key() -> None:
    assert RateNames().of("t", "some.key").name.pl == "some.key"


def test_every_rate_we_ship_has_its_own_name_in_every_language() -> None:
    keys = {(rate.table, rate.key) for rate in SHIPPED.rates}
    for language in LANGUAGES:
        names = [(table, SHIPPED.rate_names.of(table, key)) for table, key in keys]
        said = [(table, name.name.in_(language), name.unit.in_(language)) for table, name in names]
        assert len(set(said)) == len(said), language
        assert not [one for one in said if "#" in one[1] or "_" in one[1]], language
        polish = [name.name.pl for _, name in names if name.name.uk is None or name.unit.uk is None]
        assert not polish, "without Ukrainian"
