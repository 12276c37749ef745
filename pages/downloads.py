"""Files handed out: as kept, under a name for the person's disk, never shown inside a page of ours."""

import unicodedata
from urllib.parse import quote

from flask import Response
from werkzeug.http import dump_options_header

from pages.headers import CONTENT_SECURITY

XML = "application/xml"
XSL = "application/xslt+xml"
PDF = "application/pdf"
ZIP = "application/zip"


def download(data: bytes, filename: str, content_type: str) -> Response:
    """The very bytes, as an attachment in a sandbox."""
    response = Response(data, content_type=content_type)
    response.headers["Content-Disposition"] = dump_options_header("attachment", _named(filename))
    response.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY}; sandbox"
    return response


def file_stem(register_number: str) -> str:
    """ "RPW/51877/2026" → "RPW-51877-2026"."""
    return register_number.replace("/", "-")


def _named(filename: str) -> dict[str, str]:
    """Headers hold plain letters only; the whole name stands beside them (RFC 6266)."""
    if filename.isascii():
        return {"filename": filename}
    bare = unicodedata.normalize("NFKD", filename.replace("ł", "l").replace("Ł", "L"))
    plain = bare.encode("ascii", "ignore").decode()
    return {"filename": plain, "filename*": f"UTF-8''{quote(filename, safe='')}"}
