"""S4 and S5: headers and cookies of every address of portal and desk, as they leave nginx."""

from collections import Counter
from collections.abc import Iterator

import httpx

from bench.battery.ground import clerk, house_behind_nginx
from bench.battery.row import Attempt, Result, judged
from bench.battery.safety.maps import desk_addresses, portal_addresses
from tests.deploy.front import PORTAL, Front
from tests.dressed import wrongs
from tests.over_wire import OverWire

_WAYS = ("GET", "HEAD", "POST", "DELETE")
#: one client asks for everything in a few seconds
_UNHURRIED = (("rate=20r/s", "rate=2000r/s"), ("burst=100", "burst=5000"))


def dressed(attempt: Attempt) -> Result:
    """Every address, four ways to ask; static files, errors and nginx's own pages with them."""
    with house_behind_nginx(attempt, changes=_UNHURRIED) as (program, front):
        portal, desk = OverWire.through(front, PORTAL), clerk(program, "kierownik@zabrze", front=front)
        seen, cookies, wrong = Counter[int](), 0, []
        for name, answer in _answers(portal.wire, desk):
            seen[answer.status_code] += 1
            cookies += len(answer.headers.get_list("set-cookie"))
            wrong += [f"{name} {answer.status_code}: {one}" for one in wrongs(answer.headers.multi_items())]
        wrong += [f"nginx's 413: {one}" for one in wrongs(_too_big(front))]
        program.stop()
        away = portal.wire.get("/uslugi")
        wrong += [f"nginx's {away.status_code}: {one}" for one in wrongs(away.headers.multi_items())]
    statuses = dict(sorted(seen.items()))
    return judged(
        {"answers": sum(seen.values()), "statuses": statuses, "cookies": cookies, "wrong": wrong[:20]},
        {
            "every answer is dressed": not wrong,
            "many kinds of answer": {200, 303, 400, 404, 405} <= seen.keys(),
            "cookies were set": cookies > 0,
        },
    )


def _answers(portal: httpx.Client, desk: httpx.Client) -> Iterator[tuple[str, httpx.Response]]:
    for wire, places in ((portal, portal_addresses()), (desk, desk_addresses())):
        for place in places:
            for way in _WAYS if "wyloguj" not in place else ("GET",):
                yield f"{way} {place}", wire.request(way, place)


def _too_big(front: Front) -> list[tuple[str, str]]:
    """The headers of the page that nginx itself gives to a request over its limit."""
    with front.line() as line:
        line.sendall(f"POST /uslugi HTTP/1.1\r\nHost: {PORTAL}\r\nContent-Length: 80000000\r\n\r\n".encode())
        said = b""
        while b"\r\n\r\n" not in said and (more := line.recv(65_536)):
            said += more
    pairs = (one.decode().partition(": ") for one in said.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:])
    return [(name, value) for name, _, value in pairs]
