"""Drafts: nothing typed is lost, in one tab or in two, until it is filed, deleted or has run out."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from casework.drafting import drafts
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from forms_catalog.model import Definition

from .conftest import NOON, Opened
from .window import until_somebody_waits

DAY = timedelta(days=1)
FILE = drafts.DraftFile(uuid4(), "proxy", "pełnomocnictwo.pdf", "application/pdf", 51_200, "a" * 64)


@pytest.fixture
def dn1(catalogue: Catalogue) -> Definition:
    definition = catalogue.service("podatek-nieruchomosci-dn-1")
    assert definition is not None
    return definition


@dataclass
class Typing:
    """Somebody at a draft, one transaction a click."""

    sessions: sessionmaker[Session]
    definition: Definition
    office: str = "zabrze"
    id: UUID = field(default_factory=uuid4)
    now: datetime = NOON

    @property
    def click(self) -> AbstractContextManager[Session]:
        return self.sessions.begin()

    def begin(self) -> "Typing":
        """The first section is saved: the draft is there."""
        self.save("filer_kind", {"applicant_kind": "company"})
        return self

    def save(self, section: str, answers: Answers, *, done: bool = True) -> drafts.Draft:
        with self.click as session:
            return drafts.save_section(
                session,
                self.id,
                office=self.office,
                definition=self.definition,
                section=section,
                answers=answers,
                done=done,
                language="pl",
                now=self.now,
            )

    def find(self) -> drafts.Draft:
        with self.sessions() as session:
            return drafts.find(session, self.id, now=self.now)

    def add(self, pointer: str, answers: Answers, *, limit: int = 30, row_id: UUID | None = None) -> UUID:
        with self.click as session:
            return drafts.add_row(
                session, self.id, pointer, answers, limit=limit, now=self.now, row_id=row_id
            )

    def attach(self, file: drafts.DraftFile, *, limit: int = 5) -> None:
        with self.click as session:
            drafts.attach(session, self.id, file, limit=limit, now=self.now)


@pytest.fixture
def typing(sessions: sessionmaker[Session], dn1: Definition) -> Typing:
    return Typing(sessions, dn1)


def test_a_blank_form_leaves_nothing_until_its_first_section_is_saved(typing: Typing) -> None:
    with pytest.raises(drafts.DraftNotFound):
        typing.find()


def test_what_was_typed_is_there_when_the_link_is_opened_again(typing: Typing) -> None:
    saved = typing.save("applicant", {"company": {"full_name": "Żółta Gęś sp. z o.o."}})
    again = typing.find()
    assert again == saved
    assert again.answers == {"company": {"full_name": "Żółta Gęś sp. z o.o."}}
    assert (again.revision, again.office) == (1, "zabrze")
    assert again.done == {"applicant"}
    assert (again.service, again.version) == (typing.definition.code, typing.definition.version)
    assert again.expires_at == NOON + 30 * DAY


def test_every_change_raises_the_revision(typing: Typing) -> None:
    typing.begin()
    row = typing.add("/land_items", {"area": "12.50"})
    typing.attach(FILE)
    with typing.click as session:
        drafts.save_row(session, typing.id, row, {"area": "13"}, now=NOON)
        drafts.remove_row(session, typing.id, row, now=NOON)
        drafts.detach(session, typing.id, FILE.id, now=NOON)
    assert typing.find().revision == 6


def test_a_section_that_came_back_without_an_answer_has_it_removed(typing: Typing) -> None:
    typing.begin()
    typing.save("applicant", {"company": {"full_name": "A", "nip": "1234563218"}})
    typing.save("applicant", {"company": {"full_name": "B"}})
    assert typing.find().answers["company"] == {"full_name": "B"}
    typing.save("applicant", {})
    assert "company" not in typing.find().answers


def test_a_section_leaves_the_others_alone(typing: Typing) -> None:
    typing.begin().save("contact", {"contact": {"email": "a@example.pl"}}, done=False)
    draft = typing.find()
    assert draft.answers == {"applicant_kind": "company", "contact": {"email": "a@example.pl"}}
    assert draft.done == {"filer_kind"}


def test_a_section_takes_no_answers_that_belong_to_another_one(typing: Typing) -> None:
    typing.begin().save("contact", {"applicant_kind": "person", "unheard_of": "1"})
    assert typing.find().answers == {"applicant_kind": "company"}


def test_a_section_saved_with_problems_is_not_done_any_more(typing: Typing) -> None:
    assert typing.begin().save("filer_kind", {}, done=False).done == frozenset()


def test_whoever_changes_company_to_person_and_back_finds_the_company_again(typing: Typing) -> None:
    typing.begin().save("applicant", {"company": {"full_name": "A"}})
    typing.save("filer_kind", {"applicant_kind": "person"})
    as_person = typing.save("applicant", {"person": {"first_name": "Ewa"}})
    assert as_person.answers["company"] == {"full_name": "A"}
    typing.save("filer_kind", {"applicant_kind": "company"})
    back = typing.save("applicant", {"company": {"full_name": "A"}})
    assert back.answers["person"] == {"first_name": "Ewa"}


def test_an_answer_that_another_one_on_the_same_page_hides_is_kept(
    typing: Typing, catalogue: Catalogue
) -> None:
    definition = catalogue.service("informacja-publiczna-wniosek")
    assert definition is not None
    asking = replace(typing, definition=definition)
    by_mail: Answers = {"request_text": "Umowy", "form": "email_file", "reply_email": "a@example.pl"}
    asking.save("request", by_mail)
    in_person = asking.save("request", {"request_text": "Umowy", "form": "inspection"})
    assert in_person.answers["reply_email"] == "a@example.pl"
    mail_again = asking.save("request", {"request_text": "Umowy", "form": "email_file"})
    assert "reply_email" not in mail_again.answers, "asked and left empty"


def test_a_row_is_safe_while_its_group_is_saved(typing: Typing) -> None:
    typing.begin().save("applicant", {"company": {"full_name": "A"}})
    first = typing.add("/company/representatives", {"first_name": "Ewa"})
    second = typing.add("/company/representatives", {"first_name": "Jan"})
    typing.save("applicant", {"company": {"full_name": "B"}})
    draft = typing.find()
    assert draft.answers["company"] == {
        "full_name": "B",
        "representatives": [{"first_name": "Ewa"}, {"first_name": "Jan"}],
    }
    assert draft.rows == {"/company/representatives": (first, second)}


def test_rows_keep_their_order_when_one_is_removed_and_another_added(typing: Typing) -> None:
    typing.begin()
    rows = [typing.add("/land_items", {"parcel_no": str(number)}) for number in range(3)]
    with typing.click as session:
        drafts.remove_row(session, typing.id, rows[0], now=NOON)
        drafts.remove_row(session, typing.id, rows[0], now=NOON)
    typing.add("/land_items", {"parcel_no": "9"})
    assert typing.find().answers["land_items"] == [{"parcel_no": number} for number in ("1", "2", "9")]


def test_a_second_click_on_add_changes_the_row_instead_of_doubling_it(
    typing: Typing, dn1: Definition
) -> None:
    typing.begin()
    fresh = uuid4()
    assert typing.add("/land_items", {"area": "1"}, row_id=fresh) == fresh
    assert typing.add("/land_items", {"area": "2"}, row_id=fresh) == fresh
    assert typing.find().answers["land_items"] == [{"area": "2"}]


def test_no_more_rows_and_files_than_the_form_allows(typing: Typing) -> None:
    typing.begin()
    typing.add("/land_items", {}, limit=1)
    with pytest.raises(drafts.TooMany):
        typing.add("/land_items", {}, limit=1)
    typing.add("/building_items", {}, limit=1)
    typing.attach(FILE, limit=1)
    with pytest.raises(drafts.TooMany):
        typing.attach(replace(FILE, id=uuid4(), sha256="b" * 64), limit=1)


def test_a_file_sent_twice_is_attached_once(typing: Typing) -> None:
    typing.begin()
    typing.attach(FILE)
    typing.attach(FILE)
    typing.attach(
        drafts.DraftFile(uuid4(), FILE.slot, FILE.filename, FILE.content_type, FILE.size, FILE.sha256)
    )
    assert typing.find().files == (FILE,)


def test_a_row_removed_in_another_tab_is_named(typing: Typing) -> None:
    typing.begin()
    with typing.sessions() as session, pytest.raises(drafts.RowNotFound):
        drafts.save_row(session, typing.id, uuid4(), {}, now=NOON)


def test_nobody_reaches_a_row_or_file_of_a_draft_through_another_draft(
    sessions: sessionmaker[Session], dn1: Definition
) -> None:
    mine, theirs = Typing(sessions, dn1).begin(), Typing(sessions, dn1, "gliwice").begin()
    row = theirs.add("/land_items", {"area": "1"})
    theirs.attach(FILE)
    with sessions.begin() as session:
        drafts.remove_row(session, mine.id, row, now=NOON)
        drafts.detach(session, mine.id, FILE.id, now=NOON)
    with sessions() as session, pytest.raises(drafts.RowNotFound):
        drafts.save_row(session, mine.id, row, {"area": "2"}, now=NOON)
    assert theirs.find().answers["land_items"] == [{"area": "1"}]
    assert theirs.find().files == (FILE,)


def test_a_draft_of_another_office_or_service_is_not_found(
    sessions: sessionmaker[Session], typing: Typing, dn1: Definition, catalogue: Catalogue
) -> None:
    typing.save("filer_kind", {"applicant_kind": "company"})
    elsewhere = replace(typing, office="gliwice")
    with pytest.raises(drafts.DraftNotFound):
        elsewhere.save("filer_kind", {"applicant_kind": "person"})
    with sessions() as session:
        assert drafts.find(session, typing.id, now=NOON, office="zabrze", service=dn1.code)
        with pytest.raises(drafts.DraftNotFound):
            drafts.find(session, typing.id, now=NOON, office="gliwice")
        with pytest.raises(drafts.DraftNotFound):
            drafts.find(session, typing.id, now=NOON, service="informacja-publiczna-wniosek")
    assert typing.find().answers == {"applicant_kind": "company"}


def test_a_draft_that_ran_out_says_when_and_takes_nothing_more(typing: Typing) -> None:
    expires = typing.begin().find().expires_at
    typing.now = expires - timedelta(seconds=1)
    assert typing.find().expires_at == expires
    typing.now = expires
    for act in (
        typing.find,
        lambda: typing.save("filer_kind", {}),
        lambda: typing.add("/land_items", {}),
    ):
        with pytest.raises(drafts.DraftExpired) as refused:
            act()
        assert refused.value.expired_at == expires


def test_saving_moves_the_day_a_draft_runs_out(typing: Typing) -> None:
    typing.begin()
    typing.now = NOON + 20 * DAY
    typing.add("/land_items", {})
    assert typing.find().expires_at == NOON + 50 * DAY


def test_answers_go_when_a_draft_runs_out_and_the_draft_thirty_days_later(
    typing: Typing, dn1: Definition
) -> None:
    typing.begin().save("applicant", {"company": {"full_name": "A"}})
    typing.add("/land_items", {"area": "1"})
    typing.attach(FILE)
    other = replace(typing, id=uuid4(), now=NOON + DAY).begin()
    end = NOON + 30 * DAY
    with typing.click as session:
        assert drafts.remove_expired(session, now=end) == 0
        left = session.execute(text("SELECT answers::text FROM draft ORDER BY saved_at")).scalars().all()
        assert left == ["{}", '{"applicant_kind": "company"}']
        assert session.execute(text("SELECT count(*) FROM draft_row")).scalar_one() == 0
        assert session.execute(text("SELECT count(*) FROM draft_file")).scalar_one() == 0
    typing.now = end + 30 * DAY
    with pytest.raises(drafts.DraftExpired):
        typing.find()
    with typing.click as session:
        assert drafts.remove_expired(session, now=end + 30 * DAY + timedelta(seconds=1)) == 1
    with pytest.raises(drafts.DraftNotFound):
        typing.find()
    with other.sessions() as session, pytest.raises(drafts.DraftExpired):
        drafts.find(session, other.id, now=end + 31 * DAY)


def test_a_filed_draft_can_be_read_and_no_longer_changed(
    typing: Typing, dn1: Definition, case: Opened
) -> None:
    row = typing.begin().add("/land_items", {"area": "1"})
    with typing.click as session:
        session.execute(text("UPDATE draft SET submission_id = :id"), {"id": case.id})
    acts: tuple[Callable[[Session], object], ...] = (
        lambda session: drafts.add_row(session, typing.id, "/land_items", {}, limit=9, now=NOON),
        lambda session: drafts.save_row(session, typing.id, row, {}, now=NOON),
        lambda session: drafts.remove_row(session, typing.id, row, now=NOON),
        lambda session: drafts.attach(session, typing.id, FILE, limit=9, now=NOON),
        lambda session: drafts.detach(session, typing.id, FILE.id, now=NOON),
        lambda session: drafts.discard(session, typing.id),
        lambda _: typing.save("filer_kind", {}),
    )
    for act in acts:
        with typing.sessions() as session, pytest.raises(drafts.DraftFiled) as refused:
            act(session)
        assert refused.value.submission == case.id
    typing.now = NOON + 40 * DAY  # its link still leads to the receipt
    assert typing.find().submission == case.id
    assert typing.find().answers["land_items"] == [{"area": "1"}]


def test_a_draft_is_deleted_at_its_owners_wish(typing: Typing) -> None:
    typing.begin()
    typing.add("/land_items", {})
    for _ in range(2):
        with typing.click as session:
            drafts.discard(session, typing.id)
    with pytest.raises(drafts.DraftNotFound):
        typing.find()


def test_two_tabs_that_save_two_sections_at_once_lose_neither(typing: Typing) -> None:
    typing.begin()
    with typing.sessions() as session:
        _save_contact(session, typing)
        other = threading.Thread(target=typing.save, args=("applicant", {"company": {"full_name": "A"}}))
        other.start()
        until_somebody_waits(typing.sessions, unless_ended=other)
        session.commit()
    other.join()
    draft = typing.find()
    assert draft.answers["company"] == {"full_name": "A"}
    assert draft.answers["contact"] == {"email": "a@example.pl"}
    assert draft.done == {"filer_kind", "applicant", "contact"}


def _save_contact(session: Session, typing: Typing) -> None:
    drafts.save_section(
        session,
        typing.id,
        office=typing.office,
        definition=typing.definition,
        section="contact",
        answers={"contact": {"email": "a@example.pl"}},
        done=True,
        language="pl",
        now=NOON,
    )


def test_two_tabs_do_not_add_more_rows_together_than_the_form_allows(typing: Typing) -> None:
    typing.begin()
    refused: list[type[Exception]] = []

    def add() -> None:
        try:
            typing.add("/land_items", {}, limit=1)
        except drafts.TooMany:
            refused.append(drafts.TooMany)

    with typing.sessions() as session:
        drafts.add_row(session, typing.id, "/land_items", {}, limit=1, now=NOON)
        other = threading.Thread(target=add)
        other.start()
        until_somebody_waits(typing.sessions, unless_ended=other)
        session.commit()
    other.join()
    assert refused == [drafts.TooMany]


def test_two_tabs_that_save_at_once_lose_nothing(typing: Typing) -> None:
    typing.begin()
    tabs = [
        threading.Thread(target=typing.add, args=("/land_items", {"parcel_no": str(number)}))
        for number in range(20)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    draft = typing.find()
    parcels = draft.answers["land_items"]
    assert isinstance(parcels, list)
    assert sorted(int(row["parcel_no"]) for row in parcels) == list(range(20))  # type: ignore[call-overload, index, arg-type]  # rows of text
    assert draft.revision == 21


def test_twenty_tabs_that_save_the_first_section_at_once_make_one_draft(
    typing: Typing, dn1: Definition
) -> None:
    tabs = [
        threading.Thread(target=typing.save, args=("filer_kind", {"applicant_kind": "company"}))
        for _ in range(20)
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert typing.find().revision == 20


def test_letters_that_a_database_cannot_hold_are_left_out(typing: Typing) -> None:
    typing.save("applicant", {"company": {"full_name": "A\x00B\ud800C", "nip": ["\x00", {"x": "\udfff"}]}})
    assert typing.find().answers["company"] == {"full_name": "ABC", "nip": ["", {"x": ""}]}
