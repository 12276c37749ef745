"""The rates of an office as a file: handed out as they hold; taken in row by row, seen before they count."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from backoffice.entrance.who import current_clerk, for_roles
from backoffice.facts.fact_words import STANDINGS
from backoffice.parts import parts
from casework.catalogue import catalogue_changes
from casework.clock.deadlines import warsaw_date
from casework.desk.reads import note_read
from forms_catalog.loading.faults import Said
from forms_catalog.problems import N_
from forms_catalog.spreadsheets.csv_table import MOST_BYTES, TableRefused
from forms_catalog.spreadsheets.rates_read import Line, RatesRead, read_rates
from forms_catalog.spreadsheets.rates_table import written
from pages.downloads import download
from pages.language import language
from pages.words import gettext

blueprint = Blueprint("rates_file", __name__)
_CSV = "text/csv; charset=utf-8"
_NOTHING = N_("Choose a file first.")
_MEANWHILE = N_("Rates changed meanwhile. Look at the rows again and write them once more.")
_PASSED = N_("Tick this if you mean days that have passed.")


@dataclass(frozen=True)
class _Shown:
    """A line beside what holds on its first day so far."""

    line: Line
    before: str
    passed: bool  #: its first day has passed


@blueprint.get("/dane/stawki.csv")
@for_roles("office_admin")
def export() -> Response:
    """The rates that hold today, the office's own and those of the law."""
    office, today = current_clerk().office or "", _today()
    return download(written(parts().catalogue, office, today), f"stawki-{office}-{today}.csv", _CSV)


@blueprint.get("/dane/stawki/wczytaj")
@for_roles("office_admin")
def ask() -> str:
    return _page(None)


@blueprint.post("/dane/stawki/wczytaj")
@for_roles("office_admin")
def look_at() -> ResponseReturnValue:
    """Every slip by row, or what would be written; nothing is kept."""
    upload = request.files.get("file")
    data = upload.stream.read(MOST_BYTES + 1) if upload and upload.filename else b""
    if not data:
        return _page(None, wrong={"file": gettext(_NOTHING)}), 422
    return _looked_at(data)


@blueprint.post("/dane/stawki/wczytaj/zapisz")
@for_roles("office_admin")
def write() -> ResponseReturnValue:
    """All that was shown, in one change; where it would be something else by now, it is shown anew."""
    try:
        data = urlsafe_b64decode(request.form.get("table", ""))
    except (NoBase64, ValueError):
        data = b""
    if not data:
        return _page(None, wrong={"file": gettext(_NOTHING)}), 422
    read = _read(data)
    if isinstance(read, str) or read.slips or not read.changes:
        return _looked_at(data)
    if request.form.get("seen") != _digest(read):
        return _page(data, read, wrong={"seen": gettext(_MEANWHILE)}), 409
    if any(rate.valid_from < _today() for rate in read.changes) and "passed" not in request.form:
        return _page(data, read, wrong={"passed": gettext(_PASSED)}), 422
    _write(read, data)
    return redirect("/dane?co=rate&zapisane=wpisane", 303)


def _looked_at(data: bytes) -> ResponseReturnValue:
    read = _read(data)
    if isinstance(read, str):
        return _page(None, wrong={"file": read}), 422
    return _page(data, read), 422 if read.slips else 200


def _read(data: bytes) -> RatesRead | str:
    """The table, or why there is none."""
    try:
        return read_rates(data, parts().catalogue, current_clerk().office or "")
    except TableRefused as refused:
        return gettext(refused.message, **{name: str(value) for name, value in refused.values.items()})


def _write(read: RatesRead, data: bytes) -> None:
    clerk = current_clerk()
    with parts().sessions.begin() as session:
        first, last = catalogue_changes.write_rates(session, read.changes, by=clerk.id)
        details = {
            "rows": [first, last],
            "count": len(read.changes),
            "file": hashlib.sha256(data).hexdigest(),
        }
        note_read(session, clerk, "rates_taken_in", details=details)
    parts().look_soon()


def _digest(read: RatesRead) -> str:
    """Of what would be written, and what it would take the place of."""
    shown = [(repr(one.line.rate), one.line.what, one.before) for one in _beside(read)]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _beside(read: RatesRead) -> list[_Shown]:
    catalogue, office, today = parts().catalogue, current_clerk().office or "", _today()
    found = []
    for line in read.lines:
        rate = line.rate
        held = catalogue.rates.find(rate.table, rate.key, office=office, on=rate.valid_from)
        own = held if held is not None and held.office == office else None
        say = catalogue.rate_names.of(rate.table, rate.key).say
        passed = rate.valid_from < today and line.what != "same"
        found.append(_Shown(line, say(own.value, language()) if own else "", passed))
    return found


def _page(data: bytes | None, read: RatesRead | None = None, wrong: dict[str, str] | None = None) -> str:
    shown = _beside(read) if read else []
    return render_template(
        "rates_file.html", read=read, wrong=wrong or {}, standings=STANDINGS,
        changed=[one for one in shown if one.line.what != "same"], say_slip=_say,
        same=sum(one.line.what == "same" for one in shown), passed=any(one.passed for one in shown),
        names=parts().catalogue.rate_names, tongue=language(), ticked="passed" in request.form,
        table=urlsafe_b64encode(data).decode() if data and read and not read.slips else "",
        seen=_digest(read) if read and not read.slips else "",
    )  # fmt: skip


def _say(words: str) -> str:
    return gettext(words.message, **words.values) if isinstance(words, Said) else words


def _today() -> date:
    return warsaw_date(parts().now())
