"""The words of a letter as a clerk types them, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from backoffice.steps.at_case import Faults, typed
from casework.desk.letter_templates.template import Template
from forms_catalog.problems import N_
from pages.words import gettext

Day = tuple[str, str, str]  #: day, month, year as typed
PHRASES, POST = "phrases", "clerk_post"
_PARTS = ("day", "month", "year")
_EMPTY = N_("This place of the letter is empty. Fill it in.")
_NO_DAY = N_("Give day, month and year in figures, for example 30 11 2026.")
_NO_POST = N_("Write the post of who signs the letter.")


@dataclass(frozen=True)
class Draft:
    """What stands in the form, right or wrong."""

    texts: Mapping[str, str]
    days: Mapping[str, Day]
    ticked: tuple[str, ...]  #: ready phrases
    post: str

    def carried(self) -> list[tuple[str, str]]:
        """Everything typed, as a form brings it on."""
        days = [
            (f"{name}-{part}", said)
            for name, day in self.days.items()
            for part, said in zip(_PARTS, day, strict=True)
        ]
        ticked = [(PHRASES, phrase) for phrase in self.ticked]
        return [*self.texts.items(), *days, *ticked, (POST, self.post)]


def blank(template: Template, prefilled: Mapping[str, str], post: str) -> Draft:
    """The form before anybody typed."""
    texts, days = {}, {}
    for ask in template.asks:
        given = prefilled.get(ask.name, "")
        if ask.kind == "date":
            days[ask.name] = _apart(given)
        else:
            texts[ask.name] = given
    return Draft(texts, days, (), post)


def read_draft(template: Template) -> Draft:
    """What the request brings."""
    texts = {ask.name: typed(ask.name) for ask in template.asks if ask.kind != "date"}
    days = {ask.name: _day_typed(ask.name) for ask in template.asks if ask.kind == "date"}
    return Draft(texts, days, tuple(request.form.getlist(PHRASES)), typed(POST))


def faults_of(template: Template, draft: Draft, *, phrased: str) -> Faults:
    """Every place that is empty or no day, each named by its label."""
    found = []
    for ask in template.asks:
        if ask.kind == "date":
            wrong = _NO_DAY if _iso(draft.days[ask.name]) is None else None
        else:
            filled = draft.texts[ask.name].strip() or (ask.name == phrased and draft.ticked)
            wrong = None if filled or ask.optional else _EMPTY
        if wrong:
            found.append((ask.name, named(template, ask.name, gettext(wrong))))
    if not draft.post.strip():
        found.append((POST, gettext(_NO_POST)))
    return tuple(found)


def named(template: Template, place: str, wrong: str) -> str:
    """What is wrong, after the label of the place it is wrong in."""
    label = next((ask.label.pl for ask in template.asks if ask.name == place), None)
    return wrong if label is None else f"{label}: {wrong[:1].lower()}{wrong[1:]}"


def words_of(template: Template, draft: Draft, *, phrased: str) -> dict[str, str]:
    """The words for the letter, days in ISO form; the ready phrases stand before what was typed."""
    words = dict(draft.texts)
    if phrased and draft.ticked:
        words[phrased] = "\n".join((*draft.ticked, words[phrased])).strip()
    return words | {name: _iso(day) or "" for name, day in draft.days.items()}


def _day_typed(name: str) -> Day:
    day, month, year = (typed(f"{name}-{part}").strip() for part in _PARTS)
    return day, month, year


def _apart(iso: str) -> Day:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    return day.lstrip("0"), month.lstrip("0"), year


def _iso(day: Day) -> str | None:
    try:
        return date(int(day[2]), int(day[1]), int(day[0])).isoformat()
    except ValueError:
        return None
