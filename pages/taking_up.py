"""A running application takes up what offices changed: between requests, all of it at once."""

from collections.abc import Callable
from typing import Protocol, cast

from flask import Flask, current_app, g

#: what was made of the catalogue and goes with it, by its name among the application's extensions; other
#: things that are kept carry the catalogue's `change` in their names
KEPT = ("okienko_shelves",)


class Renewable(Protocol):
    """The parts of an application, which know whether newer ones are due."""

    @property
    def renew(self) -> Callable[[], "Renewable | None"]: ...


def parts_of_request() -> object:
    """The application's parts as they were when this request began."""
    try:
        return g.okienko_parts
    except (AttributeError, RuntimeError):  # no request, as in a command or while the portal is built
        return current_app.extensions["okienko"]


def init_taking_up(app: Flask) -> None:
    """Before anything else of a request is done, it gets the parts it will work with to its end."""

    @app.before_request
    def take_up() -> None:
        held = cast(Renewable, current_app.extensions["okienko"])
        fresh = held.renew()
        if fresh is not None:
            current_app.extensions["okienko"] = held = fresh
            for name in KEPT:
                current_app.extensions.pop(name, None)
        g.okienko_parts = held
