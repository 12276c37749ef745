"""What of a draft's addresses the register of places does not know, kept with the draft as plain JSON."""

from collections.abc import Mapping, Sequence

from casework.tables import JsonTree
from forms_catalog.places.register import Doubt, Kept

#: key of each address that was looked up → what is doubtful about it; () where all is known
Looked = Mapping[str, Sequence[Doubt]]

_MOST = 200  #: addresses; those of earlier spellings go first


def with_looked(before: JsonTree | None, looked: Looked) -> JsonTree | None:
    """What is kept once these addresses were looked up; None where nothing is doubtful."""
    fresh: JsonTree = {
        key: [[doubt.question, doubt.code, dict(doubt.values)] for doubt in doubts]
        for key, doubts in looked.items()
        if doubts
    }
    old = {key: doubts for key, doubts in (before or {}).items() if key not in looked}
    whole = old | fresh
    return (whole if len(whole) <= _MOST else fresh) or None


def read_doubted(kept: JsonTree | None) -> Kept:
    """As it was looked up."""
    return {key: tuple(Doubt(*said) for said in doubts) for key, doubts in (kept or {}).items()}  # type: ignore[attr-defined]  # lists, as with_looked writes them
