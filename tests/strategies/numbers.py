"""Numbers with right check digits, made of hypothesis' own digits; they belong to nobody we know of."""

from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

_KW_LETTERS = {letter: value for value, letter in enumerate("0123456789XABCDEFGHIJKLMNOPRSTUWYZ")}


def digits(count: int) -> SearchStrategy[str]:
    return st.integers(0, 10**count - 1).map(lambda number: f"{number:0{count}d}")


def _weighed(number: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))


def with_pesel_digit(born: date, serial: str) -> str:
    """PESEL of somebody born that day: the century is hidden in the month."""
    month = born.month + {18: 80, 19: 0, 20: 20, 21: 40}[born.year // 100]
    number = f"{born.year % 100:02d}{month:02d}{born.day:02d}{serial}"
    return number + str(-_weighed(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def pesel(today: date) -> SearchStrategy[str]:
    return st.builds(with_pesel_digit, st.dates(date(1900, 1, 1), today), digits(4))


def _nip(number: str) -> str | None:
    check = _weighed(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11
    return None if check == 10 else number + str(check)


def nip() -> SearchStrategy[str]:
    offices = st.integers(101, 998).filter(lambda number: number % 100 // 10 and number % 10)
    made = st.builds(lambda office, rest: _nip(f"{office}{rest}"), offices, digits(6))
    return made.filter(bool).map(str)


def _regon(number: str, weights: tuple[int, ...]) -> str:
    return number + str(_weighed(number, weights) % 11 % 10)


def regon() -> SearchStrategy[str]:
    nine = st.builds(lambda rest: _regon(f"24{rest}", (8, 9, 2, 3, 4, 5, 6, 7)), digits(6))
    weights = (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)
    fourteen = st.builds(lambda first, rest: _regon(first + rest, weights), nine, digits(4))
    return nine | fourteen


def krs() -> SearchStrategy[str]:
    return st.integers(1, 999_999).map(lambda number: f"{number:010d}")


def _kw(court: str, number: str) -> str:
    values = [_KW_LETTERS[sign] for sign in court + number]
    weights = (1, 3, 7) * 4
    return (
        f"{court}/{number}/{sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10}"
    )


def kw() -> SearchStrategy[str]:
    return st.builds(_kw, st.sampled_from(["GL1Z", "GL1G", "KA1K", "WA1M"]), digits(8))


def nrb() -> SearchStrategy[str]:
    return digits(24).map(lambda bban: f"{98 - int(f'{bban}252100') % 97:02d}{bban}")


def plate() -> SearchStrategy[str]:
    return st.builds("{}{}".format, st.sampled_from(["SZ", "SG", "SZA", "S1"]), digits(5))


def case_sign() -> SearchStrategy[str]:
    units, files = st.sampled_from(["BA", "WP-II", "KŚ"]), st.integers(3000, 3299)
    return st.builds("{}.{}.{}.{}".format, units, files, st.integers(1, 99_999), st.integers(2012, 2026))


def phone() -> SearchStrategy[str]:
    return digits(7).map(lambda rest: f"+4860{rest}") | st.just("+442079460000")


def ade() -> SearchStrategy[str]:
    letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=5, max_size=5)
    return st.builds("AE:PL-{}-{}-{}-{}".format, digits(5), digits(5), letters, digits(2))
