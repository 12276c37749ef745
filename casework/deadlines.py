"""The law's clock, first part: by when the office answers."""

from dataclasses import dataclass
from datetime import date, datetime

from forms_catalog.model import OfficeDeadline


@dataclass(frozen=True)
class Due:
    on: date | None  #: Warsaw date; None where there is no term
    explained: str  #: key of the sentence: udip13, none_internal_sla, immediate …


def due(deadline: OfficeDeadline, filed_at: datetime) -> Due:
    """The office's own term, unshifted (KPA art. 35, OP art. 139, udip art. 13: mode `office`); the day of filing is not counted (KPA art. 57 § 1)."""
    raise NotImplementedError
