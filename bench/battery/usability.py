"""Rows U: usability and accessibility."""

from bench.battery.by_tests import by_tests
from bench.battery.matrix import every_state
from bench.battery.row import Row
from bench.battery.seeing import looked_at_by_pa11y, named, well_formed

_JOURNEYS = ("tests/journey/test_whole_journey.py", "tests/journey/test_resident_and_clerk.py")
_PORTAL, _DESK = (
    "tests/portal/test_pages_in_browser.py",
    "tests/backoffice/case_pages/test_case_page_in_browser.py",
)

ROWS: tuple[Row, ...] = (
    Row(
        "U1",
        "axe on every page and every state of it, wide and narrow, in every language",
        by_tests(
            "tests/journey/test_pages_for_everybody.py",
            "tests/journey/test_tables_for_everybody.py",
            _PORTAL,
            _DESK,
            "tests/backoffice/test_pages_in_browser.py",
            "tests/backoffice/test_queue_in_browser.py",
            "tests/backoffice/steps/test_steps_in_browser.py",
            "tests/okienko/test_simulators_in_browser.py",
            variables={"OKIENKO_EVERY_PAGE": "1"},
            least=42,
        ),
        minutes=60,
    ),
    Row(
        "U-matrix",
        "axe on every form, page and state of it in three languages and two widths",
        every_state,
        minutes=120,
    ),
    Row(
        "U2",
        "pa11y on every page that an address leads to, in every language",
        looked_at_by_pa11y,
        minutes=20,
    ),
    Row("U3", "the HTML checker on every page that was seen", well_formed, minutes=20),
    Row(
        "U4",
        "forms and a clerk's day by keyboard alone",
        by_tests(*_JOURNEYS, "tests/backoffice/steps/test_steps_in_browser.py", least=8),
        minutes=20,
    ),
    Row("U5", "every input has a name in the page's language", named, minutes=10),
    Row("U6", "from the form to the closed case without script", by_tests(*_JOURNEYS, least=6), minutes=20),
    Row(
        "U7",
        "320 px and wide text spacing: nothing cut off, no sideways scroll",
        by_tests(_PORTAL, _DESK, "tests/journey/test_tables_for_everybody.py", least=14),
        minutes=10,
    ),
    Row(
        "U9",
        "receipt and case on one sheet of paper",
        by_tests(_PORTAL, _DESK, "tests/papers/test_receipt_sheet.py", only="print or sheet", least=16),
        minutes=6,
    ),
    Row(
        "U12",
        "warned before the log-in ends, nothing typed is lost, nothing is asked twice",
        by_tests(
            "tests/backoffice/entrance/test_returning_in_browser.py",
            "tests/backoffice/entrance/test_returning.py",
            "tests/portal/filing/test_mending.py",
            "tests/portal/filing/test_drafts.py",
            least=47,
        ),
        minutes=8,
    ),
    Row(
        "U13",
        "the accessibility statement",
        by_tests("tests/portal/test_accessibility.py", least=10),
        minutes=2,
    ),
)
