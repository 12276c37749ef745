"""Filling in a whole form from an example."""

from collections.abc import Mapping
from datetime import UTC, datetime

from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import Sample, samples
from forms_catalog.texts import Language
from tests.portal.filing.visitor import Visitor, flat, groups

INFORMATION = "informacja-publiczna-wniosek"
WASTE = "odpady-deklaracja-zamieszkana"
PROPERTY = "podatek-nieruchomosci-dn-1"
HOME = "podatek-nieruchomosci-in-1"
VEHICLES = "podatek-srodki-transportowe-dt-1"
SERVICES = (INFORMATION, WASTE, PROPERTY, HOME, VEHICLES)
MOST_PAGES = 60
#: how the button to the next page begins
SAVE: Mapping[Language, str] = {"pl": "Zapisz i ", "en": "Save and ", "uk": "Зберегти та "}


class Complained(AssertionError):
    """The page says that something is to be mended."""


def example_of(catalogue: Catalogue, service: str, name: str = "default") -> Sample:
    """A valid example of a form, valid today."""
    definition = catalogue.service(service)
    assert definition is not None
    return samples(definition, catalogue=catalogue, today=datetime.now(UTC).date())[name]


def fill_in(visitor: Visitor, service: str, sample: Sample) -> Visitor:
    """Fills in the whole form as a person does, up to the check page."""
    visitor.open(f"/uslugi/{service}/formularz")
    typed, rows = flat(sample.answers), groups(sample.answers)
    for _ in range(MOST_PAGES):
        if visitor.path.endswith("/sprawdz"):
            return visitor
        visitor.type(typed)
        for name, group in rows.items():
            while group and visitor.page.xpath("//*[@id=$id]", id=name):
                _add_row(visitor, name, group.pop(0))
        visitor.type(typed)  # adding a row saved the section and may have brought up questions
        for one in sample.attachments:
            if visitor.page.xpath("//input[@name=$name]", name=f"attachments-{one.slot}"):
                visitor.attach(one.slot, one)
        before = visitor.path, visitor.text
        visitor.press(SAVE["pl"])
        assert (visitor.path, visitor.text) != before, visitor.text
        _go_on(visitor)
    raise AssertionError("the form has no end")


def _go_on(visitor: Visitor) -> None:
    if visitor.complaints():
        raise Complained(f"{visitor.path}: {visitor.complaints()}")


def _add_row(visitor: Visitor, name: str, row: object) -> None:
    assert isinstance(row, dict)
    add = visitor.page.get_element_by_id(name)
    words = " ".join(add.text_content().split())
    if add.tag == "a":
        visitor.follow(words)
    else:
        visitor.press(words)
    for _ in range(4):
        prefix = next(key for key in visitor.typed if key.startswith(f"{name}-")).removeprefix(f"{name}-")
        index = prefix.partition("-")[0]
        visitor.type({f"{name}-{index}-{key}": value for key, value in flat(row).items()})
        here = visitor.path
        visitor.press("Zapisz ")
        _go_on(visitor)
        if visitor.path != here:
            return
