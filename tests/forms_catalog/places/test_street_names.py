"""A street is known however people shorten its name; a slip is told with what was meant."""

import pytest

from forms_catalog.places.street_names import folded_street, is_meant, nearest, street_of

PRIEST = street_of("ul.", "Popiełuszki", "ks. Jerzego")
SAINT = street_of("ul.", "św. Barbary", "")
MAY = street_of("ul.", "1 Maja", "")
CURIE = street_of("ul.", "Skłodowskiej-Curie", "Marii")
SQUARE = street_of("pl.", "Warszawski", "")
MARKET = street_of("rynek", "Rynek", "")
OTHER = street_of("inne", "Zakątek", "")
ALL = (PRIEST, SAINT, MAY, CURIE, SQUARE, MARKET, OTHER)


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        *[(said, PRIEST) for said in ("ks. Jerzego Popiełuszki", "Popieluszki", "ul. ks. J. Popiełuszki")],
        *[(said, PRIEST) for said in ("ulica Księdza Popiełuszki", "Popiełuszki Jerzego ks.")],
        *[(said, SAINT) for said in ("św. Barbary", "Świętej Barbary", "ul. Barbary")],
        *[(said, MAY) for said in ("1 Maja", "1-go Maja", "1-ego Maja")],
        *[(said, CURIE) for said in ("M. Skłodowskiej-Curie", "Curie-Skłodowskiej", "Sklodowskiej Curie")],
        ("Plac Warszawski", SQUARE), ("pl. Warszawski", SQUARE), ("Rynek", MARKET), ("zakątek", OTHER),
    ],
)  # fmt: skip
def test_a_street_is_known_however_its_name_is_written(typed: str, street: object) -> None:
    assert [one for one in ALL if is_meant(folded_street(typed), one)] == [street]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Popieluszko", ["ul. ks. Jerzego Popiełuszki"]),
        ("ul. Warszawska", ["pl. Warszawski"]),
        ("Popiełuszki 12", ["ul. ks. Jerzego Popiełuszki"]),
        ("2 Maja", ["ul. 1 Maja"]),
        ("Nigdzie Niewidziana", []),
    ],
)
def test_a_slip_is_told_with_what_was_meant(typed: str, near: list[str]) -> None:
    assert not any(is_meant(folded_street(typed), one) for one in ALL)
    assert list(nearest(folded_street(typed), ALL)) == near
    assert OTHER.name == "Zakątek", "a kind that says nothing is not said"
