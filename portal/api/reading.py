"""Reads a JSON body strictly: UTF-8, no key twice, no NaN, no bottomless nesting, not too big."""

import json

import orjson
from flask import Request

from forms_catalog.problems import N_
from portal.api.problem import Refusal

MAX_BODY = 10_000_000  # bytes; documents with more are handed in on the pages, file by file


class _Twice(ValueError):
    pass


def read_json(request: Request) -> tuple[object, bytes]:
    """The body and its bytes, or a Refusal (400, 413, 415)."""
    if request.mimetype != "application/json":
        raise Refusal(
            415, N_("We only read JSON here"), N_("Send the body as Content-Type: application/json.")
        )
    request.max_content_length = MAX_BODY
    body = request.get_data(cache=False)
    try:
        read: object = orjson.loads(body)
        # orjson is strict and fast, but the last of two equal keys wins in silence
        json.loads(body, object_pairs_hook=_demand_single)
    except _Twice:
        raise Refusal(
            400, N_("We cannot read this JSON"), N_("A name stands twice in one object. Send it once.")
        ) from None
    except (ValueError, RecursionError):
        raise Refusal(
            400, N_("We cannot read this JSON"), N_("Check brackets, quotes and the encoding (UTF-8).")
        ) from None
    return read, body


def _demand_single(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Twice
