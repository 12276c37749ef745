"""Two who change a form at the desk, and the clicks that lead there."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backoffice.parts import DeskParts
from casework.catalogue import catalogue_changes
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from tests.backoffice.conftest import Clock, Employ, Enter

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
