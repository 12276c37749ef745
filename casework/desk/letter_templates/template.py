"""A template of a letter: its words with {named} places, checked before anybody writes with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from forms_catalog.loading.strict_yaml import read
from forms_catalog.texts import Text

FOLDER = Path(__file__).parent
#: what every letter knows by itself: facts of the case, the office and the clerk
FACTS = frozenset(
    {
        "addressee",
        "authority",
        "case_sign",
        "city",
        "clerk",
        "clerk_post",
        "filed_on",
        "office",
        "register_number",
        "service",
        "today",
        "unit",
    }
)
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BROKEN = re.compile(r"\{[^{}]{0,40}\}?|[^{}]{0,40}\}")

Kind = Literal["call", "decision", "certificate", "acceptance", "information", "other"]


class TemplateBroken(ValueError):
    """A template that no letter can be made from; names the template and the place."""

    def __init__(self, template: str, place: str, wrong: str) -> None:
        super().__init__(f"letter template {template}: {place}: {wrong}")
        self.template, self.place = template, place


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Ask:
    """What the clerk fills in; its name is the {place} where it stands."""

    name: str
    label: Text
    kind: Literal["line", "text", "date"] = "line"
    optional: bool = False


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Part:
    """A paragraph, or a heading."""

    text: str
    heading: bool = False
    #: left out while this place is empty
    when: str | None = None


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Template:
    """A letter to be."""

    name: str
    version: int
    kind: Kind
    title: Text
    body: tuple[Part, ...]
    #: how sure the words are in law
    standing: str
    asks: tuple[Ask, ...] = ()
    #: procedure → place → words of the template's own; {} and only then: for every procedure
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fits(self, procedure: str) -> bool:
        """Whether it can be used in a procedure (kpa, op, udip)."""
        return not self.wording or procedure in self.wording

    def parts(self, procedure: str) -> tuple[Part, ...]:
        """The body with the procedure's own wording. TemplateBroken for a place that nothing fills."""
        own = self.wording.get(procedure, {})
        known = FACTS | {ask.name for ask in self.asks}
        return tuple(_checked(self.name, part, own, known) for part in self.body)


def filled(parts: tuple[Part, ...], values: Mapping[str, str]) -> Iterator[Part]:
    """The parts with their places filled once: braces in a value are only braces."""
    for part in parts:
        if part.when is None or values.get(part.when, "").strip():
            text = _PLACE.sub(lambda place: values.get(place[1], ""), part.text)
            yield Part(text, part.heading)


def read_template(path: Path) -> Template:
    """The template of a file; TemplateBroken when it cannot be used in one of its procedures."""
    content, faults = read(path, path.name)
    if faults:
        raise TemplateBroken(path.name, faults[0].path or "file", faults[0].wrong)
    try:
        template = TypeAdapter(Template).validate_python(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise TemplateBroken(path.name, ".".join(map(str, first["loc"])), first["msg"]) from None
    for procedure in template.wording or ("kpa",):
        template.parts(procedure)
    return template


@cache
def templates() -> Mapping[str, Template]:
    """The templates that come with the program, by name."""
    found = [read_template(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {template.name: template for template in found}


def _checked(template: str, part: Part, own: Mapping[str, str], known: frozenset[str]) -> Part:
    text = _PLACE.sub(lambda place: own.get(place[1], place[0]), part.text)
    unknown = [name for name in _PLACE.findall(text) if name not in known]
    if part.when is not None and part.when not in known:
        unknown.append(part.when)
    if unknown:
        raise TemplateBroken(template, f"{{{unknown[0]}}}", "nothing fills this place")
    if broken := _BROKEN.search(_PLACE.sub("", text)):
        raise TemplateBroken(template, broken[0].strip(), "a brace that opens or closes no place")
    return Part(text.strip(), part.heading, part.when)
