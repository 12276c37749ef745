"""A section of the form: shown, saved as typed, mended."""

import re
from collections.abc import Collection
from urllib.parse import urlencode
from uuid import UUID

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from casework.drafting import drafts
from casework.drafting.drafts import DraftNotFound
from forms_catalog.model import Section
from pages.filling.place import Place
from pages.filling.row_tables import ADDED
from pages.filling.section_page import blank_form, kept_form, shown_again, typed_form
from pages.filling.spots import links_to
from pages.filling.steps import CHECK
from portal.filing.attaching import take_files
from portal.filing.blueprint import blueprint
from portal.filing.older_page import drawn_by, take_section
from portal.filing.place import fresh_place, saved_place
from portal.filing.saving import Saved, save
from portal.filing.showing import section_page
from portal.filing.started import carried_by_page, lost_by_page
from portal.filing.tongue import THEN, asked_language, nothing_typed
from portal.parts import parts

#: posted by pages that were opened from the check page
BACK = "wroc"
WRONG = 422
#: group, then `nowy` or the row's id, then perhaps `usun`
_ROWS = re.compile(r"[a-z0-9_-]+(:[a-z0-9_-]+){1,2}")


@blueprint.get("/<uuid:draft_id>/<section>")
def show_section(code: str, draft_id: UUID, section: str) -> ResponseReturnValue:
    """The section with what is kept."""
    place = saved_place(code, draft_id)
    part = place.section(section)
    return render_template(
        "filing/section.html",
        **section_page(place, part, kept_form(place, part), back=request.args.get(BACK), news=_just_added()),
    )


def _just_added() -> str | None:
    """What a table brought, where somebody comes from one."""
    added = request.args.get(ADDED, "")
    if not re.fullmatch("[0-9]{1,3}", added):
        return None
    return str(ngettext("%(num)s row was added.", "%(num)s rows were added.", int(added)))


@blueprint.post("/<uuid:draft_id>/<section>")
def save_section(code: str, draft_id: UUID, section: str) -> ResponseReturnValue:
    """Keeps everything typed; then on to what the pressed button says, or back with what to mend."""
    place = _place_of_post(code, draft_id, section)
    page = drawn_by(place)
    if page is not place:
        return take_section(place, page, section)
    part = place.section(section)
    form = typed_form(place, part, request.form)
    tongue = asked_language()
    fresh = place.draft is None and not place.carried
    if tongue and fresh and nothing_typed(part.fields, form, blank_form(place, part)):
        return redirect(f"{place.start}?lang={tongue}", 303)
    lost = lost_by_page(place)
    saved = save(place, part, form, take_files(place))
    if lost:
        form = kept_form(saved.place, part)
        told = section_page(saved.place, part, form, saved.problems, begun=lost)
        return render_template("filing/section.html", **told), WRONG
    then = request.form.get(THEN, "")
    if then:
        return _go(saved, part, then)
    return _go_on(saved, part, request.form.get(BACK, ""))


def _place_of_post(code: str, draft_id: UUID, section: str) -> Place:
    """The draft's place; the first section makes the draft under the id of its page."""
    try:
        return saved_place(code, draft_id)
    except DraftNotFound:
        place = drawn_by(fresh_place(code, draft_id, request.form.get("office", "")))
        if place.definition.sections[0].name != section:
            raise
        return carried_by_page(place)


def _go_on(saved: Saved, section: Section, back: str) -> ResponseReturnValue:
    new = {problem.pointer for problem in saved.problems if _is_new(problem.pointer, saved.new_questions)}
    wrong = [problem for problem in saved.problems if problem.pointer not in new]
    place = saved.place
    if wrong or saved.new_questions:
        # questions nobody has seen yet are not called wrong for being empty
        news = gettext("Your answers brought up more questions. Answer them below.") if not wrong else None
        form = shown_again(place, section, typed_form(place, section, request.form))
        questions = links_to(place, saved.new_questions) if news else []
        page = section_page(place, section, form, wrong, back=back, news=news, questions=questions)
        return render_template("filing/section.html", **page), WRONG if wrong else 200
    if saved.problems:
        form = kept_form(place, section)
        return render_template(
            "filing/section.html", **section_page(place, section, form, saved.problems)
        ), WRONG
    following = place.after(section)
    goal = CHECK if back == CHECK or following is None else following.name
    return redirect(place.address(goal), 303)


def _is_new(pointer: str, new: Collection[str]) -> bool:
    return any(pointer == question or pointer.startswith(f"{question}/") for question in new)


def _go(saved: Saved, section: Section, then: str) -> ResponseReturnValue:
    place = saved.place
    verb, _, name = then.partition(":")
    if tongue := asked_language():
        back = {BACK: CHECK} if request.form.get(BACK) == CHECK else {}
        return redirect(f"{place.address(section.name)}?{urlencode({'lang': tongue, **back})}", 303)
    if verb == "file":
        _remove_file(place, name)
        return redirect(place.address(section.name) + "#attachments", 303)
    if verb == "rows" and _ROWS.fullmatch(name):
        return redirect(place.address(section.name, *name.split(":")), 303)
    return redirect(place.address("pozniej"), 303)


def _remove_file(place: Place, name: str) -> None:
    try:
        file_id = UUID(name)
    except ValueError:
        return
    days = parts().options.draft_days
    with parts().sessions.begin() as session:
        drafts.detach(session, place.draft_id, file_id, now=place.now, draft_days=days)
