"""What a file may say of a form and the program could not carry: refused before anybody can publish it.

A form whose shape is right may still stop every filing: a term of a million years, an answer with a quotation
mark in its value, a name that an input of the page has already.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from string import Formatter

from forms_catalog.designing.document import Document, Steps, items
from forms_catalog.loading.faults import Fault, said
from forms_catalog.problems import N_
from forms_catalog.signs import STRANGE

#: inputs that pages of a form have beside its questions
RESERVED = frozenset(
    {"csrf_token", "dane", "office", "read", "revision", "row_id", "tabela", "then", "tresc", "unsure"}
    | {"wersja", "wroc"}
)
MOST_QUESTIONS = 500
_MOST_PIECES = 500  #: of any list
_LONGEST_TEXT = 20_000
_DEEPEST = 10  #: steps to a question: four groups in each other
_FAR = 10**15
_LONG_TERM = 3660  #: days; ten years
_BETWEEN_FAR = (-_FAR, _FAR)
#: kind and key → least and most
_OF_QUESTIONS: Mapping[tuple[str, str], tuple[int, int]] = {
    ("string", "min_length"): (0, 2000),
    ("string", "max_length"): (1, 2000),
    ("text", "min_length"): (0, _LONGEST_TEXT),
    ("text", "max_length"): (1, _LONGEST_TEXT),
    ("text", "rows"): (1, 60),
    ("int", "minimum"): _BETWEEN_FAR,
    ("int", "maximum"): _BETWEEN_FAR,
    ("year", "minimum"): (1800, 2199),
    ("year", "years_ahead"): (-100, 100),
    ("date", "days_back"): (0, 36_525),
    ("decimal", "places"): (0, 6),
    ("decimal", "minimum"): _BETWEEN_FAR,
    ("decimal", "above"): _BETWEEN_FAR,
    ("decimal", "maximum"): _BETWEEN_FAR,
    ("money", "minimum"): _BETWEEN_FAR,
    ("money", "maximum"): _BETWEEN_FAR,
    ("rows", "min"): (0, 500),
    ("rows", "max"): (1, 500),
}
_OF_THE_FORM: Mapping[tuple[str, str], tuple[int, int]] = {
    ("office_deadline", "days"): (0, _LONG_TERM),
    ("office_deadline", "months"): (0, 120),
    ("office_deadline", "months_complex"): (0, 120),
    ("office_deadline", "internal_sla_days"): (0, _LONG_TERM),
    ("appeal", "days"): (0, _LONG_TERM),
    ("fee", "amount_pln"): (0, 1_000_000),
    ("fee", "optional_certificate_pln"): (0, 1_000_000),
    ("fee", "proxy_duty_pln"): (0, 1_000_000),
    ("card", "minutes"): (1, 1000),
}
_OF_ATTACHMENTS = {"max_files": (1, 20), "max_bytes": (1, 25_000_000)}
_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,80}")
#: it becomes a part of case signs, which stand in SMS
_FILE_CLASS = {"class_dev": re.compile(r"[0-9]{1,6}"), "class_2digit": re.compile(r"[0-9]{1,4}")}
#: categories of papers: kept for ever, for so many years, looked through after them, or as long as needed
ARCHIVE = re.compile(r"A|B[0-9]{1,3}|BE[0-9]{1,3}|Bc")


def unsound(document: Document, questions: Sequence[tuple[Steps, Document]]) -> Iterator[Fault]:
    """Everything of that kind in the document and its questions, whatever else is wrong with it."""
    yield from _texts(document, "")
    yield from _whole_form(document)
    for number, slot in enumerate(items(document, "attachments")):
        for key, between in _OF_ATTACHMENTS.items():
            yield from _number(slot.get(key), f"attachments[{number}].{key}", between)
    if len(questions) > MOST_QUESTIONS:
        wrong = said(N_("a form has at most %(most)s questions."), most=MOST_QUESTIONS)
        yield Fault("", "sections", wrong, said(N_("Divide it into two services.")))
    for steps, question in questions:
        path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]
        yield from _question(question, path, deep=len(steps))


def _question(question: Document, path: str, *, deep: int) -> Iterator[Fault]:
    kind, name = str(question.get("kind")), str(question.get("name"))
    if deep > _DEEPEST:
        wrong = said(N_("groups stand too deep in each other."))
        yield Fault("", path, wrong, said(N_("Take one of the groups out.")))
    if deep == 4 and name in RESERVED:
        wrong = said(N_("the name “%(name)s” belongs to the page itself."), name=name)
        yield Fault("", f"{path}.name", wrong, said(N_("Give it another name.")))
    for (of_kind, key), between in _OF_QUESTIONS.items():
        if of_kind == kind:
            yield from _number(question.get(key), f"{path}.{key}", between)
    for number, choice in enumerate(items(question, "choices")):
        value = choice.get("value")
        if isinstance(value, str) and not _VALUE.fullmatch(value):
            wrong = said(
                N_("the value “%(value)s” of an answer holds more than letters and digits."), value=value[:40]
            )
            hint = said(N_("Use a–z, 0–9, _ and - only."))
            yield Fault("", f"{path}.choices[{number}].value", wrong, hint)
    title = question.get("title")
    for tongue, words in title.items() if isinstance(title, dict) else ():
        if isinstance(words, str) and not _whole_places(words):
            wrong = said(N_("a bracket { or } stands alone."))
            yield Fault("", f"{path}.title.{tongue}", wrong, said(N_("Write {name} in full.")))


def _whole_places(words: str) -> bool:
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        return False
    return all(not spec and conversion is None for _, _, spec, conversion in parts)


def _whole_form(document: Document) -> Iterator[Fault]:
    for (part, key), between in _OF_THE_FORM.items():
        piece = document.get(part)
        if isinstance(piece, dict):
            yield from _number(piece.get(key), f"{part}.{key}", between)
    plan = document.get("file_plan")
    classes = plan if isinstance(plan, dict) else {}
    for key, looks in _FILE_CLASS.items():
        value = classes.get(key)
        if isinstance(value, str) and not looks.fullmatch(value):
            wrong = said(
                N_("a class of the file plan is written in digits, “%(value)s” is not."), value=value[:40]
            )
            yield Fault("", f"file_plan.{key}", wrong, said(N_("For example 3120.")))
    category = classes.get("archive_category_dev")
    if isinstance(category, str) and not ARCHIVE.fullmatch(category):
        wrong = said(N_("“%(value)s” is no archival category."), value=category[:40])
        yield Fault("", "file_plan.archive_category_dev", wrong, said(N_("For example B5.")))
    if document.get("legal_basis") == []:
        wrong = said(N_("no legal basis is named."))
        yield Fault("", "legal_basis", wrong, said(N_("Name at least one act and article.")))
    signature = document.get("signature")
    if isinstance(signature, dict) and signature.get("levels") == []:
        wrong = said(N_("no way of signing is named."))
        yield Fault("", "signature.levels", wrong, said(N_("Name at least one: none, trusted, qualified …")))
    if document.get("retired_on") is not None:
        wrong = said(N_("an office's own form is not retired."))
        yield Fault("", "retired_on", wrong, said(N_("Leave it out.")))


def _number(value: object, path: str, between: tuple[int, int]) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return  # nothing there, or of a shape that is refused already
    try:
        number = Decimal(value)
    except (InvalidOperation, ValueError):
        return
    if not number.is_finite() or not between[0] <= number <= between[1]:
        wrong = said(N_("must be from %(least)s to %(most)s."), least=between[0], most=between[1])
        yield Fault("", path, wrong, said(N_("Type a number in between.")))


def _texts(piece: object, path: str) -> Iterator[Fault]:
    if isinstance(piece, dict):
        for key, value in piece.items():
            yield from _texts(value, f"{path}.{key}" if path else str(key))
    elif isinstance(piece, list):
        if len(piece) > _MOST_PIECES:
            wrong = said(N_("holds more than %(most)s pieces."), most=_MOST_PIECES)
            yield Fault("", path, wrong, said(N_("One form is never so long.")))
        for number, value in enumerate(piece):
            yield from _texts(value, f"{path}[{number}]")
    elif isinstance(piece, str):
        if STRANGE.search(piece):
            wrong = said(N_("holds a sign that is no letter."))
            yield Fault("", path, wrong, said(N_("Type that text anew.")))
        elif len(piece) > _LONGEST_TEXT:
            wrong = said(N_("is longer than %(most)s letters."), most=_LONGEST_TEXT)
            yield Fault("", path, wrong, said(N_("Shorten it.")))
