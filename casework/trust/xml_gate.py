"""The gate before every parser: caps on raw bytes first, then one hardened parse.

Nothing that passed it can open a file or a socket, expand an entity or take long: 256 KiB, 4,000 tags,
64 levels.
"""

import re

from lxml import etree

from casework.trust.words import Refused

MAX_BYTES = 256 * 1024  #: a receipt of 300 files takes about 60 KB
MAX_TAGS = 4_000  #: opening and closing tags together
MAX_DEPTH = 64
MAX_ATTRIBUTES = 16  #: or namespaces in force; sorting them takes a time that grows with their square
MAX_EQUAL_SIGNS = 2_000  #: between one `<` and the next; a receipt's longest text is as long

_DECLARATION = re.compile(
    r"""<\?xml\s+version\s*=\s*["']1\.0["'](\s+encoding\s*=\s*["']utf-8["'])?(\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>""",
    re.IGNORECASE,
)


def hardened_parser() -> etree.XMLParser:
    """A fresh parser that reads nothing but its bytes; one per parse, for threads cannot share one."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        collect_ids=False,
    )


def admit(data: bytes) -> etree._Element:
    """The root of a small, flat UTF-8 XML file without DTD, comments and instructions; else Refused."""
    _check_bytes(data)
    try:
        root = etree.fromstring(data, parser=hardened_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("not_xml") from None
    if any(max(len(element.attrib), len(element.nsmap)) > MAX_ATTRIBUTES for element in root.iter()):
        raise Refused("too_many_parts")
    return root


def canonical(element: etree._Element) -> bytes:
    """Exclusive canonical XML 1.0 without comments (W3C xml-exc-c14n)."""
    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)


def _check_bytes(data: bytes) -> None:
    if not data.strip():
        raise Refused("empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_big", limit=str(MAX_BYTES // 1024))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("not_utf8") from None
    _check_markup(text.removeprefix("\ufeff"))


def _check_markup(text: str) -> None:
    """A bare `<` only ever begins markup, so counting it needs no tokeniser and cannot be fooled."""
    if "\x00" in text:
        raise Refused("not_utf8")
    if text.startswith("<?"):
        declaration = _DECLARATION.match(text)
        if declaration is None:
            raise Refused("foreign_markup")
        text = text[declaration.end() :]
    if re.search(r"<!(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Refused("dtd")
    if "<!" in text or "<?" in text:
        raise Refused("foreign_markup")
    if text.count("<") > MAX_TAGS or _most_equal_signs(text) > MAX_EQUAL_SIGNS:
        raise Refused("too_many_parts")
    if _depth_bound(text) > MAX_DEPTH:
        raise Refused("too_deep")


def _most_equal_signs(text: str) -> int:
    """At least the number of attributes of any tag."""
    return max(piece.count("=") for piece in text.split("<"))


def _depth_bound(text: str) -> int:
    """At least the depth of nesting: tags like `<a/>` count as opened for good, nothing hides in them."""
    depth = deepest = 0
    for at in range(1, len(pieces := text.split("<"))):
        depth += -1 if pieces[at].startswith("/") else 1
        deepest = max(deepest, depth)
    return deepest
