"""YAML without its traps: no doubled keys, no guessed dates, floats or yes/no."""

import re
from pathlib import Path

import yaml

from forms_catalog.loading.faults import Fault, said
from forms_catalog.problems import N_


class _DoubledKey(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class StrictLoader(yaml.CSafeLoader):
    """Text stays text (2026-01-01, 1.45, NO): only true, false, null and whole numbers are read as such."""

    yaml_implicit_resolvers = {  # noqa: RUF012  # the shape that PyYAML's resolver reads from the class
        **{letter: [("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"))] for letter in "tf"},
        **{letter: [("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"))] for letter in ("n", "~", "")},
        **{
            letter: [("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"))]
            for letter in "-0123456789"
        },
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = key_node.value
            if isinstance(key, str) and key in seen:
                raise _DoubledKey(key, key_node.start_mark.line + 1)
            seen.add(key if isinstance(key, str) else id(key_node))
        return super().construct_mapping(node, deep=deep)


def read(path: Path, name: str) -> tuple[object, list[Fault]]:
    """The file's content, or None with the faults that keep it from being read; they call it `name`."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return None, [no_text(name)]
    except OSError as error:
        return None, [Fault(name, "", f"cannot be read: {error.strerror}.")]
    return read_text(text, name)


def no_text(name: str) -> Fault:
    """What is said of bytes that are no UTF-8."""
    return Fault(name, "", said(N_("holds bytes that are not text.")), said(N_("Save the file as UTF-8.")))


def read_text(text: str, name: str) -> tuple[object, list[Fault]]:
    """What the text says, or None with the faults that keep it from being read."""
    try:
        return yaml.load(text, Loader=StrictLoader), []  # noqa: S506  # a safe loader's child
    except _DoubledKey as doubled:
        wrong = said(
            N_("line %(line)s: the key “%(key)s” stands here a second time."),
            line=doubled.line,
            key=doubled.key,
        )
        return None, [Fault(name, "", wrong, said(N_("Keep one of the two.")))]
    except yaml.MarkedYAMLError as error:
        return None, [_not_yaml(error, name)]
    except yaml.YAMLError:
        return None, [no_text(name)]
    except RecursionError:
        return None, [Fault(name, "", said(N_("is nested too deeply.")), said(N_("Use blocks instead.")))]


def _not_yaml(error: yaml.MarkedYAMLError, name: str) -> Fault:
    hint = said(N_("Check indentation, colons and quotes there."))
    mark, why = error.problem_mark, error.problem or error.context
    if mark is None:
        return Fault(name, "", said(N_("not YAML: %(why)s."), why=why), hint)
    wrong = said(
        N_("line %(line)s, column %(column)s: not YAML: %(why)s."),
        line=mark.line + 1,
        column=mark.column + 1,
        why=why,
    )
    return Fault(name, "", wrong, hint)
