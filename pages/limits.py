"""How much a visitor may send at once."""

from flask import Flask, request

MAX_REQUEST = 60_000_000  # five files of 10 MB on one page, with room for the form around them
MAX_FORM = 1_000_000
MAX_FORM_PARTS = 1_000


def init_limits(app: Flask) -> None:
    """Files may be big, everything typed may not; /api sets its own limits."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST, MAX_FORM_MEMORY_SIZE=MAX_FORM, MAX_FORM_PARTS=MAX_FORM_PARTS
    )

    @app.before_request
    def limit_what_is_typed() -> None:
        # Werkzeug reads a plain form whole and asks neither of the form's limits
        if request.mimetype != "multipart/form-data" and not request.path.startswith("/api/"):
            request.max_content_length = MAX_FORM
