"""Answers: one tree of plain values, the same on every channel.

Shape: the names of the definition's fields. A group is a dict, a repeating group a list of dicts. Values are
what JSON can hold: `str` (also for decimals and money, with a dot: "640.50"; dates "2026-11-22"; months
"2026-11"), `int` (whole numbers, years), `bool`. An answer not given is absent: never None, never "".
"""

from collections.abc import Iterator, Mapping, Sequence

Value = str | int | bool | list["Value"] | dict[str, "Value"]
Answers = dict[str, Value]
ReadAnswers = Mapping[str, Value]


def at(answers: ReadAnswers, pointer: str) -> Value | None:
    """The value a JSON pointer (RFC 6901) leads to, or None where there is none."""
    here: object = answers
    for step in pointer.split("/")[1:]:
        if isinstance(here, dict) or isinstance(here, Mapping):  # noqa: SIM101 – asking the ABC takes long
            here = here.get(step)
        elif isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        else:
            return None
    return here  # type: ignore[return-value]  # the walk starts in Answers and stays inside


def answers_at(here: object, path: Sequence[str], pointer: str = "") -> Iterator[tuple[str, object]]:
    """The answers at a path of names with their pointers, those of every row."""
    if isinstance(here, list):
        for number, row in enumerate(here):
            yield from answers_at(row, path, f"{pointer}/{number}")
    elif not path:
        yield pointer, here
    elif isinstance(here, Mapping) and path[0] in here:
        yield from answers_at(here[path[0]], path[1:], f"{pointer}/{path[0]}")


def input_name(pointer: str) -> str:
    """The HTML name of the input for a pointer: `/land_items/0/area` → `land_items-0-area`."""
    return pointer.removeprefix("/").replace("/", "-")
