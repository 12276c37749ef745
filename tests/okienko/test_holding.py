"""Portal, desk and worker of one process take up what offices change; a broken row stops none of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_changes import NewForm
from casework.desk import accounts
from forms_catalog.catalogue import Catalogue
from forms_catalog.facts.rates import RateBook
from okienko.holding import OfOffices
from okienko.processes.desk import desk_parts
from okienko.settings import Settings
from okienko.standing.status import standing
from okienko.store.postgres import DatabaseUrls
from okienko.wiring import Wiring

NEW = {
    "kind": "commune", "name": {"pl": "Urząd Gminy Nowa", "en": "Nowa Commune Office"}, "city": "Nowa",
    "authority": {"pl": "Wójt", "en": "Mayor"}, "standing": "to_be_confirmed",
}  # fmt: skip


@pytest.fixture
def few(catalogue: Catalogue) -> Catalogue:
    """Two offices: each one more makes a seal."""
    return replace(catalogue, offices={code: catalogue.offices[code] for code in ("zabrze", "gliwice")})


@pytest.fixture
def wiring(database: DatabaseUrls, tmp_path: Path, few: Catalogue) -> Wiring:
    settings = Settings(
        data=tmp_path, demo=True, database_url=database.application, owner_database_url=database.owner
    )  # type: ignore[arg-type]  # text becomes a secret
    return Wiring(settings, catalogue=few)


def change(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        for key, value in (("per_person", Decimal("36.50")), ("raised", Decimal("NaN"))):
            catalogue_changes.write_rate(
                session, office="zabrze", table="waste_fee_residential", key=key, value=value, by=None,
                valid_from=date(2026, 1, 1), standing="verified", source="Uchwała",
            )  # fmt: skip
        catalogue_changes.write_facts(session, office="nowa", facts=NEW, by=None)


def per_person(catalogue: Catalogue) -> Decimal:
    rate = catalogue.rates.find("waste_fee_residential", "per_person", office="zabrze", on=date(2026, 11, 22))
    assert rate is not None
    return rate.value


def test_a_process_takes_up_rates_and_offices_with_their_seals(
    wiring: Wiring, sessions: sessionmaker[Session]
) -> None:
    portal, desk = wiring.parts(), desk_parts(wiring)
    names = OfOffices(
        lambda: wiring.catalogue, lambda now: {code: one.name.pl for code, one in now.offices.items()}
    )
    assert (portal.renew(), desk.renew(), "nowa" in names) == (None, None, False)
    change(sessions)
    desk.look_soon()
    later, at_desk = portal.renew(), desk.renew()
    assert later is not None
    assert at_desk is not None
    assert later.renew() is None  # once for each change
    for made in (later, at_desk):
        assert per_person(made.catalogue) == Decimal("36.50")
        assert made.counter.seals["nowa"].certificate in made.published_seals
    assert names["nowa"] == "Urząd Gminy Nowa"
    assert per_person(portal.catalogue) == Decimal("33.00")  # what has begun keeps its own
    assert later.search is portal.search  # a rate is nothing that a service is found by


def test_a_running_portal_finds_a_form_by_what_its_office_published(
    wiring: Wiring, sessions: sessionmaker[Session]
) -> None:
    portal, desk = wiring.parts(), desk_parts(wiring)
    shared = portal.catalogue.service("informacja-publiczna-wniosek")
    assert shared is not None
    own = shared.model_copy(update={"keywords": (*shared.keywords, "hulajnoga")})
    with sessions.begin() as session:
        anna, ewa = (
            accounts.add_clerk(
                session, login=f"{name}@urzad.example", name=name, office="zabrze", roles=["form_editor"],
                departments=[], at=datetime.now(UTC),
            )
            for name in ("anna", "ewa")
        )  # fmt: skip
        new = NewForm("zabrze", own, shared.version, "", date(2026, 1, 1), anna, ewa)
        catalogue_changes.publish_form(session, new)
    desk.look_soon()
    later = portal.renew()
    assert later is not None
    among = [service.code for service in later.catalogue.services("zabrze")]
    for parts, found in ((portal, False), (later, True)):
        assert parts.search.find("hulajnoga", among=among, office="zabrze").answerable == found
    assert not later.search.find("hulajnoga", among=among, office="gliwice").answerable


def test_a_start_goes_on_over_broken_rows_and_says_so(
    wiring: Wiring, sessions: sessionmaker[Session]
) -> None:
    change(sessions)
    found = {finding.code: finding for finding in standing(wiring.watched()).findings}
    assert found["facts_left_out"].level == "person"
    said = found["facts_left_out"].values["rows"]
    assert said == "Odpady z domów: Stawka podwyższona, 1 stycznia 2026, Urząd Miejski w Zabrzu"
    assert per_person(wiring.catalogue_in_database()) == Decimal("36.50")


def test_from_december_on_the_status_asks_for_the_rates_of_next_year(wiring: Wiring) -> None:
    watched = wiring.watched()
    ending = (replace(rate, valid_to=date(2026, 12, 31)) for rate in watched.catalogue.rates)
    catalogue = replace(watched.catalogue, rates=RateBook(ending))

    def missing(day: int, month: int) -> dict[str, str | None]:
        now = datetime(2026, month, day, 11, tzinfo=UTC)
        found = standing(replace(watched, catalogue=catalogue, now=lambda: now)).findings
        return {one.code: one.values.get("whose") for one in found if "year_missing" in one.code}

    assert missing(30, 11) == {}
    whose = missing(1, 12)
    assert set(whose) == {"facts_year_missing", "facts_year_missing_law"}, "others have to enter the law's"
    assert "Urząd Miejski w Zabrzu" in str(whose["facts_year_missing"])
