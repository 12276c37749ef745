"""A number copied rightly is taken, one with a slip is not: the worked examples of the facts."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.pl import nip, pesel, regon

from forms_catalog import identifiers as ids

Check = Callable[[str], bool]
GOOD: list[tuple[Check, list[str]]] = [
    (ids.is_pesel, ["44051401359", "02070803628", "85071512348", "03222843213"]),
    (ids.is_nip, ["1234563218", "5260250274"]),
    (ids.is_regon, ["123456785", "12345678512347", "12345678500120"]),
    (ids.is_krs, ["0000123456"]),
    (ids.is_kw, ["KA1S/00012345/6", "GL1Z/00012345/0"]),
    (ids.is_nrb, ["61109010140000071219812874", "19105000000000000000000001"]),
    (ids.is_id_card, ["ABA300000", "CCC112345", "ZZC001234"]),
    (ids.is_ade, ["AE:PL-12345-67890-ABCDE-12"]),
    (ids.is_postal_code, ["41-800"]),
    (ids.is_vin, ["WVWZZZ1KZAW123456"]),
    (ids.is_plate, ["SZ12345", "S1TEST"]),
    (ids.is_case_sign, ["BA.3120.5.2026", "WP-II.3120.5.2.2026", "KŚ.7140.12.2026.AK"]),
    (ids.looks_like_plate, ["SZ 12345", "SZ1234A", "S1 TEST"]),
]
CHECKED = [ids.is_pesel, ids.is_nip, ids.is_regon, ids.is_kw, ids.is_nrb]


@pytest.mark.parametrize(("check", "number"), [(check, n) for check, numbers in GOOD for n in numbers])
def test_a_good_number_is_taken(check: Check, number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(
    ("check", "number"), [(check, n) for check, numbers in GOOD if check in CHECKED for n in numbers]
)
def test_a_slip_in_the_last_digit_is_seen(check: Check, number: str) -> None:
    assert not check(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize(("check", "numbers"), GOOD)
def test_what_is_too_long_short_or_of_other_digits_is_refused(check: Check, numbers: list[str]) -> None:
    for number in numbers:
        assert not check(number + "00000000")
        assert not check("")
        assert not check("١٢٣" * 4), "digits of other scripts are letters to a register"
        assert not check(number + "\n")


def test_a_pesel_tells_day_of_birth_and_sex() -> None:
    assert ids.pesel_birth_date("03222843213") == date(2003, 2, 28)
    assert ids.pesel_birth_date("44051401359") == date(1944, 5, 14)
    assert ids.pesel_sex("44051401359") == "male"
    assert ids.pesel_sex("02070803628") == "female"


def test_a_pesel_of_a_day_that_never_was_is_refused() -> None:
    assert ids.pesel_birth_date("03223043213") is None  # 30 February
    assert not ids.is_pesel("00000000000"), "month 0"


def test_a_nip_with_the_remainder_ten_was_never_issued() -> None:
    for number in range(1000):
        nine = f"{number:09}"
        if sum(int(d) * w for d, w in zip(nine, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11 == 10:
            assert not any(ids.is_nip(f"{nine}{last}") for last in range(10))
            break
    else:
        pytest.fail("no number with the remainder 10 was tried")


def test_a_longer_regon_begins_with_a_good_short_one() -> None:
    assert not ids.is_regon("12345678412345")


def test_a_court_sign_with_q_or_v_does_not_exist() -> None:
    assert ids.is_kw_shape("QA1V/00012345/6")
    assert not any(ids.is_kw(f"QA1S/00012345/{digit}") for digit in range(10))


@given(st.from_regex(r"[0-9]{9,14}", fullmatch=True))
def test_a_second_opinion_agrees_about_any_digits(number: str) -> None:
    if int(number) > 0:
        assert ids.is_nip(number) == (len(number) == 10 and nip.is_valid(number))
        assert ids.is_regon(number) == (len(number) in (9, 14) and regon.is_valid(number))
    assert ids.is_pesel(number) == (len(number) == 11 and pesel.is_valid(number))


@given(st.text(max_size=40))
def test_no_text_makes_a_check_raise(text: str) -> None:
    for check, _ in GOOD:
        check(text)
    ids.pesel_birth_date(text)
    ids.pesel_check_digit_fits(text)
