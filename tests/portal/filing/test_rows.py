"""Rows of repeating groups."""

from collections.abc import Callable

from sqlalchemy.orm import Session, sessionmaker

from forms_catalog.samples import Sample
from tests.portal.filing.filling import PROPERTY, fill_in
from tests.portal.filing.test_filing_in import count
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]


def at_structures(visitor: Visitor, example: Example) -> Visitor:
    """On the page of structures; the example has one."""
    fill_in(visitor, PROPERTY, example(PROPERTY))
    return visitor.open(visitor.path.replace("sprawdz", "structures"))


def rows(visitor: Visitor) -> list[str]:
    return [" ".join(row.text_content().split()) for row in visitor.page.xpath("//table/tbody/tr")]


def test_a_row_is_added_and_counted(visitor: Visitor, example: Example) -> None:
    at_structures(visitor, example).follow("Dodaj budowlę")
    visitor.type({"structure_items-1-name": "Ogrodzenie", "structure_items-1-value": "10 000"}).press(
        "Zapisz"
    )
    assert len(rows(visitor)) == 2
    assert "Ogrodzenie" in rows(visitor)[1]
    assert "200,00" in rows(visitor)[1]


def test_a_row_with_a_mistake_is_kept_and_marked(visitor: Visitor, example: Example) -> None:
    section = at_structures(visitor, example).path
    visitor.follow("Dodaj budowlę")
    visitor.type({"structure_items-1-name": "Ogrodzenie", "structure_items-1-value": "dużo"}).press("Zapisz")
    assert list(visitor.complaints()) == ["#structure_items-1-value"]
    assert visitor.typed["structure_items-1-value"] == "dużo"
    visitor.open(section).press("Zapisz i ")
    assert visitor.status == 422
    assert "do poprawy" in rows(visitor)[1]
    [link] = visitor.complaints()
    visitor.open(link.partition("#")[0])
    assert visitor.typed["structure_items-1-value"] == "dużo"
    visitor.type({"structure_items-1-value": "500"}).press("Zapisz")
    assert visitor.path == section
    assert len(rows(visitor)) == 2


def test_pressing_twice_adds_one_row(
    visitor: Visitor, example: Example, sessions: sessionmaker[Session]
) -> None:
    at_structures(visitor, example)
    before = count(sessions, "draft_row")
    visitor.follow("Dodaj budowlę")
    visitor.type({"structure_items-1-name": "Ogrodzenie", "structure_items-1-value": "1"}).press_twice(
        "Zapisz"
    )
    assert count(sessions, "draft_row") == before + 1


def test_a_row_goes_after_a_question(visitor: Visitor, example: Example) -> None:
    section = at_structures(visitor, example).path
    visitor.follow("Usuń")
    assert "Usunąć: budowla" in visitor.text
    visitor.follow("Nie usuwaj")
    assert len(rows(visitor)) == 1
    visitor.follow("Usuń").press("Usuń")
    assert visitor.path == section
    assert rows(visitor) == []


def test_a_row_that_went_in_another_tab_can_be_added_again(visitor: Visitor, example: Example) -> None:
    section = at_structures(visitor, example).path
    visitor.follow("Popraw").type({"structure_items-0-name": "Plac zmieniony"})
    other = Visitor(visitor.client).open(section)
    other.follow("Usuń").press("Usuń")
    visitor.press("Zapisz")
    assert visitor.status == 409
    assert "Plac zmieniony" in visitor.typed.values()
    visitor.press("Zapisz")
    assert visitor.path == section
    assert "Plac zmieniony" in rows(visitor)[0]


def test_no_more_rows_than_the_form_allows(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    visitor.open(visitor.path.replace("sprawdz", "applicant"))
    names = [str(number) for number in range(len(rows(visitor)), 5)]
    late = Visitor(visitor.client).open(visitor.path)
    late.press("Dodaj osobę")
    for number in names:
        prefix = f"company-representatives-{number}"
        visitor.press("Dodaj osobę").type(
            {
                f"{prefix}-first_name": "Ewa",
                f"{prefix}-last_name": number,
                f"{prefix}-function_pl": "prokurent",
            }
        ).press("Zapisz")
    assert len(rows(visitor)) == 5
    assert "Dodaj osobę" not in visitor.buttons()
    late.press("Zapisz")
    assert late.status == 422
    assert "Limit to 5" in late.text
    assert len(rows(visitor.open(visitor.path))) == 5


def test_adding_a_row_loses_nothing_typed_beside_it(visitor: Visitor, example: Example) -> None:
    fill_in(visitor, PROPERTY, example(PROPERTY))
    section = visitor.path.replace("sprawdz", "applicant")
    visitor.open(section).type({"company-full_name": "Nowa Nazwa sp. z o.o."}).press("Dodaj osobę")
    visitor.open(section)
    assert visitor.typed["company-full_name"] == "Nowa Nazwa sp. z o.o."


def test_a_row_page_shows_what_the_row_costs(visitor: Visitor, example: Example) -> None:
    at_structures(visitor, example).follow("Popraw")
    assert "1 700,00" in visitor.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_row_of_somebody_else_is_not_found(visitor: Visitor, example: Example) -> None:
    at_structures(visitor, example).follow("Popraw")
    row = visitor.path.rpartition("/")[2]
    other = Visitor(visitor.client)
    fill_in(other, PROPERTY, example(PROPERTY))
    other.open(other.path.replace("sprawdz", f"structures/structure_items/{row}"))
    assert other.status == 404
