"""The shipped forms: each has samples that may be filed, and speaks so that everybody understands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from statistics import median

import pytest
from pydantic import BaseModel

from forms_catalog.catalogue import Catalogue
from forms_catalog.judging.judge import validate, validate_attachments
from forms_catalog.model import AnyField, Definition, EnumField, GroupField, ListField, RowsField
from forms_catalog.samples import samples
from forms_catalog.search import SearchIndex
from forms_catalog.texts import Text
from tests.shipped import SHIPPED

SERVICES = SHIPPED.services()
EXAMPLES = {
    "podatek-nieruchomosci-dn-1": {"default", "person", "proxy", "correction"},
    "podatek-nieruchomosci-in-1": {"default", "co_owner", "proxy", "correction"},
    "podatek-srodki-transportowe-dt-1": {"default", "person", "proxy"},
    "odpady-deklaracja-zamieszkana": {"default", "company", "proxy"},
    "informacja-publiczna-wniosek": {"default", "anonymous", "paper"},
    "ulga-rozlozenie-na-raty": {"default", "trader", "company"},
    "nadplata-stwierdzenie": {"default", "company", "cash"},
    "nadplata-zwrot-zaliczenie": {"default", "credit", "company"},
    "oplata-skarbowa-zwrot": {"default", "other_office", "company"},
    "ulga-odroczenie-terminu": {"default", "trader", "company"},
    "ulga-umorzenie-osoba-fizyczna": {"default", "interest"},
    "ulga-umorzenie-przedsiebiorca": {"default", "company"},
    "ulga-inwestycyjna-rolny": {"default", "well", "company"},
    "interpretacja-indywidualna": {"default", "company"},
    "zaswiadczenie-gospodarstwo-rolne": {"default", "pension", "company"},
    "pelnomocnictwo-szczegolne-pps-1": {"default", "daughter", "company", "revoke"},
    "odwolanie-od-decyzji-podatkowej": {"default", "late", "company"},
    "zaswiadczenie-o-niezaleganiu": {"default", "exempt", "company"},
    "alkohol-zezwolenie-sklep": {"default", "company"},
    "taxi-licencja": {"default", "company"},
    "alkohol-zezwolenie-gastronomia": {"default", "company"},
    "alkohol-zezwolenie-jednorazowe": {"default", "fire_brigade"},
    "alkohol-zezwolenie-przyjecia": {"default", "company"},
    "alkohol-oswiadczenie-sprzedaz": {"default", "company"},
    "alkohol-wyprzedaz-zapasow": {"default", "company"},
    "taxi-licencja-zmiana": {"default", "company", "giving_up"},
    "przewoznik-zezwolenie": {"default", "trader"},
    "przewozy-wlasne-zaswiadczenie": {"default", "company"},
    "edg-zaswiadczenie-archiwalne": {"default", "paid", "company", "exempt"},
    "targowisko-rezerwacja-stanowiska": {"default", "company"},
    "hotele-ewidencja-innych-obiektow": {"default", "company"},
    "pas-drogowy-handel-ogrodki": {"default", "person"},
    "zameldowanie-pobyt-czasowy": {"default", "child", "proxy"},
    "zameldowanie-pobyt-staly": {"default", "child", "proxy"},
    "wymeldowanie-pobyt-staly": {"default", "child", "proxy"},
    "wymeldowanie-pobyt-czasowy": {"default", "child", "proxy"},
    "zgloszenie-wyjazdu-za-granice": {"default", "child", "proxy"},
    "zgloszenie-powrotu-z-zagranicy": {"default", "child", "proxy"},
    "udostepnienie-danych-z-rejestru": {"default", "company", "public_body"},
    "wymeldowanie-decyzja-administracyjna": {"default", "company", "register"},
    "zaswiadczenie-zaleglosci-zbywajacego": {"default", "company", "exempt"},
    "zaswiadczenie-zobowiazania-spadkodawcy": {"default", "company", "exempt"},
    "zaswiadczenie-zaleglosci-podatnika": {"default", "company", "exempt"},
    "zaswiadczenie-o-zameldowaniu": {"default", "owner", "proxy", "exempt"},
    "podanie-rad-dzielnic-i-osiedli": {"default", "plain"},
    "podatek-rolny-dr-1": {"default", "person", "proxy", "correction"},
    "podatek-lesny-dl-1": {"default", "person", "proxy", "correction"},
    "podatek-rolny-ir-1": {"default", "co_owner", "proxy"},
    "podatek-lesny-il-1": {"default", "co_owner", "proxy"},
    "zwrot-akcyzy-olej-napedowy": {"default", "animals", "company"},
    "odpady-deklaracja-niezamieszkana": {"default", "person", "proxy"},
    "oplata-od-posiadania-psow": {"default", "exempt", "proxy"},
    "oplata-reklamowa-deklaracja": {"default", "person", "proxy"},
    "oplata-targowa-zgloszenie": {"default", "stand"},
    "zwolnienie-rolny-nabycie-gruntow": {"default", "farmer", "company"},
}
#: an ordinary day, the ends of a year, a leap day, the day the clocks change, a year without rates
DAYS = [date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29), date(2027, 3, 28)]
#: words nobody says at a kitchen table, and past tenses that guess a person's sex
OFFICIALESE = re.compile(
    r"\b(należy|celem|w celu|w przypadku( gdy)?|niniejsz\w+|ww|tj|iż|winien|powinien|uiści\w*|dokona\w*"
    r"|przedłoż\w*|wnioskodawc\w+|w terminie \d+|organ(u|em|y|ów)?|(?<!e-)doręczeni[au]|stosown\w+"
    r"|przedmiotow\w+|Pan(i|a)?|kliknij|dostałe[ms]|dostałaś|otrzymał\w*|złożyłe[śm]|błędn\w+"
    r"|nieprawidłow\w+|pole wymagane)\b",
    re.IGNORECASE,
)
OFFICIALESE_EN = re.compile(
    r"\b(hereby|herein|pursuant|aforementioned|shall|thereof|in accordance with|submit\w*|click|invalid)\b",
    re.IGNORECASE,
)
HOW_TO_MEND = re.compile(r"^(Podaj|Wybierz|Napisz|Dodaj|Dołącz|Sprawdź|Przeczytaj|Zaznacz)[ ,]")


def texts(thing: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every text inside a definition or a list, with the way to it."""
    if isinstance(thing, Text):
        yield path, thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from texts(getattr(thing, name), f"{path}.{name}")
    elif is_dataclass(thing):
        for part in fields(thing):
            yield from texts(getattr(thing, part.name), f"{path}.{part.name}")
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(value, f"{path}.{key}")
    elif isinstance(thing, tuple):
        for number, value in enumerate(thing):
            yield from texts(value, f"{path}[{getattr(value, 'name', number)}]")


def sentences(text: str) -> list[str]:
    """A text's sentences; an example after a colon belongs to its sentence."""
    return [part for part in re.split(r"(?<=[.?!])\s+(?=[A-ZŁŚŻŹĆ])", text) if part]


def questions(definition: Definition) -> Iterator[AnyField]:
    """Every field, also those inside groups and rows."""

    def inside(level: tuple[AnyField, ...]) -> Iterator[AnyField]:
        for field in level:
            yield field
            if isinstance(field, GroupField | RowsField):
                yield from inside(field.fields)

    for section in definition.sections:
        yield from inside(section.fields)


SPOKEN = {
    name: tuple(texts(thing, name))
    for thing, name in [*((d, d.code) for d in SERVICES), (SHIPPED.situations, "situations")]
}


def test_a_form_has_an_example_of_each_way_to_file_it() -> None:
    found = {form.code: samples(form, catalogue=SHIPPED, today=DAYS[0]).keys() for form in SERVICES}
    lacking = {code: EXAMPLES[code] - names for code, names in found.items() if EXAMPLES[code] - names}
    assert lacking == {}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_example_may_be_filed_on_any_day(subtests: pytest.Subtests, today: date) -> None:
    for form in SERVICES:
        for name, sample in samples(form, catalogue=SHIPPED, today=today).items():
            with subtests.test(form.code, example=name):
                assert validate(form, sample.answers, catalogue=SHIPPED, today=today) == ()
                slots = [file.slot for file in sample.attachments]
                assert validate_attachments(form, sample.answers, slots) == ()


def test_a_text_speaks_both_languages_and_plainly() -> None:
    wrong = [f"{path}: {fault}" for said in SPOKEN.values() for path, text in said for fault in faults(text)]
    assert not wrong, "\n".join(wrong)
    assert [name for name, said in SPOKEN.items() if not said] == []


def faults(text: Text) -> Iterator[str]:
    """What a resident would stumble over."""
    if not text.pl.strip():
        yield "Polish is missing"
    if not text.en.strip():
        yield "English is missing"
    for found in (OFFICIALESE.search(text.pl), OFFICIALESE_EN.search(text.en)):
        if found:
            yield f"officialese: {found[0]}"
    for language in ("pl", "en"):
        for sentence in sentences(text.in_(language)):
            if len(sentence.split()) > 15:
                yield f"long: {sentence}"


def test_most_sentences_are_short() -> None:
    spoken = [text.pl for said in SPOKEN.values() for _, text in said]
    lengths = [len(sentence.split()) for text in spoken for sentence in sentences(text)]
    assert median(lengths) <= 15


def test_who_leaves_a_required_answer_out_is_told_how_to_mend_it(
    subtests: pytest.Subtests,
) -> None:
    for definition in SERVICES:
        with subtests.test(definition.code):
            for field in questions(definition):
                if (field.required or field.required_when) and not isinstance(field, GroupField):
                    assert field.missing is not None, field.name
                    assert HOW_TO_MEND.match(field.missing.pl), field.missing.pl
            for slot in definition.attachments:
                assert slot.missing is not None, slot.name


def test_a_question_with_choices_offers_each_under_its_own_words(
    subtests: pytest.Subtests,
) -> None:
    for definition in SERVICES:
        with subtests.test(definition.code):
            for field in questions(definition):
                if isinstance(field, EnumField):
                    for language in ("pl", "en"):
                        labels = [choice.label.in_(language) for choice in field.choices]
                        assert len(set(labels)) == len(labels), field.name


def test_residents_find_a_service_in_their_own_words(
    subtests: pytest.Subtests,
) -> None:
    for definition in SERVICES:
        with subtests.test(definition.code):
            for language in ("pl", "en", "uk"):
                assert 5 <= len(set(definition.questions[language])) <= 8
            assert definition.keywords


def test_a_further_way_of_asking_leads_to_the_service_too() -> None:
    index = SearchIndex(SHIPPED.services(), SHIPPED.not_here)
    also = [(form.code, said) for form in SHIPPED.services() for said in form.also_asked.get("pl", ())]
    assert len(also) > 80
    assert [one for one in also if index.find(one[1]).results[0].code != one[0]] == []
    assert not {said for _, said in also} & {
        said for form in SHIPPED.services() for said in form.questions["pl"]
    }


def test_attachments_are_asked_for_on_a_page_and_in_formats_everybody_can_make(
    subtests: pytest.Subtests,
) -> None:
    for definition in SERVICES:
        with subtests.test(definition.code):
            pages = [section for section in definition.sections if section.attachments]
            assert len(pages) == (1 if definition.attachments else 0)
            for slot in definition.attachments:
                assert "pdf" in slot.formats
                assert {"jpg", "png"} <= set(slot.formats), "a photo from a phone must do"
                assert slot.max_files * slot.max_bytes <= 50_000_000


def test_who_asks_for_public_information_need_not_say_who_and_why() -> None:
    """udip art. 2(2): no interest has to be shown; nobody may ask for PESEL, reason or signature."""
    definition = SHIPPED.service("informacja-publiczna-wniosek")
    assert definition is not None
    assert "none" in definition.signature.levels
    asked = list(questions(definition))
    assert not {field.kind for field in asked} & {"pesel", "nip", "date", "phone", "statement"}
    always = [field.name for field in asked if field.required and field.shown_when is None]
    assert always == ["request_text", "form"]
    interest = next(
        s for s in definition.sections if any(f.name == "processed_info_interest" for f in s.fields)
    )
    assert interest.help is not None, "the question on the public interest stands only with its explanation"
    assert len(interest.fields) == 1


def test_every_rate_says_where_it_is_from_and_how_sure_it_is() -> None:
    day, last = date(2023, 1, 1), date(2027, 12, 31)
    seen = set()
    while day <= last:
        for table, key, office in RATES:
            rate = SHIPPED.rates.find(table, key, office=office, on=day)
            if rate is not None and rate not in seen:
                seen.add(rate)
        day += timedelta(days=31)
    assert len(seen) == 15
    for rate in seen:
        assert len(rate.source.pl) > 20
        assert len(rate.source.en) > 20


RATES = [
    *(
        ("property_tax", f"land.{key}", "zabrze")
        for key in ("business_m2", "water_ha", "other_m2", "revitalisation_m2")
    ),
    *(
        ("property_tax", f"building.{key}_m2", "zabrze")
        for key in ("residential", "business", "seed", "health", "other")
    ),
    ("property_tax", "structure_pct", "zabrze"),
    ("waste_fee_residential", "per_person", "zabrze"),
    ("waste_fee_residential", "raised", "zabrze"),
    ("proxy_duty", "relation", "gliwice"),
]


def test_poland_stands_first_among_all_countries_of_the_standard() -> None:
    countries = SHIPPED.lists["countries"]
    assert countries[0].value == "PL"
    assert len({entry.value for entry in countries}) == 249
    assert all(re.fullmatch("[A-Z]{2}", entry.value) and entry.label.uk for entry in countries)


def test_an_address_that_is_not_the_visitors_own_is_not_filled_in_by_the_browser(
    subtests: pytest.Subtests,
) -> None:
    for definition in SERVICES:
        with subtests.test(definition.code):
            for field in questions(definition):
                if isinstance(field, GroupField) and field.name in (
                    "location",
                    "property_address",
                    "seat_address",
                ):
                    assert [inner.autocomplete for inner in field.fields if inner.autocomplete] == []


def test_both_offices_of_the_demo_offer_every_service_and_know_its_unit(catalogue: Catalogue) -> None:
    for code in ("zabrze", "gliwice"):
        office = catalogue.offices[code]
        assert set(office.services) == {code for code, _ in catalogue.definitions}
        for definition in catalogue.services(code):
            assert definition.department in office.units
            assert office.unit_symbols[definition.department].isupper()
        assert "demo" in office.standing, "made-up symbols must not pass for real ones"


def test_a_list_that_is_asked_from_is_there() -> None:
    used = {
        field.list
        for definition in SERVICES
        for field in questions(definition)
        if isinstance(field, ListField)
    }
    assert used <= SHIPPED.lists.keys()
    # the first waits for a form of an office that asks for it, with the other typed answers are compared
    assert SHIPPED.lists.keys() - used <= {"municipal_units", "voivodeships"}
