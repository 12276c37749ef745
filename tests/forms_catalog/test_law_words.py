"""What laws and notes say in Polish words is said in the other languages too."""

import re
from collections.abc import Iterator

from forms_catalog.law_words import law_words
from forms_catalog.model import Definition
from tests.shipped import SHIPPED

#: abbreviations of a citation; with the acts' short names they are the same in every language
_CITED = frozenset({"art", "ust", "pkt", "lit"}) | {name.casefold() for name in SHIPPED.acts}
_WORD = re.compile(r"[^\W\d_]{2,}")


def _said(form: Definition) -> Iterator[str]:
    yield form.office_deadline.legal
    yield form.fee.legal_item or ""
    if form.appeal:
        yield form.appeal.legal
    yield from (basis.ref for basis in form.legal_basis)
    for fact in form.verification:
        kind, _, what = fact.partition(":")
        if kind.strip() != "verified":
            yield re.sub(r"\bmemory\b", "do sprawdzenia", what.strip())


def _is_words(text: str) -> bool:
    return any(word.casefold() not in _CITED for word in _WORD.findall(text) if word.islower())


def test_no_card_speaks_polish_to_a_reader_of_another_language() -> None:
    texts = {text for form in SHIPPED.definitions.values() for text in _said(form) if _is_words(text)}
    assert sorted(texts - law_words().keys()) == []
    assert all(text.en and text.uk for text in law_words().values())
