"""The applicant reads on the case page which of their files has a virus."""

import html

from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework import access, audit
from portal.parts import Parts
from tests.portal.conftest import Files


def test_the_case_page_names_the_infected_file_and_says_what_to_do(
    parts: Parts, client: FlaskClient, file_sample: Files, sessions: sessionmaker[Session]
) -> None:
    filed = file_sample("podatek-nieruchomosci-dn-1", name="proxy")
    page = f"/sprawy/{filed.id}?t={access.case_token(parts.counter.secret, filed.id)}"
    assert "wirus" not in client.get(page).text
    with sessions.begin() as session:
        name = session.execute(
            text("UPDATE attachment SET scan_state = 'infected' RETURNING filename")
        ).scalar_one()
        audit.append(
            session, filed.id, at=parts.now(), actor="system", what="infected", details={"found": "Eicar"}
        )
    shown = html.unescape(client.get(page).text).replace("\N{NO-BREAK SPACE}", " ")
    assert shown.count("W Twoim pliku znaleziono wirusa") == 2, "in the box, and in the course of the case"
    assert name in shown
    assert "Nikt w urzędzie go nie otworzy" in shown
    assert "Eicar" not in shown
    english = client.get(page + "&lang=en").text
    assert "A virus was found in your file" in english
