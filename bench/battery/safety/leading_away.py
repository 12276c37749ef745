"""S6 and S7: addresses that lead away from the host, out of a folder, or to another host's name."""

import re
import socket
from collections import Counter
from urllib.parse import quote, urljoin, urlsplit

import httpx

from bench.battery.ground import clerk, hidden, house, house_behind_nginx
from bench.battery.row import Attempt, Result, judged
from bench.battery.safety.maps import desk_addresses, portal_addresses
from tests.deploy.front import PORTAL, Front

EVIL = "evil.example"
#: what may stand in a parameter that says where to go next
_AWAY = tuple(
    text.format(EVIL)
    for text in (
        "//{0}",
        "///{0}",
        "////{0}",
        "https://{0}",
        "https:{0}",
        "https:/{0}",
        "http://{0}/",
        "HTTPS://{0}",
        "\\\\{0}",
        "/\\{0}",
        "/\\/{0}",
        "\\/{0}",
        "/%2f{0}",
        "/%5c{0}",
        "%2f%2f{0}",
        "%5c%5c{0}",
        "/%09/{0}",
        "/\t/{0}",
        "\t//{0}",
        " //{0}",
        "/ /{0}",
        "/\n/{0}",
        "/sprawy\r\nLocation: https://{0}",
        "/sprawy%0d%0aSet-Cookie: a=b",
        "javascript:alert(1)",
        "data:text/html,{0}",
        "//{0}@127.0.0.1",
        "https://127.0.0.1@{0}",
        "/@{0}",
        "@{0}",
        ".{0}",
        "/.{0}",
        "/..//{0}",
        "/sprawy/..//{0}",
        "/./\\{0}",
        "//{0}#/sprawy",
        "//{0}?/sprawy",
        "/sprawy://{0}",
        "ftp://{0}",
        "//[::ffff:1.2.3.4]/{0}",
        "/\u2215{0}",
        "\uff0f\uff0f{0}",
        "/\u3002{0}",
        "//evil%E3%80%82example",
    )
)
_NAMES = (
    "next",
    "back",
    "wroc",
    "do",
    "then",
    "url",
    "redirect",
    "return",
    "powrot",
    "lang",
    "urzad",
    "widok",
    "kept",
    "wyslano",
    "q",
    "temat",
    "sytuacja",
    "t",
)


def never_away(attempt: Attempt) -> Result:
    """Each payload in every parameter of every address, read and sent."""
    wrong, asked = [], 0
    with house(attempt) as program:
        portal = httpx.Client(base_url=program.address, timeout=30)
        desk = clerk(program, "kierownik@zabrze")
        for wire, places in ((portal, portal_addresses()), (desk, desk_addresses())):
            start = "/sprawy" if wire is portal else "/moje-konto"
            for payload in _AWAY[:: attempt.size(1, 8)]:
                carried = hidden(wire.get(start).text)
                typed = dict.fromkeys(_NAMES, payload)
                for place in (one for one in places if "wyloguj" not in one):
                    for sent in (
                        wire.get(place, params=typed),
                        wire.post(place, params=typed, data={**typed, **carried}),
                    ):
                        asked += 1
                        wrong += [f"{sent.request.method} {place} {payload!r}: {why}" for why in _away(sent)]
    return judged(
        {"payloads": len(_AWAY), "asked": asked, "wrong": wrong[:20]},
        {"nobody is led away": not wrong, "40 payloads": len(_AWAY) >= 40},
    )


def _away(answer: httpx.Response) -> list[str]:
    if answer.status_code >= 500:
        return [f"{answer.status_code}"]
    target = answer.headers.get("Location", "")
    led = urlsplit(urljoin(str(answer.request.url), target.replace("\\", "/").strip()))
    wrong = [f"leads to {target!r}"] if led.hostname not in (None, answer.request.url.host) else []
    return wrong + (["a cookie was planted"] if "a=b" in answer.headers.get("Set-Cookie", "") else [])


_OUT = (
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "..%252f..%252fetc%252fpasswd",
    "....//....//etc/passwd",
    "..\\..\\..\\etc\\passwd",
    "..%5c..%5cetc%5cpasswd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:///etc/passwd",
    "okienko.css%00.pdf",
    "%00",
    "..%c0%af..%c0%afetc/passwd",
    "..;/..;/etc/passwd",
    ".git/config",
    ".env",
    "../pages/headers.py",
    "..%2fheaders.py",
    "../../data/secrets/server.secret",
)
_ROOMS = (
    "/",
    "/static/",
    "/static/fonts/",
    "/uslugi/",
    "/upo/",
    "/sprawy/",
    "/api/v1/services/",
    "/dostep/",
    "/okienko-",
)


def stays_inside(attempt: Attempt) -> Result:
    """Paths out of folders, names of other hosts, requests hidden in requests; by nginx and without it."""
    seen, leaks = Counter[str](), []
    with house_behind_nginx(attempt, changes=(("rate=20r/s", "rate=2000r/s"),)) as (program, front):
        for room in _ROOMS:
            for path in _OUT:
                for where, said in (
                    ("portal", _raw(program.port, room + path)),
                    ("nginx", _by(front, room + path)),
                ):
                    seen[f"{where} {said.split(' ')[1] if ' ' in said else 'no answer'}"] += 1
                    if re.search(r"root:.*:0:0:|OKIENKO_|def init_headers|\[core\]", said):
                        leaks.append(f"{where} {room}{path}")
        hosts = _foreign_hosts(front)
        hidden_in = _smuggled(front)
    bad = [status for status in seen if status.split()[1][0] in "25" and status.split()[1] != "200"]
    return judged(
        {
            "answers": dict(sorted(seen.items())),
            "leaks": leaks,
            "foreign hosts": hosts,
            "smuggled": hidden_in,
        },
        {
            "no file leaves": not leaks,
            "no defect": not bad,
            "other names are not spoken": not any(hosts.values()),
            "a request hidden in another is not answered": not any(hidden_in.values()),
        },
    )


def _raw(port: int, path: str) -> str:
    """The first of an answer; the path goes out as it stands."""
    with socket.create_connection(("127.0.0.1", port), 10) as wire:
        return _exchange(wire, path, PORTAL)


def _by(front: Front, path: str) -> str:
    with front.line() as wire:
        return _exchange(wire, path, PORTAL)


def _exchange(wire: socket.socket, path: str, host: str) -> str:
    line = quote(path, safe="/%\\:;.") if not path.isascii() else path
    wire.settimeout(10)
    wire.sendall(f"GET {line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    return _read(wire)


def _read(wire: socket.socket) -> str:
    said = b""
    try:
        while len(said) < 200_000 and (more := wire.recv(65_536)):
            said += more
    except (TimeoutError, ConnectionResetError):
        pass
    return said.decode(errors="replace")


def _foreign_hosts(front: Front) -> dict[str, bool]:
    """Whether the page speaks of a host that somebody only claims."""
    claims = {
        "X-Forwarded-Host": EVIL,
        "X-Host": EVIL,
        "Forwarded": f"host={EVIL}",
        "X-Original-URL": f"//{EVIL}",
        "X-Forwarded-Server": EVIL,
        "X-HTTP-Host-Override": EVIL,
    }
    return {
        name: EVIL in front.ask("/deklaracja-dostepnosci", headers={name: value}).text
        for name, value in claims.items()
    }


def _smuggled(front: Front) -> dict[str, bool]:
    """Two requests where a proxy might see one; the second must not be answered."""
    inner = f"GET /healthz HTTP/1.1\r\nHost: {PORTAL}\r\n\r\n"
    head = f"POST /sprawy HTTP/1.1\r\nHost: {PORTAL}\r\n"
    chunked = "Transfer-Encoding: chunked\r\n\r\n"
    tries = {
        "CL.TE": f"{head}Content-Length: {5 + len(inner)}\r\n{chunked}0\r\n\r\n{inner}",
        "TE.CL": f"{head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{inner}",
        "two lengths": f"{head}Content-Length: 0\r\nContent-Length: {len(inner)}\r\n\r\n{inner}",
        "TE in disguise": f"{head}Transfer-Encoding: xchunked\r\nContent-Length: {len(inner)}\r\n\r\n{inner}",
        "a blank before the colon": f"{head}Content-Length : {len(inner)}\r\n\r\n{inner}",
    }
    found = {}
    for name, sent in tries.items():
        with front.line() as wire:
            wire.settimeout(3)
            wire.sendall(sent.encode())
            said = _read(wire)
        found[name] = said.count("HTTP/1.1") > 1
    return found
