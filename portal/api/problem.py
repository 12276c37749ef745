"""Problem documents (RFC 9457): what went wrong, in the language asked for, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import orjson
from flask import Response

from forms_catalog.problems import Problem
from pages.language import language
from pages.widgets.problems import plainly
from pages.words import gettext

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True)
class Wrong:
    """One wrong place in what was sent."""

    pointer: (
        str  #: JSON pointer (RFC 6901) into the body; "" for the whole, "/name" also for a query parameter
    )
    message: str  #: how to mend it, in the language asked for
    code: str  #: stable word for machines


class Refusal(Exception):
    """A request that is not granted; becomes the problem document. Title and detail are message ids."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        *,
        errors: Sequence[Wrong] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.headers = errors, headers or {}


def wrong(problem: Problem, *, inside: str = "") -> Wrong:
    """What the judge says, its pointer seen from the body's top."""
    words = plainly(problem, language())
    if problem.pointer.startswith("/attachments/") and inside == "/answers":
        # the judge names the slot of a file that is missing; in the body files stand in a list
        return Wrong(
            "/attachments", f"{words} ({problem.pointer.removeprefix('/attachments/')})", problem.code
        )
    return Wrong(inside + problem.pointer, words, problem.code)


def document(refusal: Refusal) -> Response:
    """The answer that carries a refusal."""
    told: dict[str, object] = {
        "type": "about:blank",
        "title": gettext(refusal.title),
        "status": refusal.status,
    }
    if refusal.detail:
        told["detail"] = gettext(refusal.detail)
    if refusal.errors:
        told["errors"] = [asdict(error) for error in refusal.errors]
    answer = Response(orjson.dumps(told), refusal.status, content_type=PROBLEM_JSON)
    answer.headers.update(refusal.headers)
    return answer
