"""Logs carry ids, never what opens somebody's case."""

import pytest

from okienko.logs import masked


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /api/v1/cases/A1B2-C3D4-E5F6-G7H8", "GET /api/v1/cases/***"),
        ("key ABCD-EFGH-JKMN-PQRS was typed", "key ****-****-****-**** was typed"),
        ("/upo/7b0f?t=AbC_d-9 200", "/upo/7b0f?t=*** 200"),
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
