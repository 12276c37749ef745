"""The whole program: somebody files, and a letter with the number lands in the outbox."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.program import Program, until

pytestmark = pytest.mark.slow


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    started = Program(tmp_path / "data").start()
    yield started
    started.stop()


def test_who_files_finds_the_number_in_the_mailbox_at_once(program: Program) -> None:
    service = "/api/v1/services/podatek-nieruchomosci-dn-1"
    sample = httpx.get(f"{program.address}{service}/sample").json()
    body = {"office": "zabrze", "service": "podatek-nieruchomosci-dn-1", **sample}
    filed = httpx.post(
        f"{program.address}/api/v1/submissions",
        json=body,
        headers={"Idempotency-Key": str(uuid4())},
        timeout=60,
    )
    assert filed.status_code == 201, filed.text
    number = filed.json()["register_number"]
    outbox = f"http://127.0.0.1:{program.port + 2}/"

    def landed() -> bool:
        try:
            return number in httpx.get(outbox, timeout=60).text
        except httpx.HTTPError:
            return False

    until("the letter lands", landed)
    assert filed.json()["access_key"] not in httpx.get(outbox, timeout=60).text
    until("mail is well", lambda: program.parts().get("email") == "ok")
