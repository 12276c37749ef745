"""Reads a folder of definition files into checked values and gathers every fault before it gives up.

services/<code>.yaml · blocks.yaml · lists/<name>.yaml · rates/<table>.yaml · acts.yaml · situations.yaml ·
offices.yaml · not_here.yaml · minimum_rates.yaml · second_looks.yaml; a missing file or folder counts as an
empty one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from forms_catalog.calculations import CALCULATIONS
from forms_catalog.doubts import Look
from forms_catalog.loading.blocks import Layer, Origins
from forms_catalog.loading.bounds import MinimumTable, above_caps, below_minimums
from forms_catalog.loading.complaints import blank_texts, faults_of, step
from forms_catalog.loading.faults import DefinitionError, Fault, did_you_mean
from forms_catalog.loading.proofreading import Known, proofread
from forms_catalog.loading.rate_files import RateFile, misfits
from forms_catalog.loading.second_look_files import LookRow, SecondLooksFile, TooMuchRow, looks_of
from forms_catalog.loading.second_look_files import misfits as looks_at_nothing
from forms_catalog.loading.strict_yaml import read
from forms_catalog.model import Definition, Standing
from forms_catalog.particulars import Frozen
from forms_catalog.rates import Rate
from forms_catalog.reference import ListEntry, NotHere, OfficeFacts, Situation
from forms_catalog.rules import RULES
from forms_catalog.texts import Text


class _ListFile(Frozen):
    list: str
    standing: Standing = "verified"
    entries: tuple[ListEntry, ...]


class _BlocksFile(Frozen):
    blocks: dict[str, object]


class _ActsFile(Frozen):
    acts: dict[str, Text]


class _SituationsFile(Frozen):
    situations: tuple[Situation, ...]


class _NotHereFile(Frozen):
    matters: tuple[NotHere, ...]


class _OfficesFile(Frozen):
    offices: tuple[OfficeFacts, ...]


class _MinimumsFile(Frozen):
    minimums: tuple[MinimumTable, ...]


_DEFINITION = TypeAdapter(Definition)
_M = TypeVar("_M", bound=BaseModel)


@dataclass
class Loaded:
    """What the files hold, checked; `faults` is empty when it may be used."""

    definitions: dict[tuple[str, int], Definition] = field(default_factory=dict)
    files: dict[tuple[str, int], str] = field(default_factory=dict)  #: where each definition stands
    lists: dict[str, tuple[ListEntry, ...]] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)  #: lists that nobody has confirmed
    rates: list[Rate] = field(default_factory=list)
    minimums: tuple[MinimumTable, ...] = ()
    acts: dict[str, Text] = field(default_factory=dict)
    situations: tuple[Situation, ...] = ()
    offices: dict[str, OfficeFacts] = field(default_factory=dict)
    not_here: tuple[NotHere, ...] = ()
    looks: dict[tuple[str, int], tuple[Look, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


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


def digest(definition: Definition) -> str:
    """SHA-256 (hex) of the definition's canonical JSON: what it says, whatever the layout of its file.

    Values left at their defaults are not part of it, so a new optional key of the format changes no digest.
    """
    content = definition.model_dump(mode="json", by_alias=True, exclude={"digest"}, exclude_defaults=True)
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


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
    offices = _one(folder, "offices.yaml", _OfficesFile, loaded)
    not_here = _one(folder, "not_here.yaml", _NotHereFile, loaded)
    loaded.not_here = not_here.matters if not_here else ()
    loaded.acts = acts.acts if acts else {}
    loaded.situations = situations.situations if situations else ()
    loaded.offices = {office.code: office for office in offices.offices} if offices else {}
    for path in sorted((folder / "lists").glob("*.yaml")):
        name = f"lists/{path.name}"
        entries = _one(folder, name, _ListFile, loaded)
        # a broken list is still a known one: its own fault is enough
        loaded.lists[entries.list if entries else path.stem] = entries.entries if entries else ()
        if entries and entries.standing != "verified":
            loaded.unsure.append(entries.list)
    minimums = _one(folder, "minimum_rates.yaml", _MinimumsFile, loaded)
    loaded.minimums = minimums.minimums if minimums else ()
    for path in sorted((folder / "rates").glob("*.yaml")):
        _rates(folder, f"rates/{path.name}", loaded)


def _rates(folder: Path, name: str, loaded: Loaded) -> None:
    table = _one(folder, name, RateFile, loaded)
    if table is None:
        return
    rates = table.book()
    loaded.rates += rates
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
    loaded.looks = looks_of(loaded.definitions, rows)


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
    if not isinstance(raw, dict):
        yield Fault(name, "", "holds no keys.", "Begin with `code: …`.")
        return
    laid = layer.lay(raw, name)
    yield from blank_texts(laid, name, layer.origins)
    try:
        definition = _DEFINITION.validate_python(laid)
    except ValidationError as error:
        yield from faults_of(error, laid, name, layer.origins)
        return
    for place, wrong, hint in proofread(definition, known):
        file, path = _written_at(place, laid, name, layer.origins)
        yield Fault(file, path, wrong, hint)
    key = (definition.code, definition.version)
    if key in loaded.definitions:
        wrong = f"version {definition.version} of {definition.code} is already in {loaded.files[key]}."
        yield Fault(name, "version", wrong, "Give the new one the next number.")
    loaded.definitions[key] = definition.model_copy(update={"digest": digest(definition)})
    loaded.files[key] = name


def _written_at(place: tuple[str | int, ...], data: object, file: str, origins: Origins) -> tuple[str, str]:
    path = ""
    for part in place:
        path = step(path, part)
        if isinstance(data, dict) and isinstance(part, str):
            data = data.get(part)
        elif isinstance(data, list | tuple) and isinstance(part, int):
            data = data[part]
        file, path = origins.of(data) or (file, path)
    return file, path


def _cross_references(folder: str, loaded: Loaded) -> Iterator[Fault]:
    codes = {code for code, _ in loaded.definitions}
    departments = {d.code: d.department for d in loaded.definitions.values()}
    for number, situation in enumerate(loaded.situations):
        place = f"situations[{number}].services"
        yield from _unknown_services(situation.services, codes, f"{folder}/situations.yaml", place)
    for number, office in enumerate(loaded.offices.values()):
        file, place = f"{folder}/offices.yaml", f"offices[{number}]"
        yield from _unknown_services(office.services, codes, file, f"{place}.services")
        for code in office.services:
            yield from _unit(code, departments, office, file, place)


def _unknown_services(used: tuple[str, ...], codes: set[str], file: str, place: str) -> Iterator[Fault]:
    for number, code in enumerate(used):
        if code not in codes:
            yield Fault(file, f"{place}[{number}]", f"no service “{code}”.", did_you_mean(code, codes))


def _unit(
    code: str, departments: Mapping[str, str], office: OfficeFacts, file: str, place: str
) -> Iterator[Fault]:
    department = departments.get(code)
    for key, there in (("units", office.units), ("unit_symbols", office.unit_symbols)):
        if department is not None and department not in there:
            wrong = f"no “{department}”, which handles {code}."
            yield Fault(file, f"{place}.{key}", wrong, did_you_mean(department, there))
