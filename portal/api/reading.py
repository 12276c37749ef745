"""Reads a JSON body strictly: UTF-8, no key twice, no NaN, no bottomless nesting, not too big."""

import json

import orjson
from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge

from forms_catalog.problems import N_
from portal.api.problem import Refusal

MAX_BODY = 10_000_000  # bytes; documents with more are handed in on the pages, file by file


class _Twice(ValueError):
    pass


def read_json(request: Request) -> object:
    """What the body says, or a Refusal (400, 413, 415)."""
    if request.mimetype != "application/json":
        raise Refusal(
            415, N_("We only read JSON here"), N_("Send the body as Content-Type: application/json.")
        )
    request.max_content_length = MAX_BODY + 1  # a body without Content-Length is cut off there without a word
    body = request.get_data(cache=False)
    if len(body) > MAX_BODY:
        raise RequestEntityTooLarge
    try:
        orjson.loads(body)  # knows JSON more strictly: no NaN, no half surrogates, no bottomless nesting
        read: object = json.loads(body, object_pairs_hook=_single)  # sees double names, keeps every digit
    except _Twice:
        raise Refusal(
            400, N_("We cannot read this JSON"), N_("A name stands twice in one object. Send it once.")
        ) from None
    except (ValueError, RecursionError):
        raise Refusal(
            400, N_("We cannot read this JSON"), N_("Check brackets, quotes and the encoding (UTF-8).")
        ) from None
    return read


def in_order(read: object) -> bytes:
    """Bytes that are equal for bodies that say the same, in whatever order they name it."""
    try:
        return orjson.dumps(read, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # whole numbers of more than 64 bits
        return json.dumps(read, sort_keys=True).encode()


def _single(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise _Twice
    return read
