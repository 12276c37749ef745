"""The units of a city out of a table (CSV): one unit a row, columns as in COLUMNS."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from forms_catalog.loading.faults import did_you_mean
from forms_catalog.offices.local_units import LocalUnit, UnitKind
from forms_catalog.signs import STRANGE
from forms_catalog.spreadsheets.csv_table import Record, read_csv

#: what a table calls each kind
KINDS: Mapping[str, UnitKind] = {
    "rada dzielnicy": "district_council",
    "jednostka miejska": "municipal_unit",
    "filia biblioteki": "library_branch",
}
#: name → whether it must be there; the others may be left out
COLUMNS: Mapping[str, bool] = {
    **{"kod": True, "rodzaj": True, "nazwa": True},
    **{"nazwa_en": False, "nazwa_uk": False, "od": False, "do": False},
}


class UnitsRefused(Exception):
    """The table cannot be taken; `faults` name row and column (English)."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


@dataclass(frozen=True)
class UnitsRead:
    units: tuple[LocalUnit, ...]
    unnamed: int  #: rows whose name nobody has filled in yet
    kinds: frozenset[UnitKind] = frozenset()  #: that any row is of, with a name or without


def read_units(data: bytes) -> UnitsRead:
    """The units of a table; UnitsRefused or TableRefused when any row is wrong: all are taken or none."""
    table = read_csv(data)
    header = [cell.lower() for cell in table.header]
    faults = [
        f"there is no column “{name}”." for name, must in COLUMNS.items() if must and name not in header
    ]
    faults += [
        f"no column is called “{name}”. {did_you_mean(name, COLUMNS)}"
        for name in header
        if name and name not in COLUMNS
    ]
    if faults:
        raise UnitsRefused(faults)
    units: dict[str, LocalUnit] = {}
    unnamed = 0
    kinds: set[UnitKind] = set()
    for record in table.records:
        said = dict(zip(header, record.cells, strict=False))
        kinds |= {kind for kind in (_kind(said),) if kind}
        if not said.get("nazwa"):
            unnamed += 1
            continue
        made = _unit(said, record, faults)
        if made is not None and made.code in units:
            faults.append(f"row {record.number}, kod: “{made.code}” is there a second time.")
        elif made is not None:
            units[made.code] = made
    if faults:
        raise UnitsRefused(faults)
    return UnitsRead(tuple(units.values()), unnamed, frozenset(kinds))


def _kind(said: Mapping[str, str]) -> UnitKind | None:
    return KINDS.get(" ".join(said.get("rodzaj", "").lower().split()))


def _unit(said: Mapping[str, str], record: Record, faults: list[str]) -> LocalUnit | None:
    kind = _kind(said)
    if kind is None:
        hint = did_you_mean(said.get("rodzaj", ""), KINDS)
        faults.append(f"row {record.number}, rodzaj: no kind “{said.get('rodzaj', '')}”. {hint}")
        return None
    strange = next((column for column, cell in said.items() if STRANGE.search(cell)), None)
    if strange is not None:
        faults.append(f"row {record.number}, {strange}: holds a sign that is no letter. Type it anew.")
        return None
    name = said["nazwa"]
    try:
        return LocalUnit.model_validate(
            {
                "code": said.get("kod", ""),
                "kind": kind,
                "name": {"pl": name, "en": said.get("nazwa_en") or name, "uk": said.get("nazwa_uk") or None},
                "valid_from": _day(said.get("od", "")),
                "valid_to": _day(said.get("do", "")),
            }
        )
    except ValidationError as error:
        columns = {"code": "kod", "valid_from": "od", "valid_to": "do", "name": "nazwa"}
        for fault in error.errors(include_url=False):
            column = columns.get(str(fault["loc"][0]), str(fault["loc"][0]))
            faults.append(f"row {record.number}, {column}: {fault['msg']}")
        return None


def _day(text: str) -> str | None:
    """Spreadsheets save 2026-03-01 as 1.03.2026."""
    parts = text.split(".")
    return (f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" if len(parts) == 3 else text) or None
