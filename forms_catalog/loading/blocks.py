"""Blocks: fields that several forms share, written once and laid into each form that names them.

`{block: address_fields, as: address, label: …}` becomes a group named `address` with the block's fields.
`{block: address_fields}` lays the fields flat; `shown_when` is then added to each of them, and with
`required_when` the fields the block requires are required only when it holds. `autocomplete: false` takes the
tokens away, for an address that is not the user's own. Blocks may use blocks. A block may say how a group of
it is read back: `read_as: address`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms_catalog.loading.faults import Fault, did_you_mean, said
from forms_catalog.problems import N_

Raw = dict[str, object]

_GROUP_KEYS = {"label", "hint", "shown_when", "required", "required_when", "missing"}
_FLAT_KEYS = {"shown_when", "required_when"}


@dataclass
class Origins:
    """Where each piece of a form with its blocks laid in was written: (file, path in it)."""

    known: dict[int, tuple[str, str]] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)  #: keeps the ids above from being used again

    def note(self, piece: object, file: str, path: str) -> None:
        self.known[id(piece)] = (file, path)
        self.kept.append(piece)

    def of(self, piece: object) -> tuple[str, str] | None:
        return self.known.get(id(piece))


class Layer:
    """Lays blocks into forms and remembers where every piece came from."""

    def __init__(self, file: str, blocks: Mapping[str, object]) -> None:
        self.file, self.blocks = file, blocks
        self.origins = Origins()
        self.faults: list[Fault] = []

    def lay(self, raw: Raw, file: str) -> Raw:
        """The form with its blocks in place; what cannot be laid is noted as a fault and left out."""
        sections = raw.get("sections")
        if not isinstance(sections, list):
            return raw
        laid = [self._holder(section, file, f"sections[{n}]", ()) for n, section in enumerate(sections)]
        return raw | {"sections": laid}

    def _holder(self, raw: object, file: str, path: str, inside: tuple[str, ...]) -> object:
        """A section, group or row with the blocks in its `fields` laid."""
        if not isinstance(raw, dict) or not isinstance(raw.get("fields"), list):
            return raw
        laid = dict(raw)
        laid["fields"] = list(self._fields(raw["fields"], file, f"{path}.fields", inside))
        self.origins.note(laid, file, path)
        return laid

    def _fields(self, raw: list[object], file: str, path: str, inside: tuple[str, ...]) -> Iterator[object]:
        for number, item in enumerate(raw):
            here = f"{path}[{number}]"
            if isinstance(item, dict) and "block" in item:
                yield from self._use(item, file, here, inside)
            else:
                self.origins.note(item, file, here)
                yield self._holder(item, file, here, inside)

    def _use(self, use: Raw, file: str, path: str, inside: tuple[str, ...]) -> Iterator[object]:
        name = str(use["block"])
        block = self.blocks.get(name)
        if not self._usable(use, block, file, path, inside) or not isinstance(block, dict):
            return
        laid = list(self._fields(block["fields"], self.file, f"blocks.{name}.fields", (*inside, name)))
        if use.get("autocomplete") is False:
            laid = [self._without_tokens(item) for item in laid]
        if "as" in use:
            group = {key: value for key, value in use.items() if key in _GROUP_KEYS}
            group |= {"name": use["as"], "kind": "group", "fields": laid}
            group |= {key: value for key, value in block.items() if key == "read_as"}
            self.origins.note(group, file, path)
            yield group
        else:
            yield from (self._conditioned(item, use) for item in laid)

    def _usable(self, use: Raw, block: object, file: str, path: str, inside: tuple[str, ...]) -> bool:
        name = str(use["block"])
        known = {"block", "as", "autocomplete"} | (_GROUP_KEYS if "as" in use else _FLAT_KEYS)
        for key in use.keys() - known:
            hint = (
                did_you_mean(key, known) if "as" in use else said(N_("Only a block used with `as` has it."))
            )
            wrong = said(N_("this key does not belong to a block's use."))
            self.faults.append(Fault(file, f"{path}.{key}", wrong, hint))
        if block is None:
            wrong = said(N_("no block “%(name)s”."), name=name)
            self.faults.append(Fault(file, f"{path}.block", wrong, did_you_mean(name, self.blocks.keys())))
        elif name in inside:
            wrong = said(N_("the block “%(name)s” holds itself."), name=name)
            self.faults.append(Fault(file, path, wrong, said(N_("Take one use away."))))
        elif not isinstance(block, dict) or not isinstance(block.get("fields"), list):
            wrong = said(N_("a block is written as {fields: […]}."))
            self.faults.append(Fault(self.file, f"blocks.{name}", wrong, said(N_("Add `fields`."))))
        else:
            return True
        return False

    def _copy(self, item: object, changes: Raw) -> object:
        if not isinstance(item, dict):
            return item
        copy = item | changes
        origin = self.origins.of(item)
        if origin:
            self.origins.note(copy, *origin)
        return copy

    def _without_tokens(self, item: object) -> object:
        if not isinstance(item, dict):
            return item
        changes: Raw = {"autocomplete": None} if "autocomplete" in item else {}
        if isinstance(item.get("fields"), list):
            changes["fields"] = [self._without_tokens(inner) for inner in item["fields"]]
        return self._copy(item, changes)

    def _conditioned(self, item: object, use: Raw) -> object:
        if not isinstance(item, dict):
            return item
        changes: Raw = {}
        if "shown_when" in use:
            changes["shown_when"] = _both(use["shown_when"], item.get("shown_when"))
        if "required_when" in use and item.get("required") is True:
            changes |= {"required": False, "required_when": use["required_when"]}
        elif "required_when" in use and "required_when" in item:
            changes["required_when"] = _both(use["required_when"], item["required_when"])
        return self._copy(item, changes)


def _both(first: object, second: object) -> object:
    return first if second is None else {"all": [first, second]}
