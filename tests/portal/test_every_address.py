"""Rules of every address of the portal, made from its own map: a new one is tried without a line here."""

import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from casework import access
from portal.application import create_portal
from portal.parts import Parts
from tests.dressed import METHODS, addresses, kept, wrongs
from tests.portal.conftest import PUBLIC, Files

FOREIGN = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
#: not a form of a page: the operator signs its calls, programs send an Idempotency-Key and no cookie
WITHOUT_PAGES = ("/api/", "/operator-sms/")


class _OverTls(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # whatever Flask's own client takes
        kwargs.setdefault("base_url", PUBLIC)
        return super().open(*args, **kwargs)


@pytest.fixture
def portal(parts: Parts) -> Flask:
    options = replace(parts.options, plain_http=False, public_url=PUBLIC, demo=False)
    app = create_portal(replace(parts, options=options))
    app.test_client_class = _OverTls

    def broken() -> str:
        raise RuntimeError

    app.add_url_rule("/broken", view_func=broken)
    return app


@pytest.fixture
def known(file_sample: Files, parts: Parts) -> dict[str, str]:
    """A case that is there, and the key to everything of it."""
    filed = file_sample("podatek-nieruchomosci-dn-1", name="proxy")
    secret = parts.counter.secret
    return {
        "submission": str(filed.id), "code": "podatek-nieruchomosci-dn-1", "section": "land",
        "group": "land_items", "name": "okienko.css", "key": access.access_key(secret, filed.id),
        "?upo": access.receipt_token(secret, filed.id), "?sprawy": access.case_token(secret, filed.id),
    }  # fmt: skip


def _asked(address: str, known: dict[str, str]) -> str:
    room = address.split("/")[1]
    return f"{address}?t={known[f'?{room}']}" if f"?{room}" in known else address


@pytest.mark.slow
def test_every_answer_of_every_address_is_dressed(portal: Flask, known: dict[str, str]) -> None:
    browser, wrong, seen = portal.test_client(), [], set()
    for address, _ in addresses(portal, known):
        for method in METHODS:
            for asked in {address, _asked(address, known)}:
                answer = browser.open(asked, method=method)
                seen.add(answer.status_code)
                wrong += [f"{method} {asked} {answer.status_code}: {one}" for one in wrongs(answer.headers)]
                if "?t=" in asked and answer.headers["Cache-Control"] != "no-store":
                    wrong.append(f"{asked} may be kept")
    assert not wrong, "\n".join(wrong)
    assert seen >= {200, 303, 400, 404, 405, 500}, seen


def _taken(portal: Flask, known: dict[str, str]) -> list[str]:
    """Forms that were not refused: sent without a token, with a stranger's, from another site."""
    browser, stranger = portal.test_client(), portal.test_client()
    own, foreign = (
        {"csrf_token": re.findall(r'name="csrf_token" value="([^"]+)"', one.get("/sprawy").text)[0]}
        for one in (browser, stranger)
    )
    taken: list[str] = []
    for address, methods in addresses(portal, known):
        for method in () if address.startswith(WITHOUT_PAGES) else methods:
            for how in (
                {}, {"data": foreign}, {"data": own, "headers": FOREIGN},
                {"data": own, "headers": {"Origin": "null", "Sec-Fetch-Site": "cross-site"}},
            ):  # fmt: skip
                answer = browser.open(_asked(address, known), method=method, **how)
                if answer.status_code not in (400, 404):  # 404: what was made up for the address is not there
                    taken.append(f"{method} {address} {how}: {answer.status_code}")
    return taken


def test_no_form_is_taken_without_its_own_pages_token(
    portal: Flask, known: dict[str, str], sessions: sessionmaker[Session]
) -> None:
    before = kept(sessions)
    assert _taken(portal, known) == []
    assert kept(sessions) == before


def test_nor_is_it_while_the_database_is_away(portal: Flask, known: dict[str, str], dry_parts: Parts) -> None:
    away = create_portal(replace(portal.extensions["okienko"], sessions=dry_parts.sessions))
    away.test_client_class = _OverTls
    assert _taken(away, known) == []


def test_looking_changes_nothing(
    portal: Flask, known: dict[str, str], sessions: sessionmaker[Session]
) -> None:
    before = kept(sessions)
    for address, _ in addresses(portal, known):
        portal.test_client().get(_asked(address, known))
    assert kept(sessions) == before
    assert before["submission"] != before["draft"], "there is something to change"
