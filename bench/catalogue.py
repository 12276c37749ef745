"""What all forms together cost: loading, a form page, a change of the catalogue, five hundred rows, memory.

python -m bench.catalogue
"""

import copy
import csv
import http.client
import io
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console
from rich.table import Table

from bench.measure import HOUSE, cpu_seconds
from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_watch import EVERY
from casework.clock.deadlines import warsaw_date
from forms_catalog.catalogue import Catalogue, load
from forms_catalog.samples import Sample, samples
from okienko.store.database import sessions as sessions_over
from okienko.store.postgres import EmbeddedPostgres
from portal.papers.kept_papers import MOST_A_MINUTE
from tests.over_wire import OverWire
from tests.portal.filing.filling import fill_in
from tests.portal.filing.visitor import Visitor
from tests.program import Program

_LANGUAGES = ("pl", "en", "uk")
_ROUNDS = 5
_VEHICLES, _ROWS = "podatek-srodki-transportowe-dt-1", 500
_LOADING = """
import time
from forms_catalog.catalogue import load
began = time.process_time()
load(demo=True)
print(time.process_time() - began)
"""


@dataclass(frozen=True)
class _Row:
    what: str
    measured: float
    limit: float | None  #: None: told, not judged

    @property
    def well(self) -> bool:
        return self.limit is None or self.measured <= self.limit


def main() -> int:
    console, catalogue = Console(width=110), load(demo=True)
    forms = len(catalogue.services())
    rows = [_Row(f"{forms} forms loaded and checked, CPU s", _loading(), 1.0)]
    with tempfile.TemporaryDirectory(prefix="okienko-bench-") as folder:
        settings = {"api_calls_a_minute": "1000000", "log_level": "WARNING", "web_workers": "1"}
        program = Program(Path(folder) / "data", **settings).start(within=300)
        try:
            rows += _of_a_program(program, catalogue)
        finally:
            program.stop()
    return _judge(rows, console)


def _loading() -> float:
    """The best of some fresh processes."""
    run = [sys.executable, "-c", _LOADING]
    told = (subprocess.run(run, cwd=HOUSE, capture_output=True, text=True, check=True) for _ in range(3))
    return min(float(one.stdout) for one in told)


def _of_a_program(program: Program, catalogue: Catalogue) -> Iterator[_Row]:
    yield _Row("a web process that nobody asked yet, MB", _megabytes(program), None)
    first, times = _form_pages(program, catalogue)
    yield _Row("the first form page of all, ms", first[0], None)
    yield _Row(
        "another form opened for the first time: p95 ms", statistics.quantiles(first[1:], n=20)[-1], 50.0
    )
    yield _Row("a form page, warm: middle ms", statistics.median(times), None)
    yield _Row("a form page, warm: p95 ms", statistics.quantiles(times, n=20)[-1], 5.0)
    yield _Row("pages of a new rate, worst CPU ms of the web process", _with_a_new_rate(program), 200.0)
    yield _Row(f"{_ROWS} rows by the API, CPU s of the server", _by_api(program, catalogue), 2.0)
    yield _Row(f"{_ROWS} rows from a table, CPU s of the server", _by_table(program, catalogue), 2.0)
    opened = _open_all(program, catalogue)
    yield _Row(f"a web process that opened {opened:,} sections, MB", _megabytes(program), 200.0)
    _cards(program, catalogue)
    yield _Row("and each card in each language, which is kept, MB", _megabytes(program), None)
    printed = _print(program, catalogue)
    yield _Row(f"and that had {printed} forms printed, MB", _megabytes(program), 200.0)


def _megabytes(program: Program) -> float:
    """Resident set of the biggest web process, pages that it shares with others counted in full."""
    return max(worker.memory_info().rss for worker in program.web_workers()) / 1e6


def _form_pages(program: Program, catalogue: Catalogue) -> tuple[list[float], list[float]]:
    """Milliseconds of each first opening and each warm page: all forms in three languages, on one line."""
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=30)
    paths = [
        (f"/uslugi/{form.code}/formularz", language)
        for form in catalogue.services("zabrze")
        for language in _LANGUAGES
    ]
    first: list[float] = []
    times: list[float] = []
    for number in range(_ROUNDS + 1):
        for path, language in paths:
            began = time.perf_counter()
            line.request("GET", path, headers={"Accept-Language": language})
            answer = line.getresponse()
            page = answer.read()
            (times if number else first).append(1000 * (time.perf_counter() - began))
            assert answer.status == 200 and f'lang="{language}"'.encode() in page, path
    line.close()
    return first, times


def _with_a_new_rate(program: Program) -> float:
    """The dearest of the first pages after an office wrote a rate, seen by a process that looks at once."""
    url = EmbeddedPostgres(program.data / "postgres").urls().application
    sessions = sessions_over(url, pool=1)
    (worker,) = program.web_workers()
    spent = []
    for price in range(3):
        with sessions.begin() as session:
            catalogue_changes.write_rate(
                session, office="zabrze", table="waste_fee_residential", key="per_person", by=None,
                value=Decimal(30 + price), valid_from=date(2026, 1, 1), standing="demo", source="bench",
            )  # fmt: skip
        time.sleep(EVERY + 0.1)
        for path in ("/uslugi", "/uslugi/odpady-deklaracja-zamieszkana/formularz"):
            before = cpu_seconds([worker])
            assert httpx.get(f"{program.address}{path}", timeout=60).status_code == 200
            spent.append(1000 * (cpu_seconds([worker]) - before))
    return max(spent)


def _cards(program: Program, catalogue: Catalogue) -> None:
    for form in catalogue.services("zabrze"):
        for language in _LANGUAGES:
            card = httpx.get(f"{program.address}/uslugi/{form.code}", headers={"Accept-Language": language})
            assert card.status_code == 200, (form.code, card.status_code)


def _print(program: Program, catalogue: Catalogue) -> int:
    """As many blank forms as a process prints in a minute, from the longest on."""
    forms = sorted(catalogue.services("zabrze"), key=lambda form: -len(str(form.sections)))[:MOST_A_MINUTE]
    for form in forms:
        printed = httpx.get(f"{program.address}/uslugi/{form.code}/druk.pdf", timeout=60)
        assert printed.content.startswith(b"%PDF-"), printed.status_code
    return len(forms)


def _sample(catalogue: Catalogue, code: str) -> Sample:
    definition = catalogue.service(code)
    assert definition is not None
    return samples(definition, catalogue=catalogue, today=warsaw_date(datetime.now(UTC)))["default"]


def _by_api(program: Program, catalogue: Catalogue) -> float:
    """Validated, calculated and filed, to the answer with the number; the second of its kind."""
    spent = []
    for _ in range(2):
        answers: dict[str, Any] = copy.deepcopy(dict(_sample(catalogue, _VEHICLES).answers))  # JSON
        first = answers["vehicles"][0]
        answers["vehicles"] = [{**first, "plate": f"SZ{10_000 + n}", "vin": _vin(n)} for n in range(_ROWS)]
        body = {"office": "zabrze", "service": _VEHICLES, "answers": answers}
        before = cpu_seconds(program.tree())
        answer = httpx.post(
            f"{program.address}/api/v1/submissions",
            json=body,
            headers={"Idempotency-Key": str(uuid4())},
            timeout=60,
        )
        assert answer.status_code == 201, answer.text
        spent.append(cpu_seconds(program.tree()) - before)
    return spent[-1]


def _vin(number: int) -> str:
    return f"SUSXXX1KZAW{number:06d}"


def _by_table(program: Program, catalogue: Catalogue) -> float:
    """Shown, taken over, read back and sent, from the moment that the file is chosen."""
    visitor = Visitor(OverWire(program.address))  # type: ignore[arg-type]  # held like Flask's own client
    sample = _sample(catalogue, _VEHICLES)
    fill_in(visitor, _VEHICLES, sample)
    there = len(sample.answers["vehicles"])  # type: ignore[arg-type]  # a list of rows
    section = visitor.path.replace("sprawdz", "vehicles")
    header = visitor.client.get(f"{section}/vehicles/tabela/wzor.csv").text.lstrip("\ufeff").strip()
    visitor.open(f"{section}/vehicles/tabela")
    visitor.typed["tabela"] = (io.BytesIO(_table(header, _ROWS - there)), "pojazdy.csv", "text/csv")
    before = cpu_seconds(program.tree())
    visitor.press("Sprawdź tabelę").press(f"Dodaj {_ROWS - there} wierszy")
    visitor.open(section.replace("vehicles", "sprawdz")).press("Złóż")
    assert visitor.path.startswith("/upo/"), visitor.text[:2000]
    return cpu_seconds(program.tree()) - before


def _table(header: str, rows: int) -> bytes:
    told = io.StringIO()
    writer = csv.writer(told, delimiter=";")
    for n in range(rows):
        writer.writerow(
            (
                *(f"SZ {20_000 + n}", _vin(500_000 + n), f"Wzór {n}", "Tylko Twój lub firmy"),
                *("Samochód ciężarowy", "12", "11,99", "", "", "", "", "EURO 6", "2019", "1.03.2019"),
                *("", "", "", ""),
            )
        )
    return f"{header}\r\n{told.getvalue()}".encode()


def _open_all(program: Program, catalogue: Catalogue) -> int:
    """Every form filled in, then each of its sections and what is read back, in each language."""
    opened = 0
    for form in catalogue.services("zabrze"):
        visitor = Visitor(OverWire(program.address))  # type: ignore[arg-type]  # held like Flask's own client
        sample = _sample(catalogue, form.code)
        fill_in(visitor, form.code, sample)
        for name in (*(section.name for section in form.sections), "sprawdz"):
            for language in (*_LANGUAGES[1:], _LANGUAGES[0]):
                answer = visitor.client.get(visitor.path.replace("sprawdz", name) + f"?lang={language}")
                # a section that the example does not come to answers with the way back
                assert answer.status_code in (200, 303, 404), (form.code, name, answer.status_code)
                opened += answer.status_code == 200
        visitor.client.wire.close()  # type: ignore[attr-defined]  # ours, over HTTP
    return opened


def _judge(rows: list[_Row], console: Console) -> int:
    table = Table("all forms", "measured", "limit", "")
    for row in rows:
        verdict = "[green]PASS[/]" if row.well else "[bold red]FAIL[/]"
        limit = "" if row.limit is None else f"≤ {row.limit:g}"
        table.add_row(row.what, f"{row.measured:.2f}", limit, "" if row.limit is None else verdict)
    console.print(table)
    console.print(
        "CPU of the server: supervisor, portal, worker, desk and PostgreSQL together; one web process.\n"
        "MB: resident set in millions of bytes, what it shares with its siblings counted in full."
    )
    return 0 if all(row.well for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
