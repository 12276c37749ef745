"""Logs carry ids, never what opens somebody's case."""

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from okienko.logs import masked, trace


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /api/v1/cases/A1B2-C3D4-E5F6-G7H8", "GET /api/v1/cases/***"),
        ("key ABCD-EFGH-JKMN-PQRS was typed", "key ****-****-****-**** was typed"),
        ("/upo/7b0f?t=AbC_d-9 200", "/upo/7b0f?t=*** 200"),
        (
            "/uslugi/x/formularz?urzad=zabrze&dane=AbC_d-9 200",
            "/uslugi/x/formularz?urzad=zabrze&dane=*** 200",
        ),
        (
            "/uslugi/x/formularz/6f1c2b5e-0000-4000-8000-000000000001/dane",
            "/uslugi/x/formularz/***/dane",
        ),
        (
            "connect postgresql+psycopg://okienko_app:tajne@127.0.0.1/okienko",
            "connect postgresql+psycopg://okienko_app:***@127.0.0.1/okienko",
        ),
    ],
)
def test_what_opens_something_is_masked(line: str, kept: str) -> None:
    assert masked(line) == kept


def _broken(*chain: Exception) -> BaseException:
    """Each is the cause of the next."""
    before: Exception | None = None
    for error in chain:
        try:
            raise error from before
        except type(error) as caught:
            before = caught
    assert before is not None
    return before


def test_of_a_defect_the_place_is_told_and_not_its_words() -> None:
    told = trace(_broken(ValueError("PESEL 44051401359"), RuntimeError("Jan Kowalski")))
    assert "builtins.ValueError" in told
    assert told.endswith("builtins.RuntimeError")
    assert "raise error from before" in told
    assert "44051401359" not in told
    assert "Kowalski" not in told


def test_what_speaks_of_the_machine_is_told() -> None:
    assert trace(OSError(28, "No space left on device", "/files/umowa Kowalskiego.pdf")).endswith(
        "OSError: No space left on device"
    )
    away = OperationalError("SELECT", {"name": "Kowalski"}, Exception("connection refused\nKowalski"))
    assert trace(away).endswith("OperationalError: connection refused")
    clash = IntegrityError("INSERT", {}, Exception("Key (name)=(Kowalski) already exists"))
    assert "Kowalski" not in trace(clash)
