"""Conditions in words: whoever has a form on paper knows which questions are theirs."""

import pytest

from forms_catalog.catalogue import Catalogue
from forms_catalog.conditions import AnyRow, Is, Not
from forms_catalog.conditions_said import Sayer
from forms_catalog.scopes import Scopes


def _sayer(catalogue: Catalogue, service: str, language: str = "pl") -> Sayer:
    definition = catalogue.service(service)
    assert definition is not None
    return Sayer(Scopes(definition), catalogue, language)


def _only(sayer: Sayer, *path: str) -> str:
    condition = sayer.scopes.fields[path].shown_when
    assert condition is not None
    return sayer.only(condition, path[:-1])


def _needed(sayer: Sayer, *path: str) -> str:
    condition = sayer.scopes.fields[path].required_when
    assert condition is not None
    return sayer.needed(condition, path[:-1])


def test_a_box_a_question_and_an_amount_are_each_said_as_one_ticks_or_writes_them(
    catalogue: Catalogue,
) -> None:
    stay = _sayer(catalogue, "zameldowanie-pobyt-czasowy")
    assert _only(stay, "pesel") == "Tylko gdy nie zaznaczysz „Ta osoba nie ma numeru PESEL”."
    assert _only(stay, "owner_confirmation") == (
        "Tylko gdy w „Czy masz prawo do tego lokalu?” zaznaczysz „nie”."
    )
    assert _only(stay, "reporter") == (
        "Tylko gdy w „Za kogo składasz zgłoszenie” zaznaczysz „Jako pełnomocnik”,"
        " „Za dziecko albo podopiecznego” albo „Za osobę pod faktyczną opieką”."
    )
    trucks = _sayer(catalogue, "podatek-srodki-transportowe-dt-1", "en")
    assert _needed(trucks, "vehicles", "axles") == (
        "Needed if in “Kind of vehicle” you tick “Truck”, “Tractor unit” or “Trailer or semi-trailer”"
        " and (in “Gross vehicle weight” you write 12 or more"
        " or in “Mass of the whole set” you write 12 or more)."
    )


def test_a_look_into_rows_names_the_list_and_the_answer(catalogue: Catalogue) -> None:
    sayer = _sayer(catalogue, "taxi-licencja")
    title = Is(field="title", **{"is": "loan"})
    said = "na liście „Twoje pojazdy” {}w „Jakie masz prawo do pojazdu” zaznaczysz „Użyczenie”."
    some = AnyRow(any_row="vehicles", where=title)
    assert sayer.only(some) == "Tylko gdy przy choć jednym wpisie " + said.format("")
    none = Not(**{"not": some})
    assert sayer.only(none) == "Tylko gdy przy żadnym wpisie " + said.format("nie jest tak, że ")


def test_a_name_from_the_top_is_said_as_the_question_there(catalogue: Catalogue) -> None:
    arrears = _sayer(catalogue, "zaswiadczenie-o-niezaleganiu")
    assert _only(arrears, "proxy", "relation") == (
        "Tylko gdy w „Do jakiej sprawy” zaznaczysz „Do innej sprawy, zapłacę”."
    )


def test_what_must_not_be_so_is_said_the_other_way_round(catalogue: Catalogue) -> None:
    declaration = _sayer(catalogue, "podatek-nieruchomosci-dn-1")
    assert _only(declaration, "declaration", "change_from") == (
        "Tylko gdy w „Dlaczego składasz deklarację” nie zaznaczysz „Deklaracja na cały rok”."
    )


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_every_condition_of_every_form_can_be_said(catalogue: Catalogue, language: str) -> None:
    for definition in catalogue.services():
        sayer = Sayer(Scopes(definition), catalogue, language)
        for path, _, key, condition in sayer.scopes.conditions():
            words = (sayer.only if key == "shown_when" else sayer.needed)(condition, path[:-1])
            assert words.endswith("."), (definition.code, path)
            assert "{" not in words
            assert "  " not in words
