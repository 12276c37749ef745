"""Another language in the middle of a form: what was typed is saved first, then the page is shown in it."""

import re
from collections.abc import Sequence

from flask import request

from forms_catalog.judging.cleaning import clean_fields
from forms_catalog.model import AnyField
from forms_catalog.wtf import AnswerForm, to_raw

#: what the pressed button asks for beside saving: `later`, `rows:<group>`, `file:<id>`, `lang:<code>`
THEN = "then"
_ASKED = re.compile(r"lang:([a-z]{2})")


def asked_language() -> str:
    """The language whose button was pressed; "" for any other button."""
    found = _ASKED.fullmatch(request.form.get(THEN, ""))
    return found[1] if found else ""


def nothing_typed(fields: Sequence[AnyField], typed: AnswerForm, blank: AnswerForm) -> bool:
    """Whether the page was sent as it came: then there is nothing to save."""
    brought = any(file.filename for file in request.files.values())
    return not brought and clean_fields(fields, to_raw(typed)) == clean_fields(fields, to_raw(blank))
