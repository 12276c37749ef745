"""Files that want to hurt whoever reads them: they reach out, blow up or are no receipt at all."""

from lxml import etree

from casework.trust.namespaces import ds, upo
from tests.trust.attacks.story import Story, attack, reference_of
from tests.trust.forge import changed, signed_again, tree


def _with_dtd(story: Story, dtd: str, inside: str = "") -> bytes:
    body = story.receipt.split(b"\n", 1)[1]
    return f"<!DOCTYPE Dokument [{dtd}]>".encode() + body.replace(b"13273.00", inside.encode() or b"13273.00")


@attack("dtd")
def any_document_type(story: Story) -> bytes:
    return _with_dtd(story, "")


@attack("dtd")
def a_file_of_the_reader(story: Story) -> bytes:
    return _with_dtd(story, '<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")


@attack("dtd")
def a_page_fetched_by_the_reader(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY x SYSTEM "{story.wire}">', "&x;")


@attack("dtd")
def a_definition_fetched_by_the_reader(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY % x SYSTEM "{story.wire}"> %x;')


@attack("dtd")
def a_billion_laughs(story: Story) -> bytes:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return _with_dtd(story, f'<!ENTITY l0 "ha">{laughs}', "&l9;")


@attack("dtd")
def a_quadratic_blow_up(story: Story) -> bytes:
    return _with_dtd(story, f'<!ENTITY a "{"a" * 50_000}">', "&a;" * 5_000)


@attack("dtd")
def identifiers_declared_by_a_definition(story: Story) -> bytes:
    return _with_dtd(story, '<!ATTLIST UPP Id ID "Pieczec-Wlasciwosci">')


@attack("not_utf8", "foreign_markup")
def a_document_type_in_utf16(story: Story) -> bytes:
    return '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><x/>'.encode("utf-16")


@attack("foreign_markup")
def a_document_type_in_utf7(story: Story) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'


@attack("not_xml")
def an_entity_nobody_declared(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"&x;")


@attack("outside_reference")
def a_reference_to_a_web_page(story: Story) -> bytes:
    return changed(story.receipt, lambda root: reference_of(root).set("URI", story.wire))


@attack("outside_reference")
def a_reference_to_a_web_page_by_the_true_key(story: Story) -> bytes:
    return signed_again(story.receipt, lambda root: reference_of(root).set("URI", story.wire), story.seal.key)


@attack("outside_reference")
def a_reference_to_a_file_by_the_true_key(story: Story) -> bytes:
    change = lambda root: reference_of(root).set("URI", "file:///etc/passwd")  # noqa: E731
    return signed_again(story.receipt, change, story.seal.key)


@attack("outside_reference")
def a_further_reference_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        info = next(root.iter(ds("SignedInfo")))
        info.insert(3, etree.fromstring(etree.tostring(reference_of(root, 1))))

    return signed_again(story.receipt, change, story.seal.key)


@attack("too_big")
def a_thousand_references(story: Story) -> bytes:
    return _with_references(story, 1_000)


@attack("too_many_references")
def fifty_references(story: Story) -> bytes:
    return _with_references(story, 50)


def _with_references(story: Story, count: int) -> bytes:
    original = tree(story.receipt)
    info, reference = next(original.iter(ds("SignedInfo"))), etree.tostring(reference_of(original, 1))
    for _ in range(count):
        info.append(etree.fromstring(reference))
    return etree.tostring(original, method="c14n", exclusive=True)


@attack("too_big")
def twenty_megabytes(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"1" * 20_000_000)


@attack("too_big")
def two_hundred_thousand_levels(story: Story) -> bytes:
    return b"<a>" * 200_000 + b"</a>" * 200_000


@attack("too_many_parts")
def twenty_thousand_levels(story: Story) -> bytes:
    return b"<a>" * 20_000 + b"</a>" * 20_000


@attack("too_deep")
def a_hundred_levels(story: Story) -> bytes:
    deep = b"<a>" * 100 + b"</a>" * 100
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + deep)


@attack("too_deep")
def levels_hidden_behind_false_ends(story: Story) -> bytes:
    deep = b'<a x="/>">' * 100 + b"</a>" * 100
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + deep)


def _widened(story: Story, count: int, sign: str) -> bytes:
    many = "".join(f' {sign}{number:x}="u{number:x}"' for number in range(count)).encode()
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP" + many + b">")


@attack("too_many_parts")
def twenty_attributes(story: Story) -> bytes:
    return _widened(story, 20, "a")


@attack("too_many_parts")
def ten_thousand_attributes(story: Story) -> bytes:
    return _widened(story, 10_000, "a")


@attack("too_many_parts")
def twenty_namespaces(story: Story) -> bytes:
    return _widened(story, 20, "xmlns:a")


@attack("too_many_parts")
def five_thousand_namespaces(story: Story) -> bytes:
    return _widened(story, 5_000, "xmlns:a")


@attack("empty")
def an_empty_file(story: Story) -> bytes:
    return b" \n"


@attack("not_utf8")
def a_picture(story: Story) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@attack("not_xml")
def a_page_of_text(story: Story) -> bytes:
    return "To jest zwykły list.".encode()


@attack("not_a_receipt")
def a_receipt_of_delivery(story: Story) -> bytes:
    return story.receipt.replace(b"pos:UPP", b"pos:UPD")


@attack("not_a_receipt")
def a_fact_said_twice_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        root[0].append(etree.fromstring(etree.tostring(root[0].findall(upo("InformacjaUzupelniajaca"))[1])))

    return signed_again(story.receipt, change, story.seal.key)
