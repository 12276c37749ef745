"""What an office changes is seen by programs that run, whole and judged; what is broken stops nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from casework.catalogue import catalogue_changes
from casework.catalogue.catalogue_changes import NewForm
from casework.catalogue.catalogue_watch import CatalogueWatch
from casework.catalogue.versions import record_versions
from casework.desk import accounts
from casework.left_out import named, to_do
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import Assembly
from forms_catalog.texts import Text

INFORMATION = "informacja-publiczna-wniosek"
WASTE = "waste_fee_residential"
TODAY = date(2026, 11, 22)


@pytest.fixture
def two_people(sessions: sessionmaker[Session]) -> tuple[UUID, UUID]:
    with sessions.begin() as session:
        first, second = (
            accounts.add_clerk(
                session, login=f"{name}@urzad.example", name=name, office="zabrze", roles=["office_admin"],
                departments=[], at=datetime.now(UTC),
            )
            for name in ("anna", "jan")
        )  # fmt: skip
    return first, second


def write_rate(sessions: sessionmaker[Session], key: str, value: str | None, **more: object) -> int:
    row: dict[str, object] = {
        "office": "zabrze", "table": WASTE, "key": key, "valid_from": date(2027, 1, 1), "by": None,
        "standing": "verified", "source": "Uchwała Rady Miasta Zabrze",
        "value": None if value is None else Decimal(value),
    }  # fmt: skip
    with sessions.begin() as session:
        return catalogue_changes.write_rate(session, **(row | more))  # type: ignore[arg-type]  # a table of arguments


def as_of_now(sessions: sessionmaker[Session], shipped: Catalogue, day: date = TODAY) -> Catalogue:
    with sessions() as session:
        return Assembly(shipped, demo=True).put_together(catalogue_changes.read(session), day=day)


def per_person(catalogue: Catalogue, on: date) -> Decimal | None:
    rate = catalogue.rates.find(WASTE, "per_person", office="zabrze", on=on)
    return rate.value if rate else None


def test_a_new_rate_begins_on_its_day_and_ends_the_old_one(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    write_rate(sessions, "per_person", "36.50")
    now = as_of_now(sessions, catalogue)
    assert (per_person(now, date(2026, 12, 31)), per_person(now, date(2027, 1, 1))) == (
        Decimal("33.00"),
        Decimal("36.50"),
    )
    write_rate(sessions, "per_person", "35.00")  # a slip, written again for the same day
    assert per_person(as_of_now(sessions, catalogue), date(2027, 1, 1)) == Decimal("35.00")
    write_rate(sessions, "per_person", None)  # taken back: the shipped one goes on
    assert per_person(as_of_now(sessions, catalogue), date(2027, 1, 1)) == Decimal("33.00")
    assert per_person(catalogue, date(2027, 1, 1)) == Decimal("33.00")


def test_what_is_broken_or_unlawful_is_left_out_by_its_number(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    cap = catalogue.rates.find("property_tax", "land.water_ha", office="nobody", on=TODAY)
    assert cap is not None
    too_much = write_rate(
        sessions, cap.key, str(cap.value + 1), table="property_tax", valid_from=cap.valid_from
    )
    no_number = write_rate(sessions, "per_person", "NaN", valid_from=date(2027, 5, 1))
    no_standing = write_rate(sessions, "per_person", "1", standing="sure", valid_from=date(2027, 6, 1))
    good = write_rate(sessions, "per_person", "36.50")
    with sessions.begin() as session:
        facts = catalogue_changes.write_facts(session, office="gliwice", facts={"hour": "8"}, by=None)
    now = as_of_now(sessions, catalogue)
    told = {(out.what, out.id): out.why for out in now.left_out}
    assert told.keys() == {
        ("rate", str(too_much)), ("rate", str(no_number)), ("rate", str(no_standing)), ("facts", str(facts)),
    }  # fmt: skip
    words = {(out.what, out.id): (named(out, now, "pl"), to_do(out)) for out in now.left_out}
    name, mend = words["rate", str(too_much)]
    assert name == "Podatek od nieruchomości: Grunty pod wodami, 1 stycznia 2026, Urząd Miejski w Zabrzu"
    assert "higher than the law allows" in mend
    assert "cannot be read" in words["rate", str(no_number)][1]
    assert words["facts", str(facts)][0] == "Urząd Miejski w Gliwicach"
    assert str(cap.value) in told["rate", str(too_much)]
    assert str(cap.value + 1) in told["rate", str(too_much)]
    assert good
    assert per_person(now, date(2027, 5, 2)) == Decimal("36.50")
    assert now.offices["gliwice"] == catalogue.offices["gliwice"]


def test_an_office_says_its_own_hours_and_a_new_one_opens(
    sessions: sessionmaker[Session], catalogue: Catalogue
) -> None:
    with sessions.begin() as session:
        own = {
            "hours": {"pl": "pn.–pt. 8–16", "en": "Mon–Fri 8–16"},
            "units": {"roads": {"pl": "Drogi", "en": "Roads"}},
        }
        catalogue_changes.write_facts(session, office="zabrze", facts=own, by=None)
        row = {
            "kind": "commune", "name": {"pl": "Urząd Gminy Nowa", "en": "Nowa Commune Office"},
            "city": "Nowa", "authority": {"pl": "Wójt", "en": "Mayor"}, "standing": "to_be_confirmed",
        }  # fmt: skip
        catalogue_changes.write_facts(session, office="nowa", facts=row, by=None)
    now = as_of_now(sessions, catalogue)
    assert now.offices["zabrze"].hours == Text(pl="pn.–pt. 8–16", en="Mon–Fri 8–16")
    assert now.offices["zabrze"].units["roads"].pl == "Drogi"
    assert (
        now.offices["zabrze"].units["tax_assessment"] == catalogue.offices["zabrze"].units["tax_assessment"]
    )
    assert now.offices["nowa"].city == "Nowa"
    assert "nowa" not in catalogue.offices


def publish(
    sessions: sessionmaker[Session], catalogue: Catalogue, people: tuple[UUID, UUID], valid_from: date
) -> tuple[str, int]:
    shipped = catalogue.service(INFORMATION)
    assert shipped is not None
    other = shipped.model_copy(update={"title": Text(pl="Wniosek po naszemu", en="The request our way")})
    with sessions.begin() as session:
        form = NewForm("zabrze", other, shipped.version, "code: …", valid_from, *people)
        return catalogue_changes.publish_form(session, form).key


def test_an_office_has_its_own_form_from_its_day_on_and_nobody_else_has_it(
    sessions: sessionmaker[Session], catalogue: Catalogue, two_people: tuple[UUID, UUID]
) -> None:
    first = publish(sessions, catalogue, two_people, TODAY)
    later = publish(sessions, catalogue, two_people, TODAY + timedelta(days=10))
    assert (first[1], later[1]) == (1001, 1002)

    def offered(day: date, office: str = "zabrze") -> int:
        form = as_of_now(sessions, catalogue, day).of_office(office).service(INFORMATION)
        assert form is not None
        return form.version

    now = as_of_now(sessions, catalogue)
    assert [offered(TODAY - timedelta(days=1)), offered(TODAY), offered(TODAY + timedelta(days=10))] == [
        1, 1001, 1002,
    ]  # fmt: skip
    assert offered(TODAY, "gliwice") == 1
    assert now.of_office("gliwice").service(INFORMATION, 1001) is None
    assert INFORMATION in [form.code for form in now.services("zabrze") if form.version == 1001]
    assert now.definitions[first].title.pl == "Wniosek po naszemu"
    with sessions.begin() as session:
        record_versions(session, now)  # what was recorded at publishing says the same
        assert catalogue_changes.retire_forms(session, "zabrze", INFORMATION, on=TODAY) == 2
    assert offered(TODAY + timedelta(days=20)) == 1
    assert (
        as_of_now(sessions, catalogue).service(INFORMATION, 1001) is not None
    )  # what was filed keeps its own


def test_one_person_alone_publishes_no_form(
    sessions: sessionmaker[Session], catalogue: Catalogue, two_people: tuple[UUID, UUID]
) -> None:
    with pytest.raises(ValueError, match="second person"):
        publish(sessions, catalogue, (two_people[0], two_people[0]), TODAY)


def test_a_form_that_was_changed_behind_our_back_is_left_out(
    sessions: sessionmaker[Session], catalogue: Catalogue, two_people: tuple[UUID, UUID], owner_url: str
) -> None:
    publish(sessions, catalogue, two_people, TODAY)
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("""UPDATE office_form SET definition = definition || '{"department": "roads"}'""")
    now = as_of_now(sessions, catalogue)
    assert [(out.what, out.id) for out in now.left_out] == [("form", f"{INFORMATION}@1001")]
    form = now.of_office("zabrze").service(INFORMATION)
    assert form is not None
    assert form.version == 1


class Watched:
    """A watch whose clocks go on when told; it counts how often the database was asked."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.seconds, self.day, self.asked, self.away = 0.0, datetime(2026, 11, 22, 12, tzinfo=UTC), 0, False
        self._sessions = sessions
        self.watch = CatalogueWatch(self._door, now=lambda: self.day, clock=lambda: self.seconds)

    def _door(self) -> sessionmaker[Session]:
        self.asked += 1
        return self._sessions

    def after(self, seconds: float) -> bool:
        self.seconds += seconds
        return self.watch.look() is not None


def test_a_program_asks_every_two_seconds_at_most_and_hears_of_each_change_once(
    sessions: sessionmaker[Session],
) -> None:
    program = Watched(sessions)
    assert not any(program.after(0.1) for _ in range(40))
    assert program.asked == 2
    write_rate(sessions, "per_person", "36.50")
    assert [program.after(seconds) for seconds in (0, 2, 1, 1, 2)] == [False, True, False, False, False]


def test_without_a_database_a_program_goes_on_with_what_it_knows(
    sessions: sessionmaker[Session], other_sessions: Callable[[], sessionmaker[Session]]
) -> None:
    program = Watched(other_sessions())
    assert not program.after(0)
    assert not program.after(9)
    assert program.asked == 1


@pytest.fixture
def other_sessions() -> Callable[[], sessionmaker[Session]]:
    """Nobody listens there."""
    return lambda: sessionmaker(create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing"))


def test_what_begins_on_a_day_begins_without_a_change(
    sessions: sessionmaker[Session], catalogue: Catalogue, two_people: tuple[UUID, UUID]
) -> None:
    publish(sessions, catalogue, two_people, date(2026, 12, 1))
    program = Watched(sessions)
    assert program.after(0)
    assert not program.after(2)
    program.day = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # in Warsaw it is December
    assert program.after(2)
    assert not program.after(2)


def test_what_was_written_cannot_be_changed_by_the_application(sessions: sessionmaker[Session]) -> None:
    write_rate(sessions, "per_person", "36.50")
    with sessions() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text("UPDATE office_rate SET value = 1"))
