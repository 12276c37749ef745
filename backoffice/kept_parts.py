"""Parts of pages that come out alike for many: made once and kept in the process."""

from collections.abc import Callable, Hashable
from typing import cast

from flask import current_app
from markupsafe import Markup

_MOST = 512


def kept(key: Hashable, make: Callable[[], str]) -> Markup:
    """What `make` renders with the application's own templates, which must hang on nothing but the key.

    Each application keeps its own; all are forgotten when there are too many.
    """
    parts = cast(dict[Hashable, Markup], current_app.extensions.setdefault("okienko_kept_parts", {}))
    if key not in parts:
        if len(parts) >= _MOST:
            parts.clear()
        parts[key] = Markup(make())  # noqa: S704 – templates escape by themselves
    return parts[key]
