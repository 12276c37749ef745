"""What an office wrote and nobody can use: an administrator reads its name and what to do, no row number."""

from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape

import pytest

from forms_catalog.offices.own_rows import LeftOut
from tests.backoffice.conftest import Browser, Clock

LEFT = (
    LeftOut("rate", "917", "zabrze", "1 > 0", ("property_tax", "land.water_ha"), date(2027, 1, 1), "above"),
    LeftOut("facts", "918", "zabrze", "no unit", ("taxi-licencja",), reason="unit"),
    LeftOut("form", "taxi-licencja@1001", "zabrze", "it does not say what was approved", ("taxi-licencja",)),
    LeftOut("rate", "919", "gliwice", "1 > 0", ("property_tax", "land.water_ha"), date(2027, 1, 1), "above"),
)


@pytest.fixture
def desk_clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))


def test_what_cannot_be_used_is_told_by_name_with_what_to_do(browse: Browser) -> None:
    browser = browse()
    parts = browser.application.extensions["okienko"]
    browser.application.extensions["okienko"] = replace(
        parts, catalogue=replace(parts.catalogue, left_out=LEFT)
    )
    said = " ".join(unescape(browser.get("/dane").get_data(as_text=True)).split())
    browser.application.extensions["okienko"] = parts
    box = said.partition("nie da się użyć")[2].partition("</ul>")[0]
    assert "Podatek od nieruchomości: Grunty pod wodami, 1 stycznia 2027, Urząd Miejski w Zabrzu" in box
    assert "Jest wyższa, niż pozwala ustawa. Wpisz ją jeszcze raz od tego samego dnia, niższą." in box
    assert box.count("<b>Licencja taksówkarza") == 2
    assert "Opublikuj go jeszcze raz: Formularze." in box
    for number in ("917", "918", "919", "@1001", "Gliwic", "land.water"):
        assert number not in box
