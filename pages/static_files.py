"""Style sheets, fonts and mark. Addresses change with the content, so browsers keep them for a year."""

from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory

_FOLDER = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600
_DAY = 24 * 3600

blueprint = Blueprint("pages", __name__, template_folder="templates")


def _marks() -> dict[str, str]:
    files = (path for path in _FOLDER.rglob("*") if path.is_file())
    return {
        path.relative_to(_FOLDER).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in files
    }


_MARKS = _marks()
_ADDRESSES = {name: f"/static/{name}?v={mark}" for name, mark in _MARKS.items()}


def static(name: str) -> str:
    """The address of a file of pages/static; KeyError for one that is not there."""
    return _ADDRESSES[name]


@blueprint.get("/static/<path:name>")
def static_file(name: str) -> Response:
    """The file; kept for a year under its marked address, for a day under a bare one."""
    response = send_from_directory(_FOLDER, name)
    marked = request.args.get("v") == _MARKS.get(name)
    response.headers["Cache-Control"] = (
        f"public, max-age={_YEAR}, immutable" if marked else f"public, max-age={_DAY}"
    )
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def init_static_files(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(static=static)
