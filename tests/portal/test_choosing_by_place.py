"""Who types a town or village is led to its offices by the register of places."""

from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine

from casework.places.loading import load
from forms_catalog.places.teryt import open_teryt
from tests.portal.test_choosing import _offices, _words

#: made up, but for names of communes and counties
TERC = """WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA
24;;;;ŚLĄSKIE;województwo;2026-01-01
24;15;;;wodzisławski;powiat;2026-01-01
24;15;03;2;Godów;gmina wiejska;2026-01-01
24;99;;;zmyślony;powiat;2026-01-01
24;99;01;2;Zmyślona;gmina wiejska;2026-01-01
"""
SIMC = """WOJ;POW;GMI;RODZ_GMI;RM;MZ;NAZWA;SYM;SYMPOD;STAN_NA
24;15;03;2;01;1;Przykładna Łąka;0000001;0000001;2026-01-01
24;99;01;2;01;1;Daleka Wieś;0000002;0000002;2026-01-01
"""


def test_a_village_leads_to_its_commune_and_county(
    client: FlaskClient, owner: Engine, tmp_path: Path
) -> None:
    assert _offices(client.get("/urzad?nazwa=Przykładna+Łąka").text) == [], "nothing is loaded"
    for name, text in (("TERC.csv", TERC), ("SIMC.csv", SIMC)):
        (tmp_path / name).write_text(text, "utf-8-sig")
        with owner.begin() as connection:
            load(connection, open_teryt(tmp_path / name))
    page = client.get("/urzad?nazwa=ul.+Polna+5,+44-340+przykladna+laka").text
    assert _offices(page) == ["gmina-godow", "powiat-wodzislawski"]
    assert "„Przykładna Łąka” leży tutaj: gmina Godów, powiat wodzisławski." in _words(page)
    nobody = client.get("/urzad?nazwa=Daleka+Wieś").text
    assert _offices(nobody) == []
    assert "gmina Zmyślona, powiat zmyślony. Urząd, do którego to należy, nie korzysta" in _words(nobody)
    assert _offices(client.get("/urzad?nazwa=swierklanach").text) == ["gmina-swierklany"], "by its name"
