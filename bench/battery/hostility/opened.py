"""F5: files that hold a script: refused, or downloaded by whoever opens them in a browser."""

import base64
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import BrowserContext

from bench.battery.ground import clerk, house
from bench.battery.row import Attempt, Result, judged
from forms_catalog.catalogue import load
from tests.browsing import chromium
from tests.portal.filing.filling import example_of
from tests.program import Program

_FORM = "podatek-nieruchomosci-dn-1"
_REFUSED = {
    "svg": b"<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "html": b"<html><body><script>alert(1)</script></body></html>",
    "gif and html": b"GIF89a/*<script>alert(1)</script>*/",
    "html called pdf": b"<html onload=alert(1)>%PDF-1.7",
}
#: begins as what may be sent, and is read as a page by whoever guesses
_TAKEN = {"pdf and html": b"%PDF-1.7\n<html><script>alert('ran')</script></html>\n%%EOF"}


def opened_in_a_browser(attempt: Attempt) -> Result:
    with house(attempt) as program:
        answers = {name: _file(program, data)[0] for name, data in _REFUSED.items()}
        taken = {name: _file(program, data) for name, data in _TAKEN.items()}
        desk = clerk(program, "podatki@zabrze")
        seen: dict[str, str] = {}
        with chromium() as browser:
            context = browser.new_context(accept_downloads=True)
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": str(desk.base_url)}
                    for name, value in desk.cookies.items()
                ]
            )
            for name, (_, case) in taken.items():
                for place in ("zalaczniki/1", "dokument.xml"):
                    seen[f"{name}: {place}"] = _open(context, f"{desk.base_url}/sprawy/{case}/{place}")
    return judged(
        {"refused": answers, "taken": {name: one[0] for name, one in taken.items()}, "opened": seen},
        {
            "pages and pictures with scripts are refused": set(answers.values()) == {422},
            "what is taken is downloaded and runs nothing": set(seen.values()) == {"downloaded"},
        },
    )


def _file(program: Program, data: bytes) -> tuple[int, str]:
    sample = example_of(load(), _FORM, "proxy")
    file = {
        "slot": sample.attachments[0].slot, "filename": "pelnomocnictwo.pdf",
        "content_type": "application/pdf", "data_base64": base64.b64encode(data).decode(),
    }  # fmt: skip
    body = {"office": "zabrze", "service": _FORM, "answers": sample.answers, "attachments": [file]}
    key = {"Idempotency-Key": f"battery-{abs(hash(data)):020d}"}
    sent = httpx.post(f"{program.address}/api/v1/submissions", json=body, headers=key, timeout=30)
    case = urlsplit(sent.json().get("case_url", "")).path.rpartition("/")[2]
    return sent.status_code, case


def _open(context: BrowserContext, address: str) -> str:
    """`downloaded`, or what the browser did instead."""
    page = context.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    downloads: list[str] = []
    page.on("download", lambda download: downloads.append(download.suggested_filename))
    try:
        page.goto(address, wait_until="load")
    except Exception as stopped:  # noqa: BLE001 – the browser's word for a download
        if "Download is starting" not in str(stopped):
            return f"not opened: {stopped}"[:200]
    page.wait_for_timeout(500)
    page.close()
    return f"a script ran: {ran}" if ran else "downloaded" if downloads else "shown"
