"""The filed form on paper says what was answered, worked out and attached, in the reader's language."""

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from casework import access
from casework.intake.filing import Filed
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import read_back
from forms_catalog.model import Definition
from forms_catalog.samples import samples
from portal.parts import Parts
from tests.portal.conftest import Files
from tests.turns import LANGUAGES, turn

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler) is not on this machine"
)


def _signs(text: str) -> str:
    """The text without spaces: a line of a page ends where it likes."""
    return re.sub(r"\s", "", text)


def _printed(client: FlaskClient, parts: Parts, filed_id: object, folder: Path, tongue: str = "pl") -> bytes:
    token = access.case_token(parts.counter.secret, filed_id)  # type: ignore[arg-type]  # a UUID handed through
    answer = client.get(f"/sprawy/{filed_id}/formularz.pdf?t={token}&lang={tongue}")
    assert answer.status_code == 200, answer.text
    (folder / "form.pdf").write_bytes(answer.data)
    return answer.data


def _text(folder: Path) -> str:
    read = ["pdftotext", "-layout", folder / "form.pdf", "-"]
    return subprocess.run(read, capture_output=True, text=True, check=True).stdout


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize("group", ["tax", "business", "residency", "general"])
def test_every_answer_that_was_read_back_stands_on_paper(
    client: FlaskClient, parts: Parts, file_sample: Files, catalogue: Catalogue, tmp_path: Path,
    subtests: pytest.Subtests, group: str,
) -> None:  # fmt: skip
    for form in catalogue.services("zabrze"):
        for tongue in turn(form.code, LANGUAGES) if form.group == group else ():
            with subtests.test(form.code, tongue=tongue):
                filed = file_sample(form.code)
                data = _printed(client, parts, filed.id, tmp_path, tongue)
                _stands_on_paper(data, _text(tmp_path), filed, form, tongue, catalogue)


@needs_poppler
def test_a_group_called_like_its_section_is_headed_once(
    client: FlaskClient, parts: Parts, file_sample: Files, tmp_path: Path
) -> None:
    _printed(client, parts, file_sample("podatek-srodki-transportowe-dt-1").id, tmp_path)
    assert re.findall("^ *Kontakt *$", _text(tmp_path), re.MULTILINE) == ["Kontakt"]


def _stands_on_paper(
    data: bytes, text: str, filed: Filed, definition: Definition, tongue: str, catalogue: Catalogue
) -> None:
    assert b"/StructTreeRoot" in data
    assert b"pdfuaid" in data
    paper = _signs(text)
    answers = samples(definition, catalogue=catalogue, today=datetime.now(UTC).date())["default"].answers
    read = read_back(definition, answers, catalogue=catalogue, language=tongue)
    missing = [item.value for part in read for item in part.items if _signs(item.value)[:20] not in paper]
    assert not missing
    assert filed.register_number in paper


@needs_poppler
def test_the_sums_stand_line_by_line_with_their_sources(
    client: FlaskClient, parts: Parts, file_sample: Files, tmp_path: Path
) -> None:
    filed = file_sample("podatek-nieruchomosci-dn-1")
    _printed(client, parts, filed.id, tmp_path)
    paper = _signs(_text(tmp_path))
    for words in ("1 250,00 m² × 1,45 zł", "15 405 zł", "Kwota podatku"[:5]):
        assert _signs(words) in paper, words
    assert re.search(r"Suma15405,\d\dzł", paper) or re.search(r"Suma15404,\d\dzł", paper), "before rounding"


def test_nobody_prints_it_without_the_key(client: FlaskClient, file_sample: Files) -> None:
    filed = file_sample("podatek-nieruchomosci-dn-1")
    assert client.get(f"/sprawy/{filed.id}/formularz.pdf").status_code == 404
    assert client.get(f"/sprawy/{filed.id}/formularz.pdf?t={filed.receipt_token}").status_code == 404
