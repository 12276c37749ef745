"""What a person typed at the desk or in an answer, before it is kept."""

import unicodedata

from casework.desk.steps import WrongInput
from forms_catalog.problems import N_

LONGEST = 4000


def typed(field: str, text: str, missing: str, longest: int = LONGEST) -> str:
    """The text in NFC without spaces around it; WrongInput when nothing is left, or too much."""
    kept = unicodedata.normalize("NFC", text).replace("\x00", "").strip()
    if not kept:
        raise WrongInput(field, missing)
    if len(kept) > longest:
        raise WrongInput(field, N_("Write at most %(maximum)s characters."), {"maximum": str(longest)})
    return kept
