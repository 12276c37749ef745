"""Drafts: nothing typed is lost until it is filed, deleted or has run out."""

from dataclasses import replace

import pytest

from casework.drafting import drafts
from forms_catalog.answers import Answers
from forms_catalog.catalogue import Catalogue
from tests.casework.conftest import NOON
from tests.casework.drafting.draft_typing import DAY, FILE, Typing, dn1, typing

__all__ = ["dn1", "typing"]  # fixtures


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


def test_letters_that_a_database_cannot_hold_are_left_out(typing: Typing) -> None:
    typing.save("applicant", {"company": {"full_name": "A\x00B\ud800C", "nip": ["\x00", {"x": "\udfff"}]}})
    assert typing.find().answers["company"] == {"full_name": "ABC", "nip": ["", {"x": ""}]}
