"""YAML without its traps: no doubled keys, no guessed dates, floats or yes/no."""

import re
from pathlib import Path

import yaml

from forms_catalog.loading.faults import Fault


class _DoubledKey(Exception):
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.key, self.line = key, line


class _Loader(yaml.CSafeLoader):
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
        return yaml.load(path.read_text("utf-8"), Loader=_Loader), []  # noqa: S506  # a safe loader's child
    except _DoubledKey as doubled:
        wrong = f"line {doubled.line}: the key “{doubled.key}” stands here a second time."
        return None, [Fault(name, "", wrong, "Keep one of the two.")]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        hint = "Check indentation, colons and quotes there."
        return None, [Fault(name, "", f"{line}not YAML: {error.problem or error.context}.", hint)]
    except (UnicodeDecodeError, yaml.YAMLError):
        return None, [Fault(name, "", "holds bytes that are not text.", "Save the file as UTF-8.")]
    except RecursionError:
        return None, [Fault(name, "", "is nested too deeply.", "Use blocks instead.")]
    except OSError as error:
        return None, [Fault(name, "", f"cannot be read: {error.strerror}.")]
