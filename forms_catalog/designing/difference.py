"""What differs between two states of a form, in words: "Question “Numer działki”: now required"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forms_catalog.designing import properties
from forms_catalog.designing.document import Document, Steps, items
from forms_catalog.designing.properties import Property, properties_of
from forms_catalog.designing.rule_words import rule_words
from forms_catalog.designing.service_properties import PARTS
from forms_catalog.problems import N_
from forms_catalog.scopes import Path
from forms_catalog.texts import LANGUAGES, Text


@dataclass(frozen=True)
class Phrase:
    """A message id and what stands in its places; a phrase among the values is translated first."""

    message: str
    values: "Mapping[str, str | Text | Phrase]" = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was: what it is about, and what became of it."""

    subject: Phrase
    what: Phrase
    asked: bool = False  #: whoever fills the form in has to know
    path: Path = ()  #: of a question


#: says a condition of a question (path of names it is seen from) of the old (False) or new (True) form
SayCondition = Callable[[object, Path, bool], Text | None]


def compare(
    old: Document, new: Document, say: SayCondition, acts: Mapping[str, Text] | None = None
) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the new form; what was taken out comes before it.

    `acts` are the names of the acts that a legal basis may name.
    """
    return (
        *_of_pages(old, new),
        *_of_questions(old, new, say),
        *_of_slots(old, new, say),
        *_of_parts(old, new),
        *_of_law(old, new, acts or {}),
        *_of_names(Phrase(N_("Rules of the form")), old, new, "rules"),
        *_of_names(Phrase(N_("Calculations")), old, new, "calculations"),
        *_of_the_rest(old, new),
    )


@dataclass(frozen=True)
class _Stands:
    """A question where it stands."""

    piece: Document
    page: Document


def _of_pages(old: Document, new: Document) -> Iterator[Difference]:
    before, after = _by_name(items(old, "sections")), _by_name(items(new, "sections"))
    for name, page in before.items():
        if name not in after:
            yield Difference(_page(page), Phrase(N_("removed")), asked=True)
    for name, page in after.items():
        if name not in before:
            yield Difference(_page(page), Phrase(N_("added")), asked=True)
        else:
            yield from _of_properties(_page(before[name]), properties.SECTION, before[name], page)
            yield from _conditions_of_page(before[name], page)
    if _moved(list(before), list(after)):
        yield Difference(Phrase(N_("Pages of the form")), Phrase(N_("in another order")))


def _conditions_of_page(before: Document, after: Document) -> Iterator[Difference]:
    if before.get("shown_when") != after.get("shown_when"):
        yield Difference(_page(after), Phrase(N_("asked in other cases")), asked=True)


def _of_questions(old: Document, new: Document, say: SayCondition) -> Iterator[Difference]:
    before, after = dict(_questions(old)), dict(_questions(new))
    for path, stands in before.items():
        if path not in after and path[:-1] not in before.keys() - after.keys():
            yield Difference(_question(stands.piece), Phrase(N_("removed")), asked=True, path=path)
    for path, stands in after.items():
        if path not in before:
            if path[:-1] not in after.keys() - before.keys():
                yield Difference(_question(stands.piece), Phrase(N_("added")), asked=True, path=path)
            continue
        yield from _of_question(before[path], stands, path, say)
    yield from _orders(before, after)


def _orders(before: Mapping[Path, _Stands], after: Mapping[Path, _Stands]) -> Iterator[Difference]:
    """Pages and groups whose questions stand in another order."""
    levels: dict[tuple[str, Path], _Stands] = {}
    for path, stands in after.items():
        levels.setdefault((str(stands.page.get("name")), path[:-1]), stands)
    for (page, level), stands in levels.items():
        was = [p for p, s in before.items() if p[:-1] == level and s.page.get("name") == page]
        now = [p for p, s in after.items() if p[:-1] == level and s.page.get("name") == page]
        if _moved(was, now):
            yield Difference(_page(stands.page), Phrase(N_("questions in another order")))


def _of_question(was: _Stands, now: _Stands, path: Path, say: SayCondition) -> Iterator[Difference]:
    before, after, subject = was.piece, now.piece, _question(was.piece)

    def differs(message: str, *, asked: bool = True, **values: str | Text | Phrase) -> Difference:
        return Difference(subject, Phrase(message, values), asked=asked, path=path)

    if len(path) == 1 and was.page.get("name") != now.page.get("name"):
        yield differs(N_("moved to the page “%(page)s”"), asked=False, page=_text(now.page.get("title")))
    kind = str(after.get("kind"))
    if before.get("kind") != after.get("kind"):
        name = Phrase(properties.KINDS.get(kind, kind))
        yield differs(N_("another kind of answer: %(kind)s"), kind=name)
    yield from _required(before, after, path, say, differs)
    yield from _shown(before, after, path, say, differs)
    yield from _of_properties(subject, properties_of(kind), before, after, asked=True, path=path)
    yield from _of_choices(before, after, differs)


_Differs = Callable[..., Difference]


def _required(
    before: Document, after: Document, path: Path, say: SayCondition, differs: _Differs
) -> Iterator[Difference]:
    was = before.get("required") is True or before.get("required_when")
    now = after.get("required") is True or after.get("required_when")
    if was == now:
        return
    if now is True:
        yield differs(N_("now required"))
    elif not now:
        yield differs(N_("no longer required"))
    else:
        yield _with_condition(now, path, say, differs, N_("now required when %(when)s"))


def _shown(
    before: Document, after: Document, path: Path, say: SayCondition, differs: _Differs
) -> Iterator[Difference]:
    now = after.get("shown_when")
    if before.get("shown_when") == now:
        return
    if now is None:
        yield differs(N_("now always asked"))
    else:
        yield _with_condition(now, path, say, differs, N_("now asked only when %(when)s"))


def _with_condition(
    now: object, path: Path, say: SayCondition, differs: _Differs, message: str
) -> Difference:
    words = say(now, path[:-1], True)
    return differs(N_("asked in other cases")) if words is None else differs(message, when=words)


def _of_choices(before: Document, after: Document, differs: _Differs) -> Iterator[Difference]:
    was = {str(one.get("value")): one for one in items(before, "choices")}
    now = {str(one.get("value")): one for one in items(after, "choices")}
    for value, one in was.items():
        if value not in now:
            yield differs(N_("the answer “%(answer)s” is gone"), answer=_text(one.get("label")))
    for value, one in now.items():
        label = _text(one.get("label"))
        if value not in was:
            yield differs(N_("a new answer “%(answer)s”"), answer=label)
        elif was[value].get("label") != one.get("label"):
            old_label = _text(was[value].get("label"))
            yield differs(N_("the answer “%(was)s” now reads “%(now)s”"), was=old_label, now=label)
        elif was[value] != one:
            yield differs(N_("other words at the answer “%(answer)s”"), asked=False, answer=label)
    if _moved(list(was), list(now)):
        yield differs(N_("answers in another order"), asked=False)


def _of_slots(old: Document, new: Document, say: SayCondition) -> Iterator[Difference]:
    before, after = _by_name(items(old, "attachments")), _by_name(items(new, "attachments"))
    for name, slot in before.items():
        if name not in after:
            yield Difference(_slot(slot), Phrase(N_("removed")), asked=True)
    for name, slot in after.items():
        subject, was = _slot(slot), before.get(name)
        if was is None:
            yield Difference(subject, Phrase(N_("added")), asked=True)
            continue

        def differs(message: str, *, _subject: Phrase = subject, **values: str | Text | Phrase) -> Difference:
            return Difference(_subject, Phrase(message, values), asked=True)

        yield from _required(was, slot, ("",), say, differs)
        yield from _shown(was, slot, ("",), say, differs)
        yield from _of_properties(subject, properties.SLOT, was, slot, asked=True)


def _of_properties(
    subject: Phrase,
    known: Sequence[Property],
    before: Document,
    after: Document,
    *,
    asked: bool = False,
    path: Path = (),
) -> Iterator[Difference]:
    for one in known:
        was, now = before.get(one.key), after.get(one.key)
        if one.key != "required" and was != now:
            yield Difference(subject, _changed(one, was, now), asked, path)


def _changed(one: Property, was: object, now: object) -> Phrase:
    name = Phrase(one.label)
    if one.shape in ("words", "long"):
        return _other_words(name, was, now, named=one.key in ("label", "title"))
    if one.shape in ("texts", "lines"):
        return Phrase(N_("%(what)s: other words"), {"what": name})
    if one.shape == "picks" and one.options:
        return Phrase(N_("%(what)s: another choice"), {"what": name})
    if one.shape == "tick":
        said = N_("%(what)s: yes") if now is True else N_("%(what)s: no")
        return Phrase(said, {"what": name})
    words = dict(one.options)
    if now is None:
        return Phrase(N_("%(what)s: no longer said"), {"what": name})
    said_now = Phrase(words[str(now)]) if str(now) in words else _plain(now)
    if was is None:
        return Phrase(N_("%(what)s: now %(now)s"), {"what": name, "now": said_now})
    said_was = Phrase(words[str(was)]) if str(was) in words else _plain(was)
    return Phrase(
        N_("%(what)s: %(now)s instead of %(was)s"), {"what": name, "now": said_now, "was": said_was}
    )


def _other_words(name: Phrase, was: object, now: object, *, named: bool) -> Phrase:
    if now is None:
        return Phrase(N_("%(what)s: taken away"), {"what": name})
    before, after = _words(was), _words(now)
    if named and before.get("pl") != after.get("pl"):
        return Phrase(N_("now reads “%(now)s”"), {"now": _text(now)})
    if before.get("pl") == after.get("pl"):
        return Phrase(N_("%(what)s: other words in another language"), {"what": name})
    return Phrase(N_("%(what)s: now “%(now)s”"), {"what": name, "now": _text(now)})


def _of_names(subject: Phrase, old: Document, new: Document, key: str) -> Iterator[Difference]:
    was, now = _names(old, key), _names(new, key)
    for name in was:
        if name not in now:
            yield Difference(subject, Phrase(N_("%(name)s is gone"), {"name": _in_words(name)}))
    for name in now:
        if name not in was:
            yield Difference(subject, Phrase(N_("%(name)s is new"), {"name": _in_words(name)}))


def _in_words(name: str) -> str:
    """A rule or calculation as the desk reads it."""
    words = rule_words().get(name)
    return f"{name}: „{words.says}”" if words else name


def _of_parts(old: Document, new: Document) -> Iterator[Difference]:
    """The parts that stand once, but for rules and legal bases; one of them may come or go."""
    for part in PARTS.values():
        was, now = (_part(document, part.steps) for document in (old, new))
        if (was is None) != (now is None):
            what = Phrase(N_("added") if was is None else N_("removed"))
            yield Difference(Phrase(part.name), what, asked=part.asked)
        else:
            yield from _of_properties(Phrase(part.name), part.known, was or {}, now or {}, asked=part.asked)


def _part(document: Document, steps: Steps) -> Document | None:
    if not steps:
        return document
    found = document.get(str(steps[0]))
    return found if isinstance(found, dict) else None


def _of_law(old: Document, new: Document, acts: Mapping[str, Text]) -> Iterator[Difference]:
    """Acts and articles that came and went, and another order of those that stayed."""
    was, now = (items(document, "legal_basis") for document in (old, new))
    subject = Phrase(N_("Legal basis"))
    for one in was:
        if one not in now:
            yield Difference(subject, Phrase(N_("%(name)s is gone"), {"name": _basis(one, acts)}))
    for one in now:
        if one not in was:
            yield Difference(subject, Phrase(N_("%(name)s is new"), {"name": _basis(one, acts)}))
    if _moved(was, now):
        yield Difference(subject, Phrase(N_("in another order")))


def _basis(one: Document, acts: Mapping[str, Text]) -> Text:
    act, ref = str(one.get("act", "")), str(one.get("ref", ""))
    name = acts.get(act) or Text(pl=act, en=act)
    return Text(**{language: f"„{name.in_(language)}, {ref}”" for language in LANGUAGES})


#: keys told of above, and those that say which form it is
_TOLD = {
    *("code", "version", "sections", "attachments", "rules", "calculations", "legal_basis"),
    *(one.key for part in PARTS.values() if not part.steps for one in part.known),
    *(str(part.steps[0]) for part in PARTS.values() if part.steps),
}


def _of_the_rest(old: Document, new: Document) -> Iterator[Difference]:
    """What a file says and no page of the designer asks for."""
    for key in sorted((old.keys() | new.keys()) - _TOLD):
        if old.get(key) != new.get(key):
            yield _other(key)
    for part in PARTS.values():
        if part.steps:
            was, now = _part(old, part.steps) or {}, _part(new, part.steps) or {}
            for name in sorted((was.keys() | now.keys()) - {one.key for one in part.known}):
                if was.get(name) != now.get(name):
                    yield _other(f"{part.steps[0]}.{name}")


def _other(name: str) -> Difference:
    return Difference(
        Phrase(N_("Other facts of the service")), Phrase(N_("“%(name)s” changed"), {"name": name})
    )


def _questions(document: Document) -> Iterator[tuple[Path, _Stands]]:
    for page in items(document, "sections"):
        yield from _inner(page, page, ())


def _inner(piece: Document, page: Document, path: Path) -> Iterator[tuple[Path, _Stands]]:
    for one in items(piece, "fields"):
        here = (*path, str(one.get("name")))
        yield here, _Stands(one, page)
        yield from _inner(one, page, here)


def _moved(was: Sequence[object], now: Sequence[object]) -> bool:
    """Whether what is in both comes in another order."""
    return [one for one in was if one in now] != [one for one in now if one in was]


def _by_name(pieces: Sequence[Document]) -> dict[str, Document]:
    return {str(piece.get("name")): piece for piece in pieces}


def _names(document: Document, key: str) -> list[str]:
    found = document.get(key)
    return [str(name) for name in found] if isinstance(found, list) else []


def _words(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> Text:
    words = {key: str(said or "") for key, said in _words(value).items()}
    pl = words.get("pl", "")
    return Text(pl=pl, en=words.get("en") or pl, uk=words.get("uk") or None)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _page(piece: Document) -> Phrase:
    return Phrase(N_("Page “%(name)s”"), {"name": _text(piece.get("title"))})


def _question(piece: Document) -> Phrase:
    return Phrase(N_("Question “%(name)s”"), {"name": _text(piece.get("label"))})


def _slot(piece: Document) -> Phrase:
    return Phrase(N_("Attachment “%(name)s”"), {"name": _text(piece.get("label"))})
