"""Signs that nothing can hold are dropped at the desk's door, logged in or not; none is a defect."""

import re

from flask import Flask

from tests.backoffice.conftest import Employ, Enter

STRANGE = "a\x00b\x01c\ufffed\u202ee"


def test_a_stranger_who_types_such_signs_is_just_not_let_in(desk: Flask) -> None:
    typed = {"login": STRANGE, "password": STRANGE, "code": STRANGE, STRANGE: "x"}
    assert desk.test_client().post("/logowanie", data=typed).status_code == 422


def test_what_an_administrator_types_is_kept_without_them(employ: Employ, enter: Enter) -> None:
    employ("admin@urzad.example", "office_admin")
    browser = enter("admin@urzad.example")
    seen = re.search(r'name="seen" value="(\d+)"', browser.get("/urzad").text)
    assert seen
    contact = {"name_pl": f"Urząd {STRANGE}", "authority_pl": "Prezydent", "seen": seen[1]}
    assert browser.post("/urzad/kontakt", data=contact).status_code == 303
    page = browser.get("/urzad").text
    assert 'value="Urząd abcde"' in page
    assert browser.get(f"/dane?co={STRANGE}").status_code == 404


def test_a_page_of_deeds_beyond_all_numbers_is_a_page(employ: Employ, enter: Enter) -> None:
    employ("admin@urzad.example", "office_admin")
    browser = enter("admin@urzad.example")
    for number in ("9" * 30, "-" + "9" * 30):
        assert browser.get(f"/kto-co-zrobil?przed={number}").status_code == 200
