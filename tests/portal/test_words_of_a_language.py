"""A page speaks one language: no English or Polish words among Ukrainian ones, nothing left untranslated."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from flask.testing import FlaskClient
from lxml import html

from forms_catalog.texts import LANGUAGES, Language
from pages.language import TRANSLATIONS
from tests.portal.filing.filling import PROPERTY, SAVE, VEHICLES, WASTE, example_of, fill_in
from tests.portal.filing.visitor import Visitor
from tests.portal.foreign_words import Foreign, Listener
from tests.shipped import SHIPPED
from tests.turns import turn

_ROOMS = ("forms_catalog", "casework", "pages", "portal")
_METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]

#: words that are the same in every language, and why
_SAME = {
    "the name of this software": "Okienko",
    "what Polish papers and systems are called": "Profil Zaufany dowód Doręczenia ARiMR",
    "the Polish currency and streets as they are written on a letter": "zł złoty ul al pl poz",
    "a term of European law": "de minimis",
    "programs, keys and files as they call themselves": "Tab Excel LibreOffice cookie mail",
    "addresses of websites": "biznes gov",
    "letters of the land register": "Ł Wsr Lzr",
    "examples of what stands in a Polish paper": "Zofia Przykładowa Sklep Piekarnia spożywczy Wzorcowa Star",
}


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


@cache
def _names() -> tuple[str, ...]:
    """Names of offices, streets, lists and people that no language changes."""
    said = list(_SAME.values())
    for office in SHIPPED.offices.values():
        said += [office.name.pl, office.name.en, office.authority.pl, office.city, office.street]
        said += [payee.title for payee in office.payees]
    for entries in SHIPPED.lists.values():
        said += [entry.label.pl for entry in entries if entry.label.pl == entry.label.en]
    return tuple(said)


@cache
def _ids() -> frozenset[str]:
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    house = TRANSLATIONS.parent
    found: set[str] = set()
    for room in _ROOMS:
        for _, _, message, _, _ in extract_from_dir(house / room, _METHODS, {}, keywords=keywords):
            found.update((message,) if isinstance(message, str) else message)
    return frozenset(found)


@cache
def _listener(language: Language, typed: tuple[str, ...] = ()) -> Listener:
    return Listener(language, [*_names(), *typed], _ids())


def _typed(answers: object) -> Iterator[str]:
    """What somebody typed into a form: it stays in the language it was typed in."""
    if isinstance(answers, Mapping):
        answers = [*answers.values()]
    if isinstance(answers, list):
        for one in answers:
            yield from _typed(one)
    elif isinstance(answers, str):
        yield answers


def _heard(
    client: FlaskClient, language: Language, paths: list[str], typed: tuple[str, ...] = ()
) -> list[Foreign]:
    found = []
    for path in paths:
        answer = client.get(path, headers={"Accept-Language": language}, follow_redirects=True)
        page = html.fromstring(answer.get_data(as_text=True))
        assert page.get("lang") == language, path
        found += _listener(language, typed).foreign(page, path)
    return found


def _told(found: list[Foreign]) -> str:
    return "\n".join(dict.fromkeys(map(str, found)))


PAGES = [
    "/",
    "/uslugi",
    "/uslugi?temat=tax",
    "/uslugi?sytuacja=firma",
    "/uslugi?q=smieci",
    "/uslugi?q=paszport",
    "/uslugi?q=hipopotam",
    "/urzad",
    "/urzad?q=bytom",
    "/sprawy",
    "/sprawdz-upo",
    "/sprawdz-upo?id=00000000-0000-4000-8000-000000000000&skrot=00",
    "/deklaracja-dostepnosci",
    "/nie-ma-takiej-strony",
]


def _cards() -> Iterator[str]:
    for service in SHIPPED.services():
        yield f"/uslugi/{service.code}"
        yield f"/uslugi/{service.code}/formularz"
    yield f"/uslugi/{WASTE}/dane-osobowe"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_portal_and_no_card_speaks_another_language(
    dry: FlaskClient, language: Language
) -> None:
    found = _heard(dry, language, [*PAGES, *_cards()])
    assert not found, _told(found)


def _forms_of_a_visit(visitor: Visitor, service: str) -> list[str]:
    """The addresses of every page of a form that is filled in, with a row and a table of each kind."""
    fill_in(visitor, service, example_of(SHIPPED, service))
    draft = visitor.path.removesuffix("/sprawdz")
    form = SHIPPED.service(service)
    assert form is not None
    paths = [f"{draft}/sprawdz", f"{draft}/pozniej", f"{draft}/usun"]
    for section in form.sections:
        paths.append(f"{draft}/{section.name}")
        page = visitor.open(paths[-1]).page
        ways = [link.split("#")[0] for link in page.xpath("//a/@href") if f"{draft}/{section.name}/" in link]
        paths += dict.fromkeys(ways)
    return paths


@pytest.mark.parametrize("service", [PROPERTY, VEHICLES, "ulga-rozlozenie-na-raty"])
def test_no_page_of_a_form_that_is_filled_in_speaks_another_language(visitor: Visitor, service: str) -> None:
    paths = _forms_of_a_visit(visitor, service)
    typed = tuple(_typed(example_of(SHIPPED, service).answers))
    found = [
        one
        for language in LANGUAGES
        for path in paths
        for one in _heard(visitor.client, language, [f"{path}?lang={language}"], typed)
    ]
    assert len(paths) > 8
    assert not found, _told(found)


def test_what_is_to_be_mended_is_said_in_the_language_of_the_page(visitor: Visitor) -> None:
    found = []
    for service in SHIPPED.services("zabrze"):
        for language in turn(service.code, LANGUAGES):
            visitor.open(f"/uslugi/{service.code}/formularz?lang={language}").press(SAVE[language])
            found += _listener(language).foreign(visitor.page, visitor.path)
    assert not found, _told(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_case_and_code_speak_the_language_of_the_reader(visitor: Visitor, language: Language) -> None:
    fill_in(visitor, WASTE, example_of(SHIPPED, WASTE)).press("Złóż")
    assert visitor.path.startswith("/upo/")
    receipt = visitor.answer.request.full_path if visitor.answer else ""
    (case,) = {link for link in visitor.page.xpath("//a/@href") if re.match(r"/sprawy/[0-9a-f-]+\?", link)}
    typed = tuple(_typed(example_of(SHIPPED, WASTE).answers))
    pages = [f"{receipt}&lang={language}", case, case.replace("?", "/kod?", 1)]
    found = _heard(visitor.client, language, pages, typed)
    assert not found, _told(found)
