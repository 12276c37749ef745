"""Style sheets, fonts and mark as the browser gets them."""

import re
from pathlib import Path

import pytest
from flask import Flask

from pages.static_files import init_static_files, static

FOLDER = Path(__file__).parents[2] / "pages" / "static"


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    init_static_files(app)
    return app


def test_a_style_sheet_is_kept_for_a_year_under_an_address_that_its_content_makes(app: Flask) -> None:
    answer = app.test_client().get(static("okienko.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.data == (FOLDER / "okienko.css").read_bytes()


@pytest.mark.parametrize("address", ["/static/okienko.css", "/static/okienko.css?v=old"])
def test_an_address_of_another_content_is_not_kept_for_a_year(app: Flask, address: str) -> None:
    assert app.test_client().get(address).headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize(
    "name", ["../language.py", "..%2flanguage.py", "/etc/passwd", "fonts", "nothing.css"]
)
def test_nothing_outside_the_folder_is_handed_out(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{name}", follow_redirects=True).status_code == 404


def test_a_template_that_names_a_missing_file_fails_at_once() -> None:
    with pytest.raises(KeyError):
        static("nothing.css")


def test_style_sheets_fetch_nothing_from_other_hosts_and_only_what_is_there() -> None:
    for sheet in FOLDER.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        addresses = re.findall(r"url\(([^)]+)\)", text)
        outside = [one.strip("\"'") for one in addresses if not one.strip("\"'").startswith("data:")]
        assert [one for one in outside if not (FOLDER / one).is_file()] == []


def test_no_foreign_fonts_crest_or_favicon_are_shipped() -> None:
    shipped = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert {name for name in shipped if name.endswith((".woff", ".woff2", ".ttf", ".otf"))} == {
        f"fonts/okienko-sans-{script}.woff2" for script in ("latin", "latin-ext", "cyrillic")
    }
    assert not [name for name in shipped if "crest" in name or "favicon" in name or "govuk-logo" in name]
    assert "GDS Transport" not in "".join(path.read_text() for path in FOLDER.glob("*.css"))


def test_a_first_visit_stays_light() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.css")) < 160_000
