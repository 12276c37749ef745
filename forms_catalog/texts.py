"""Texts of services in the languages of the city."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["pl", "en", "uk"]
LANGUAGES: tuple[Language, ...] = ("pl", "en", "uk")


class Text(BaseModel):
    """One text in Polish and English, in Ukrainian where it has been written; Polish stands in for it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    pl: str
    en: str
    uk: str | None = None

    def in_(self, language: str) -> str:
        """The text in the language asked for, else in Polish."""
        if language == "en":
            return self.en
        return self.uk or self.pl if language == "uk" else self.pl
