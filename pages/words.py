"""The program's own words in the language of the page, with types."""

from pages.language import words


def gettext(message: str, **values: object) -> str:
    """The message in the language of the page, its %(name)s places filled."""
    said = words().gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The form of the message that fits the number (Polish has three)."""
    return words().ngettext(one, many, num) % {"num": num, **values}
