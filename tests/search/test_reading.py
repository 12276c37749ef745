"""A question is read as it was meant: dialect, other languages, stories, slips."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from forms_catalog import search
from forms_catalog.search import SearchIndex
from forms_catalog.search.reading import reader
from forms_catalog.search.stems import stem
from tests.shipped import SHIPPED

SAYINGS = (Path(search.__file__).parent / "sayings.txt").read_text("utf-8").splitlines()
ELSEWHERE: list[str] = yaml.safe_load(Path(__file__).with_name("elsewhere.yaml").read_text("utf-8"))[
    "elsewhere"
]


def _roots(text: str) -> set[str]:
    return {root for said in reader().read(text) for root in said.roots}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kupiłech chałpa", "kupiłem dom"),
        ("wywóz hasia", "wywóz śmieci"),
        ("zezwolynie na gorzoła", "zezwolenie na wódkę"),
        ("tax on my dog", "podatek od psa"),
        ("податок на собаку", "podatek od psa"),
        ("обов'язок", "обов’язок"),
        ("DN-1", "dn 1"),
        ("dodatku", "dodatek"),
    ],
)
def test_words_that_mean_the_same_are_read_the_same(one: str, other: str) -> None:
    assert _roots(one) == _roots(other) != set()


def test_the_end_of_a_story_weighs_more_than_its_beginning() -> None:
    weight = {said.word: said.weight for said in reader().read("Mam psa. Kupiłem dom. Gdzie zgłosić śmieci?")}
    assert weight["psa"] < weight["dom"] < weight["smieci"]


def test_a_need_after_a_long_story_is_read() -> None:
    story = "Pogoda była piękna i długo rozmawialiśmy o wakacjach. " * 100
    assert "=śmieci" in _roots(f"{story} Jak zapłacić za śmieci?")


def test_a_number_that_looks_like_a_sentence_ends_none() -> None:
    assert len({said.weight for said in reader().read("pojazd 3.5 tony")}) == 1


def test_each_meaning_has_one_line_and_a_name_of_its_own() -> None:
    names = Counter(line.partition(":")[0] for line in SAYINGS if line and not line.startswith("#"))
    assert [name for name, count in names.items() if count > 1] == []
    assert all(line.partition(":")[2].strip() for line in SAYINGS if line and not line.startswith("#"))


@pytest.mark.parametrize("word", ["", "a", "psa", "taxi", "dn1", "śmieci", "ё" * 40])
def test_a_stem_is_the_beginning_of_its_word(word: str) -> None:
    assert word.startswith(stem(word))


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(SHIPPED.services(), SHIPPED.not_here)


def test_nine_of_ten_questions_for_others_are_recognised(index: SearchIndex) -> None:
    taken = [question for question in ELSEWHERE if index.find(question).answerable]
    print(*taken, sep="\n")
    assert len(taken) <= len(ELSEWHERE) / 10


def test_every_matter_of_others_is_named_in_three_languages() -> None:
    texts = [text for matter in SHIPPED.not_here for text in (matter.name, matter.where) if text]
    assert [text.pl for text in texts if not text.uk] == []


def test_a_company_and_a_person_get_the_form_that_is_theirs(index: SearchIndex) -> None:
    assert index.find("nasza spółka kupiła las").results[0].code == "podatek-lesny-dl-1"
    assert index.find("kupiłam las").results[0].code == "podatek-lesny-il-1"
