"""Pages that are the same for every visitor, rendered once per language, office and day."""

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
_MOST = 2_000  # pages; more than all cards of a region in all languages


def kept_for_the_day(view: Callable[_P, str]) -> Callable[_P, str]:
    """Renders the page once; what depends on more than path, language, office and day must not be wrapped."""

    @wraps(view)
    def answer(*args: _P.args, **kwargs: _P.kwargs) -> str:
        if not request.args.keys() <= {"lang"}:  # links on the page carry the other arguments on
            return view(*args, **kwargs)
        kept = cast(dict[tuple[str, ...], str], current_app.extensions.setdefault("okienko_kept", {}))
        day = parts().now().astimezone(_WARSAW).date().isoformat()
        name = (request.path, language(), office().code, day)
        page = kept.get(name)
        if page is None:
            page = view(*args, **kwargs)
            if len(kept) >= _MOST:
                kept.clear()
            kept[name] = page
        return page

    return answer
