"""Who left an address on a draft hears of it while it waits: each letter once, and none after its end."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts, drafts_end
from casework.intake.filing import Counter, file_submission
from casework.messages import ledger, of_drafts
from casework.messages.of_drafts import Terms, TooManyLetters
from casework.messages.stuck import stuck
from mail import draft_letters
from tests.casework.conftest import NOON
from tests.casework.messages.test_stuck import clerk
from tests.casework.window import INFORMATION, a_filing, service

DAY = timedelta(days=1)
TERMS = Terms(reminder=7 * DAY, warning=5 * DAY)
ABOUT_DRAFTS = "FROM message WHERE purpose = 'draft' ORDER BY made_at"
EMAIL = "jan.kowalski@poczta.example"


@dataclass
class Absent:
    """Somebody who left an address on a draft and went away."""

    sessions: sessionmaker[Session]
    counter: Counter
    language: str = "pl"
    id: UUID = field(default_factory=uuid4)

    def save(self, at: datetime = NOON) -> None:
        form = service(self.counter.catalogue, INFORMATION)
        with self.sessions.begin() as session:
            drafts.save_section(
                session, self.id, office="zabrze", definition=form, section=form.sections[0].name,
                answers={}, done=False, language=self.language, now=at,
            )  # fmt: skip

    def leave(self, email: str = EMAIL, at: datetime = NOON, place: str = "192.0.2.1") -> None:
        with self.sessions.begin() as session:
            told = drafts.leave_address(session, self.id, email, place=place, now=at)
            if told is not None:
                self._tell(session, told, "link", at)

    def look(self, at: datetime) -> list[str]:
        """The worker's duty; kinds of the letters it promised."""
        with self.sessions.begin() as session:
            due = of_drafts.due(session, TERMS, at=at, most=10)
            for told, kind in due:
                self._tell(session, told, kind, at)
        return [kind for _, kind in due]

    def _tell(self, session: Session, told: of_drafts.Told, kind: of_drafts.Kind, at: datetime) -> None:
        office = "https://urzad.example"
        draft_letters.tell(session, told, kind, catalogue=self.counter.catalogue, public_url=office, at=at)

    def letters(self) -> Sequence[tuple[str, str, str]]:
        """Recipient, subject and words of all letters about drafts."""
        with self.sessions() as session:
            return [
                tuple(row)
                for row in session.execute(text(f"SELECT recipient, subject, body {ABOUT_DRAFTS}")).all()
            ]

    def wanted(self, at: datetime) -> list[bool]:
        with self.sessions() as session:
            rows = session.execute(
                text("SELECT event, about FROM message WHERE purpose = 'draft' ORDER BY made_at")
            )
            return [of_drafts.still_wanted(session, row.event, row.about, at=at) for row in rows.all()]

    def traces(self) -> int:
        """Rows of the whole ledger and of addresses that name the mailbox."""
        with self.sessions() as session:
            named = text(
                "SELECT (SELECT count(*) FROM draft_address) + (SELECT count(*) FROM message"
                " WHERE purpose = 'draft' AND (recipient <> '' OR body IS NOT NULL OR recipient_hash <> ''))"
            )
            return int(session.execute(named).scalar_one())


@pytest.fixture
def absent(sessions: sessionmaker[Session], counter: Counter) -> Absent:
    made = Absent(sessions, counter)
    made.save()
    return made


@pytest.mark.parametrize(
    ("language", "words", "back", "until"),
    [
        ("pl", "Urząd jeszcze go nie ma", "Wróć do szkicu:", "24 grudnia 2026"),
        ("en", "has not got it yet", "Go back to the draft:", "24 December 2026"),
    ],
)
def test_the_link_goes_at_once_and_says_until_when_and_how_to_delete(
    sessions: sessionmaker[Session], counter: Counter, language: str, words: str, back: str, until: str
) -> None:
    absent = Absent(sessions, counter, language)
    absent.save()
    absent.leave()
    ((recipient, _, body),) = absent.letters()
    link = f"https://urzad.example/uslugi/{INFORMATION}/formularz/{absent.id}"
    assert recipient == EMAIL
    assert {link, f"{link}/usun"} <= set(body.split())
    assert words in body
    assert f"\n\n{back}\n{link}\n\n" in body
    assert until in body


def test_the_same_address_twice_is_one_letter_and_another_one_ends_the_first(absent: Absent) -> None:
    absent.leave()
    absent.leave()
    assert [letter[0] for letter in absent.letters()] == [EMAIL]
    absent.leave("nowy@poczta.example")
    assert [letter[0] for letter in absent.letters()] == ["", "nowy@poczta.example"]
    assert absent.wanted(NOON) == [False, True]


def test_one_reminder_and_one_warning_each_in_its_time(absent: Absent) -> None:
    absent.leave()
    told = {day: absent.look(NOON + day * DAY) for day in range(32)}
    assert {day: kinds for day, kinds in told.items() if kinds} == {7: ["reminder"], 25: ["ending"]}
    assert absent.look(NOON + 25 * DAY + timedelta(hours=1)) == []
    assert [letter[1] for letter in absent.letters()] == [
        "Link do Twojego szkicu w Okienku",
        "Twój szkic w Okienku nie jest jeszcze wysłany",
        "Twój szkic w Okienku czeka do 24 grudnia 2026",
    ]


def test_a_draft_of_an_office_that_is_closed_gets_no_letter_and_keeps_no_other_back(absent: Absent) -> None:
    absent.leave()
    offices = {"gliwice": absent.counter.catalogue.offices["gliwice"]}
    closed = replace(absent.counter, catalogue=replace(absent.counter.catalogue, offices=offices))
    assert replace(absent, counter=closed).look(NOON + 7 * DAY) == ["reminder"]
    assert replace(absent, counter=closed).look(NOON + 7 * DAY) == []
    assert len(absent.letters()) == 1, "the link alone"


def test_who_goes_on_is_warned_again_before_the_new_end_and_the_old_letters_are_not_sent(
    absent: Absent,
) -> None:
    absent.leave()
    assert absent.look(NOON + 26 * DAY) == ["ending"]
    absent.save(NOON + 27 * DAY)
    assert absent.wanted(NOON + 27 * DAY) == [True, False]
    assert absent.look(NOON + 28 * DAY) == []
    assert absent.look(NOON + 34 * DAY) == ["reminder"]
    assert absent.look(NOON + 53 * DAY) == ["ending"]
    assert absent.wanted(NOON + 53 * DAY) == [True, False, True, True]


def test_nothing_is_sent_once_the_draft_has_run_out_and_its_address_goes(absent: Absent) -> None:
    absent.leave()
    end = NOON + 30 * DAY
    assert absent.wanted(end - timedelta(seconds=1)) == [True]
    assert absent.wanted(end) == [False]
    assert absent.look(end + timedelta(hours=1)) == []
    with absent.sessions.begin() as session:
        drafts_end.remove_expired(session, now=end + timedelta(hours=1))
    assert absent.traces() == 0


def test_a_deleted_draft_leaves_no_address_and_no_letter(absent: Absent) -> None:
    absent.leave()
    absent.look(NOON + 8 * DAY)
    assert absent.look(NOON + 26 * DAY) == ["ending"]
    with absent.sessions.begin() as session:
        drafts.discard(session, absent.id)
    assert absent.traces() == 0
    with absent.sessions.begin() as session:
        assert ledger.take(session, "email", 5)[1] == ()


def test_a_filed_draft_is_told_of_no_more_and_its_address_goes(
    absent: Absent, sessions: sessionmaker[Session], counter: Counter
) -> None:
    absent.leave()
    with sessions.begin() as session:
        session.execute(text("UPDATE draft SET submission_id = :case"), {"case": _filed(session, counter)})
    assert absent.wanted(NOON) == [False]
    assert absent.look(NOON + 8 * DAY) == []
    with sessions.begin() as session:
        assert of_drafts.forget_filed(session) == 1
    assert absent.traces() == 0


def _filed(session: Session, counter: Counter) -> UUID:
    return file_submission(session, a_filing(counter.catalogue, INFORMATION), counter).id


def test_whoever_wants_no_letters_gets_none(absent: Absent) -> None:
    absent.leave()
    with absent.sessions.begin() as session:
        drafts.forget_address(session, absent.id, now=NOON)
    assert absent.traces() == 0
    assert absent.look(NOON + 8 * DAY) == []


def test_a_mailbox_gets_five_links_a_day_from_strangers(
    sessions: sessionmaker[Session], counter: Counter
) -> None:
    for number in range(5):
        somebody = Absent(sessions, counter)
        somebody.save()
        somebody.leave(place=f"192.0.2.{number}")
    last = Absent(sessions, counter)
    last.save()
    with pytest.raises(TooManyLetters):
        last.leave(place="192.0.2.200")
    last.leave(at=NOON + 2 * DAY, place="192.0.2.200")


def test_the_office_is_not_asked_to_look_after_letters_about_drafts(absent: Absent) -> None:
    absent.leave()
    with absent.sessions.begin() as session:
        session.execute(text("UPDATE message SET state = 'refused', last_code = '550', changed_at = now()"))
        assert list(stuck(session, clerk("supervisor"), at=ledger.clock(session))) == []
