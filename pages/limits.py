"""How much a visitor may send at once."""

from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

if TYPE_CHECKING:
    from werkzeug.formparser import t_parse_result

MAX_REQUEST = 60_000_000  # five files of 10 MB on one page, with room for the form around them
MAX_FORM = 1_000_000
MAX_FORM_PARTS = 1_000
_MOST_PASSED_OVER = 70_000_000  # bytes; nginx lets no more through
_IN_MEMORY = 500_000  # bytes of a file; the rest waits on disk
_UNDER_WAY = 200_000  # bytes of a file that were read and not yet told apart from what was typed


def init_limits(app: Flask) -> None:
    """Files may be big, everything typed may not; /api sets its own limits."""
    app.request_class = _Request
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=MAX_FORM, MAX_FORM_PARTS=MAX_FORM_PARTS
    )

    @app.before_request
    def limit_what_is_typed() -> None:
        # Werkzeug reads a plain form whole and asks neither of the form's limits
        if request.mimetype != "multipart/form-data" and not request.path.startswith("/api/"):
            request.max_content_length = MAX_FORM

    @app.after_request
    def read_the_rest(response: Response) -> Response:
        # whoever is cut off while still sending never sees the answer: a proxy calls the line broken (502)
        if response.status_code >= 400 and request.environ.get("wsgi.input_terminated"):
            _pass_over(request.environ["wsgi.input"])
        return response


def _pass_over(stream: IO[bytes]) -> None:
    left = _MOST_PASSED_OVER
    while left > 0 and (piece := stream.read(_UNDER_WAY)):
        left -= len(piece)


class _Measured:
    """A form with files as it comes in: ends with 413 when too much of it lies outside the files.

    Werkzeug limits each typed field; a thousand of them would come to the limit of the whole request.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._typed = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._typed += len(data)
        if self._typed > MAX_FORM + _UNDER_WAY:
            raise RequestEntityTooLarge
        return data

    def file(self, *_: object, **__: object) -> IO[bytes]:
        """Where a file of this form goes: what is written there was not typed."""
        return cast(IO[bytes], _File(self))

    def was_of_a_file(self, size: int) -> None:
        self._typed -= size


class _File(SpooledTemporaryFile[bytes]):
    def __init__(self, form: _Measured) -> None:
        super().__init__(max_size=_IN_MEMORY, mode="rb+")
        self._form = form

    def write(self, data: bytes) -> int:  # type: ignore[override]  # narrower than any buffer: Werkzeug's parser
        self._form.was_of_a_file(len(data))
        return super().write(data)


class _Parser(FormDataParser):
    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> "t_parse_result":
        measured = _Measured(stream)
        self.stream_factory = measured.file
        return super().parse(cast(IO[bytes], measured), mimetype, content_length, options)


class _Request(Request):
    form_data_parser_class = _Parser
