"""Every text that is shipped can be read in Polish, English and Ukrainian."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from forms_catalog.texts import LANGUAGES

HOUSE = Path(__file__).parents[2]
DEFINITIONS = HOUSE / "forms_catalog" / "definitions"
ROOMS = ("forms_catalog", "casework", "mail", "sms", "pages", "portal")
#: what clerks read, who have Polish alone, and names and dashes that are the same in every language
OF_THE_DESK = (
    "forms_catalog/facts_list.py",
    "forms_catalog/own.py",
    "forms_catalog/facts/rate_names.py",
    "forms_catalog/designing/",
    "forms_catalog/spreadsheets/rates_read.py",
)
NO_WORDS = ("called_in_sms", "_answer", "_entry")


def _texts(node: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:  # whatever stands in a YAML file
    if isinstance(node, dict):
        if {"pl", "en"} <= node.keys() and isinstance(node["pl"], str):
            yield place, node
        for key, value in node.items():
            yield from _texts(value, f"{place}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, f"{place}[{number}]")


def test_every_text_of_forms_lists_rates_and_offices_is_in_three_languages() -> None:
    wrong = []
    for file in sorted(DEFINITIONS.rglob("*.yaml")):
        if (
            file.parent.name == "samples" or file.name == "mended_texts.yaml"
        ):  # answers; what a text said once
            continue
        content = yaml.load(file.read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 – makes texts only
        for place, text in _texts(content, str(file.relative_to(DEFINITIONS))):
            if text["pl"]:  # units of mere numbers say nothing
                wrong += [f"{place}: no {language}" for language in LANGUAGES if not text.get(language)]
            if set(text.get("uk", "").lower()) & set("ыэёъ"):
                wrong.append(f"{place}: Russian letters: {text['uk']}")
        if file.parent.name == "services" and len(content.get("questions", {}).get("uk", ())) < 5:
            wrong.append(f"{file.name}: fewer than 5 questions in Ukrainian")
    assert not wrong, "\n".join(wrong)


def _only_in_two(tree: ast.AST, within: str = "") -> Iterator[tuple[int, str]]:
    for node in ast.iter_child_nodes(tree):
        name = node.name if isinstance(node, ast.FunctionDef) else within
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
            given = {keyword.arg for keyword in node.keywords}
            if {"pl", "en"} <= given and "uk" not in given:
                yield node.lineno, name
        yield from _only_in_two(node, name)


def test_every_text_written_in_the_code_is_in_three_languages() -> None:
    wrong = []
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            place = str(file.relative_to(HOUSE))
            if place.startswith(OF_THE_DESK):
                continue
            found = _only_in_two(ast.parse(file.read_text("utf-8")))
            wrong += [f"{place}:{line} ({within})" for line, within in found if within not in NO_WORDS]
    assert not wrong, "\n".join(wrong)
