"""Rows F: hostile files and data."""

from bench.battery.by_tests import by_tests
from bench.battery.hostility.fuzzed import fuzzed
from bench.battery.hostility.long_things import long_things
from bench.battery.hostility.opened import opened_in_a_browser
from bench.battery.hostility.tables import counted_nowhere
from bench.battery.hostility.uploads import big_uploads
from bench.battery.row import Row

_FILES = ("tests/casework/files/test_attachments.py", "tests/portal/filing/test_attachments.py")
_BOMBS = ("tests/casework/files/test_bombs.py", "tests/portal/filing/test_bombs_at_upload.py")
_SCANNED = (
    "tests/casework/scanning",
    "tests/portal/test_infected.py",
    "tests/backoffice/case_pages/test_withheld.py",
)
_ANSWERS = (
    "tests/forms_catalog/test_valid_answers.py",
    "tests/portal/filing/test_whatever_is_typed.py",
    "tests/portal/api/test_api_any_answers.py",
    "tests/portal/test_blank_forms.py",
    "tests/portal/test_printing.py",
)

ROWS: tuple[Row, ...] = (
    Row("F1", "the test virus in six wrappings is not handed out", by_tests(*_SCANNED, least=38), minutes=4),
    Row(
        "F2",
        "a scanner killed while it looks never says clean",
        by_tests("tests/casework/scanning", only="killed or away or silent or whole_one", least=13),
        minutes=3,
    ),
    Row("F3", "uploads at the limit, over it, and with a false length", big_uploads, minutes=4),
    Row(
        "F4",
        "empty, torn, two-faced files and hostile names",
        by_tests(*_FILES, "tests/portal/answering/test_own_files.py", least=215),
        minutes=4,
    ),
    Row("F5", "a file with a script is opened in a browser: nothing runs", opened_in_a_browser, minutes=3),
    Row("F7", "archives that are small on the way", by_tests(*_BOMBS, least=24), minutes=4),
    Row(
        "F8",
        "pictures and PDFs that are small on the way",
        by_tests(*_BOMBS, "tests/trust/test_hostile_pdfs.py", least=41),
        minutes=4,
    ),
    Row(
        "F9",
        "false receipts and hostile XML: refused, no socket opened",
        by_tests("tests/trust/test_attacks.py", "tests/trust/test_receipt.py", *_FILES, least=460),
        minutes=8,
    ),
    Row(
        "F10",
        "answers made up for all forms on every channel, then one of them spoiled; papers of all",
        by_tests(
            *_ANSWERS, variables={"OKIENKO_EXAMPLES": "200", "OKIENKO_EVERY_PAGE": "1"},
            taste={"OKIENKO_EXAMPLES": "3"}, least=130,
        ),
        minutes=120,
    ),
    Row("F11", "a fuzzer feeds every reader of what strangers send", fuzzed, minutes=120),
    Row(
        "F12",
        "one word written in several ways",
        by_tests(
            "tests/search", "tests/sms/test_segments.py", "tests/forms_catalog/test_folding.py",
            "tests/forms_catalog/judging/test_cleaning.py", "tests/casework/desk/test_doors.py",
            "tests/backoffice/entrance/test_one_account.py", least=360,
        ),
        minutes=6,
    ),
    Row("F13", "very long texts, forms, cookies and headers", long_things, minutes=4),
    Row("F14", "exported tables hold no formula and are read back the same", counted_nowhere, minutes=4),
)  # fmt: skip
