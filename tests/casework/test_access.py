"""Access without an account: a key that can be read over the phone, tokens that open one thing."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import access

SECRET, OTHER_SECRET = b"s" * 32, b"t" * 32
SUBMISSION = UUID("0b6c9a52-7f0a-4a39-9a0d-1f2e3d4c5b6a")


def test_a_key_is_sixteen_letters_in_four_groups_without_those_that_are_mixed_up() -> None:
    key = access.access_key(SECRET, SUBMISSION)
    groups = key.split("-")
    assert [len(group) for group in groups] == [4, 4, 4, 4]
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_repeated_filing_hands_out_the_very_same_key() -> None:
    assert access.access_key(SECRET, SUBMISSION) == access.access_key(SECRET, SUBMISSION)


def test_nobody_knows_a_key_without_the_secret_or_from_another_submission() -> None:
    keys = {access.access_key(SECRET, uuid4()) for _ in range(1000)}
    assert len(keys) == 1000
    assert access.access_key(OTHER_SECRET, SUBMISSION) != access.access_key(SECRET, SUBMISSION)


def test_all_eighty_bits_of_a_key_are_used() -> None:
    letters = [
        set(column) for column in zip(*(access.access_key(SECRET, uuid4()) for _ in range(2000)), strict=True)
    ]
    assert [len(column) for column in letters] == [32] * 4 + [1] + [32] * 4 + [1] + [32] * 4 + [1] + [32] * 4


@pytest.mark.parametrize(
    "typed",
    ["{0}", " {0} ", "{1}", "{2}", "{3}"],
    ids=["as printed", "with blanks around", "small letters", "without dashes", "with blanks between"],
)
def test_a_key_opens_however_it_is_typed(typed: str) -> None:
    key = access.access_key(SECRET, SUBMISSION)
    text = typed.format(key, key.lower(), key.replace("-", ""), key.replace("-", " \t"))
    assert access.key_hash(text) == access.key_hash(key)
    assert access.is_key(text)


def test_a_letter_o_is_read_as_zero_and_i_and_l_as_one() -> None:
    assert access.key_hash("OIL0-1111-ABCD-EFGH") == access.key_hash("0110-1111-ABCD-EFGH")


@given(st.text())
def test_any_text_may_be_typed_as_a_key_or_a_token(text: str) -> None:
    access.key_hash(text)
    access.is_key(text)
    assert not access.opens_receipt(SECRET, SUBMISSION, text)
    assert not access.opens_case(SECRET, SUBMISSION, text)


def test_a_receipts_token_opens_this_receipt_and_nothing_else() -> None:
    token = access.receipt_token(SECRET, SUBMISSION)
    assert access.opens_receipt(SECRET, SUBMISSION, token)
    assert not access.opens_receipt(SECRET, uuid4(), token)
    assert not access.opens_receipt(OTHER_SECRET, SUBMISSION, token)
    assert not access.opens_case(SECRET, SUBMISSION, token)


def test_a_cases_token_opens_this_case_and_no_receipt() -> None:
    token = access.case_token(SECRET, SUBMISSION)
    assert access.opens_case(SECRET, SUBMISSION, token)
    assert not access.opens_case(SECRET, uuid4(), token)
    assert not access.opens_receipt(SECRET, SUBMISSION, token)


def test_the_key_tells_nothing_of_the_tokens_and_the_hash_nothing_of_the_key() -> None:
    key = access.access_key(SECRET, SUBMISSION)
    assert key.encode() not in access.key_hash(key)
    assert access.receipt_token(SECRET, SUBMISSION) != access.case_token(SECRET, SUBMISSION)
