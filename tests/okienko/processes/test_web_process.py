"""A web process carries what it answers with, nothing that only worker, desk or migration need."""

import subprocess
import sys

from werkzeug.wrappers import Request, Response

from forms_catalog.texts import LANGUAGES
from okienko.processes.web import warmed
from tests.program import HOUSE

#: module → megabytes, and who may load it
TOO_HEAVY = {
    "twilio.rest": "8: the worker sends",
    "requests": "4: the worker sends",
    "alembic": "3: only a migration migrates",
    "mako": "1: comes with alembic",
    "pygments": "5: comes with mako and rich",
    "rich": "4: only the command line speaks to a terminal",
    "pyhanko": "5: sealing letters at the desk; reading one that bears our seal",
    "pyhanko_certvalidator": "2: the same",
    "aiohttp": "6: comes with pyhanko",
    "typst": "150 after some sheets: what prints is a process of its own",
    "procrastinate": "duties are the worker's",
    "aiosmtpd": "simulators alone",
    "sqlite3": "2: where simulators keep what came",
    "flask_security": "clerks log in at the desk",
    "backoffice": "the desk is another process",
}
_LOADED = "import sys, okienko.processes.web; print(*sys.modules)"


def test_a_web_process_does_not_carry_what_others_need() -> None:
    run = [sys.executable, "-c", _LOADED]
    loaded = subprocess.run(run, cwd=HOUSE, capture_output=True, text=True, check=True).stdout.split()
    assert "portal.application" in loaded  # it is the whole of a web process that was looked at
    assert {name: TOO_HEAVY[name] for name in TOO_HEAVY if name in loaded} == {}


def test_a_web_process_has_shown_a_form_in_each_language_before_anybody_asks() -> None:
    asked = []

    @Request.application
    def portal(request: Request) -> Response:
        asked.append((request.path, request.host, request.headers["Accept-Language"]))
        return Response("out of order", 500)  # a start page that is broken stops no process

    assert warmed(portal, "http://127.0.0.1:8000") is portal
    form = "/uslugi/informacja-publiczna-wniosek/formularz"
    assert {(form, "127.0.0.1:8000", tongue) for tongue in LANGUAGES} <= set(asked)
