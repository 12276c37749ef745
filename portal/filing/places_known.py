"""The addresses of a page looked up in the register of places, when the page is saved: one question each."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from casework.drafting.draft_doubts import Looked
from casework.places.looking_up import PlacesOf
from forms_catalog.answers import ReadAnswers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import AnyField
from forms_catalog.places.address import addresses_in
from forms_catalog.places.register import doubts_about
from forms_catalog.places.voivodeships import LIST, Voivodeships

_MOST = 20  #: addresses of one page or table


def look_up(
    session: Session, fields: Sequence[AnyField], answers: ReadAnswers, catalogue: Catalogue
) -> Looked:
    """What is doubtful about each address in Poland among these answers; asks nothing where there is none."""
    asked = {address.key: address for _, address in addresses_in(fields, answers)}
    if not asked:
        return {}
    voivodeships, register = Voivodeships(catalogue.lists.get(LIST, ())), PlacesOf(session)
    return {
        key: doubts_about(address, register, voivodeships) for key, address in list(asked.items())[:_MOST]
    }
