"""The printed receipt: one A4 page that a machine can read out, whatever names people give their files.

Tags, language, title and alternative text are looked at in the file itself; it was not checked by veraPDF.
"""

import re
import shutil
import subprocess
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import segno

from casework.papers.receipt import ReceiptSheet, qr_svg, receipt_pdf
from casework.papers.writing import COVERAGE, EMPTY_BOX, writable

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None,
    reason="pdftotext (poppler) is not on this machine: the text is not read back",
)
LABELS = {
    "title": "Urzędowe poświadczenie przedłożenia (UPO)",
    "lead": "Urząd potwierdza, że otrzymał poniższy dokument.",
    "register_number": "Numer w urzędzie",
    "filed_at": "Data i godzina wpływu",
    "access_key": "Klucz dostępu do sprawy",
    "about": "Czego dotyczy",
    "files": "Złożone pliki",
    "file": "Plik",
    "size": "Wielkość",
    "digest": "Skrót SHA-256",
    "print_note": "Wydruk ma znaczenie informacyjne. Oryginałem jest plik XML z pieczęcią.",
    "page": "strona",
    "qr": "Kod QR: adres strony, która sprawdza to poświadczenie",
}
DIGEST = "9f2c61d077ab03e45b1fc8d26a90e7134c550fd8b27e91a63d08f4c172be5a9d"
LONG = "pelnomocnictwo_" * 7 + "koniec.pdf"
HOSTILE = [
    "#include(evil).pdf",
    "]#read(/etc/passwd)[.pdf",
    "*bold*_it_ $x$ @ref <label> \\n `raw` //.pdf",
    '"; drop & <script>alert(1)</script>.pdf',
    "#{sys.inputs}.pdf",
]


@pytest.fixture
def sheet() -> ReceiptSheet:
    return ReceiptSheet(
        language="pl",
        demo=True,
        office_name="Urząd Miejski w Zabrzu",
        office_address="ul. Powstańców Śląskich 5–7, 41-800 Zabrze",
        register_number="RPW/51877/2026",
        filed_at="24 listopada 2026, 14:07:31",
        access_key="K7MP-4XRT-9WHC-2AB3",
        rows=(
            ("Dokument", "Deklaracja na podatek od nieruchomości DN-1 (wersja formularza 3)"),
            ("Od kogo", "Jan Przykładowy (osoba fikcyjna)"),
            ("Dla kogo", "Prezydent Miasta Zabrze, Wydział Podatków"),
            ("Podpis wnioskodawcy", "brakuje"),
            ("Kwota podatku", "13 273,00 zł"),
            ("Odpowiedź urzędu", "najpóźniej 1 grudnia 2026 (wtorek)"),
        ),
        files=(("deklaracja.xml", "9 KB", DIGEST), ("pelnomocnictwo.pdf", "44 KB", DIGEST)),
        receipt_id="UPP-2026-51877",
        seal_note="Opatrzone pieczęcią elektroniczną Urzędu Miejskiego w Zabrzu.",
        check_url=f"https://okienko.example/sprawdz-upo?id=8f0f6a52-8f4b-4f7a-9d5c-0c6f7f6f2a11&skrot={DIGEST}",
        labels=LABELS,
    )


def _inside(pdf: bytes) -> bytes:
    """The file with its streams unpacked behind it."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return pdf + b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page(?!s)", _inside(pdf)))


def _hex(text: str) -> bytes:
    return b"FEFF" + text.encode("utf-16-be").hex().upper().encode()


def _text(pdf: bytes, folder: Path, *options: str) -> str:
    (folder / "sheet.pdf").write_bytes(pdf)
    command = ["pdftotext", *options, str(folder / "sheet.pdf"), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _joined(text: str) -> str:
    """Without blanks and line ends: long names are wrapped."""
    return re.sub(r"\s+", "", text)


def test_a_receipt_is_one_tagged_page_in_its_language(sheet: ReceiptSheet) -> None:
    pdf = receipt_pdf(sheet)
    inside = _inside(pdf)
    assert _pages(pdf) == 1
    for part in (
        b"/StructTreeRoot",
        b"/Marked true",
        b"/Lang(pl)",
        b"/DisplayDocTitle true",
        b"/S/H1",
        b"/S/TH",
    ):
        assert part in inside, part
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in inside
    assert b"<pdfuaid:part>1</pdfuaid:part>" in inside
    assert b"/Title<" + _hex("Urzędowe poświadczenie przedłożenia (UPO) RPW/51877/2026") in inside
    assert b"/Alt<" + _hex(f"{LABELS['qr']}: {sheet.check_url}") in inside


def test_a_receipt_in_english_says_so(sheet: ReceiptSheet) -> None:
    inside = _inside(receipt_pdf(replace(sheet, language="en")))
    assert b"/Lang(en)" in inside


def test_eight_files_with_long_names_still_fit_one_page(sheet: ReceiptSheet) -> None:
    eight = tuple(
        (LONG if number < 2 else f"zalacznik {number}.pdf", "412 KB", DIGEST) for number in range(8)
    )
    assert _pages(receipt_pdf(replace(sheet, files=eight))) == 1


def test_files_that_do_not_fit_go_on_a_second_page(sheet: ReceiptSheet) -> None:
    many = tuple((f"zalacznik {number}.pdf", "1 KB", DIGEST) for number in range(40))
    assert _pages(receipt_pdf(replace(sheet, files=many))) > 1


@needs_poppler
def test_everything_that_matters_can_be_read_on_paper(sheet: ReceiptSheet, tmp_path: Path) -> None:
    text = _joined(_text(receipt_pdf(sheet), tmp_path))
    wanted = [
        sheet.office_name,
        sheet.register_number,
        sheet.filed_at,
        sheet.access_key,
        sheet.receipt_id,
        DIGEST,
    ]
    wanted += [value for row in sheet.rows for value in row] + [name for name, _, _ in sheet.files]
    wanted += [sheet.seal_note, LABELS["print_note"], "okienko.example/sprawdz-upo", "DEMO", "strona1/1"]
    assert [words for words in wanted if _joined(words) not in text] == []


@needs_poppler
def test_only_a_demo_says_demo(sheet: ReceiptSheet, tmp_path: Path) -> None:
    assert "DEMO" not in _text(receipt_pdf(replace(sheet, demo=False)), tmp_path)


@needs_poppler
@pytest.mark.parametrize("name", [*HOSTILE, LONG])
def test_a_name_is_printed_as_text_wherever_it_stands(name: str, sheet: ReceiptSheet, tmp_path: Path) -> None:
    everywhere = replace(
        sheet,
        files=((name, "1 KB", DIGEST),),
        rows=((name, name),),
        office_name=name,
        receipt_id=name,
        labels={**LABELS, "lead": name},
    )
    text = _joined(_text(receipt_pdf(everywhere), tmp_path, "-raw"))
    assert text.count(_joined(name)) >= 6
    assert "root:" not in text


@needs_poppler
def test_a_name_that_turns_the_direction_of_writing_is_shown_as_it_is(
    sheet: ReceiptSheet, tmp_path: Path
) -> None:
    files = (
        ("faktura\u202egpj.exe", "1 KB", DIGEST),
        ("שלום 中文 \U0001f600 \x07\ue000.pdf", "1 KB", DIGEST),
    )
    text = _joined(_text(receipt_pdf(replace(sheet, files=files)), tmp_path, "-raw"))
    assert f"faktura{EMPTY_BOX}gpj.exe" in text
    assert f"{EMPTY_BOX * 9}.pdf" in text


@needs_poppler
def test_every_letter_that_is_said_to_be_covered_has_a_shape(sheet: ReceiptSheet, tmp_path: Path) -> None:
    ranges = [line.split("-") for line in COVERAGE.read_text(encoding="ascii").split()]
    covered = [chr(point) for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1)]
    letters = [sign for sign in covered if sign.isalnum()]
    rows = tuple(
        ("".join(letters[at : at + 20]), "".join(letters[at : at + 20])) for at in range(0, len(letters), 20)
    )
    pdf = receipt_pdf(replace(sheet, rows=rows))
    assert len(letters) > 250
    assert set(re.findall(rb"/BaseFont/\w{6}\+([\w-]+)", _inside(pdf))) >= {
        b"OkienkoSans-Bold",
        b"OkienkoSans-Regular",
    }
    text = _joined(_text(pdf, tmp_path, "-raw"))
    assert [label for label, _ in rows if label not in text] == []


def test_words_are_put_together_before_they_are_written() -> None:
    assert writable("Z\u0307o\u0301\u0142\u0107") == "Żółć"
    assert writable("jeden\ndwa\tdwa") == "jeden dwa dwa"
    assert writable("miękki\u00adłącznik") == f"miękki{EMPTY_BOX}łącznik"


def test_many_threads_print_at_once(sheet: ReceiptSheet) -> None:
    with ThreadPoolExecutor(4) as pool:
        printed = list(
            pool.map(lambda n: receipt_pdf(replace(sheet, register_number=f"RPW/{n}/2026")), range(8))
        )
    titles = [
        _hex(f"{LABELS['title']} RPW/{number}/2026") in _inside(pdf) for number, pdf in enumerate(printed)
    ]
    assert all(titles)


def test_a_bank_app_reads_polish_letters_in_the_code_as_they_are() -> None:
    written = "|PL|30000000000000000000000017|001700|Gmina Brójce|Wpis RPW/1/2026|||"
    as_bytes = segno.make_qr(written.encode("utf-8"), error="m")
    assert qr_svg(written) == as_bytes.svg_inline(border=2, omitsize=True)


def test_a_qr_code_is_one_plain_drawing() -> None:
    first, second = qr_svg("https://okienko.example/a"), qr_svg("https://okienko.example/b")
    assert first != second and first == qr_svg("https://okienko.example/a")
    assert first.startswith("<svg") and first.rstrip().endswith("</svg>") and "viewBox" in first
    for word in ("<?xml", "script", "style=", "width=", "href"):
        assert word not in first
