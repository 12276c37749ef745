"""Each way to file each of the services beyond taxes, through the pages, without a script."""

from datetime import UTC, datetime

import pytest

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples
from tests.portal.filing.filling import fill_in
from tests.portal.filing.visitor import Visitor
from tests.shipped import SHIPPED

CODES = (
    "ulga-rozlozenie-na-raty",
    "zaswiadczenie-o-niezaleganiu",
    "alkohol-zezwolenie-sklep",
    "taxi-licencja",
    "zameldowanie-pobyt-czasowy",
    "zaswiadczenie-o-zameldowaniu",
    "podanie-rad-dzielnic-i-osiedli",
)


def _examples() -> list[tuple[str, str]]:
    found = []
    for code in CODES:
        definition = SHIPPED.service(code)
        assert definition is not None
        found += [
            (code, name) for name in samples(definition, catalogue=SHIPPED, today=datetime.now(UTC).date())
        ]
    return found


@pytest.mark.parametrize(("code", "name"), _examples())
def test_a_resident_files_and_holds_the_receipt(
    visitor: Visitor, catalogue: Catalogue, code: str, name: str
) -> None:
    definition = catalogue.service(code)
    assert definition is not None
    example = samples(definition, catalogue=catalogue, today=datetime.now(UTC).date())[name]
    fill_in(visitor, code, example)
    assert "jeszcze nie jest złożone" in visitor.text
    visitor.press("Złóż")
    assert visitor.status == 200
    assert visitor.path.startswith("/upo/")
    for file in example.attachments:
        assert file.filename in visitor.text
