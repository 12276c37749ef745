"""Readers of what strangers send, fed by a fuzzer that watches which lines run (row F11 of the battery).

`python -m bench.fuzzing READER SECONDS` feeds one reader until it breaks, takes longer than a second of CPU
for one input, or the time is over. Needs the group `battery` (atheris).
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs
from zipfile import ZipFile

import atheris

with atheris.instrument_imports(
    include=["casework", "forms_catalog", "sms", "zipfile", "csv", "phonenumbers"],
    enable_loader_override=False,
):
    from casework.files import bombs, content_types, file_names
    from casework.trust import pdf_seal, pdf_verdict, verdict
    from forms_catalog import identifiers
    from forms_catalog.catalogue import load
    from forms_catalog.judging import cleaning
    from forms_catalog.kinds import KINDS
    from forms_catalog.loading import loader
    from forms_catalog.spreadsheets import csv_table, rows_from_table
    from sms import inbound
    from sms.operators import twilio_account, twilio_webhooks

from casework.trust.demo_centre import make_demo_seal
from casework.trust.receipt import FiledFile, ReceiptFacts, seal_receipt
from forms_catalog.catalogue import DefinitionError
from forms_catalog.model import AnyField, Definition, GroupField, RowsField
from forms_catalog.samples import samples
from okienko.simulators.telling import signature

Reader = tuple[Callable[[bytes], object], Iterable[bytes]]  #: what reads, and what it begins with
SMALL = Path(__file__).parents[1] / "tests" / "forms_catalog" / "small"
MOST_CPU = 1.0  # seconds for one input
NOW = datetime.now(UTC)


class Slow(Exception):
    """One input cost more than a second."""


def _receipt(folder: Path) -> Reader:
    seal = make_demo_seal(folder, "zabrze", "Urząd Miejski w Zabrzu")
    file = FiledFile("wniosek.xml", "0" * 64)
    facts = ReceiptFacts(
        "UPP-2026-1", "Urząd Miejski w Zabrzu", "zabrze", "Jan Próbny", NOW, NOW,
        "8f0f6a52-8f4b-4f7a-9d5c-0c6f7f6f2a11", "podatek", 3, file, (), "missing", (),
    )  # fmt: skip
    pinned = [seal.certificate]

    def read(data: bytes) -> None:
        for seals in ([], pinned):
            verdict.verify_receipt(data, seals=seals, now=NOW, files=[("plik", data)])

    return read, [
        seal_receipt(facts, seal),
        b"<a/>",
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
    ]


def _letter(folder: Path) -> Reader:
    seal = make_demo_seal(folder, "zabrze", "Urząd Miejski w Zabrzu")
    plain = _attachments("pdf")[0]
    try:
        seeds = [pdf_seal.seal_pdf(plain, seal, reason="Wezwanie"), plain]
    except Exception:  # noqa: BLE001 – the sample is too plain a PDF to be sealed; it is a seed all the same
        seeds = [plain]

    def read(data: bytes) -> None:
        for seals in ([], [seal.certificate]):
            pdf_verdict.verify_pdf(data, seals=seals, now=NOW)

    return read, seeds


def _type(folder: Path) -> Reader:
    def read(data: bytes) -> None:
        content_types.format_of(data)
        bombs.find_bomb(data)
        file_names.own_name(data[:300].decode(errors="replace"), "pdf", ("jpg",))

    pictures = [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20),
    ]
    return read, [*_attachments("pdf"), *pictures, *_archives(), b"<?xml version='1.0'?><a><b/></a>"]


def _archives() -> list[bytes]:
    made = []
    for parts in (
        {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"},
        {"mimetype": content_types.CONTENT_TYPES["odt"], "content.xml": "<a/>"},
    ):
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
        made.append(out.getvalue())
    return made


def _attachments(ending: str) -> list[bytes]:
    catalogue, found = load(), []
    for definition in catalogue.services():
        for sample in samples(definition, catalogue=catalogue, today=NOW.date()).values():
            found += [file.data for file in sample.attachments if file.filename.endswith(ending)]
    return found[:3] or [b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"]


def _kind(name: str, *seeds: str) -> Callable[[Path], Reader]:
    """The reader and the judge of one kind of answer, through the form that has all kinds."""

    def reader(folder: Path) -> Reader:
        form = load(SMALL).service("wszystkie-rodzaje")
        assert form is not None
        fields = [field for field in _fields(form) if field.kind == name]

        def read(data: bytes) -> None:
            typed = data.decode(errors="surrogateescape")
            for field in fields:
                once = cleaning.clean_fields([field], {field.name: typed})
                assert cleaning.clean_fields([field], once) == once, "cleaning twice changes something"

        assert fields and name in KINDS
        return read, [seed.encode() for seed in seeds]

    return reader


def _fields(form: Definition) -> Iterable[AnyField]:
    waiting = [field for section in form.sections for field in section.fields]
    while waiting:
        field = waiting.pop()
        if isinstance(field, GroupField | RowsField):
            waiting += field.fields
        else:
            yield field


def _identifiers(folder: Path) -> Reader:
    judges = [judge for name, judge in vars(identifiers).items() if name.startswith("is_")]

    def read(data: bytes) -> None:
        typed = data.decode(errors="surrogateescape")
        for judge in judges:
            judge(typed)
        identifiers.pesel_birth_date(typed)
        identifiers.pesel_check_digit_fits(typed)
        identifiers.looks_like_plate(typed)

    return read, [
        b"44051401359",
        b"5261040828",
        b"GL1G/00012345/6",
        b"61109010140000071219812874",
        b"1HGCM82633A004352",
    ]


def _table(folder: Path) -> Reader:
    catalogue = load()
    form = catalogue.service("podatek-srodki-transportowe-dt-1")
    assert form is not None
    rows = next(
        field for section in form.sections for field in section.fields if isinstance(field, RowsField)
    )
    template = rows_from_table.template(rows)

    def read(data: bytes) -> None:
        try:
            rows_from_table.read_rows(data, rows, catalogue=catalogue)
        except csv_table.TableRefused:
            return

    names = template.decode("utf-8-sig").strip()
    lines = f"{names}\r\n" + ";".join(["1"] * len(names.split(";"))) + "\r\n"
    return read, [template, lines.encode(), lines.encode("cp1250"), lines.encode("utf-16")]


def _definition(folder: Path) -> Reader:
    home = folder / "definitions"
    shutil.copytree(SMALL, home)
    edited = home / "services" / "wszystkie-rodzaje.yaml"
    original = edited.read_bytes()

    def read(data: bytes) -> None:
        edited.write_bytes(data)
        try:
            loader.read_folder(home)
        except DefinitionError:
            return

    return read, [original]


def _webhook(folder: Path) -> Reader:
    home, account = "https://okienko.example", twilio_account.Account("AC1", "tajny", "+48732000001")
    hears = twilio_webhooks.Webhooks(account, home)

    def read(data: bytes) -> None:
        fields = parse_qs(data.decode(errors="replace"), keep_blank_values=True)
        flat = {name: values[0] for name, values in fields.items()}
        try:
            signed = signature("tajny", home + "/operator-sms/stan", flat)
        except UnicodeEncodeError:
            signed = "x"
        for hear in (hears.hear_status, hears.hear_sms):
            try:
                hear("/operator-sms/stan", fields, signed)
            except twilio_webhooks.NotFromOperator:
                continue
        inbound.read(flat.get("Body", ""))

    return read, [
        b"MessageSid=SM1&MessageStatus=delivered&AccountSid=AC1",
        b"MessageSid=SM1&From=%2B48600100200&To=%2B48732000001&Body=STATUS+RPW%2F1%2F2026&AccountSid=AC1",
    ]


READERS: Mapping[str, Callable[[Path], Reader]] = {
    "receipt": _receipt,
    "letter": _letter,
    "file type": _type,
    "phone": _kind("phone", "600 123 456", "+49 151 12345678", "0048600123456"),
    "e-mail": _kind("email", "jan@przyklad.pl"),
    "date": _kind("date", "2026-02-29", "1.2.2026"),
    "money": _kind("money", "1 234,56 zł", "-1e9"),
    "identifiers": _identifiers,
    "table": _table,
    "definition": _definition,
    "webhook": _webhook,
}


def _timed(read: Callable[[bytes], object]) -> Callable[[bytes], None]:
    def once(data: bytes) -> None:
        began = time.process_time()
        read(data)
        spent = time.process_time() - began
        if spent > MOST_CPU:
            raise Slow(f"{spent:.1f} s of CPU for {len(data)} bytes")

    return once


def main(name: str, seconds: str) -> None:
    with tempfile.TemporaryDirectory(prefix="okienko-fuzz-") as place:
        folder = Path(place)
        read, seeds = READERS[name](folder)
        corpus = folder / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(seeds):
            read(seed)
            (corpus / str(number)).write_bytes(seed)
        found = Path(tempfile.gettempdir()) / "okienko-fuzz-found-"
        arguments = [
            sys.argv[0], str(corpus), f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048",
            "-print_final_stats=1", "-max_len=20000", "-seed=1", f"-artifact_prefix={found}",
        ]  # fmt: skip
        atheris.Setup(arguments, _timed(read))
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
