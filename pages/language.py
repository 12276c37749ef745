"""The language of a page: asked for by `?lang=`, remembered in a cookie, else what the browser prefers."""

import struct
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask.globals import request_ctx
from flask_babel import Babel, Domain
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forms_catalog.typesetting import bind
from pages.cookies import cookie_name, remember

TRANSLATIONS = Path(__file__).parents[1] / "translations"
#: what a compiled catalogue without its end says of itself
_CUT_SHORT = (struct.error, OSError, ValueError, IndexError)
_NAMES = {"pl": ("PL", "polski"), "en": ("EN", "English"), "uk": ("УК", "українська")}


@dataclass(frozen=True)
class Tongue:
    """One language that this page can be read in."""

    code: str
    sign: str
    name: str
    address: str


def _catalogue(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / "messages.po"


def languages(folder: Path = TRANSLATIONS) -> tuple[str, ...]:
    """What a visitor may choose: English, in which messages are written, and all that have a catalogue."""
    return tuple(code for code in _NAMES if code == "en" or _catalogue(folder, code).exists())


def load_words(folder: Path, code: str) -> NullTranslations:
    """The program's own words, from the catalogue's text unless its compiled form is newer."""
    source = _catalogue(folder, code)
    return _read(source, code, source.stat().st_mtime_ns) if source.exists() else NullTranslations()


@lru_cache(maxsize=8)
def _read(source: Path, code: str, written: int) -> NullTranslations:
    """Read once for all that speak in one process, and again as soon as somebody has written in the file."""
    read = _read_compiled(source, written) or Translations(_compiled(source, code))
    if code != "en":
        known = cast(dict[object, str], read._catalog)
        known.update((name, bind(said)) for name, said in known.items() if name)
    if code == "uk":  # what clerks alone read is not in Ukrainian: Polish stands in for it, as in forms
        read.add_fallback(load_words(source.parents[2], "pl"))
    return read


def _read_compiled(source: Path, written: int) -> Translations | None:
    """The compiled form; None where it is not there, older than its text, or cut short: somebody may be
    writing it at this moment.
    """
    compiled = source.with_suffix(".mo")
    try:
        if compiled.stat().st_mtime_ns < written:
            return None
        return Translations(BytesIO(compiled.read_bytes()))
    except _CUT_SHORT:
        return None


def _compiled(source: Path, code: str) -> BytesIO:
    file = BytesIO()
    with source.open("rb") as text:
        write_mo(file, read_po(text, locale=code))
    file.seek(0)
    return file


class _Words(Domain):  # type: ignore[misc]  # flask_babel comes without types
    """Flask-Babel's words, loaded once at the start."""

    def __init__(self, folder: Path) -> None:
        super().__init__([str(folder)])
        self._loaded = {code: load_words(folder, code) for code in languages(folder)}

    def get_translations(self) -> NullTranslations:
        return self._loaded[language()] if has_request_context() else _NO_WORDS


_NO_WORDS = NullTranslations()


def words() -> NullTranslations:
    """The program's words in the language of this request; without a request, as they are written."""
    return cast(_Words, current_app.extensions["okienko_words"]).get_translations() if g else _NO_WORDS


def language() -> str:
    """The language of this request: pl, en or uk."""
    chosen = g.get("okienko_language")
    if chosen is None:
        chosen = g.okienko_language = _choose()
    return cast(str, chosen)


@dataclass(frozen=True)
class _Choice:
    known: tuple[str, ...]
    cookie: str


def _choice() -> _Choice:
    return cast(_Choice, current_app.extensions["okienko_languages"])


def _choose() -> str:
    choice = _choice()
    for wish in (request.args.get("lang"), request.cookies.get(choice.cookie)):
        if wish in choice.known:
            return wish
    return request.accept_languages.best_match(choice.known, "pl") or "pl"


def tongues() -> list[Tongue]:
    """Links to this very page in every language; where the address only takes a form, to the start page."""
    here = request.path if request.method in ("GET", "HEAD") or _opens(request.path) else "/"
    kept = (
        [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
        if here != "/"
        else []
    )
    return [
        Tongue(code, *_NAMES[code], address=f"{here}?{urlencode([*kept, ('lang', code)])}")
        for code in _choice().known
    ]


def _opens(path: str) -> bool:
    adapter = request_ctx.url_adapter
    try:
        return adapter is not None and adapter.match(path, method="GET") is not None
    except RequestRedirect:
        return True
    except HTTPException:
        return False


def init_language(app: Flask, *, plain_http: bool, folder: Path = TRANSLATIONS) -> None:
    """Gives the application its languages; `?lang=` is remembered, an unknown one is passed over."""
    choice = _Choice(languages(folder), cookie_name("lang", plain_http=plain_http))
    app.extensions["okienko_languages"] = choice
    babel = Babel(app, default_locale="pl", locale_selector=language, default_timezone="Europe/Warsaw")
    babel.domain_instance = app.extensions["okienko_words"] = _Words(folder)
    # the same words as Flask-Babel's, without its search for the domain: a page of lists says hundreds
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # an extension adds it
        lambda message: words().gettext(message),
        lambda one, many, num: words().ngettext(one, many, num),
        newstyle=True,
    )

    @app.after_request
    def remember_language(response: Response) -> Response:
        asked = request.args.get("lang")
        if asked in choice.known and request.cookies.get(choice.cookie) != asked:
            remember(response, "lang", asked)
        return response

    app.jinja_env.globals.update(tongues=tongues)
