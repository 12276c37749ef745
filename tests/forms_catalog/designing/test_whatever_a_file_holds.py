"""Whatever somebody reads in from a file is checked, shown as far as it goes, compared and written again."""

from collections.abc import Iterator
from copy import deepcopy

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from forms_catalog.catalogue import Catalogue
from forms_catalog.designing import building
from forms_catalog.designing.checks import check, questions_of
from forms_catalog.designing.difference import compare
from forms_catalog.designing.document import Document, copy_of, document_of
from forms_catalog.designing.form_files import from_yaml, to_yaml
from forms_catalog.designing.presentable import presentable
from forms_catalog.scopes import Path
from forms_catalog.texts import Text

SMALL = "wszystkie-rodzaje"
STRANGE = st.sampled_from(
    [None, True, 5, -1, "", "x", "1.5", [], [1], ["x"], {}, {"pl": 3}, {"pl": ""},
     {"field": "nobody", "is": 1}, {"all": []}, [{}], [{"name": "a"}], {"kind": "rows"}, "sections"]
)  # fmt: skip


def places(piece: object, road: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Every place of the document."""
    inner = piece.items() if isinstance(piece, dict) else enumerate(piece) if isinstance(piece, list) else ()
    for step, value in inner:
        yield (*road, step)
        yield from places(value, (*road, step))


def spoiled(document: Document, data: st.DataObject) -> Document:
    made = copy_of(document)
    for _ in range(data.draw(st.integers(1, 3))):
        *road, last = data.draw(st.sampled_from(list(places(made))))
        holder: object = made
        for step in road:
            holder = holder[step]  # type: ignore[index]  # the road is one of this document
        holder[last] = deepcopy(data.draw(STRANGE))  # type: ignore[index]  # as above
    return made


@given(data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.generate])
def test_nothing_in_a_file_breaks_the_designer(small: Catalogue, data: st.DataObject) -> None:
    form = small.service(SMALL)
    assert form is not None
    document = document_of(form)
    strange = spoiled(document, data)
    checked = check(strange, small, ukrainian=True)
    assert checked.good == (checked.definition is not None)
    shown = presentable(strange, small)

    def say(condition: object, scope: Path, newer: bool) -> Text | None:
        seen = shown if newer else form
        return building.say_condition(condition, scope, seen, small) if seen else None

    assert isinstance(compare(document, strange, say), tuple)
    for _, question in questions_of(strange):
        building.lines_of(question.get("shown_when"))
    again, faults = from_yaml(to_yaml(strange).encode(), "form.yaml", blocks={})
    assert again == strange, faults
