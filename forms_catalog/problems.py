"""What the one judge says of answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from forms_catalog.texts import Text


def N_(message: str) -> str:
    """Marks a message id (English) for extraction; it is translated where it is shown."""
    return message


@dataclass(frozen=True)
class Problem:
    """One wrong answer: where it stands and how to mend it, in words for the person who typed it."""

    pointer: str  #: JSON pointer (RFC 6901) to the answer, also to one that is missing; "" for the whole form
    message: str  #: English message id with %(name)s places: "Write at most %(maximum)s characters."
    values: Mapping[str, str | Text] = field(default_factory=dict)
    own_words: Text | None = None  #: the definition's own sentence for this field, said instead of `message`
    code: str = (
        "invalid"  #: short stable word for machines: required, not_asked, checksum, too_long, unknown_field …
    )
    level: Literal["error", "warning"] = "error"  #: a warning may be right as it stands and stops nothing
