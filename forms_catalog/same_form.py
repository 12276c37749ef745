"""Whether a form still asks and says what it did when it became known under its number."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from forms_catalog.loading.strict_yaml import read

_MENDED = Path(__file__).parent / "definitions" / "mended_texts.yaml"

#: of the whole definition: what search finds it by, and its own checksum
_BESIDE = frozenset({"questions", "also_asked", "keywords", "digest"})


def same_form(kept: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """True when the form kept as JSON binds people to the same as the one of now, also as JSON.

    Polish binds and English stands beside it from a form's first day, so a change of either is another form.
    A translation added to them, the questions that search learns from and keywords are not. Wordings put
    right before the first release (`mended_texts.yaml`) count as they read now.
    """
    return binding(kept) == binding(now)


def binding(form: Mapping[str, object]) -> object:
    """What of the form, as JSON, binds people; equal for equal forms."""
    return _binding({key: value for key, value in form.items() if key not in _BESIDE})


def _binding(part: object) -> object:
    if isinstance(part, dict):
        if "pl" in part and "en" in part:
            said = (part["pl"], part["en"])
            return list(_mended().get(said, said))
        return {key: _binding(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_binding(value) for value in part]
    return part


@lru_cache(maxsize=1)
def _mended() -> dict[tuple[str, str], tuple[str, str]]:
    pairs, faults = read(_MENDED, _MENDED.name)
    if faults or not isinstance(pairs, list):
        raise ValueError(f"{_MENDED} cannot be read: {faults}")
    return {(pair["was"]["pl"], pair["was"]["en"]): (pair["now"]["pl"], pair["now"]["en"]) for pair in pairs}
