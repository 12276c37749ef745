"""WTForms classes made from a definition: they parse what was typed and carry what a page shows.

Judging is not their work.
"""

from forms_catalog.wtf.build import AnswerForm, form_of, row_form, section_form
from forms_catalog.wtf.fields import AnswerField, Group, RowsPlace
from forms_catalog.wtf.fill import drop_hidden, every_field, fill, put_doubts, put_problems, to_raw, touched

__all__ = [
    "AnswerField",
    "AnswerForm",
    "Group",
    "RowsPlace",
    "drop_hidden",
    "every_field",
    "fill",
    "form_of",
    "put_doubts",
    "put_problems",
    "row_form",
    "section_form",
    "to_raw",
    "touched",
]
