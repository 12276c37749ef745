"""Who asks: a person about a matter of their own, or a company."""

import re
from collections.abc import Collection

from forms_catalog.search.reading import Said

_OF_MINE = re.compile(
    r"\b(?:\w{3,}(?:łem|lem|łam|lam|łech|lech|łach|lach)|mam|mom|mój|moja|moje|mnie|jestem"
    r"|i|my|я|мене|мені|маю|мій|моя|моє)\b"
)
_A_COMPANY, _A_PERSON = frozenset({"=przedsiębiorstwo", "=osoba_prawna"}), "=osoba_fizyczna"
_NOT_COMPANIES_ALONE = frozenset({"person", "person_entrepreneur", "anyone", "auxiliary_unit"})
#: what a service for the others is still worth to who asks: most words are the same for both
_FOR_OTHERS = 0.85


class Asker:
    """What the question tells of who asks it."""

    def __init__(self, query: str, said: Collection[Said]) -> None:
        roots = {root for one in said for root in one.roots}
        self._company = not roots.isdisjoint(_A_COMPANY)
        self._person = not self._company and (_A_PERSON in roots or bool(_OF_MINE.search(query.lower())))

    def fits(self, applicants: Collection[str]) -> float:
        """1, or less where the service is for others than who asks."""
        if self._company and set(applicants) == {"person"}:
            return _FOR_OTHERS
        if self._person and _NOT_COMPANIES_ALONE.isdisjoint(applicants):
            return _FOR_OTHERS
        return 1.0
