"""Conditions bound to their place in a form: who sees which answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from forms_catalog.conditions import FROM_TOP, All, AnyRow, AtLeast, Condition, In, Is, Not, equals, reaches
from forms_catalog.model import (
    AnyField,
    AttachmentSlot,
    BoolField,
    Definition,
    GroupField,
    RowsField,
    Section,
    StatementField,
)

Path = tuple[str, ...]  #: names from the top of the form: ("land_items", "location", "city")

#: the levels of answers from the top of the form down to the one a question stands in
Chain = tuple[Mapping[str, object], ...]
Holds = Callable[[Chain], bool]
_Reader = Callable[[Chain], object]
_Steps = tuple[tuple[str, Holds | None], ...]  #: names on the way to an answer, each with when it is shown


class UnknownField(LookupError):
    """A condition names a field that cannot be seen from its place; `known` are those that can."""

    def __init__(self, name: str, known: set[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


class Scopes:
    """A definition's fields by path, and its conditions as functions of the answers.

    An answer to a question that is not shown itself counts as not given. Conditions must not run in a circle
    (the loader sees to it); a circle raises ValueError.
    """

    def __init__(self, definition: Definition) -> None:
        self.fields: dict[Path, AnyField] = {}
        self.names: dict[Path, dict[str, AnyField]] = {}
        self.section_of: dict[str, Section] = {}
        top: list[AnyField] = []
        for section in definition.sections:
            top.extend(section.fields)
            for field in section.fields:
                self.section_of.setdefault(field.name, section)
        self._enter((), top)
        self._shown: dict[Path, Holds | None] = {}
        self._underway: set[Path] = set()

    def _enter(self, path: Path, fields: Sequence[AnyField]) -> None:
        self.names[path] = {field.name: field for field in fields}
        for field in fields:
            here = (*path, field.name)
            self.fields[here] = field
            if isinstance(field, GroupField | RowsField):
                self._enter(here, field.fields)

    def conditions(self) -> Iterator[tuple[Path, AnyField, str, Condition]]:
        """Every condition of a field: the field's path, the field, the key it stands under, the condition."""
        for path, field in self.fields.items():
            if field.shown_when is not None:
                yield path, field, "shown_when", field.shown_when
            if field.required_when is not None:
                yield path, field, "required_when", field.required_when

    def find(self, name: str, scope: Path) -> tuple[int, Path]:
        """The level a dotted name starts at and the path it leads to from inside `scope`, or UnknownField.

        A name that begins with a slash is looked for at the top of the form alone.
        """
        from_top = name.startswith(FROM_TOP)
        parts = tuple(name.removeprefix(FROM_TOP).split("."))
        for depth in range(0 if from_top else len(scope), -1, -1):
            if parts[0] in self.names[scope[:depth]]:
                path = scope[:depth] + parts
                through = [self.fields.get(path[:end]) for end in range(depth + 1, len(path))]
                if path in self.fields and not any(isinstance(field, RowsField) for field in through):
                    return depth, path
                break
        known = self._dotted((), self.names[()], FROM_TOP) if from_top else self.visible(scope)
        raise UnknownField(name, set(known))

    def visible(self, scope: Path) -> set[str]:
        """The dotted names that a condition inside `scope` may use.

        One of the top of the form that a nearer question of the same name hides begins with a slash.
        """
        found: set[str] = set()
        nearer: set[str] = set()
        for depth in range(len(scope), -1, -1):
            names = self.names[scope[:depth]].keys()
            found.update(self._dotted(scope[:depth], names - nearer))
            if not depth:
                found.update(self._dotted((), names & nearer, FROM_TOP))
            nearer |= names
        return found

    def _dotted(self, path: Path, names: Iterable[str], prefix: str = "") -> Iterator[str]:
        for name in names:
            yield prefix + name
            if isinstance(self.fields[(*path, name)], GroupField):
                below = (*path, name)
                yield from self._dotted(below, self.names[below], f"{prefix}{name}.")

    def shown(self, path: Path) -> Holds | None:
        """When a question itself is shown (its section's condition counts, its group's not); None: always."""
        if path in self._shown:
            return self._shown[path]
        if path in self._underway:
            raise ValueError(f"conditions run in a circle at {'.'.join(path)}")
        self._underway.add(path)
        parts = [self.bind(self.fields[path].shown_when, path[:-1])]
        if len(path) == 1:
            parts.append(self.bind(self.section_of[path[0]].shown_when, ()))
        self._shown[path] = _both([part for part in parts if part is not None])
        self._underway.discard(path)
        return self._shown[path]

    def required(self, path: Path) -> Holds | None:
        """When an answer must be given; None: never."""
        field = self.fields[path]
        return _always if field.required else self.bind(field.required_when, path[:-1])

    def slot_required(self, slot: AttachmentSlot) -> Holds | None:
        """When a file must be attached; None: never."""
        return _always if slot.required else self.bind(slot.required_when, ())

    def bind(self, condition: Condition | None, scope: Path) -> Holds | None:
        """The condition as a function of the levels of answers down to `scope`; None for no condition."""
        return None if condition is None else self._bind(condition, scope)

    def _bind(self, condition: Condition, scope: Path) -> Holds:
        if isinstance(condition, Is):
            return self._compared(condition.field, scope, (condition.is_,))
        if isinstance(condition, In):
            return self._compared(condition.field, scope, condition.in_)
        if isinstance(condition, AtLeast):
            read, least = self._reader(*self.find(condition.field, scope)), condition.at_least
            return lambda chain: reaches(read(chain), least)
        if isinstance(condition, AnyRow):
            return self._any_row(condition, scope)
        if isinstance(condition, Not):
            return _not(self._bind(condition.not_, scope))
        if isinstance(condition, All):
            return _all([self._bind(part, scope) for part in condition.all])
        return _any([self._bind(part, scope) for part in condition.any])

    def _compared(self, name: str, scope: Path, values: tuple[str | int | bool, ...]) -> Holds:
        depth, path = self.find(name, scope)
        read = self._reader(depth, path)
        if is_box(self.fields[path]) and any(value is False for value in values):
            return lambda chain: (answer := read(chain)) is None or _among(answer, values)
        return lambda chain: _among(read(chain), values)

    def find_rows(self, name: str, scope: Path) -> tuple[int, Path]:
        """As `find`, for the name of a list of rows; UnknownField also for a question that has none."""
        depth, path = self.find(name, scope)
        if not isinstance(self.fields[path], RowsField):
            raise UnknownField(name, self._rows_seen(scope))
        return depth, path

    def _rows_seen(self, scope: Path) -> set[str]:
        names = self.visible(scope)
        return {name for name in names if isinstance(self.fields[self.find(name, scope)[1]], RowsField)}

    def _any_row(self, condition: AnyRow, scope: Path) -> Holds:
        depth, path = self.find_rows(condition.any_row, scope)
        return _row_looker(depth, self._steps(depth, path), self._bind(condition.where, path))

    def _steps(self, depth: int, path: Path) -> _Steps:
        return tuple((path[end - 1], self.shown(path[:end])) for end in range(depth + 1, len(path) + 1))

    def _reader(self, depth: int, path: Path) -> _Reader:
        steps = self._steps(depth, path)
        if len(steps) == 1 and steps[0][1] is None:
            return _plain_reader(depth, steps[0][0])
        return _careful_reader(depth, steps)


def _plain_reader(depth: int, name: str) -> _Reader:
    return lambda chain: chain[depth].get(name)


def _careful_reader(depth: int, steps: _Steps) -> _Reader:
    def read(chain: Chain) -> object:
        levels = chain[: depth + 1]
        value: object = None
        for name, shown in steps:
            if len(levels) <= depth or (shown is not None and not shown(levels)):
                return None
            value = levels[-1].get(name)
            levels = (*levels, value) if isinstance(value, Mapping) else ()
        return value

    return read


def _row_looker(depth: int, steps: _Steps, where: Holds) -> Holds:
    *groups, (name, shown) = steps

    def holds(chain: Chain) -> bool:
        levels = chain[: depth + 1]
        for group, asked in groups:
            inside = levels[-1].get(group) if asked is None or asked(levels) else None
            if not isinstance(inside, Mapping):
                return False
            levels = (*levels, inside)
        rows = levels[-1].get(name) if shown is None or shown(levels) else None
        if not isinstance(rows, list):
            return False
        return any(where((*levels, row)) for row in rows if isinstance(row, Mapping))

    return holds


def _always(chain: Chain) -> bool:
    return True


def is_box(field: AnyField) -> bool:
    """Whether leaving the field unanswered means "no": a box to tick, no question that must be answered."""
    return (
        isinstance(field, BoolField | StatementField) and not field.required and field.required_when is None
    )


def _among(answer: object, values: tuple[str | int | bool, ...]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(equals(one, value) for one in given for value in values)


def _not(part: Holds) -> Holds:
    return lambda chain: not part(chain)


def _all(parts: list[Holds]) -> Holds:
    return lambda chain: all(part(chain) for part in parts)


def _any(parts: list[Holds]) -> Holds:
    return lambda chain: any(part(chain) for part in parts)


def _both(parts: list[Holds]) -> Holds | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return _all(parts)
