"""How a resident will see a page of the form: drawn by the portal's own templates; nothing is kept."""

from dataclasses import dataclass, replace
from uuid import UUID

from flask import abort, g, render_template, request
from werkzeug.datastructures import MultiDict

from backoffice.forms.blueprint import blueprint, for_editors
from backoffice.forms.work import Work, opened
from forms_catalog.answers import Answers
from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.judging.judge import validate_section
from forms_catalog.model import AnyField, Definition, Section
from forms_catalog.wtf import drop_hidden, to_raw
from pages.filling.place import Place
from pages.filling.section_page import Context, kept_form, preselect, section_page, shown_again, typed_form
from pages.language import languages
from pages.offices import speak_for

_NOBODYS = UUID(int=0)


@dataclass(frozen=True)
class Preview:
    """A page of the form beside the piece that is changed, with all its questions whenever they are asked."""

    section: Section
    number: int
    count: int
    page: Context


def place_in(work: Work, form: Definition, typed: Answers | None = None, language: str = "pl") -> Place:
    """The form in the hands of somebody who has saved nothing."""
    return Place(form, _NOBODYS, work.office, language, work.now, work.catalogue, typed=typed or {})


def preview_of(work: Work, number: int) -> Preview | None:
    """The page of that number; None where nothing can be shown of it."""
    form, section = _section(work, number)
    if form is None or section is None:
        return None
    place = place_in(work, form)
    drawn = typed_form(place, section, MultiDict())
    drop_hidden(drawn, _everything)
    preselect(drawn)
    sections = form.sections
    return Preview(section, sections.index(section) + 1, len(sections), section_page(place, section, drawn))


def _everything(asked: AnyField, level: str) -> bool:
    return True


def _section(work: Work, number: int) -> tuple[Definition | None, Section | None]:
    """The page as the document numbers it; pages that cannot be shown have no number in the form shown."""
    form = work.shown
    names = [str(one.get("name")) for one in _pages(work)]
    if form is None or number >= len(names):
        return form, None
    return form, next((section for section in form.sections if section.name == names[number]), None)


def _pages(work: Work) -> list[dict[str, object]]:
    found = work.document.get("sections")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


@blueprint.get("/formularze/w-toku/<uuid:edit_id>/podglad/<int:page>")
@for_editors
def show_page(edit_id: UUID, page: int) -> str:
    """A page of the form as it opens for somebody who has not answered yet."""
    work = opened(edit_id)
    form, section = _asked(work, page)
    place = place_in(work, form, language=_speak(work))
    return _page(work, page, section_page(place, section, kept_form(place, section)))


@blueprint.post("/formularze/w-toku/<uuid:edit_id>/podglad/<int:page>")
@for_editors
def try_page(edit_id: UUID, page: int) -> str:
    """The page with what was typed, what is wrong in it and what it brought up."""
    work = opened(edit_id)
    form, section = _asked(work, page)
    place = place_in(work, form, language=_speak(work))
    typed = clean_fields(section.fields, to_raw(typed_form(place, section, request.form)))
    place = replace(place, typed=typed)
    problems = validate_section(form, section, place.asked, catalogue=work.catalogue, today=place.today)
    drawn = shown_again(place, section, typed_form(place, section, request.form))
    return _page(work, page, section_page(place, section, drawn, problems), tried=True)


def _asked(work: Work, page: int) -> tuple[Definition, Section]:
    form, section = _section(work, page)
    if form is None or section is None:
        abort(404)
    return form, section


def _speak(work: Work) -> str:
    """The preview speaks the language that was asked for, in the name of the office."""
    speak_for(work.office)
    asked = request.args.get("lang", "")
    g.okienko_language = asked if asked in languages() else "pl"
    return str(g.okienko_language)


def _page(work: Work, number: int, page: Context, *, tried: bool = False) -> str:
    titles = [(at, one.get("title")) for at, one in enumerate(_pages(work))]
    return render_template(
        "forms/preview.html", work=work, number=number, titles=titles, tried=tried, tongues_known=languages(),
        **page,
    )  # fmt: skip
