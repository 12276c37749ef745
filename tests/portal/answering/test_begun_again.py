"""Who filed once begins the next form with those answers, after the code."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from casework import tables
from casework.drafting import drafts
from casework.drafting.begun_from import forget_unfiled, kin_of, note_origin
from casework.intake.filing import Filing, file_submission
from casework.tables.begun_tables import BegunFrom
from forms_catalog.answers import at
from forms_catalog.catalogue import Catalogue
from forms_catalog.samples import samples
from forms_catalog.starting import From, correction_of, start
from portal.application import create_portal
from tests.dressed import kept
from tests.portal.answering.conftest import Called
from tests.portal.filing.visitor import Visitor

NOBODY = "00000000-0000-4000-8000-000000000001"


def _draft(page: str) -> str:
    return str(re.findall(r'name="draft" value="([^"]+)"', page)[0])


def test_a_correction_is_begun_once_and_told_at_the_desk_both_ways(
    called: Called, sessions: sessionmaker[Session]
) -> None:
    page = called.get().text
    assert "Złóż podobne pismo" in page
    assert "Złóż korektę" in page
    asked = called.get("/podobne", jak="korekta")
    assert asked.status_code == 303
    led = called.prove("korekta")
    assert "/podobne?" in led.headers["Location"]
    assert "jak=korekta" in led.headers["Location"]
    before = kept(sessions)
    shown = called.client.get(led.headers["Location"])
    assert shown.status_code == 200
    assert "Oświadczenia" in shown.text
    assert kept(sessions) == before, "looking makes no draft"
    draft = _draft(shown.text)
    for _ in range(2):  # pressed twice: one draft
        begun = called.post("/podobne", {"draft": draft, "jak": "korekta"})
        assert begun.headers["Location"].endswith(f"/formularz/{draft}/filer_kind"), begun.headers
    _file(called, draft)
    _is_told_at_the_desk(called)


def _file(called: Called, draft: str) -> None:
    """As the press of the last button does."""
    form = called.parts.catalogue.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    sample = samples(form, catalogue=called.parts.catalogue, today=datetime.now(UTC).date())["correction"]
    filing = Filing(
        key=draft,
        office="zabrze",
        definition=form,
        answers=sample.answers,
        files=(),
        language="pl",
        channel="web",
    )
    with called.parts.sessions.begin() as session:
        file_submission(session, filing, called.parts.counter)


def _is_told_at_the_desk(called: Called) -> None:
    with called.parts.sessions() as session:
        (later,) = kin_of(session, called.filed.id)
        (earlier,) = kin_of(session, later.submission)
    assert (later.later, later.corrects) == (True, True)
    assert (earlier.later, earlier.corrects, earlier.submission) == (False, True, called.filed.id)
    assert earlier.register_number == called.filed.register_number != later.register_number


def test_a_correction_says_that_it_is_one_and_asks_reasons_and_statements_anew(called: Called) -> None:
    led = called.prove("korekta")
    draft = _draft(called.client.get(led.headers["Location"]).text)
    called.post("/podobne", {"draft": draft, "jak": "korekta"})
    visitor = Visitor(called.client).open(f"/uslugi/podatek-nieruchomosci-dn-1/formularz/{draft}/declaration")
    assert visitor.page.xpath("//input[@name='declaration-purpose'][@checked]/@value") == ["correction"]
    visitor.open(f"/uslugi/podatek-nieruchomosci-dn-1/formularz/{draft}/statements")
    assert visitor.status == 200
    assert not visitor.page.xpath("//input[@type='checkbox'][@checked]")
    visitor.open(f"/uslugi/podatek-nieruchomosci-dn-1/formularz/{draft}/sprawdz")
    assert visitor.complaints(), "reasons and statements are asked anew"


def test_a_similar_form_is_no_correction_and_nobody_else_begins_it(called: Called) -> None:
    stranger = create_portal(called.parts).test_client()
    refused = called.post("/podobne", {"draft": NOBODY}, client=stranger)
    assert "/kod?" in refused.headers["Location"]
    called.prove("podobne")
    assert called.post("/podobne", {"draft": "x"}).status_code == 400
    shown = called.get("/podobne").text
    begun = called.post("/podobne", {"draft": _draft(shown), "jak": "podobne"})
    address = begun.headers["Location"].rsplit("/", 1)[0]
    visitor = Visitor(called.client).open(f"{address}/declaration")
    assert visitor.page.xpath("//input[@name='declaration-purpose'][@checked]/@value") != ["correction"]
    assert (
        Visitor(stranger).open(f"/uslugi/informacja-publiczna-wniosek/formularz/{_draft(shown)}").status
        == 404
    )


def test_every_sample_of_every_form_may_be_filed_again_or_corrected(catalogue: Catalogue) -> None:
    today, faults = datetime.now(UTC).date(), []
    corrected = set()
    for form in catalogue.services():
        found = correction_of(form)
        if found:
            corrected.add(form.code)
        for name, sample in samples(form, catalogue=catalogue, today=today).items():
            for origin in (From.SIMILAR, From.CORRECTED):
                begun = start(form, sample.answers, origin, catalogue=catalogue, today=today)
                here = f"{form.code} {name} {origin.value}"
                if "consents" in begun.answers or "_consent" in str(begun.answers) or not begun.answers:
                    faults.append(f"{here}: consents, or nothing")
                says = found and at(begun.answers, found[0]) == found[1]
                if bool(says) != (origin is From.CORRECTED and found is not None):
                    faults.append(f"{here}: purpose")
                if "duty_payment_ref" in str(begun.answers):
                    faults.append(f"{here}: one payment for two papers")
    assert not faults, "\n".join(faults)
    assert "podatek-nieruchomosci-dn-1" in corrected
    assert corrected == {code for code in corrected if "dekl" in code or re.search(r"-(d|i)[a-z]-1$", code)}


def test_what_a_draft_was_begun_from_goes_with_the_draft_and_stays_with_what_was_filed(
    called: Called, sessions: sessionmaker[Session]
) -> None:
    kept, thrown, sent = uuid4(), uuid4(), uuid4()
    form = called.parts.catalogue.service("podatek-nieruchomosci-dn-1")
    assert form is not None
    with sessions.begin() as session:
        for draft in (kept, thrown, sent):
            drafts.save_section(
                session, draft, office="zabrze", definition=form, section=form.sections[0].name,
                answers={}, done=False, language="pl", now=called.parts.now(),
            )  # fmt: skip
            note_origin(
                session, draft, called.filed.id, office="zabrze", corrects=True, at=called.parts.now()
            )
    _file(called, str(sent))
    with sessions.begin() as session:
        assert forget_unfiled(session) == 0, "drafts go on"
        drafts.discard(session, thrown)
        session.execute(delete(tables.Draft).where(tables.Draft.id == sent))  # as 30 days after filing
        assert forget_unfiled(session) == 1
        left = session.execute(select(BegunFrom.key)).scalars().all()
    assert {UUID(key) for key in left} == {kept, sent}


def test_a_form_that_changed_or_went_since_the_page_was_shown_is_told_before_a_draft_is_made(
    called: Called, sessions: sessionmaker[Session]
) -> None:
    called.prove("korekta")
    draft = _draft(called.get("/podobne", jak="korekta").text)
    older = called.post("/podobne", {"draft": draft, "jak": "korekta", "wersja": "0"})
    assert older.status_code == 409
    assert "Urząd zmienił w tym czasie formularz" in older.text.replace("\N{NO-BREAK SPACE}", " ")
    app, zabrze = called.client.application, called.parts.catalogue.offices["zabrze"]
    none = {**called.parts.catalogue.offices, "zabrze": replace(zabrze, services=())}
    app.extensions["okienko"] = replace(called.parts, catalogue=replace(called.parts.catalogue, offices=none))
    gone = called.post("/podobne", {"draft": draft, "jak": "korekta", "wersja": "1"})
    app.extensions["okienko"] = called.parts
    assert gone.status_code == 410
    assert "Urząd nie przyjmuje już tutaj tego pisma." in gone.text
    assert "/uslugi?urzad=zabrze" in gone.text
    with sessions() as session:
        assert session.execute(select(tables.Draft)).first() is None
