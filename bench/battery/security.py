"""Rows S: security."""

from bench.battery.by_tests import by_tests
from bench.battery.row import Row
from bench.battery.safety.dressing import dressed
from bench.battery.safety.leading_away import never_away, stays_inside
from bench.battery.safety.logs import logs
from bench.battery.safety.scanners import scanned
from bench.battery.safety.supply import supply
from bench.battery.safety.timing import tells_nothing
from bench.battery.safety.tls import tls

_ADDRESSES = ("tests/portal/test_every_address.py", "tests/backoffice/test_every_address.py")
_WHO_MAY = ("test_who_may.py", "test_who_may_open_a_case.py")

ROWS: tuple[Row, ...] = (
    Row("S1", "wapiti, sqlmap, schemathesis; templates typed into every field", scanned, minutes=45),
    Row(
        "S2",
        "no form without its own page's token; looking changes nothing",
        by_tests(*_ADDRESSES, only="token or database_is_away or looking", least=4),
        minutes=3,
    ),
    Row(
        "S3",
        "every address, every role, everybody's cases",
        by_tests(
            "tests/portal/test_who_may.py",
            *(f"tests/backoffice/entrance/{one}" for one in _WHO_MAY),
            least=32,
        ),
        minutes=5,
    ),
    Row("S4", "headers of every answer, as they leave nginx", dressed, minutes=3),
    Row(
        "S5",
        "cookies of every answer",
        by_tests(*_ADDRESSES, "tests/portal/test_headers.py", only="dressed or cookie", least=26),
        minutes=3,
    ),
    Row("S6", "nobody is led away from the host", never_away, minutes=10),
    Row("S7", "paths, host names and hidden requests stay inside", stays_inside, minutes=5),
    Row(
        "S8",
        "sessions begin, end and cannot be kept",
        by_tests(
            "tests/backoffice/entrance/test_door.py", "tests/backoffice/entrance/test_returning.py", least=32
        ),
        minutes=5,
    ),
    Row(
        "S9",
        "guessing passwords, codes and keys",
        by_tests(
            "tests/backoffice/entrance/test_guessing.py",
            "tests/portal/test_guessing_keys.py",
            "tests/casework/messages",
            least=85,
        ),
        minutes=8,
    ),
    Row(
        "S11",
        "forged, replayed and late calls of the SMS operator",
        by_tests("tests/portal/test_webhooks.py", "tests/sms/test_twilio_webhooks.py", least=25),
        minutes=4,
    ),
    Row("S12", "answers and their time tell nobody who is there", tells_nothing, minutes=15),
    Row("S13", "which TLS nginx speaks", tls, minutes=2),
    Row("S14", "bandit, secrets, hashes in the lock, a bill of everything we stand on", supply, minutes=5),
    Row("S16", "canaries in every field: none in any log", logs, minutes=3),
)
