"""What a clerk reads on the page of a case, and what leaves it."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, select, text

from casework.adapters.disk import DiskStore
from casework.clock.deadlines import warsaw_date
from casework.desk.calls import answer_call, shortest_term
from casework.intake.handed_in import FileToFile
from casework.tables import desk_tables
from forms_catalog.calculate import calculate
from forms_catalog.catalogue import Catalogue
from forms_catalog.documents.readback import Part, read_back
from forms_catalog.samples import samples
from tests.backoffice.at_work import POST, Office, day
from tests.backoffice.conftest import Employ, Enter
from tests.casework.window import DN1, INFORMATION, a_filing

HARD = "\N{NO-BREAK SPACE}"


def plain(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)).replace(HARD, " "))


class _Read(HTMLParser):
    """The answers on a page: headings and (question, answer)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tag: str | None = None
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if tag == "section" or "ok-answers" in classes:
            self.inside = "ok-answers" in classes
        if self.inside and tag in ("h3", "h4", "dt", "dd"):
            self.tag = tag
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.inside = False
        if tag == self.tag:
            self.tag = None

    def handle_data(self, data: str) -> None:
        if self.inside and self.tag:
            self.found[-1] += data


def said(parts: tuple[Part, ...]) -> list[str]:
    """Headings, questions and answers in their order; a group called like its section has no heading."""
    words, section = [], ""
    for part in parts:
        section = part.title if part.level <= 2 else section
        if part.level <= 2 or part.title != section:
            words.append(part.title)
        words += [word for item in part.items for word in (item.label, item.value)]
    return words


def as_written(words: str) -> str:
    """Without what type-setting adds: hard spaces, word joiners, hard hyphens and dashes."""
    for set_, written in (
        (HARD, " "),
        ("\N{WORD JOINER}", ""),
        ("\N{NON-BREAKING HYPHEN}", "-"),
        (" – ", " - "),
    ):
        words = words.replace(set_, written)
    return words


@pytest.mark.slow
@pytest.mark.parametrize("group", ["tax", "business", "residency", "general"])
def test_the_clerk_reads_what_the_applicant_read_back(
    work: Office, catalogue: Catalogue, subtests: pytest.Subtests, group: str
) -> None:
    for form in catalogue.services():
        for sample in samples(form, catalogue=catalogue, today=work.today) if form.group == group else ():
            with subtests.test(form.code, sample=sample):
                _reads_the_same(work, catalogue, form.code, sample)


def _reads_the_same(work: Office, catalogue: Catalogue, code: str, sample: str) -> None:
    filing = a_filing(catalogue, code, sample=sample)
    filed = work.window.file(filing)
    work.clock.now = filed.filed_at + timedelta(seconds=1)
    made = calculate(
        filing.definition,
        filing.answers,
        catalogue=catalogue,
        office="zabrze",
        today=warsaw_date(filed.filed_at),
    )
    read = read_back(
        filing.definition,
        filing.answers,
        catalogue=catalogue.of_office("zabrze"),
        language="pl",
        calculations=made,
    )
    page = work.ewa.get(f"/sprawy/{filed.id}")
    assert page.status_code == 200
    reader = _Read()
    reader.feed(page.text)
    assert [as_written(words) for words in reader.found] == [as_written(words) for words in said(read)]
    for line in (line for sum_ in made for line in sum_.lines):
        assert line.formula.pl.replace(HARD, " ") in plain(page.text)


def test_the_head_says_whose_case_it_is_and_how_it_stands(work: Office) -> None:
    case = work.file(INFORMATION)
    page = work.anna.get(f"/sprawy/{case}").text
    words = plain(page)
    assert "RPW/1/" in words and "bez znaku sprawy" in words and "jeszcze nikt" in words
    assert "Prawo daje 14 dni" in words and "zostało 14 dni" in words
    title = re.search(r"<title>(.*?)</title>", page, re.S)
    sender = work.case(case).sender
    assert title and sender and sender in words and sender not in title[1]
    work.step(work.anna, case, "wez")
    work.step(work.anna, case, "otworz-znak")
    words = plain(work.anna.get(f"/sprawy/{case}").text)
    sign = work.case(case).case_sign
    assert sign and sign in words and "Anna Anna" in words and "bez znaku" not in words


def test_days_past_the_term_are_said_in_words(work: Office) -> None:
    case = work.file(INFORMATION)
    work.days_pass(16)
    assert "2 dni po terminie" in plain(work.anna.get(f"/sprawy/{case}").text)


def called(work: Office, case: UUID) -> None:
    answer = work.send_letter(
        work.anna, case, "wezwij", missing="Brakuje podpisu.", text="", clerk_post=POST,
        **day("due_on", shortest_term(work.today)),
    )  # fmt: skip
    assert answer.status_code == 303


def test_a_call_stops_the_clock_and_its_answer_stands_out(work: Office, files: DiskStore) -> None:
    case = work.taken(DN1)
    called(work, case)
    words = plain(work.anna.get(f"/sprawy/{case}").text)
    assert "Czeka na stronę do" in words and "Brakuje podpisu." in words and "stoi, zostało" in words
    kept = files.put(BytesIO(b"%PDF-1.4 podpis"))
    sent = FileToFile("answer", "zażółć.pdf", "application/pdf", kept.size, kept.sha256)
    with work.sessions.begin() as session:
        answer_call(session, case, text="Podpisałem.", files=[sent], at=work.clock())
    page = work.anna.get(f"/sprawy/{case}").text
    words = plain(page)
    assert "nowa odpowiedź" in words and "Podpisałem." in words
    assert "zażółć.pdf PDF, 1 KB, nie sprawdzono, czy ma wirusy" in words
    address = re.search(r'href="(/sprawy/[^"]+/odpowiedzi/[^"]+)"', page)
    assert address is not None
    opened = work.anna.get(address[1])
    assert opened.data == b"%PDF-1.4 podpis"
    assert "za%C5%BC%C3%B3%C5%82%C4%87.pdf" in opened.headers["Content-Disposition"]


def test_the_history_tells_who_did_what_and_shows_no_key(work: Office) -> None:
    case = work.taken(DN1)
    work.step(work.anna, case, "otworz-znak")
    called(work, case)
    work.step(work.anna, case, "zakoncz-wezwanie")
    work.step(work.anna, case, "notatka", text="Dzwoniła.")
    work.step(work.anna, case, "przekaz", to=str(work.ids["jan"]))
    page = work.anna.get(f"/sprawy/{case}").text
    words = plain(page)
    letter = work.letters(case)[0]
    for line in (
        "Strona: złożenie dokumentu",
        "Anna Anna: przejęcie sprawy",
        f"Anna Anna: założenie znaku sprawy, {work.case(case).case_sign}",
        f"Anna Anna: wysłanie pisma, {letter.title}",
        "Anna Anna: notatka",
        "Anna Anna: przekazanie sprawy, dla: Anna Jan",
    ):
        assert line in words, line
    shown = re.sub(r'(href|action|value|id|for|class|name)="[^"]*"', "", page)
    for key in ("handed_over", "call_ended", "tax_assessment", "in_progress", "not_scanned", "op139"):
        assert key not in shown, key
    assert str(work.ids["anna"]) not in page and str(work.ids["jan"]) not in page


def entered(work: Office) -> list[tuple[str, UUID | None]]:
    entry = desk_tables.ReadEntry
    with work.sessions() as session:
        rows = session.execute(select(entry.what, entry.submission_id).order_by(entry.id)).all()
    return [(row.what, row.submission_id) for row in rows if row.what not in ("logged_in", "logged_out")]


def with_an_attachment(work: Office, files: DiskStore) -> UUID:
    """Somebody's power of attorney came with the declaration."""
    filing = a_filing(work.catalogue, DN1, sample="proxy")
    made = samples(filing.definition, catalogue=work.catalogue, today=work.today)["proxy"]
    for file in made.attachments:
        files.put(BytesIO(file.data))
    filed = work.window.file(filing)
    work.clock.now = max(work.clock.now, filed.filed_at + timedelta(seconds=1))
    return filed.id


def test_each_paper_leaves_as_it_was_kept_and_who_opened_it_is_entered(
    work: Office, files: DiskStore
) -> None:
    case = with_an_attachment(work, files)
    work.step(work.anna, case, "wez")
    called(work, case)
    letter = work.letters(case)[0]
    before = len(entered(work))
    papers = {
        "dokument.xml": ("document_opened", b"<Dokument", "application/xml"),
        "formularz.pdf": ("document_opened", b"%PDF-", "application/pdf"),
        "upo.xml": ("receipt_opened", b"<", "application/xml"),
        "zalaczniki/1": ("attachment_opened", b"%PDF-", "application/pdf"),
        f"pisma/{letter.id}.pdf": ("letter_opened", b"%PDF-", "application/pdf"),
    }
    for place, (_, begins, content_type) in papers.items():
        answer = work.anna.get(f"/sprawy/{case}/{place}")
        assert answer.status_code == 200 and answer.data.startswith(begins), place
        assert answer.content_type == content_type
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert entered(work)[before:] == [(what, case) for what, _, _ in papers.values()]


def test_what_the_scanner_did_not_pass_is_named_but_not_linked(work: Office, files: DiskStore) -> None:
    case = with_an_attachment(work, files)
    link = f'href="/sprawy/{case}/zalaczniki/1"'
    assert link in work.anna.get(f"/sprawy/{case}").text
    for state, words in (("checking", "trwa sprawdzanie"), ("infected", "zawiera wirusa")):
        with work.sessions.begin() as session:
            session.execute(text("UPDATE attachment SET scan_state = :state"), {"state": state})
        page = work.anna.get(f"/sprawy/{case}").text
        assert link not in page and words in plain(page), state


def test_the_receipt_is_checked_with_the_files_it_speaks_of(
    work: Office, files: DiskStore, tmp_path: Path
) -> None:
    case = with_an_attachment(work, files)
    words = plain(work.anna.get(f"/sprawy/{case}/upo").text)
    assert "Poświadczenie jest prawdziwe" in words
    assert words.count("bez zmian od złożenia") == 2
    (kept,) = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    kept.chmod(0o600)
    kept.write_bytes(b"podmieniony")
    assert "to nie jest złożony plik" in plain(work.anna.get(f"/sprawy/{case}/upo").text)
    kept.unlink()
    assert "brak pliku w magazynie" in plain(work.anna.get(f"/sprawy/{case}/upo").text)


def test_a_receipt_of_a_seal_that_is_not_ours_is_said_to_be_none(
    work: Office, desk: Flask, catalogue: Catalogue
) -> None:
    case = work.file()
    parts = desk.extensions["okienko"]
    others = replace(parts.counter, seals={"gliwice": parts.counter.seals["gliwice"]})
    desk.extensions["okienko"] = replace(parts, counter=others)
    page = work.anna.get(f"/sprawy/{case}/upo")
    assert page.status_code == 200 and "Poświadczenie nie jest prawdziwe" in plain(page.text)


def test_an_auditor_reads_everything_and_is_offered_nothing(
    work: Office, employ: Employ, enter: Enter
) -> None:
    employ("audyt@urzad.example", "auditor")
    case = work.file()
    auditor = enter("audyt@urzad.example")
    page = auditor.get(f"/sprawy/{case}")
    assert page.status_code == 200
    assert '<form action="/sprawy/' not in page.text
    assert auditor.post(f"/sprawy/{case}/wez").status_code == 403


def test_a_long_history_is_folded_and_nothing_of_it_is_lost(work: Office) -> None:
    case = work.taken()
    for number in range(12):
        work.step(work.anna, case, "notatka", text=f"Notatka {number}.")
    page = work.anna.get(f"/sprawy/{case}").text
    words = plain(page)
    assert "4 starsze wpisy" in words and "8 starszych notatek" in words
    assert all(f"Notatka {number}." in words for number in range(12))


def test_a_page_asks_the_database_a_bounded_number_of_things(work: Office) -> None:
    case = work.taken()
    called(work, case)
    for number in range(12):
        work.step(work.anna, case, "notatka", text=f"Notatka {number}.")
    asked: list[str] = []
    engine = work.sessions.kw["bind"]

    def count(conn, cursor, statement, *rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    assert work.anna.get(f"/sprawy/{case}").status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    assert len(asked) <= 14, "\n".join(asked)
