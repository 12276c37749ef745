"""Names of files as we keep them: harmless on every system, still the person's own."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 120
#: Windows keeps these names for devices, with any ending
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")
_RESERVED = re.compile(r'[<>:"|?*]')
#: controls, signs without width or turning the text around, halves of letters, private and unknown letters
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")


def ending(name: str) -> str:
    """The ending in small letters without its dot; "" where a name has none ("scan of 2026.11.22")."""
    found = _ENDING.search(name)
    return "" if found is None or found[1].isdigit() else found[1].lower()


def own_name(name: str, right: str, also_right: Collection[str] = ()) -> str:
    """The name as kept: NFC, no path, no control or direction signs, ≤ 120 letters, the right ending."""
    stem, kept = plain_name(name), right
    if ending(stem) in {right, *also_right}:
        kept = ending(stem)
        stem = stem[: -len(kept) - 1]
    return f"{stem[: LONGEST - len(kept) - 1].strip(' .-') or 'plik'}.{kept}"


def plain_name(name: str) -> str:
    """The last part of a path, in letters that can be seen."""
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in _INVISIBLE)
    parts = reversed(re.split(r"[/\\]", unicodedata.normalize("NFC", seen)))
    last = next((part for part in parts if part.strip(" .")), "")
    plain = " ".join(_RESERVED.sub("_", last).split()).rstrip(" .")
    return f"_{plain}" if _DEVICES.match(plain) else plain
