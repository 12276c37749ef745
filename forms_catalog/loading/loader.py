"""Reads a folder of definition files into checked values and gathers every fault before it gives up.

services/<code>.yaml · blocks.yaml · lists/<name>.yaml · rates/<table>.yaml · acts.yaml · situations.yaml ·
offices/<code>.yaml · office_kinds.yaml · not_here.yaml · minimum_rates.yaml · second_looks.yaml; a missing
file or folder counts as an empty one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from forms_catalog.calculations import CALCULATIONS
from forms_catalog.doubts import Look
from forms_catalog.facts.holidays import Holiday
from forms_catalog.facts.rate_names import RateWords
from forms_catalog.facts.rates import Rate
from forms_catalog.loading.blocks import Layer, Origins
from forms_catalog.loading.bounds import MinimumTable, above_caps, below_minimums
from forms_catalog.loading.complaints import faults_of, half_translated, too_few_or_many
from forms_catalog.loading.faults import DefinitionError, Fault, did_you_mean
from forms_catalog.loading.holiday_file import HolidayFile
from forms_catalog.loading.kept_once import KeptOnce
from forms_catalog.loading.office_files import misfits as office_misfits
from forms_catalog.loading.one_form import read_form
from forms_catalog.loading.proofreading import Known
from forms_catalog.loading.rate_files import RateFile, misfits, nameless
from forms_catalog.loading.second_look_files import LookRow, SecondLooksFile, TooMuchRow, looks_of
from forms_catalog.loading.second_look_files import misfits as looks_at_nothing
from forms_catalog.loading.strict_yaml import read
from forms_catalog.model import Definition, Standing
from forms_catalog.offices.office_rows import OfficeKinds, OfficeRow
from forms_catalog.particulars import Frozen
from forms_catalog.reference import ListEntry, NotHere, Situation
from forms_catalog.rules import RULES
from forms_catalog.texts import Text


class _ListFile(Frozen):
    list: str
    title: Text | None = None  #: what people call it who do not know its name for computers
    standing: Standing = "verified"
    entries: tuple[ListEntry, ...]


class _BlocksFile(Frozen):
    blocks: dict[str, object]


class _ActsFile(Frozen):
    acts: dict[str, Text]


class _SituationsFile(Frozen):
    situations: tuple[Situation, ...]
    often: tuple[str, ...] = ()


class _NotHereFile(Frozen):
    matters: tuple[NotHere, ...]


class _MinimumsFile(Frozen):
    minimums: tuple[MinimumTable, ...]


_M = TypeVar("_M", bound=BaseModel)


@dataclass
class Loaded:
    """What the files hold, checked; `faults` is empty when it may be used."""

    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)
    files: dict[tuple[str, int], str] = field(default_factory=dict)  #: where each definition stands
    lists: dict[str, tuple[ListEntry, ...]] = field(default_factory=dict)
    list_titles: dict[str, Text] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)  #: lists that nobody has confirmed
    rates: list[Rate] = field(default_factory=list)
    rate_names: dict[str, dict[str, RateWords]] = field(default_factory=dict)
    rate_titles: dict[str, Text] = field(default_factory=dict)
    minimums: tuple[MinimumTable, ...] = ()
    acts: dict[str, Text] = field(default_factory=dict)
    situations: tuple[Situation, ...] = ()
    often: tuple[str, ...] = ()
    offices: dict[str, OfficeRow] = field(default_factory=dict)
    office_kinds: OfficeKinds = field(default_factory=OfficeKinds)
    not_here: tuple[NotHere, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    looks: dict[tuple[str, int], tuple[Look, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    once: KeptOnce = field(default_factory=KeptOnce)


def read_folder(folder: Path, extra: tuple[Path, ...] = ()) -> Loaded:
    """The checked content of a folder and further ones of services, or DefinitionError with every fault."""
    loaded = Loaded()
    if not folder.is_dir():
        raise DefinitionError([Fault(str(folder), "", "there is no such folder.")])
    _reference(folder, loaded)
    blocks = _one(folder, "blocks.yaml", _BlocksFile, loaded)
    layer = Layer(f"{folder.name}/blocks.yaml", blocks.blocks if blocks else {})
    for home in (folder, *extra):
        _services(home, layer, loaded)
    _second_looks(folder, loaded)
    loaded.faults += layer.faults
    loaded.faults += _cross_references(folder.name, loaded)
    if loaded.faults:
        raise DefinitionError(loaded.faults)
    return loaded


def _one(folder: Path, name: str, shape: type[_M], loaded: Loaded) -> _M | None:
    path = folder / name
    if not path.is_file():
        return None
    called = f"{folder.name}/{name}"
    raw, faults = read(path, called)
    loaded.faults += faults
    if faults:
        return None
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        loaded.faults += faults_of(error, raw, called, Origins())
        return None


def _reference(folder: Path, loaded: Loaded) -> None:
    acts = _one(folder, "acts.yaml", _ActsFile, loaded)
    situations = _one(folder, "situations.yaml", _SituationsFile, loaded)
    loaded.office_kinds = _one(folder, "office_kinds.yaml", OfficeKinds, loaded) or OfficeKinds()
    for path in sorted((folder / "offices").glob("*.yaml")):
        _office(folder, path.stem, loaded)
    not_here = _one(folder, "not_here.yaml", _NotHereFile, loaded)
    loaded.not_here = not_here.matters if not_here else ()
    loaded.acts = acts.acts if acts else {}
    loaded.situations = situations.situations if situations else ()
    loaded.often = situations.often if situations else ()
    for path in sorted((folder / "lists").glob("*.yaml")):
        name = f"lists/{path.name}"
        entries = _one(folder, name, _ListFile, loaded)
        # a broken list is still a known one: its own fault is enough
        loaded.lists[entries.list if entries else path.stem] = entries.entries if entries else ()
        if entries and entries.title:
            loaded.list_titles[entries.list] = entries.title
        if entries and entries.standing != "verified":
            loaded.unsure.append(entries.list)
    holidays = _one(folder, "holidays.yaml", HolidayFile, loaded)
    loaded.holidays = holidays.holidays if holidays else ()
    minimums = _one(folder, "minimum_rates.yaml", _MinimumsFile, loaded)
    loaded.minimums = minimums.minimums if minimums else ()
    for path in sorted((folder / "rates").glob("*.yaml")):
        _rates(folder, f"rates/{path.name}", loaded)


def _office(folder: Path, code: str, loaded: Loaded) -> None:
    name = f"offices/{code}.yaml"
    row = _one(folder, name, OfficeRow, loaded)
    if row is not None and row.code != code:
        wrong = f"“{row.code}” is not the name of the file."
        loaded.faults.append(Fault(f"{folder.name}/{name}", "code", wrong, f"Call the file {row.code}.yaml."))
    if row is not None:
        loaded.offices[row.code] = row


def _rates(folder: Path, name: str, loaded: Loaded) -> None:
    table = _one(folder, name, RateFile, loaded)
    if table is None:
        return
    rates = table.book()
    loaded.rates += rates
    loaded.rate_names[table.table] = table.names
    loaded.rate_titles[table.table] = table.title
    for number, wrong, hint in nameless(table):
        loaded.faults.append(Fault(f"{folder.name}/{name}", f"rates[{number}].key", wrong, hint))
    for number, wrong, hint in misfits(table.rates):
        loaded.faults.append(Fault(f"{folder.name}/{name}", f"rates[{number}]", wrong, hint))
    for breach in (*above_caps(rates), *below_minimums(rates, loaded.minimums)):
        place = f"rates[{rates.index(breach.rate)}].value"
        loaded.faults.append(Fault(f"{folder.name}/{name}", place, breach.wrong, breach.hint))
    for number, row in enumerate(table.rates):
        if loaded.offices and row.office is not None and row.office not in loaded.offices:
            hint = did_you_mean(row.office, loaded.offices)
            wrong = f"no office “{row.office}”."
            loaded.faults.append(Fault(f"{folder.name}/{name}", f"rates[{number}].office", wrong, hint))


def _second_looks(folder: Path, loaded: Loaded) -> None:
    name = "second_looks.yaml"
    content = _one(folder, name, SecondLooksFile, loaded)
    rows: tuple[TooMuchRow | LookRow, ...] = content.second_looks if content else ()
    for number, key, wrong, hint in looks_at_nothing(loaded.definitions, rows):
        loaded.faults.append(Fault(f"{folder.name}/{name}", f"second_looks[{number}].{key}", wrong, hint))
    loaded.looks = looks_of(loaded.definitions, rows, loaded.lists)


def _services(home: Path, layer: Layer, loaded: Loaded) -> None:
    known = Known(
        acts=loaded.acts,
        lists={name: {entry.value for entry in entries} for name, entries in loaded.lists.items()},
        rules=RULES,
        calculations=CALCULATIONS,
    )
    for path in sorted((home / "services").glob("*.yaml")):
        name = f"{home.name}/services/{path.name}"
        raw, faults = read(path, name)
        loaded.faults += faults or _service(raw, name, layer, known, loaded)


def _service(raw: object, name: str, layer: Layer, known: Known, loaded: Loaded) -> Iterator[Fault]:
    definition, faults = read_form(raw, name, layer, known, loaded.once)
    yield from faults
    yield from half_translated(raw, name)
    yield from too_few_or_many(raw, name) if isinstance(raw, dict) else ()
    if definition is None:
        return
    key = (definition.code, definition.version)
    if key in loaded.definitions:
        wrong = f"version {definition.version} of {definition.code} is already in {loaded.files[key]}."
        yield Fault(name, "version", wrong, "Give the new one the next number.")
    loaded.definitions[key] = definition
    loaded.files[key] = name


def _cross_references(folder: str, loaded: Loaded) -> Iterator[Fault]:
    codes = {code for code, _ in loaded.definitions}
    for number, situation in enumerate(loaded.situations):
        place = f"situations[{number}].services"
        yield from _unknown_services(situation.services, codes, f"{folder}/situations.yaml", place)
    yield from _unknown_services(loaded.often, codes, f"{folder}/situations.yaml", "often")
    for code, office in loaded.offices.items():
        file = f"{folder}/offices/{code}.yaml"
        for place, wrong, hint in office_misfits(office, loaded.office_kinds, loaded.definitions.values()):
            yield Fault(file, place, wrong, hint)


def _unknown_services(used: tuple[str, ...], codes: set[str], file: str, place: str) -> Iterator[Fault]:
    for number, code in enumerate(used):
        if code not in codes:
            yield Fault(file, f"{place}[{number}]", f"no service “{code}”.", did_you_mean(code, codes))
