"""The program's own words in the language of the page, with types."""

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its %(name)s places filled."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of the message that fits the number (Polish has three)."""
    return str(flask_babel.ngettext(one, many, num, **values))
