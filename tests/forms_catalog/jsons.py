"""Answers as anybody may send them: right, wrong, of any type and depth."""

from hypothesis import strategies as st

from forms_catalog.model import AnyField, Definition, GroupField, RowsField

_ODD = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "\x00",
        "\ud800",
        "\u202e",
        "NaN",
        "1e9999",
        "12,",
        "1 250,00",
        "-0",
        "٣",
        "on",
        "2026-11-31",
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats() | st.text(max_size=12) | _ODD
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def any_answers(form: Definition) -> st.SearchStrategy[dict[str, object]]:
    """Answers under the form's own names, groups and rows mostly of the right shape, values of any kind."""
    return _level([field for section in form.sections for field in section.fields])


def _level(fields: list[AnyField]) -> st.SearchStrategy[dict[str, object]]:
    known = st.fixed_dictionaries({}, optional={field.name: _value(field) for field in fields})
    strays = st.dictionaries(st.text(max_size=6), JSON, max_size=1)
    return st.builds(lambda given, stray: {**stray, **given}, known, strays)


def _value(field: AnyField) -> st.SearchStrategy[object]:
    if isinstance(field, GroupField):
        return _level(list(field.fields)) | JSON
    if isinstance(field, RowsField):
        return st.lists(_level(list(field.fields)), max_size=3) | JSON
    choices = [choice.value for choice in getattr(field, "choices", ())]
    return st.sampled_from(choices) | JSON if choices else JSON
