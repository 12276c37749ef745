"""The receipt and the desk name who files, whatever the form asks them by."""

from datetime import date

import pytest

from casework.intake.handed_in import sender_of
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples


@pytest.mark.parametrize(
    ("service", "sample", "named"),
    [
        ("podatek-nieruchomosci-dn-1", "default", "Przykładowa Piekarnia sp. z o.o."),
        ("odpady-deklaracja-zamieszkana", "default", "Józef Przykładowski"),
        ("informacja-publiczna-wniosek", "default", "Stowarzyszenie Przykładowe"),
        ("informacja-publiczna-wniosek", "anonymous", None),
        ("alkohol-zezwolenie-sklep", "default", "Zofia Sklepowa Sklep spożywczy"),
        ("taxi-licencja", "company", "Przykładowe Taxi Nowak i Wspólnicy sp. j."),
        ("zameldowanie-pobyt-czasowy", "default", "Oksana Maria Przykładenko"),
        ("zameldowanie-pobyt-czasowy", "child", "Zosia Przykładowa"),
        ("zaswiadczenie-o-zameldowaniu", "default", "Anna Przykładowa"),
        ("podanie-rad-dzielnic-i-osiedli", "default", "Maria Wzorowa"),
    ],
)
def test_who_files_is_named(catalogue: Catalogue, service: str, sample: str, named: str | None) -> None:
    definition = catalogue.service(service)
    assert definition is not None
    examples = samples(definition, catalogue=catalogue, today=date(2026, 11, 22))
    assert sender_of(examples[sample].answers) == named


def test_every_service_but_public_information_names_who_files(catalogue: Catalogue) -> None:
    for definition in catalogue.services():
        for example in samples(definition, catalogue=catalogue, today=date(2026, 11, 22)).values():
            if definition.code != "informacja-publiczna-wniosek":
                assert sender_of(example.answers), (definition.code, example.name)
