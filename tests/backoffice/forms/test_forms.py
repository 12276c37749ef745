"""A form is changed at the desk: written by one, approved by another, published."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from backoffice.parts import DeskParts
from casework.desk import form_replays
from casework.tables import desk_tables
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import Clock, Employ, Enter
from tests.backoffice.forms.form_writing import (
    INFO,
    PAGE,
    WRITER,
    Renewed,
    approved,
    begun,
    day,
    inputs,
    renew,
    revision,
    second,
    sent,
    text,
    typed,
    writer,
)

__all__ = ["renew", "second", "writer"]  # fixtures


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


def test_a_paper_may_hang_on_what_one_row_of_a_list_says(writer: FlaskClient) -> None:
    begin = writer.post("/formularze/taxi-licencja/zmien", data={"version": "2"})
    work = begin.location.split("?")[0]
    said = "przy choć jednym wpisie na liście „Twoje pojazdy” w „Jakie masz prawo do pojazdu”"
    assert said in text(writer, f"{work}/czesc/z5")
    place = f"{work}/warunek/z3/wymagane"
    page = text(writer, f"{place}?pytanie=vehicles[].title")
    assert "Wystarczy, że tak jest przy jednym wpisie na liście." in page
    line = {"question": "vehicles[].title", "then": "line", "holds": "yes", "E-answers": "lease"}
    assert writer.post(place, data={"revision": revision(page), **line}).status_code == 303
    assert f"{said} zaznaczysz „Leasing albo najem”" in text(writer, f"{work}/czesc/z3")
    assert "Bez błędów." in text(writer, work)


def test_a_question_may_hang_on_one_at_the_top_that_a_nearer_one_hides(writer: FlaskClient) -> None:
    begin = writer.post("/formularze/zaswiadczenie-o-niezaleganiu/zmien", data={"version": "2"})
    work = begin.location.split("?")[0]
    said = "w „Do jakiej sprawy” zaznaczysz „Do innej sprawy, zapłacę”"
    assert said in text(writer, f"{work}/czesc/s4-1-6")
    place = f"{work}/warunek/s4-1-6/kiedy"
    removed = {"revision": revision(text(writer, place)), "then": "remove:0"}
    assert writer.post(place, data=removed).status_code == 303
    assert said not in text(writer, f"{work}/czesc/s4-1-6")
    assert '<option value="/duty_exemption">Do jakiej sprawy<' in text(writer, place)
    page = text(writer, f"{place}?pytanie=/duty_exemption")
    assert "Do innej sprawy, zapłacę" in page
    line = {"question": "/duty_exemption", "then": "line", "holds": "yes", "E-answers": "none"}
    assert writer.post(place, data={"revision": revision(page), **line}).status_code == 303
    assert said in text(writer, f"{work}/czesc/s4-1-6")
    page = text(writer, work)
    assert "Bez błędów." in page and "Numer potwierdzenia wpłaty 17 zł”:" not in page, "as it was"


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
