"""`definitions/holidays.yaml`: the days that are free by law."""

from pathlib import Path

from forms_catalog.facts.holidays import Holiday
from forms_catalog.loading.strict_yaml import read
from forms_catalog.particulars import Frozen


class HolidayFile(Frozen):
    """All free days that are shipped."""

    holidays: tuple[Holiday, ...]


def read_holidays(file: Path) -> tuple[Holiday, ...]:
    """The free days of a file; ValueError when it is broken."""
    content, faults = read(file, file.name)
    if faults:
        raise ValueError("; ".join(map(str, faults)))
    return HolidayFile.model_validate(content).holidays
