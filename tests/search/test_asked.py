"""The yardstick of the search: questions of residents that nothing was tuned on, with a target for each kind.

Each test prints every question that it counts as missed (`pytest -rA` shows them where the test passes).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from forms_catalog.search import Found, SearchIndex
from tests.shipped import SHIPPED

_FILE = Path(__file__).with_name("asked.yaml")
_AS_WRITTEN = "cfe85c63950c7baa39af388100503bcfc0b48c3aa3374271300483868b2bcfea"
ASKED: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))  # YAML
RIGHT_FIRST, RIGHT_IN_THREE, REFUSED, WRONGLY_REFUSED = 0.75, 0.90, 0.85, 0.05


@dataclass(frozen=True)
class Asked:
    """A question of the file, and what was found."""

    kind: str
    services: tuple[str, ...]  #: any of them is right; none: out of scope
    text: str
    found: Found

    def __str__(self) -> str:
        codes = ", ".join(hit.code for hit in self.found.results[:3]) or "nothing"
        wanted = " or ".join(self.services) or "nothing"
        told = "" if self.found.answerable else f" (no answer; {self.found.not_here or 'unknown'})"
        return f"{self.kind:8} {self.text!r}: {wanted}, but found {codes}{told}"


def _questions() -> Iterator[tuple[str, tuple[str, ...], str]]:
    for code, asked in ASKED["services"].items():
        for kind, text in asked.items():
            yield kind, (code,), text
    for both in ASKED["either"]:
        yield "either", tuple(both["services"]), both["text"]
    for text in ASKED["out_of_scope"]:
        yield "none", (), text


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    index = SearchIndex(SHIPPED.services(), SHIPPED.not_here)
    return [Asked(kind, services, text, index.find(text)) for kind, services, text in _questions()]


def _of_services(asked: list[Asked]) -> list[Asked]:
    return [one for one in asked if one.services]


def _missed(what: str, missed: list[Asked], of: list[Asked]) -> float:
    """The part of the questions that was not missed; all that were are printed, and how many of each kind."""
    kinds = Counter(one.kind for one in missed)
    print(f"{what}: {1 - len(missed) / len(of):.1%} of {len(of)}; missed: {dict(kinds)}")
    print(*missed, sep="\n")
    return 1 - len(missed) / len(of)


def test_the_questions_are_as_they_were_written_before_the_search() -> None:
    assert hashlib.sha256(_FILE.read_bytes()).hexdigest() == _AS_WRITTEN


def test_every_service_is_asked_for_and_enough_that_is_none_of_them() -> None:
    assert set(ASKED["services"]) == {service.code for service in SHIPPED.services()}
    assert all(len(asked) >= 6 for asked in ASKED["services"].values())
    assert len(ASKED["out_of_scope"]) >= 60


def test_the_right_service_comes_first(asked: list[Asked]) -> None:
    of = _of_services(asked)
    missed = [one for one in of if not one.found.results or one.found.results[0].code not in one.services]
    assert _missed("right service first", missed, of) >= RIGHT_FIRST


def test_the_right_service_is_among_the_first_three(asked: list[Asked]) -> None:
    of = _of_services(asked)
    missed = [one for one in of if not {hit.code for hit in one.found.results[:3]} & set(one.services)]
    assert _missed("among the first three", missed, of) >= RIGHT_IN_THREE


def test_what_is_none_of_the_services_is_recognised(asked: list[Asked]) -> None:
    of = [one for one in asked if not one.services]
    missed = [one for one in of if one.found.answerable]
    assert _missed("out of scope recognised", missed, of) >= REFUSED


def test_few_who_mean_a_service_are_told_that_there_is_none(asked: list[Asked]) -> None:
    of = _of_services(asked)
    missed = [one for one in of if not one.found.answerable]
    assert 1 - _missed("not refused", missed, of) <= WRONGLY_REFUSED


def test_an_answer_shows_at_least_one_service(asked: list[Asked]) -> None:
    assert [one.text for one in asked if one.found.answerable and not one.found.results] == []
