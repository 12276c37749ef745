"""A form is changed at the desk: written by one, approved by another, published, compared, brought back."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from backoffice.parts import DeskParts
from casework.catalogue import catalogue_changes
from casework.clock.deadlines import warsaw_date
from casework.desk import form_replays
from casework.tables import desk_tables
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly, numbered

from .at_work import Office
from .conftest import Clock, Employ, Enter

INFO = "informacja-publiczna-wniosek"
PAGE = f"/formularze/{INFO}"
WRITER, SECOND = "pisze@urzad.example", "zatwierdza@urzad.example"


class Renewed:
    """The desk takes up what was published, as the running program does between requests."""

    def __init__(self, desk: Flask, parts: DeskParts, clock: Clock) -> None:
        self._desk, self._parts, self._clock = desk, parts, clock
        self._assembly = Assembly(parts.catalogue, demo=True)

    def shipped(self, catalogue: Catalogue) -> None:
        """An upgrade brought another catalogue."""
        self._assembly = Assembly(catalogue, demo=True)

    def __call__(self) -> Catalogue:
        with self._parts.sessions() as session:
            own = catalogue_changes.read(session)
        fresh = self._assembly.put_together(own, day=warsaw_date(self._clock()))
        self._desk.extensions["okienko"] = replace(self._parts, catalogue=fresh)
        return fresh


@pytest.fixture
def renew(desk: Flask, desk_parts: DeskParts, desk_clock: Clock) -> Renewed:
    return Renewed(desk, desk_parts, desk_clock)


@pytest.fixture
def writer(employ: Employ, enter: Enter) -> FlaskClient:
    employ(WRITER, "form_editor")
    return enter(WRITER)


@pytest.fixture
def second(employ: Employ, enter: Enter) -> FlaskClient:
    employ(SECOND, "office_admin")
    return enter(SECOND)


def begun(browser: FlaskClient, version: int = 1) -> str:
    """The address of a new work on the form."""
    answer = browser.post(f"{PAGE}/zmien", data={"version": version})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def inputs(page: str) -> dict[str, str]:
    """What the first form of the page in the middle would send: its inputs as they stand."""
    form = page.split('id="h-czesc"')[1].split("</form>")[0]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        ticked = 'type="checkbox"' not in tag or " checked" in tag
        if name and ticked:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    for name, words in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n([^<]*)</textarea>', form):
        found[name] = words
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def typed(browser: FlaskClient, work: str, place: str, changes: Mapping[str, str]) -> str:
    """Saves the page of a piece with these changes; the page one comes to."""
    address = f"{work}/czesc/{place}"
    sent = inputs(browser.get(address).get_data(as_text=True)) | dict(changes)
    answer = browser.post(address, data=sent)
    assert answer.status_code == 303, answer.get_data(as_text=True)[:3000]
    return browser.get(answer.location).get_data(as_text=True)


def text(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")


def revision(page: str) -> str:
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    return found[1]


def day(clock: Clock, **later: int) -> dict[str, str]:
    first = warsaw_date(clock()) + timedelta(**later)
    return {"first-day": str(first.day), "first-month": str(first.month), "first-year": str(first.year)}


def sent(browser: FlaskClient, work: str, clock: Clock, **later: int) -> str:
    page = text(browser, work)
    data = {"revision": revision(page), **day(clock, **later)}
    answer = browser.post(f"{work}/wyslij", data=data)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return text(browser, work)


def approved(browser: FlaskClient, work: str) -> None:
    answer = browser.post(f"{work}/zatwierdz", data={"revision": revision(text(browser, work))})
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_what_one_wrote_another_approves_and_it_is_in_force(
    writer: FlaskClient,
    second: FlaskClient,
    renew: Renewed,
    desk_clock: Clock,
    sessions: sessionmaker[Session],
) -> None:
    work = begun(writer)
    page = typed(writer, work, "s0-0", {"E-label-pl": "Twoje pytanie do urzędu", "E-max_length": "500"})
    assert "Zapisano." in page
    assert "Twoje pytanie do urzędu" in page.split('id="h-podglad"')[1], "the preview shows it at once"
    page = text(writer, work)
    assert "Pytanie „O co pytasz”: teraz brzmi „Twoje pytanie do urzędu”" in page
    assert "Pytanie „O co pytasz”: Najwięcej liter: teraz 500" in page
    assert "Bez błędów." in page
    assert "czeka na zatwierdzenie" in sent(writer, work, desk_clock)
    own = writer.post(f"{work}/zatwierdz", data={"revision": "2"})
    assert own.status_code == 403
    assert "Zatwierdzić musi ktoś inny" in own.get_data(as_text=True)
    assert writer.get(f"{work}/nowe/s0").status_code == 409, "while it waits nobody writes in it"
    assert writer.post(f"{work}/czesc/s0-0", data={}).status_code == 409
    approved(second, work)
    catalogue = renew()
    form = catalogue.of_office("zabrze").service(INFO)
    assert form is not None
    assert form.version == 1001
    assert form.sections[0].fields[0].label.pl == "Twoje pytanie do urzędu"
    shared = catalogue.of_office("gliwice").service(INFO)
    assert shared is not None and shared.version == 1, "another office keeps what it had"
    page = text(second, PAGE)
    assert "wersja własna 1001" in page
    assert "Anna Pisze" in page and "Anna Zatwierdza" in page
    with sessions() as session:
        entries = session.execute(select(desk_tables.ReadEntry.what).order_by(desk_tables.ReadEntry.id))
        told = [row.what for row in entries if row.what.startswith("form")]
    assert told == ["form_edit_begun", "form_edit_changed", "form_edit_sent", "form_published"]
    assert "zatwierdzono i opublikowano formularz" in text(second, "/kto-co-zrobil")


def test_what_is_wrong_is_named_with_a_link_and_what_was_typed_stays(
    writer: FlaskClient, desk_clock: Clock
) -> None:
    work = begun(writer)
    new = {"E-label-pl": "Jakiego okresu to dotyczy", "kind": "enum"}
    assert "Wpisz nazwę po polsku." in writer.post(f"{work}/nowe/s0", data={"revision": "1"}).text
    answer = writer.post(f"{work}/nowe/s0", data={"revision": "1", **new})
    assert answer.location.startswith(f"{work}/czesc/s0-4")
    page = text(writer, work)
    assert "miejsca do poprawy" in page
    english = f'<a href="{work}/czesc/s0-4#E-label-en">Strona „Twoje pytanie”, Pytanie „Jakiego okresu to'
    assert english in page
    assert "brakuje tekstu po angielsku." in page
    refused = writer.post(f"{work}/wyslij", data={"revision": "2", **day(desk_clock)})
    assert refused.status_code == 422
    assert "Najpierw popraw miejsca" in refused.text
    for words in ("Ten rok", "Zeszły rok"):
        typed(
            writer,
            work,
            "s0-4",
            {"then": "choice", **{f"E-new-{code}": words for code in ("pl", "en", "uk")}},
        )
    typed(
        writer,
        work,
        "s0-4",
        {"E-label-en": "Which period", "E-label-uk": "Який період", "then": "choice-up:1"},
    )
    page = text(writer, work)
    assert "Bez błędów." in page
    assert "Pytanie „Jakiego okresu to dotyczy”: dodano" in page
    preview = text(writer, f"{work}/podglad/0")
    assert preview.index("Zeszły rok") < preview.index("Ten rok"), "as residents see it"
    page = typed(writer, work, "s0-0", {"E-min_length": "dużo", "E-label-en": ""})
    assert 'value="dużo"' in page
    assert "tu musi być liczba całkowita." in page
    assert 'aria-invalid="true"' in page
    assert "O co pytasz" in text(writer, f"{work}/podglad/0"), "a form with mistakes is shown all the same"
    tried = writer.post(
        f"{work}/podglad/0", data={"request_text": "Ile kosztował park?", "form": "email_file"}
    )
    assert "Podaj adres e-mail" in tried.text, "the preview judges as the portal does"
    assert "Ile kosztował park?" in tried.text
    assert "Your question" in text(writer, f"{work}/podglad/0?lang=en")


def test_two_who_write_at_once_lose_nothing(writer: FlaskClient, second: FlaskClient) -> None:
    work = begun(writer)
    assert second.post(f"{PAGE}/zmien", data={"version": "1"}).location == f"{work}?juz=1"
    theirs = inputs(text(second, f"{work}/czesc/s0-0"))
    typed(writer, work, "s0-0", {"E-label-pl": "Pierwsza zmiana"})
    late = second.post(f"{work}/czesc/s0-0", data=theirs | {"E-label-pl": "Druga zmiana"})
    assert late.status_code == 409
    assert "Druga zmiana" in late.text and "Ktoś zmienił" in late.text
    assert "Pierwsza zmiana" in text(writer, f"{work}/czesc/s0-0")
    again = second.post(f"{work}/czesc/s0-0", data=inputs(late.text))
    assert again.status_code == 303
    assert "Druga zmiana" in text(writer, f"{work}/czesc/s0-0")


def test_pieces_are_moved_removed_and_asked_when_chosen_in_words(writer: FlaskClient) -> None:
    work = begun(writer)
    assert "„E-mailem”" in text(writer, f"{work}/czesc/s0-2"), "conditions stand there in words"
    place = f"{work}/warunek/s2-0/kiedy"
    assert "Jak chcesz dostać odpowiedź" in text(writer, place)
    page = text(writer, f"{place}?pytanie=form")
    nothing = writer.post(place, data={"revision": revision(page), "question": "form", "then": "line"})
    assert nothing.status_code == 422
    line = {"question": "form", "then": "line", "holds": "no", "E-answers": "portal"}
    assert writer.post(place, data={"revision": revision(page), **line}).status_code == 303
    said = "w „Jak chcesz dostać odpowiedź” nie zaznaczysz „W Okienku (klucz dostępu)”"
    assert said in text(writer, f"{work}/czesc/s2-0")
    more = {"question": "form", "then": "line", "holds": "yes", "E-answers": ["copy_paper", "data_carrier"]}
    assert writer.post(place, data={"revision": revision(text(writer, place)), **more}).status_code == 303
    joined = {"revision": revision(text(writer, place)), "join": "any"}
    assert writer.post(place, data=joined).status_code == 303
    assert f"{said} albo" in text(writer, f"{work}/czesc/s2-0")
    removed = {"revision": revision(text(writer, place)), "then": "remove:0"}
    assert writer.post(place, data=removed).status_code == 303
    assert said not in text(writer, f"{work}/czesc/s2-0")
    page = typed(writer, work, "s0-0", {"then": "down"})
    assert "O co pytasz" in page.split("<h1>")[1].split("</h1>")[0]
    sent_ = inputs(text(writer, f"{work}/czesc/s0-0")) | {"then": "remove"}
    assert writer.post(f"{work}/czesc/s0-0", data=sent_).location.startswith(f"{work}?")
    page = text(writer, work)
    assert "Pytanie „Jak chcesz dostać odpowiedź”: usunięto" in page
    assert "z tego miejsca nie widać pytania „form”." in page, "what leaned on it is named"
    assert writer.get(f"{work}/czesc/s0-99").status_code == 404
    assert writer.get(f"{work}/czesc/x").status_code == 404
    assert writer.get(f"{work}/warunek/s0/wymagane").status_code == 404


def test_rules_and_calculations_are_chosen_in_words(writer: FlaskClient) -> None:
    work = begun(writer)
    page = text(writer, f"{work}/czesc/reguly")
    assert "Udział jest najwyżej całością" in page and "upol art. 3 ust. 4" in page
    sent_ = {"revision": "1", "name": "", "E-rules": "days_in_order@1", "E-calculations": "proxy_duty@1"}
    assert writer.post(f"{work}/czesc/reguly", data=sent_).status_code == 303
    page = text(writer, work)
    assert "„Ostatni dzień nie jest wcześniejszy od pierwszego." in page
    assert "„Opłata skarbowa za pełnomocnictwo." in page


def test_a_question_gets_another_kind_of_answer(writer: FlaskClient) -> None:
    work = begun(writer)
    assert f'href="{work}/rodzaj/s0-3"' in text(writer, f"{work}/czesc/s0-3")
    page = text(writer, f"{work}/rodzaj/s0-3")
    assert "odpowiedzi zostają" in page and 'value="text"' in page and 'value="rows"' not in page
    for kind in ("", "rows", "bool", "nikt"):
        refused = writer.post(f"{work}/rodzaj/s0-3", data={"revision": "1", "kind": kind})
        assert refused.status_code == 422 and "Wybierz rodzaj odpowiedzi." in refused.text
    assert writer.post(f"{work}/rodzaj/s0-3", data={"revision": "7", "kind": "text"}).status_code == 409
    assert writer.post(f"{work}/rodzaj/s0-3", data={"revision": "1", "kind": "text"}).status_code == 303
    page = text(writer, work)
    assert "inny rodzaj odpowiedzi: kilka wierszy tekstu" in page and "Bez błędów." in page
    assert "„Na papierze pocztą”" in text(writer, f"{work}/czesc/s0-3"), "it is asked when it was"
    writer.post(f"{work}/rodzaj/s0-1", data={"revision": "2", "kind": "multi_enum"})
    assert "Zobaczę na miejscu w urzędzie" in text(writer, f"{work}/czesc/s0-1"), "its answers stay"
    assert writer.get(f"{work}/rodzaj/s0").status_code == 404


def test_a_form_goes_out_as_a_file_and_comes_in_again(writer: FlaskClient, catalogue: Catalogue) -> None:
    taken = writer.get(f"{PAGE}/1.yaml")
    assert taken.headers["Content-Disposition"] == f"attachment; filename={INFO}-1.yaml"
    form = catalogue.service(INFO)
    assert form is not None
    edited = taken.data.decode().replace("pl: O co pytasz", "pl: O co chcesz zapytać")

    def read(content: bytes, name: str = "formularz.yaml") -> TestResponse:
        sent_ = {"file": (io.BytesIO(content), name), "revision": revision(text(writer, PAGE))}
        return writer.post(f"{PAGE}/wczytaj", data=sent_)

    assert read(b"", "").status_code == 422
    for content, complaint in (
        (b"code: !!python/name:os.system x", "jest tu znacznik (!)"),
        (b"a: &x 1\nb: *x", "jest tu odwołanie"),
        (edited.replace(f"code: {INFO}", "code: inna").encode(), "to formularz innej usługi: „inna”"),
        (b"\xff\xfe", "nie jest tekstem"),
        (b"x" * 1_000_002, "więcej niż 1000000 bajtów"),
    ):
        refused = read(content)
        assert refused.status_code == 422
        assert complaint in refused.text.replace("\N{NO-BREAK SPACE}", " "), refused.text
    assert "Zmień ten formularz" in text(writer, PAGE), "nothing was begun"
    work = read(edited.encode()).location
    assert "teraz brzmi „O co chcesz zapytać”" in text(writer, work)
    assert "pl: O co chcesz zapytać" in writer.get(f"{work}/plik.yaml").text
    unknown = edited + "rules: [nikt@1]\n"
    assert read(unknown.encode()).location == work
    page = text(writer, work)
    assert "program nie ma reguły „nikt@1”." in page
    sent_ = {"revision": revision(text(writer, f"{work}/czesc/reguly")), "name": ""}
    assert writer.post(f"{work}/czesc/reguly", data=sent_).status_code == 303
    assert "Bez błędów." in text(writer, work)
    assert read(taken.data).location == work
    assert "Jeszcze nic." in text(writer, work), "the file took the place of what was written"


def test_an_earlier_version_comes_back_as_a_new_one(
    enter: Enter,
    writer: FlaskClient,
    second: FlaskClient,
    renew: Renewed,
    desk_clock: Clock,
) -> None:
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(writer, work, desk_clock)
    back = second.post(f"{work}/cofnij", data={"note": ""})
    assert back.status_code == 422 and "Napisz, co poprawić." in back.text
    assert second.post(f"{work}/cofnij", data={"note": "Krócej proszę."}).status_code == 303
    assert "Krócej proszę." in text(writer, work)
    sent(writer, work, desk_clock)
    approved(second, work)
    renew()
    assert "teraz brzmi „O co pytasz”" in text(writer, f"{PAGE}/porownaj?od=1001&do=1")
    old = begun(second, 1)
    assert "Pytanie „Nasze pytanie”: teraz brzmi „O co pytasz”" in text(second, old)
    sent(second, old, desk_clock, days=1)
    approved(writer, old)
    assert "obowiązuje, własna" in text(writer, PAGE), "until tomorrow it is as it was"
    assert renew().of_office("zabrze").service(INFO).version == 1001  # type: ignore[union-attr]  # it is there
    desk_clock.go_on(days=1)
    enter(WRITER, writer), enter(SECOND, second)
    tomorrow = renew().of_office("zabrze").service(INFO)
    assert tomorrow is not None and tomorrow.version == 1002
    assert tomorrow.sections[0].fields[0].label.pl == "O co pytasz"
    same = begun(second, 1002)
    nothing = second.post(f"{same}/wyslij", data={"revision": "1", **day(desk_clock)})
    assert nothing.status_code == 422 and "Nic się nie różni" in nothing.text
    assert second.post(f"{same}/wyrzuc").status_code == 303
    assert second.post(f"{same}/wyrzuc").status_code == 409


def test_a_newer_shared_version_overwrites_nothing(
    desk: Flask,
    desk_parts: DeskParts,
    writer: FlaskClient,
    second: FlaskClient,
    renew: Renewed,
    desk_clock: Clock,
) -> None:
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(writer, work, desk_clock)
    approved(second, work)
    renew.shipped(_with_version_2(desk_parts.catalogue))
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1001
    assert "nowsza wersja wspólna" in text(writer, "/formularze")
    page = text(writer, PAGE)
    assert "Jest nowsza wersja wspólna: 2" in page
    assert "Krótka nazwa: teraz „Pytanie do urzędu”" in text(writer, f"{PAGE}/porownaj?od=1&do=2")
    assert writer.post(f"{PAGE}/nowsza", data={"version": "2", "choice": "keep"}).location == PAGE
    assert "Urząd postanowił zostawić własną wersję." in text(writer, PAGE)
    assert "nowsza wersja wspólna" not in text(writer, "/formularze")
    adopted = writer.post(f"{PAGE}/nowsza", data={"version": "2", "choice": "adopt"}).location
    assert "Pytanie „Nasze pytanie”: teraz brzmi „O co pytasz”" in text(writer, adopted)
    sent(writer, adopted, desk_clock)
    approved(second, adopted)
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1002 and form.short_title.pl == "Pytanie do urzędu"
    assert "Jest nowsza wersja wspólna" not in text(writer, PAGE)


def test_own_changes_are_laid_over_a_newer_version_and_clashes_decided(
    desk_parts: DeskParts, writer: FlaskClient, second: FlaskClient, renew: Renewed, desk_clock: Clock
) -> None:
    assert writer.get(f"{PAGE}/polacz").status_code == 404, "nothing is newer than what is shared"
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    typed(writer, work, "nazwa", {"E-short_title-pl": "Nasza nazwa"})
    sent(writer, work, desk_clock)
    approved(second, work)
    renew.shipped(_with_version_2(desk_parts.catalogue))
    renew()
    assert f'href="{PAGE}/polacz"' in text(writer, PAGE)
    page = text(writer, f"{PAGE}/polacz")
    assert "Krótka nazwa" in page and "nasze: Nasza nazwa" in page
    assert "nowsza wspólna: Pytanie do urzędu" in page
    assert "Pytanie „O co pytasz”: teraz brzmi „Nasze pytanie”" in page
    undecided = writer.post(f"{PAGE}/polacz", data={"version": "2", "K-short_title": "nikt"})
    assert undecided.status_code == 422 and "Zdecyduj: Krótka nazwa" in undecided.text
    stale = writer.post(f"{PAGE}/polacz", data={"version": "1", "K-short_title": "ours"})
    assert stale.location == PAGE
    merged = writer.post(f"{PAGE}/polacz", data={"version": "2", "K-short_title": "theirs"}).location
    page = text(writer, merged)
    assert "Bez błędów." in page and "Krótka nazwa: teraz „Pytanie do urzędu”" in page
    assert "Nasze pytanie" in text(writer, f"{merged}/czesc/s0-0")
    sent(writer, merged, desk_clock)
    approved(second, merged)
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1002 and form.short_title.pl == "Pytanie do urzędu"
    assert form.sections[0].fields[0].label.pl == "Nasze pytanie"
    assert writer.get(f"{PAGE}/polacz").status_code == 404, "nothing newer is left"


def _with_version_2(catalogue: Catalogue) -> Catalogue:
    """The catalogue after an upgrade that brought another version of the form."""
    form = catalogue.service(INFO)
    assert form is not None
    title = form.short_title.model_copy(update={"pl": "Pytanie do urzędu"})
    newer = numbered(form.model_copy(update={"short_title": title}), 2)
    return replace(catalogue, definitions={**catalogue.definitions, (INFO, 2): newer})


def test_another_offices_work_is_not_there(writer: FlaskClient, employ: Employ, enter: Enter) -> None:
    work = begun(writer)
    employ("obcy@urzad.example", "form_editor", office="gliwice")
    stranger = enter("obcy@urzad.example")
    for address in ("", "/czesc/s0-0", "/roznice", "/plik.yaml", "/proba", "/podglad/0", "/nowe/s0"):
        assert stranger.get(f"{work}{address}").status_code == 404
    for address in ("/wyslij", "/cofnij", "/zatwierdz", "/wyrzuc", "/czesc/s0-0", "/proba"):
        assert stranger.post(f"{work}{address}").status_code == 404
    assert text(writer, work)


def test_a_trial_tells_by_number_and_question_what_the_form_would_refuse(
    writer: FlaskClient,
    work: Office,
    desk_parts: DeskParts,
    desk_clock: Clock,
) -> None:
    work.file(INFO)
    place = begun(writer)
    typed(writer, place, "s0-0", {"E-max_length": "12"})
    typed(writer, place, "s2-0", {"E-required": "1"})
    assert writer.post(f"{place}/proba", data={"most": "50"}).status_code == 303
    waiting = writer.get(f"{place}/proba")
    assert waiting.headers["Refresh"] == "5" and "Próba trwa" in waiting.text
    done = form_replays.do_waiting(desk_parts.sessions, desk_parts.catalogue, now=desk_clock)
    assert done == 1
    page = text(writer, f"{place}/proba")
    assert "Wypróbowano 1 pismo." in page
    assert ">O co pytasz</td>" in page, "the question is named, no answer is"
    assert form_replays.do_waiting(desk_parts.sessions, desk_parts.catalogue, now=desk_clock) == 0


def test_what_was_typed_when_the_session_ended_goes_through_the_log_in(
    writer: FlaskClient, enter: Enter, desk_clock: Clock
) -> None:
    work = begun(writer)
    fields = inputs(text(writer, f"{work}/czesc/s0-0")) | {"E-label-pl": "Zupełnie nowe słowa"}
    desk_clock.go_on(hours=13)
    ended = writer.post(f"{work}/czesc/s0-0", data=fields)
    assert ended.status_code == 403
    assert re.search(r'name="kept" value="[^"]{100,}"', ended.text)
    enter(WRITER, writer)
    assert writer.post(f"{work}/czesc/s0-0", data=fields).status_code == 303
