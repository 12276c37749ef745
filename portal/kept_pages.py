"""Pages that are the same for every visitor, rendered once per language, office and day."""

import sys
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, cast
from zoneinfo import ZoneInfo

from flask import current_app, request

from pages.language import language
from pages.offices import office
from portal.parts import parts

_P = ParamSpec("_P")
_WARSAW = ZoneInfo("Europe/Warsaw")
_ROOM = 24_000_000  # bytes of each web process; 55 offices × 60 pages × 3 languages would be ten times that


class KeptPages:
    """Pages by what they depend on, in so many bytes; the one not asked for longest goes first."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._pages: OrderedDict[tuple[str | int, ...], str] = OrderedDict()

    def find(self, name: tuple[str | int, ...]) -> str | None:
        page = self._pages.get(name)
        if page is not None:
            self._pages.move_to_end(name)
        return page

    def keep(self, name: tuple[str | int, ...], page: str) -> None:
        size = sys.getsizeof(page)
        if name in self._pages or size > self._room:
            return
        self._pages[name] = page
        self._taken += size
        while self._taken > self._room:
            _, gone = self._pages.popitem(last=False)
            self._taken -= sys.getsizeof(gone)


def kept_for_the_day(view: Callable[_P, str]) -> Callable[_P, str]:
    """Renders the page once; what depends on more than path, language, office and day must not be wrapped."""

    @wraps(view)
    def answer(*args: _P.args, **kwargs: _P.kwargs) -> str:
        if not request.args.keys() <= {"lang"}:  # links on the page carry the other arguments on
            return view(*args, **kwargs)
        kept = cast(KeptPages, current_app.extensions["okienko_kept"])
        day = parts().now().astimezone(_WARSAW).date().isoformat()
        name = (request.path, language(), office().code, day, parts().catalogue.change)
        page = kept.find(name)
        if page is None:
            page = view(*args, **kwargs)
            kept.keep(name, page)
        return page

    return answer
