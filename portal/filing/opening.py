"""The blank form: rendered once per version, language and office; each visitor gets a fresh id and token."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from flask import Response, make_response, redirect, render_template, request
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from pages.filling.section_page import blank_form, kept_form
from portal.filing.blueprint import blueprint
from portal.filing.place import fresh_place, saved_place
from portal.filing.showing import section_page
from portal.filing.started import GIVEN, opened_by_link

_DRAFT = UUID(int=0)
_TOKEN = "token-of-the-visitor"  # noqa: S105  # a place in the page, not a secret
_KEEP = 500

Key = tuple[str, int, str, str, str, date]


@dataclass(frozen=True)
class _Blank:
    """A rendered page in UTF-8, cut at the places where the draft's id and the token belong."""

    pieces: tuple[tuple[bytes, ...], ...]

    def fill(self) -> bytes:
        """The page of a visitor who has just come."""
        token = generate_csrf().encode()
        return str(uuid4()).encode().join([token.join(piece) for piece in self.pieces])


_blanks: dict[Key, _Blank] = {}


@blueprint.get("")
def open_form(code: str) -> Response:
    """A blank first section with a fresh draft id. Nothing is stored, no database is asked."""
    if GIVEN in request.args:
        return make_response(_begun(code))
    place = fresh_place(code, _DRAFT)
    if (
        request.args
    ):  # the links to other languages carry the query on: such a page is made for this visit only
        return make_response(_cut(_render(code)).fill())
    definition = place.definition
    key = (code, definition.version, definition.digest, place.office.code, place.language, place.today)
    blank = _blanks.get(key)
    if blank is None:
        if len(_blanks) >= _KEEP:
            _blanks.clear()
        blank = _blanks[key] = _cut(_render(code))
    return make_response(blank.fill())


@blueprint.get("/<uuid:draft_id>")
def resume(code: str, draft_id: UUID) -> AnyResponse:
    """Back by the link: to the first section that is not done, else to the check page."""
    place = saved_place(code, draft_id)
    done = place.draft.done if place.draft else frozenset[str]()
    left = next((section.name for section in place.sections if section.name not in done), "sprawdz")
    return redirect(place.address(left), 303)


def _begun(code: str) -> str:
    """The first section with the answers of a link; the page carries all of them, sealed."""
    place, note = opened_by_link(fresh_place(code, uuid4()))
    section = place.sections[0]
    facts = section_page(place, section, kept_form(place, section), begun=note)
    return render_template("filing/section.html", **facts)


def _render(code: str) -> str:
    place = fresh_place(code, _DRAFT)
    section = place.sections[0]
    facts = section_page(place, section, blank_form(place, section))
    return render_template("filing/section.html", **facts, token=_TOKEN)


def _cut(page: str) -> _Blank:
    token, draft = _TOKEN.encode(), str(_DRAFT).encode()
    return _Blank(tuple(tuple(piece.split(token)) for piece in page.encode().split(draft)))
