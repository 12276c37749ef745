"""An e-mail address is one account, however it is written."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from casework.desk import accounts
from tests.backoffice.conftest import Clock, Employ, Enter

ZOLW = "żółw@urzad.example"


@pytest.mark.parametrize(
    "alike",
    [
        "ŻÓŁW@URZAD.EXAMPLE",
        " żółw@urzad.example ",
        "z\u0307o\u0301łw@urzad.example",  # letters and their marks apart
        "ż\u200bółw@urzad.example",  # something without width in between
        "żółw\N{FULLWIDTH COMMERCIAL AT}urzad.example",
        "\N{ZERO WIDTH NO-BREAK SPACE}żółw@urzad.example",
        "żółw@urzad.e\N{SOFT HYPHEN}xample",
    ],
)
def test_an_address_written_otherwise_is_the_same_account(
    employ: Employ, sessions: sessionmaker[Session], alike: str
) -> None:
    kept = employ(ZOLW, "clerk")
    with sessions() as session:
        found = accounts.find_by_login(session, alike)
    assert found is not None
    assert found.clerk.id == kept
    with pytest.raises(accounts.LoginTaken):
        employ(alike, "clerk")


def test_ligatures_and_turkish_letters_make_no_second_account(employ: Employ) -> None:
    employ("fikcyjny.İ@urzad.example", "clerk")
    with pytest.raises(accounts.LoginTaken):
        employ("ﬁkcyjny.i̇@urzad.example", "clerk")


def test_a_clerk_comes_in_however_the_address_is_written(
    employ: Employ, enter: Enter, desk_clock: Clock
) -> None:
    employ(ZOLW, "clerk")
    assert enter("Z\u0307ÓŁW@urzad.example").get("/moje-konto").status_code == 200
