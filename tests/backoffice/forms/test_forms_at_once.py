"""Several people at one form: nobody approves what he did not see, nobody's words go under another's file."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from backoffice.parts import DeskParts
from casework import tables
from casework.desk import form_replays
from casework.tables import form_tables
from forms_catalog.designing.checks import questions_of
from tests.backoffice.at_work import Office
from tests.backoffice.conftest import Clock, Employ, Enter
from tests.backoffice.forms.form_writing import (
    PAGE,
    begun,
    day,
    renew,
    revision,
    second,
    sent,
    text,
    typed,
    writer,
)
from tests.casework.window import WASTE

__all__ = ["renew", "second", "writer"]  # fixtures


def test_a_day_that_was_moved_behind_the_approver_is_not_approved(
    writer: FlaskClient, second: FlaskClient, desk_clock: Clock
) -> None:
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(writer, work, desk_clock, days=30)
    seen = revision(text(second, work))
    assert writer.post(f"{work}/cofnij").status_code == 303
    again = {"revision": revision(text(writer, work)), **day(desk_clock)}
    assert writer.post(f"{work}/wyslij", data=again).status_code == 303
    refused = second.post(f"{work}/zatwierdz", data={"revision": seen})
    assert refused.status_code == 409
    assert "Ktoś był szybszy" in refused.text
    assert (
        second.post(f"{work}/zatwierdz", data={"revision": revision(text(second, work))}).status_code == 303
    )


def test_a_file_does_not_replace_what_a_colleague_wrote_meanwhile(
    writer: FlaskClient, second: FlaskClient
) -> None:
    file = writer.get(f"{PAGE}/1.yaml").data
    work = begun(writer)
    seen = revision(text(second, PAGE))
    typed(writer, work, "s0-0", {"E-label-pl": "Godzina pracy kolegi"})
    data = {"file": (io.BytesIO(file), "a.yaml"), "revision": seen}
    refused = second.post(f"{PAGE}/wczytaj", data=data)
    assert refused.status_code == 409
    assert "Ktoś w tym czasie pisał" in refused.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Godzina pracy kolegi" in text(writer, work)
    data = {"file": (io.BytesIO(file), "a.yaml"), "revision": revision(refused.text)}
    assert second.post(f"{PAGE}/wczytaj", data=data).status_code == 303


def test_an_office_tries_forms_so_often_a_day_and_no_more(
    writer: FlaskClient, desk_parts: DeskParts, desk_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_replays, "MOST_A_DAY", 2)
    work = begun(writer)
    for _ in range(2):
        assert writer.post(f"{work}/proba").status_code == 303
        form_replays.do_waiting(desk_parts.sessions, desk_parts.catalogue, now=desk_clock)
    refused = writer.post(f"{work}/proba")
    assert refused.status_code == 429
    assert "wypróbował dziś formularze 2 razy" in refused.text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_form_that_breaks_a_trial_holds_up_no_other_trial(
    writer: FlaskClient,
    work: Office,
    desk_parts: DeskParts,
    sessions: sessionmaker[Session],
    desk_clock: Clock,
) -> None:
    work.file(WASTE)
    place = str(writer.post(f"/formularze/{WASTE}/zmien", data={"version": "1"}).location)
    edit = tables.table_of(form_tables.FormEdit)
    with sessions.begin() as session:
        # as it may stand there from before such bounds were refused
        document = session.execute(select(edit.c.document)).scalar_one()
        for _, question in questions_of(document):
            if question["kind"] == "date":
                question["days_back"] = 10**12
        session.execute(update(edit).values(document=document))
    assert writer.post(f"{place}/proba").status_code == 303
    for done in (1, 0):
        assert form_replays.do_waiting(desk_parts.sessions, desk_parts.catalogue, now=desk_clock) == done
    assert "Nie było czego wypróbować" in text(writer, f"{place}/proba")


def test_an_account_that_the_writer_opened_meanwhile_is_no_second_person(
    second: FlaskClient, employ: Employ, enter: Enter, sessions: sessionmaker[Session], desk_clock: Clock
) -> None:
    work = begun(second)
    typed(second, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(second, work, desk_clock)
    other, pages = employ("nowa@urzad.example", "form_editor"), {}
    rights = {"roles": ["form_editor", "office_admin"]}
    assert second.post(f"/pracownicy/{other}/uprawnienia", data=rights).status_code == 303
    employ("dawna@urzad.example", "form_editor")
    for login in ("nowa@urzad.example", "dawna@urzad.example"):
        browser = enter(login)
        seen = {"revision": revision(text(browser, work))}
        pages[login] = browser.post(f"{work}/zatwierdz", data=seen)
    assert {login: page.status_code for login, page in pages.items()} == {
        "nowa@urzad.example": 403, "dawna@urzad.example": 303,
    }  # fmt: skip
    assert "Twoje konto otworzyła osoba" in pages["nowa@urzad.example"].text
