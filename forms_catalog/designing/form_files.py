"""A form as a file of its own: written so that the loader takes it, read from strangers with care."""

import re
from collections.abc import Mapping

import yaml

from forms_catalog.catalogue import DEFINITIONS
from forms_catalog.designing.checks import questions_of
from forms_catalog.designing.document import Document
from forms_catalog.designing.sound import MOST_QUESTIONS
from forms_catalog.loading.blocks import Layer
from forms_catalog.loading.faults import Fault, said
from forms_catalog.loading.strict_yaml import StrictLoader, no_text, read, read_text
from forms_catalog.model import Definition
from forms_catalog.problems import N_

#: bytes; the longest shipped form has a tenth of it
LARGEST = 1_000_000
_DEEPEST = 60
_MOST_NODES = 60_000
#: what no database or document holds
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class _Writer(yaml.CSafeDumper):
    """No anchors: each piece stands where it belongs."""

    def ignore_aliases(self, data: object) -> bool:
        return True


#: what stands first in a file, whatever the order a database gives keys back in
_FIRST = ("code", "version", "name", "kind", "value", "pl", "en", "uk", "field", "label", "hint")
_ORDER = {key: at for at, key in enumerate(dict.fromkeys((*_FIRST, *Definition.model_fields)))}


def to_yaml(document: Document) -> str:
    """The form as text of a file that the loader reads as the same form."""
    return yaml.dump(_ordered(document), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=110)


def _ordered(piece: object) -> object:
    if isinstance(piece, dict):
        keys = sorted(piece, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))
        return {key: _ordered(piece[key]) for key in keys}
    return [_ordered(one) for one in piece] if isinstance(piece, list) else piece


def shipped_blocks() -> Mapping[str, object]:
    """The blocks that shipped forms are made of, for files that name them."""
    raw, _ = read(DEFINITIONS / "blocks.yaml", "blocks.yaml")
    blocks = raw.get("blocks") if isinstance(raw, dict) else None
    return blocks if isinstance(blocks, dict) else {}


def from_yaml(
    data: bytes, name: str, *, blocks: Mapping[str, object]
) -> tuple[Document | None, tuple[Fault, ...]]:
    """The form in the file called `name`, with its blocks laid, or what is wrong with the file itself.

    Tags, anchors and references are refused before anything is built of them, as are files too long or too
    deep. What is wrong with the form is for the checks to say.
    """
    if len(data) > LARGEST:
        wrong = said(N_("is larger than %(bytes)s bytes."), bytes=LARGEST)
        return None, (Fault(name, "", wrong, said(N_("One form is never so long."))),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, (no_text(name),)
    raw, faults = read_text(text, name) if (strange := _strange(text, name)) is None else (None, [strange])
    if faults:
        return None, tuple(faults)
    if not isinstance(raw, dict):
        return None, (Fault(name, "", said(N_("holds no keys.")), said(N_("Begin with `code: …`."))),)
    layer = Layer("blocks.yaml", blocks)
    laid = _plain(layer.lay(raw, name))
    # pages of the designer take long over thousands of mistakes
    if isinstance(laid, dict) and sum(1 for _ in questions_of(laid)) > MOST_QUESTIONS:
        wrong = said(N_("a form has at most %(most)s questions."), most=MOST_QUESTIONS)
        return None, (Fault(name, "", wrong, said(N_("One form is never so long."))),)
    return (laid if isinstance(laid, dict) and not layer.faults else None), tuple(layer.faults)


def _plain(piece: object) -> object:
    """As JSON holds it: keys are text."""
    if isinstance(piece, dict):
        return {str(key): _plain(value) for key, value in piece.items()}
    return [_plain(one) for one in piece] if isinstance(piece, list) else piece


def _strange(text: str, name: str) -> Fault | None:
    """What no form has: a tag, an anchor, a reference, a second document, too many or too deep pieces."""
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=StrictLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                wrong = said(N_("line %(line)s: holds a reference (& or *)."), line=line)
                return Fault(name, "", wrong, said(N_("Write the text out in full.")))
            if getattr(event, "tag", None) is not None:
                wrong = said(N_("line %(line)s: holds a tag (!)."), line=line)
                return Fault(name, "", wrong, said(N_("Put the text in quotes.")))
            if isinstance(event, yaml.ScalarEvent) and _NO_TEXT.search(event.value):
                wrong = said(N_("line %(line)s: holds a sign that is no letter."), line=line)
                return Fault(name, "", wrong, said(N_("Type that text anew.")))
            nodes += isinstance(event, yaml.NodeEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or nodes > _MOST_NODES or documents > 1:
                wrong = said(N_("line %(line)s: holds more than one form."), line=line)
                return Fault(name, "", wrong, said(N_("One file is one form.")))
    except yaml.YAMLError:
        return None  # the reader says where
    return None
