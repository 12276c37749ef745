"""One form out of what its file holds, with every fault and where it was written."""

from hashlib import sha256

import orjson
from pydantic import TypeAdapter, ValidationError

from forms_catalog.loading.blocks import Layer, Origins
from forms_catalog.loading.complaints import blank_texts, faults_of, step
from forms_catalog.loading.faults import Fault, said
from forms_catalog.loading.kept_once import KeptOnce
from forms_catalog.loading.proofreading import Known, proofread
from forms_catalog.model import Definition
from forms_catalog.problems import N_

_DEFINITION = TypeAdapter(Definition)


def read_form(
    raw: object, name: str, layer: Layer, known: Known, once: KeptOnce | None = None
) -> tuple[Definition | None, tuple[Fault, ...]]:
    """The form and what is wrong with it; None where its shape is too broken to make one."""
    if not isinstance(raw, dict):
        return None, (Fault(name, "", said(N_("holds no keys.")), said(N_("Begin with `code: …`."))),)
    laid = layer.lay(raw, name)
    faults = list(blank_texts(laid, name, layer.origins))
    try:
        definition = _DEFINITION.validate_python(laid)
    except ValidationError as error:
        return None, (*faults, *faults_of(error, laid, name, layer.origins))
    for place, wrong, hint in proofread(definition, known):
        file, path = _written_at(place, laid, name, layer.origins)
        faults.append(Fault(file, path, wrong, hint))
    made = definition.model_copy(update={"digest": digest(definition)})
    return (once or KeptOnce()).of(made), tuple(faults)


def digest(definition: Definition) -> str:
    """SHA-256 (hex) of the definition's canonical JSON: what it says, whatever the layout of its file.

    Values left at their defaults are not part of it, so a new optional key of the format changes no digest.
    """
    content = definition.model_dump(mode="json", by_alias=True, exclude={"digest"}, exclude_defaults=True)
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


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
