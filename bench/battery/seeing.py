"""Every page of portal and desk, collected as people come to it: what U2, U3 and U5 look at."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

from bench.battery.ground import clerk, house
from bench.battery.row import Attempt, CannotRun, Result, judged
from bench.battery.safety.maps import portal_addresses
from forms_catalog.catalogue import load
from forms_catalog.texts import LANGUAGES
from tests.browsing import CHROMIUM
from tests.over_wire import Answer, OverWire
from tests.portal.filing.filling import SAVE, example_of, fill_in
from tests.portal.filing.visitor import Visitor
from tests.program import Program


class _Collecting(OverWire):
    """Keeps every page it is shown."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.pages: dict[str, str] = {}

    def get(self, path: str, **how: object) -> Answer:
        return self._kept("GET", path, super().get(path, **how))  # type: ignore[arg-type]  # handed on

    def post(self, path: str, **how: object) -> Answer:
        return self._kept("POST", path, super().post(path, **how))  # type: ignore[arg-type]  # handed on

    def _kept(self, method: str, path: str, answer: Answer) -> Answer:
        if "html" in answer.headers.get("Content-Type", ""):
            self.pages[f"{method} {path} {answer.status_code} {len(self.pages)}"] = answer.text
        return answer


def pages_of(program: Program, attempt: Attempt) -> dict[str, str]:
    """Name → page: every service filled in and filed, with what is missing said on the way; the desk too."""
    pages: dict[str, str] = {}
    for language in LANGUAGES[: attempt.size(3, 1)]:
        for service in [one.code for one in load().services()][: attempt.size(99, 1)]:
            browser = _Collecting(program.address)
            browser.get(f"/?lang={language}")
            visitor = Visitor(browser)  # type: ignore[arg-type]  # held like Flask's own client
            visitor.open(f"/uslugi/{service}/formularz").press(SAVE[language])
            if language == "pl":
                fill_in(visitor, service, example_of(load(), service))
                visitor.press("Złóż")
                _follow(browser, visitor)
            pages |= {f"{language} {service} {name}": page for name, page in browser.pages.items()}
        plain = _Collecting(program.address)
        for address in (*portal_addresses(), "/uslugi?q=smieci", "/uslugi?q=zzzz", "/uslugi?temat=tax"):
            plain.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        pages |= {f"{language} {name}": page for name, page in plain.pages.items()}
    return pages | _desk_pages(program)


def _follow(browser: _Collecting, visitor: Visitor) -> None:
    """The pages that the receipt leads to."""
    for link in {str(link.get("href")).partition("#")[0] for link in visitor.page.iter("a")}:
        if link.startswith("/sprawy/"):
            browser.get(link)


def _desk_pages(program: Program) -> dict[str, str]:
    pages = {}
    for who in ("kierownik@zabrze", "administrator@zabrze", "audytor@zabrze"):
        wire, seen, waiting = clerk(program, who), set(), ["/"]
        while waiting and len(seen) < 40:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            answer = wire.get(path, follow_redirects=True)
            if "html" not in answer.headers.get("Content-Type", ""):
                continue
            pages[f"desk {who} {path} {answer.status_code}"] = answer.text
            links = (urlsplit(str(link.get("href"))) for link in html.fromstring(answer.text).iter("a"))
            waiting += [link.path for link in links if not link.netloc and link.path.startswith("/")]
    return pages


def _npm(attempt: Attempt, *packages: str) -> Path:
    """Packages installed for the run only."""
    if shutil.which("npm") is None:
        raise CannotRun("npm is not on this machine")
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(attempt.folder / "npm"), *packages],
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode != 0:
        raise CannotRun(f"npm does not install {' '.join(packages)}: {done.stderr[-200:]}")
    return attempt.folder / "npm" / "node_modules"


def well_formed(attempt: Attempt) -> Result:
    """U3: the checker of the W3C's HTML standard reads every page."""
    if shutil.which("java") is None:
        raise CannotRun("java is not on this machine")
    jar = _npm(attempt, "vnu-jar") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    with house(attempt) as program:
        pages = pages_of(program, attempt)
    folder = attempt.folder / "pages"
    folder.mkdir()
    names = {}
    for number, (name, page) in enumerate(pages.items()):
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        names[f"{number}.html"] = name
    done = subprocess.run(
        [
            "java",
            "-Xss4m",
            "-jar",
            str(jar),
            "--errors-only",
            "--format",
            "json",
            "--skip-non-html",
            str(folder),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    told = [one for one in json.loads(done.stderr or done.stdout)["messages"] if one["type"] == "error"]
    errors: dict[str, list[str]] = {}
    for one in told:
        errors.setdefault(one["message"], []).append(names[Path(urlsplit(one["url"]).path).name])
    shown = {message: [len(where), where[0]] for message, where in list(errors.items())[:15]}
    return judged({"pages": len(pages), "errors": len(told), "which": shown}, {"0 errors": not told})


def named(attempt: Attempt) -> Result:
    """U5: every input has a name in the language of the page, known tokens for filling in, no doubled ids."""
    with house(attempt) as program:
        pages = pages_of(program, attempt)
    wrong = [f"{name}: {fault}" for name, page in pages.items() for fault in _faults(page)]
    inputs = sum(len(html.fromstring(page).xpath(_INPUTS)) for page in pages.values())
    return judged(
        {"pages": len(pages), "inputs": inputs, "wrong": wrong[:20]}, {"0 without a name": not wrong}
    )


_INPUTS = "//input[not(@type='hidden')] | //select | //textarea | //button | //a[@href]"
_TOKENS = frozenset(
    """
    off on name honorific-prefix given-name additional-name family-name organization street-address
    address-line1 address-line2 address-level1 address-level2 country country-name postal-code bday bday-day
    bday-month bday-year sex email tel tel-national url username new-password current-password one-time-code
    organization-title
    """.split()  # noqa: SIM905  # a list of forty lines says no more
)


def _faults(page: str) -> Iterator[str]:
    tree = html.fromstring(page)
    labels = {label.get("for"): " ".join(label.text_content().split()) for label in tree.iter("label")}
    if not tree.get("lang"):
        yield "the page says no language"
    for one in tree.xpath(_INPUTS):
        if one.get("aria-hidden") == "true":
            continue
        of_labels = [
            tree.get_element_by_id(id).text_content() for id in (one.get("aria-labelledby") or "").split()
        ]
        said = " ".join(
            (
                one.get("aria-label") or "",
                *of_labels,
                labels.get(one.get("id"), ""),
                one.text_content(),
                one.get("title") or "",
                *(picture.get("alt") or "" for picture in one.iter("img")),
            )
        ).split()
        if not said and one.getparent().tag != "label":
            yield f"no name: {html.tostring(one)[:150].decode()}"
        tokens = (one.get("autocomplete") or "off").split()
        if not set(tokens[-1:]) <= _TOKENS:
            yield f"unknown autocomplete {tokens}"


_PA11Y = """
const pa11y = require('pa11y');
(async () => {
  const asked = JSON.parse(process.argv[2]), found = {};
  for (const page of asked.pages) {
    try {
      const told = await pa11y(page.address, {
        runners: ['htmlcs', 'axe'], standard: 'WCAG2AA', timeout: 60000, headers: page.headers,
        viewport: {width: page.width, height: 900},
        levelCapWhenNeedsReview: 'warning',  // what axe could not measure is looked at by people (U1)
        chromeLaunchConfig: {
          executablePath: asked.browser, args: ['--no-sandbox', '--disable-gpu'],
        },
      });
      const errors = told.issues.filter(i => i.type === 'error');
      found[page.address + ' ' + page.width] = errors.map(i => `${i.code} ${i.context}`);
    } catch (broken) { found[page.address + ' ' + page.width] = ['not looked at: ' + broken.message]; }
  }
  console.log(JSON.stringify(found));
})();
"""


def looked_at_by_pa11y(attempt: Attempt) -> Result:
    """U2: pa11y with HTML_CodeSniffer and axe over pages of portal and desk, wide and narrow."""
    modules = _npm(attempt, "pa11y")
    script = attempt.folder / "look.js"
    script.write_text(_PA11Y, encoding="utf-8")
    with house(attempt) as program:
        desk = clerk(program, "kierownik@zabrze")
        cookie = "; ".join(f"{name}={value}" for name, value in desk.cookies.items())
        public = [
            f"{program.address}{one}" for one in portal_addresses() if "{" not in one and "/api/" not in one
        ]
        places = [
            (f"{one}?lang={language}", {})
            for language in LANGUAGES
            for one in public
            if not one.endswith((".xml", ".pdf", ".zip", ".css", ".csv", "readyz", "healthz"))
        ]
        places += [
            (f"{program.address}/uslugi/{service.code}{page}", {})
            for service in load().services()
            for page in ("", "/formularz")
        ]
        places += [
            (f"{desk.base_url}{path}", {"Cookie": cookie})
            for path in ("/", "/sprawy", "/wiadomosci", "/moje-konto")
        ]
        pages = [
            {"address": address, "headers": headers, "width": width}
            for address, headers in places[:: attempt.size(1, 12)]
            for width in (1280, 320)
        ]
        done = subprocess.run(
            ["node", str(script), json.dumps({"pages": pages, "browser": CHROMIUM})],
            capture_output=True,
            text=True,
            check=False,
            timeout=60 * len(pages),
            env={**os.environ, "NODE_PATH": str(modules)},
        )
    if not done.stdout.strip():
        raise CannotRun(f"pa11y does not run: {done.stderr[-300:]}")
    found = {name: ones for name, ones in json.loads(done.stdout).items() if ones}
    return judged(
        {"looked at": len(pages), "errors": dict(list(found.items())[:10])}, {"0 errors": not found}
    )
