"""However much somebody sends, only so much of it is read, and the page says so in their language."""

import html
import re
from io import BytesIO

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pages.limits import MAX_FORM, MAX_REQUEST, init_limits

BORDER = b"--edge\r\n"
FORM = "/uslugi/informacja-publiczna-wniosek/formularz/3a8f2a0e-5f62-4d6f-9a55-0c5a2f1f2c11/request"


class _Wire(BytesIO):
    """What somebody sends; counts what is taken of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def _typed(name: str, value: bytes) -> bytes:
    return BORDER + f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"


def _file(name: str, value: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n'
    return BORDER + head.encode() + b"Content-Type: application/pdf\r\n\r\n" + value + b"\r\n"


def _send(client: FlaskClient, address: str, parts: list[bytes]) -> tuple[TestResponse, int]:
    body = b"".join(parts) + b"--edge--\r\n"
    wire = _Wire(body)
    answer = client.post(
        address,
        input_stream=wire,
        content_length=len(body),
        content_type="multipart/form-data; boundary=edge",
    )
    return answer, wire.taken


def _words(answer: TestResponse) -> str:
    plain = html.unescape(re.sub(r"<[^>]+>", " ", answer.text))
    return re.sub(r"\s+", " ", plain.replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.parametrize(
    ("language", "said"), [("pl", "To za dużo na jedną stronę"), ("en", "This is too much for one page")]
)
def test_many_big_texts_beside_files_are_refused_after_the_first_of_them(
    client: FlaskClient, language: str, said: str
) -> None:
    big = [_typed(f"text-{number}", b"x" * 900_000) for number in range(60)]
    answer, taken = _send(client, f"{FORM}?lang={language}", big)
    assert answer.status_code == 413
    assert said in _words(answer)
    assert taken < 2 * MAX_FORM, "the rest was not even read"


def test_big_texts_hidden_between_files_are_found_too(client: FlaskClient) -> None:
    mixed = [
        part
        for number in range(10)
        for part in (_file(f"f{number}", b"y" * 3_000_000), _typed(f"t{number}", b"x" * 300_000))
    ]
    answer, taken = _send(client, FORM, mixed)
    assert answer.status_code == 413
    assert taken < 20_000_000


@pytest.mark.parametrize("address", ["/sprawy", "/sprawdz-upo"])
def test_every_page_says_that_it_is_too_big(client: FlaskClient, address: str) -> None:
    answer, _ = _send(client, address, [_typed(f"text-{number}", b"x" * 900_000) for number in range(3)])
    assert answer.status_code == 413
    assert "To za dużo naraz" in _words(answer)


@pytest.fixture
def echo() -> FlaskClient:
    """An application that says how much arrived."""
    app = Flask("echo")
    init_limits(app)

    @app.post("/")
    def count() -> dict[str, int]:
        typed = sum(len(value) for value in request.form.values())
        return {"typed": typed, "files": sum(len(file.stream.read()) for file in request.files.values())}

    return app.test_client()


def test_five_files_of_ten_megabytes_and_a_long_form_arrive_whole(echo: FlaskClient) -> None:
    files = [_file(f"f{number}", b"\r\n--edg" * 1_428_571) for number in range(5)]
    answer, _ = _send(echo, "/", [_typed("a", b"x" * 499_000), *files, _typed("b", b"x" * 499_000)])
    assert answer.json == {"typed": 998_000, "files": 5 * 7 * 1_428_571}


def test_more_than_a_request_may_hold_is_refused(echo: FlaskClient) -> None:
    answer, _ = _send(echo, "/", [_file("f", b"y" * (MAX_REQUEST + 1))])
    assert answer.status_code == 413


def test_the_parts_of_a_form_are_counted(echo: FlaskClient) -> None:
    answer, _ = _send(echo, "/", [_typed(f"t{number}", b"") for number in range(1001)])
    assert answer.status_code == 413


@pytest.mark.parametrize("terminated", [True, False])
def test_whoever_sends_too_much_is_heard_to_the_end_before_the_answer(
    client: FlaskClient, terminated: bool
) -> None:
    """A server that hangs up in the middle leaves nginx with a broken line and a page for that."""
    body = b"klucz=" + b"x" * (3 * MAX_FORM)
    wire = _Wire(body)
    answer = client.post(
        "/sprawy", input_stream=wire, content_length=len(body),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": terminated},
    )  # fmt: skip
    assert answer.status_code == 413
    assert wire.taken == (len(body) if terminated else 0), "only a server that knows the end is read to it"
