"""An office makes a service that nobody ships: begun by one, approved by another, its own alone."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace

from flask.testing import FlaskClient

from backoffice.parts import DeskParts
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition
from forms_catalog.own import numbered
from tests.backoffice.at_work import hidden
from tests.backoffice.conftest import Clock, Employ, Enter
from tests.backoffice.forms.form_writing import (
    Renewed,
    approved,
    inputs,
    renew,
    revision,
    second,
    sent,
    text,
    typed,
    writer,
)

__all__ = ["renew", "second", "writer"]  # fixtures

CODE = "wypozyczenie-roweru"


def words(name: str, pl: str, en: str, uk: str) -> dict[str, str]:
    return {f"E-{name}-pl": pl, f"E-{name}-en": en, f"E-{name}-uk": uk}


BICYCLE: Mapping[str, str] = {
    **words("title", "Wypożyczenie roweru", "Borrowing a bicycle", "Прокат велосипеда"),
    **words("lead", "Poproś o rower miejski.", "Ask for a city bicycle.", "Попросіть міський велосипед."),
    **words("result", "Rower na miesiąc", "A bicycle for a month", "Велосипед на місяць"),
    "group": "general", "department": "organisation_chancellery", "days": "14", "act": "kpa",
    "law": "art. 35", "amount": "17,50", "fee_law": "uchwała", "file_class": "1431", "archive": "B5",
}  # fmt: skip

ASKED = {
    "pl": (
        "gdzie dostanę rower",
        "chca koło",
        "rower miejski",
        "ile kosztuje rower",
        "czy jest rower dla dziecka",
    ),
    "en": ("where do I get a bike", "city bike", "borrow a bicycle", "bike for a month", "bike for a child"),
    "uk": (
        "де взяти велосипед",
        "міський велосипед",
        "прокат велосипеда",
        "скільки коштує",
        "дитячий велосипед",
    ),
}


def test_a_service_of_its_own_is_begun_approved_offered_and_withdrawn(
    writer: FlaskClient, second: FlaskClient, renew: Renewed, desk_clock: Clock, employ: Employ, enter: Enter
) -> None:
    what_is_missing_is_named(writer)
    work = writer.post("/formularze/nowa", data=BICYCLE).location
    assert writer.post("/formularze/nowa", data=BICYCLE).status_code == 422, "the code is taken"
    page = text(writer, work)
    assert "To nowa usługa" in page
    assert page.count("Ma ich być od pięciu do ośmiu.") == 3, "in each language"
    assert "Pytania mieszkańców, po polsku" in page
    assert "nowa usługa" in text(writer, "/formularze")
    with_questions(writer, work)
    assert "Bez błędów." in text(writer, work)
    with_other_questions(writer, work)
    typed(writer, work, "nazwa", {"E-keywords": "hulajnoga\nrower miejski"})
    typed(writer, work, "wynik", {"E-name-pl": "Rower na 30 dni"})
    with_law_and_appeal(writer, work)
    unknown = typed(writer, work, "urzad", {"E-department": "nikt", "E-group": "business"})
    assert "urząd nie ma komórki „nikt”." in unknown
    typed(writer, work, "urzad", {"E-department": "organisation_chancellery"})
    sent(writer, work, desk_clock, days=1)
    assert writer.post(f"{work}/zatwierdz", data={"revision": "1"}).status_code in (403, 409)
    approved(second, work)
    early = renew()
    assert CODE not in early.offices["zabrze"].services, "its first day has not come"
    assert "dziś niedostępna" in text(second, "/formularze")
    assert "Usługa Twojego urzędu" in text(second, f"/formularze/{CODE}")
    desk_clock.go_on(days=1)
    enter("pisze@urzad.example", writer), enter("zatwierdza@urzad.example", second)
    catalogue = renew()
    offered_here_alone(catalogue)
    employ("obcy@urzad.example", "form_editor", office="gliwice")
    assert enter("obcy@urzad.example").get(f"/formularze/{CODE}").status_code == 404
    again = writer.post(f"/formularze/{CODE}/zmien", data={"version": "1001"}).location
    typed(writer, again, "s0-0", {"E-label-pl": "Jaki rower"})
    assert "teraz brzmi „Jaki rower”" in text(writer, again)
    withdrawn_by_two(writer, second, renew)
    assert writer.post(f"{again}/wyrzuc").status_code == 303
    assert "Przywróć" in text(writer, f"/formularze/{CODE}")
    as_it_was = writer.post(f"/formularze/{CODE}/zmien", data={"version": "1001"}).location
    sent(writer, as_it_was, desk_clock)
    approved(second, as_it_was)
    assert CODE in renew().offices["zabrze"].services, "offered again"


def with_questions(browser: FlaskClient, work: str) -> None:
    """Five ways to ask for it, in each language."""
    asked = {f"E-{tongue}": "\n".join([*said, ""]) for tongue, said in ASKED.items()}
    typed(browser, work, "pytania", asked)


def with_other_questions(writer: FlaskClient, work: str) -> None:
    """Examples are at most eight; others have a page of their own, which leaves nothing behind when empty."""
    many = [f"rower numer {number}" for number in range(9)]
    assert "przykładowych pytań: 9." in typed(writer, work, "pytania", {"E-pl": "\n".join(many)})
    with_questions(writer, work)
    typed(writer, work, "inne-pytania", {"E-pl": "\n".join(many)})
    assert b"also_asked:\n  pl:\n  - rower numer 0\n" in writer.get(f"{work}/plik.yaml").data
    typed(writer, work, "inne-pytania", {"E-pl": " "})
    assert b"also_asked" not in writer.get(f"{work}/plik.yaml").data
    typed(writer, work, "inne-pytania", {"E-uk": "позичити ровер"})


def what_is_missing_is_named(writer: FlaskClient) -> None:
    wrong = dict(BICYCLE) | {
        "E-lead-uk": "",
        "days": "²",
        "amount": "dużo",
        "code": "informacja-publiczna-wniosek",
    }
    refused = writer.post("/formularze/nowa", data=wrong)
    assert refused.status_code == 422
    for told in ("w trzech językach, do czego służy", "liczbę dni", "kwotę w zł", "Wybierz inny kod"):
        assert told in refused.text.replace("\N{NO-BREAK SPACE}", " "), told
    assert "Велосипед на місяць" in refused.text, "what was typed stays"
    nothing = writer.post("/formularze/nowa", data={}).text
    assert nothing.count("Wybierz wydział.") == 2, "above and beside"
    assert "Wybierz inny kod" not in nothing, "it is made of the name"


def offered_here_alone(catalogue: Catalogue) -> None:
    form = catalogue.of_office("zabrze").service(CODE)
    assert form is not None
    assert (form.version, form.group, form.questions["pl"]) == (
        1001,
        "business",
        ASKED["pl"],
    )
    assert form.also_asked == {"uk": ("позичити ровер",)}
    told_of_law_and_appeal(form)
    assert CODE in catalogue.offices["zabrze"].services
    assert catalogue.of_office("gliwice").service(CODE) is None and catalogue.service(CODE) is None
    assert CODE not in catalogue.offices["gliwice"].services


def with_law_and_appeal(writer: FlaskClient, work: str) -> None:
    """Acts are added, edited, put in order and taken out, and what the new service does not say is said."""

    def law(changes: Mapping[str, str]) -> list[str]:
        typed(writer, work, "podstawa", changes)
        form = inputs(text(writer, f"{work}/czesc/podstawa"))
        numbers = range(sum(key.endswith("-ref") for key in form) - 1)
        return [f"{form[f'E-legal_basis-{n}-act']} {form[f'E-legal_basis-{n}-ref']}" for n in numbers]

    assert law({"E-legal_basis-0-ref": "art. 36"}) == ["kpa art. 36"]
    assert law({"E-legal_basis-1-act": "usg", "E-legal_basis-1-ref": "art. 7"})[1:] == ["usg art. 7"]
    missing = typed(writer, work, "podstawa", {"E-legal_basis-2-ref": "art. 9"})
    assert "nie ma aktu prawnego „”" in missing and 'id="E-legal_basis-2-act-e"' in missing
    assert law({"then": "choice-up:1"}) == ["usg art. 7", "kpa art. 36", " art. 9"]
    assert law({"then": "choice-remove:2"}) == ["usg art. 7", "kpa art. 36"]
    assert law({"E-legal_basis-0-ref": ""}) == ["kpa art. 36"], "one whose article was emptied goes"
    assert "brakuje podstawy prawnej" in typed(writer, work, "podstawa", {"E-legal_basis-0-ref": " "})
    assert law({"E-legal_basis-0-act": "kpa", "E-legal_basis-0-ref": "art. 36"}) == ["kpa art. 36"]
    appeal = words("plain", "Nie zgadzasz się? Odwołaj się.", "Appeal.", "Оскаржте.")
    told = {"E-instrument": "odwolanie", "E-days": "czternaście", "E-body": "SKO", "E-legal": "art. 127"}
    assert "liczba całkowita" in typed(writer, work, "odwolanie", appeal | told)
    typed(writer, work, "odwolanie", {"E-days": "14", "E-term_mode": "shift", "E-via": "Prezydent Miasta"})
    typed(writer, work, "podpis", {"E-levels": "qualified", "E-note_pl": "podpis kwalifikowany"})
    assert "nie jest kategorią" in typed(writer, work, "teczka", {"E-archive_category_dev": "wieczysta"})
    typed(writer, work, "teczka", {"E-archive_category_dev": "BE10", "E-confidence": "high"})
    typed(writer, work, "tryb", {"E-procedure": "op", "E-applicants": "company", "E-form_symbol": "R-1"})
    assert "Bez błędów." in text(writer, work)


def withdrawn_by_two(writer: FlaskClient, second: FlaskClient, renew: Renewed) -> None:
    """An administrator stops it at once and alone; for good it takes a second person."""
    page = f"/formularze/{CODE}"

    def offered() -> bool:
        return CODE in renew().offices["zabrze"].services

    def switched(*, on: bool) -> int:
        office = text(second, "/urzad")
        ticked = [*re.findall(r'name="services" value="([^"]+)" checked', office), CODE]
        kept = {one for one in ticked if on or one != CODE}
        sent = {"services": sorted(kept), "seen": hidden(office)["seen"]}
        return second.post("/urzad/uslugi", data=sent).status_code

    assert switched(on=False) == 303
    assert not offered() and "wyłączył ją" in text(writer, page), "one administrator is enough to stop it"
    assert switched(on=True) == 303 and offered()
    assert writer.post(f"{page}/wycofaj/zatwierdz").status_code == 303 and offered(), "nobody asked for it"
    assert writer.post(f"{page}/wycofaj").status_code == 303
    assert "Zatwierdza ktoś inny" in text(writer, page) and offered()
    assert writer.post(f"{page}/wycofaj/zatwierdz").status_code == 403 and offered()
    assert second.post(f"{page}/wycofaj/cofnij").status_code == 303
    assert second.post(f"{page}/wycofaj/zatwierdz").status_code == 303 and offered(), "it was refused"
    assert writer.post(f"{page}/wycofaj").status_code == 303
    assert "poprosił(a) o wycofanie tej usługi" in text(second, page)
    assert "czeka na zatwierdzenie" in text(second, "/formularze"), (
        "whoever may approve it meets it in the list"
    )
    assert second.post(f"{page}/wycofaj/zatwierdz").status_code == 303
    assert not offered() and "Dziś nie jest dostępna" in text(writer, page)
    for step in ("", "/zatwierdz", "/cofnij"):
        assert writer.post(f"/formularze/informacja-publiczna-wniosek/wycofaj{step}").status_code == 404


def told_of_law_and_appeal(form: Definition) -> None:
    assert (form.procedure, form.applicants, form.form_symbol) == ("op", ("company",), "R-1")
    assert [(one.act, one.ref) for one in form.legal_basis] == [("kpa", "art. 36")]
    assert form.appeal is not None and (form.appeal.days, form.appeal.body) == (14, "SKO")
    assert (form.file_plan.archive_category_dev, form.file_plan.confidence) == ("BE10", "high")
    assert form.signature.levels == ("qualified",)


def test_its_file_begins_the_same_service_elsewhere(
    writer: FlaskClient, second: FlaskClient, renew: Renewed, desk_clock: Clock, employ: Employ, enter: Enter
) -> None:
    work = writer.post("/formularze/nowa", data=BICYCLE).location
    with_questions(writer, work)
    file = writer.get(f"{work}/plik.yaml").data
    employ("obcy@urzad.example", "form_editor", office="gliwice")
    stranger = enter("obcy@urzad.example")

    def read(browser: FlaskClient, content: bytes) -> tuple[int, str]:
        answer = browser.post("/formularze/nowa/wczytaj", data={"file": (io.BytesIO(content), "rower.yaml")})
        return answer.status_code, answer.location or answer.text

    assert read(writer, file)[0] == 422, "it is being made here already"
    assert read(stranger, file.replace(CODE.encode(), b"taxi-licencja"))[0] == 422
    assert read(stranger, b"[")[0] == 422 and read(stranger, b"code: 5\n")[0] == 422
    status, there = read(stranger, file)
    assert status == 303
    page = text(stranger, there)
    assert "Bez błędów." in page
    assert stranger.get(f"{there}/plik.yaml").data == file
    sent(writer, work, desk_clock)
    approved(second, work)
    employ("obca@urzad.example", "office_admin", office="gliwice")
    sent(stranger, there, desk_clock)
    approved(enter("obca@urzad.example"), there)
    catalogue = renew()
    versions = [catalogue.of_office(office).service(CODE) for office in ("zabrze", "gliwice")]
    assert [form and form.version for form in versions] == [1001, 1002], "each office has its own"


def test_a_shipped_service_of_the_same_code_takes_nothing_away(
    writer: FlaskClient, second: FlaskClient, renew: Renewed, desk_clock: Clock, desk_parts: DeskParts
) -> None:
    work = writer.post("/formularze/nowa", data=BICYCLE).location
    with_questions(writer, work)
    sent(writer, work, desk_clock)
    approved(second, work)
    own = renew().of_office("zabrze").service(CODE)
    assert own is not None
    shipped = desk_parts.catalogue
    title = own.title.model_copy(update={"pl": "Rower z programu"})
    later = numbered(own.model_copy(update={"title": title}), 1)
    offices = {
        code: replace(facts, services=(*facts.services, CODE)) for code, facts in shipped.offices.items()
    }
    definitions = {**shipped.definitions, (CODE, 1): later}
    renew.shipped(replace(shipped, definitions=definitions, offices=offices))
    catalogue = renew()
    mine, theirs = (catalogue.of_office(office).service(CODE) for office in ("zabrze", "gliwice"))
    assert mine is not None and mine.digest == own.digest, "the office keeps what it made"
    assert theirs is not None and theirs.title.pl == "Rower z programu"
    assert catalogue.offices["zabrze"].services.count(CODE) == 1
    page = text(writer, f"/formularze/{CODE}")
    assert "Jest nowsza wersja wspólna: 1" in page and "zanim stała się wspólna" in page
    adopted = writer.post(f"/formularze/{CODE}/nowsza", data={"version": "1", "choice": "adopt"}).location
    assert "Rower z programu" in text(writer, adopted)
    assert inputs(text(writer, f"{adopted}/czesc/nazwa"))["revision"] == revision(text(writer, adopted))
