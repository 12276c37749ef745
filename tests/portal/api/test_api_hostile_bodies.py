"""Whatever bytes arrive: a problem document, never a defect."""

import gzip
import json
import time
from io import BytesIO
from uuid import uuid4

import pytest

from tests.portal.api.conftest import Api, Json

GOOD = {"request_text": "Ile miasto wydało na remonty dróg?", "form": "portal"}


def body(answers: str) -> bytes:
    return f'{{"office":"zabrze","service":"informacja-publiczna-wniosek","answers":{answers}}}'.encode()


DEEP = '{"a":' * 5000 + "1" + "}" * 5000

BROKEN = {
    "empty": b"",
    "no JSON": b"hello",
    "cut off": b'{"office": "zab',
    "two documents": b"{}{}",
    "NaN": body('{"request_text": NaN}'),
    "Infinity": body('{"request_text": Infinity}'),
    "minus Infinity": body('{"request_text": -Infinity}'),
    "key twice": body('{"form": "portal", "form": "email_file", "request_text": "Ile to kosztuje?"}'),
    "key twice on top": b'{"office":"zabrze","office":"gliwice"}',
    "key twice by escape": body('{"form": "portal", "f\\u006frm": "portal"}'),
    "deep objects": body(DEEP),
    "deep lists": body("[" * 5000 + "]" * 5000),
    "bottomless": b"[" * 200_000,
    "not UTF-8": body('{"request_text": "x"}') + b"\xff",
    "UTF-16": body(json.dumps(GOOD)).decode().encode("utf-16"),
    "lone surrogate": body('{"request_text": "\\ud800 and more text", "form": "portal"}'),
    "raw control sign": b'{"office": "\x00"}',
    "comment": b"{} // comment",
    "gzip": gzip.compress(body(json.dumps(GOOD))),
}


def test_broken_json_is_named_as_such(api: Api, subtests: pytest.Subtests) -> None:
    for name, sent in BROKEN.items():
        with subtests.test(name):
            started = time.process_time()
            answer = api.post_bytes(sent)
            assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
            assert time.process_time() - started < 1  # a hang is what this finds


NO_OBJECTS = (
    "null",
    "5",
    '"x"',
    "[]",
    "[{}]",
    "true",
    "1e999",
)


def test_json_that_is_no_object_is_refused(api: Api, subtests: pytest.Subtests) -> None:
    for top in NO_OBJECTS:
        with subtests.test(top):
            answer = api.post_bytes(top.encode())
            assert answer.status_code in (400, 422)
            assert answer.content_type == "application/problem+json"


ODD: tuple[Json, ...] = (
    {**GOOD, "request_text": "x" * 1_000_000},
    {**GOOD, "request_text": "a\u0000b and more text"},
    {**GOOD, "request_text": 1.5},
    {**GOOD, "request_text": None},
    {**GOOD, "request_text": ["x"] * 1000},
    {**GOOD, "request_text": {"$ne": ""}},
    {**GOOD, "form": True},
    {**GOOD, **{f"field_{number}": "x" for number in range(10_000)}},
    {**GOOD, "": "x"},
    {**GOOD, "__proto__": {"x": 1}},
    {**GOOD, "x" * 10_000: "x"},
    {**GOOD, "request_text": "\ufdd0\uffff and more text"},
    {},
)


def test_odd_answers_are_refused_in_good_time(api: Api, subtests: pytest.Subtests) -> None:
    for answers in ODD:
        with subtests.test(str(answers)[:60]):
            started = time.process_time()
            sent = {"office": "zabrze", "service": "informacja-publiczna-wniosek", "answers": answers}
            answer = api.post_bytes(json.dumps(sent).encode())
            assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
            assert time.process_time() - started < 1
            assert len(answer.data) < 3_000_000


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_other_kinds_of_body_are_refused(api: Api, content_type: str) -> None:
    assert api.post_bytes(b"{}", content_type).status_code == 415


def test_a_body_over_ten_megabytes_is_refused(api: Api) -> None:
    answer = api.post_bytes(b" " * 10_000_001)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_a_body_that_hides_its_length_is_cut_off(api: Api) -> None:
    answer = api.client.post(
        "/api/v1/submissions",
        input_stream=BytesIO(b" " * 11_000_000),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid4())},
        environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True},
    )
    assert answer.status_code == 413
