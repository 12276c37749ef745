"""How the API answers."""

import orjson
from flask import Response

JSON = "application/json"


def json_answer(content: object, status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, content_type=JSON)
