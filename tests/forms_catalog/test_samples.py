import shutil
import struct
import subprocess
import zlib
from datetime import date
from pathlib import Path

import pytest

from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import RateBook
from forms_catalog.samples import minimal_pdf, minimal_png, samples
from tests.strategies.small_forms import field, form

CATALOGUE = Catalogue({}, {}, RateBook([]), {}, (), {})
FORM = form(field("text"))
LAST_DAY = date(2026, 12, 31)

WRITTEN = """
samples:
  - name: default
    answers:
      day: "{{today}}"
      tomorrow: "{{ today + 1d }}"
      yesterday: "{{today-1d}}"
      month: "{{this_month}}"
      year: "{{this_year}}"
      text: "Plan na {{this_year}} rok"
      rows: [{flag: false, number: 5, day: "{{today}}"}]
    attachments:
      - {slot: proxy, filename: "pełnomocnictwo.pdf", content_type: application/pdf, kind: pdf}
      - {slot: photo, filename: a.png, content_type: image/png, kind: png}
"""


def test_relative_dates_are_those_of_today(tmp_path: Path) -> None:
    (tmp_path / "proba.yaml").write_text(WRITTEN, encoding="utf-8")
    sample = samples(FORM, catalogue=CATALOGUE, today=LAST_DAY, folder=tmp_path)["default"]
    assert sample.answers == {
        "day": "2026-12-31",
        "tomorrow": "2027-01-01",
        "yesterday": "2026-12-30",
        "month": "2026-12",
        "year": 2026,
        "text": "Plan na 2026 rok",
        "rows": [{"flag": False, "number": 5, "day": "2026-12-31"}],
    }
    assert [(file.slot, file.filename, file.data[:4]) for file in sample.attachments] == [
        ("proxy", "pełnomocnictwo.pdf", b"%PDF"),
        ("photo", "a.png", b"\x89PNG"),
    ]


@pytest.mark.parametrize("names", [["other"], ["default", "default"], []])
def test_a_form_has_exactly_one_default_sample(tmp_path: Path, names: list[str]) -> None:
    listed = "\n".join(f"  - {{name: {name}, answers: {{}}}}" for name in names)
    (tmp_path / "proba.yaml").write_text(f"samples:\n{listed or '  []'}", encoding="utf-8")
    with pytest.raises(ValueError, match="default"):
        samples(FORM, catalogue=CATALOGUE, today=LAST_DAY, folder=tmp_path)


def test_the_sample_pdf_is_whole() -> None:
    pdf = minimal_pdf()
    table = int(pdf.split(b"startxref\n")[1].split()[0])
    assert pdf[table:].startswith(b"xref\n0 4\n")
    places = [int(line[:10]) for line in pdf[table:].split(b"\n")[3:6]]
    assert [pdf[place : place + 7] for place in places] == [b"1 0 obj", b"2 0 obj", b"3 0 obj"]


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is not installed here")
def test_a_reader_opens_the_sample_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(minimal_pdf())
    command = ["pdftoppm", "-r", "10", "a.pdf", "out"]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert list(tmp_path.glob("out*.ppm"))


def test_the_sample_picture_is_whole() -> None:
    png, chunks = minimal_png(), []
    at = 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 4 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(content)
        chunks.append(kind)
        at += length + 12
    assert chunks == [b"IHDR", b"IDAT", b"IEND"]
