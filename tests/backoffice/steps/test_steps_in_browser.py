"""A case from the filing to the closed file, by keyboard alone, in a real browser."""

from datetime import UTC, datetime

import pytest

from casework.adapters.disk import DiskStore
from casework.desk import passwords
from casework.desk.calls import answer_call
from casework.intake.filing import Counter
from casework.trust.pdf_verdict import verify_pdf
from tests.backoffice.at_work import POST, Office
from tests.backoffice.conftest import PASSWORD, TOTP
from tests.backoffice.keyboard import Typist
from tests.browsing import chromium
from tests.casework.window import INFORMATION

pytestmark = pytest.mark.slow


def _log_in(clerk: Typist, address: str, work: Office) -> None:
    work.clock.go_on(seconds=30)
    clerk.open(f"{address}/logowanie")
    clerk.type("login", "anna@urzad.example")
    clerk.type("password", PASSWORD)
    clerk.type("code", passwords.code_now(TOTP, at=work.clock()))
    clerk.press("Zaloguj się")


def _work_the_case(clerk: Typist, place: str, work: Office) -> None:
    case = work.file(INFORMATION)
    clerk.type("szukaj", "RPW/1")
    clerk.enter()
    clerk.press(f"RPW/1/{work.today.year}")
    clerk.press("Przekaż do innej komórki")
    clerk.press("Wróć do sprawy")
    clerk.press("Weź sprawę")
    clerk.press("Załóż znak sprawy")
    clerk.press("Wezwij do uzupełnienia")
    clerk.press("Przeczytaj pismo przed wysłaniem")  # nothing typed yet
    clerk.type("missing", "Napisz, o którą umowę chodzi.")
    clerk.type("clerk_post", POST)
    clerk.press("Przeczytaj pismo przed wysłaniem")
    clerk.press("Zmień treść")
    clerk.type("missing", "Napisz, o którą umowę chodzi i z którego roku.")
    clerk.press("Przeczytaj pismo przed wysłaniem")
    clerk.press("Opatrz pieczęcią i wyślij wezwanie")
    assert work.case(case).waiting_for == "Napisz, o którą umowę chodzi i z którego roku."
    with work.sessions.begin() as session:
        answer_call(session, case, text="O umowę nr 12 z 2025 roku.", at=work.clock())
    clerk.open(f"{place}/{case}")
    clerk.press("Oznacz jako przeczytane")
    clerk.press("Udostępnij informację albo odmów")
    clerk.press("Załatw sprawę w ten sposób")  # nothing chosen yet
    clerk.tick("Wydaj decyzję odmowną")
    clerk.press("Załatw sprawę w ten sposób")
    for name, words in (
        ("basis", "art. 5 ust. 2 ustawy o dostępie do informacji publicznej"),
        ("ruling", "Odmawiam udostępnienia umowy nr 12 z 2025 roku."),
        ("text", "Umowa zawiera tajemnicę przedsiębiorcy."),
    ):
        clerk.type(name, words)
    clerk.press("Przeczytaj pismo przed wysłaniem")
    clerk.press("Opatrz pieczęcią, wyślij i załatw sprawę")
    clerk.press("Zamknij sprawę")
    clerk.press("Zamknij sprawę")
    assert work.audited(case) == [
        *("received", "taken", "opened", "letter", "called", "answered", "answer_read"),
        *("letter", "refused", "closed"),
    ]


@pytest.mark.parametrize("width", [1280, 360])
def test_a_clerk_works_a_case_from_the_filing_to_the_closed_file_by_keyboard(
    address: str, work: Office, counter: Counter, files: DiskStore, width: int
) -> None:
    with chromium() as browser:  # closed before letters are read: that wants the loop of this thread
        clerk = Typist(browser.new_page(viewport={"width": width, "height": 900}))
        _log_in(clerk, address, work)
        _work_the_case(clerk, f"{address}/sprawy", work)
    assert not clerk.wrong, "\n".join(clerk.wrong)
    letters = work.every_letter()
    assert [letter.kind for letter in letters] == ["call", "decision"]
    for letter in letters:
        with files.open(letter.sha256) as stream:
            report = verify_pdf(
                stream.read(), seals=[counter.seals["zabrze"].certificate], now=datetime.now(UTC)
            )
        assert report.code == "genuine"
