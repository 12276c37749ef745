"""The true receipt wrapped, moved or doubled, so that one part is checked and another one read."""

from lxml import etree

from casework.trust.namespaces import DS, UPO, ds, upo, xades
from casework.trust.receipt import seal_receipt
from tests.trust.attacks.story import Story, attack, reference_of, signature_of
from tests.trust.forge import changed, signed_again, tree, written


def _evil(root: etree._Element) -> etree._Element:
    """A receipt that says something else, without a signature."""
    evil = etree.fromstring(etree.tostring(root))
    evil.remove(signature_of(evil))
    information = evil.find(f".//{upo('IdentyfikatorPoswiadczenia')}")
    assert information is not None
    information.text = "UPP-FALSZYWE"
    return evil


@attack("misplaced_signature", "unexpected_part")
def wrapped_original_in_an_object_of_the_signature(story: Story) -> bytes:
    original = tree(story.receipt)
    evil, signature = _evil(original), signature_of(original)
    original.remove(signature)
    etree.SubElement(signature, ds("Object")).append(original)
    evil.append(signature)
    return written(evil)


@attack("misplaced_signature")
def original_with_its_signature_inside_a_false_one(story: Story) -> bytes:
    original = tree(story.receipt)
    evil = _evil(original)
    evil.append(original)
    return written(evil)


@attack("misplaced_signature")
def original_inside_the_false_upp(story: Story) -> bytes:
    original = tree(story.receipt)
    evil = _evil(original)
    evil[0].append(original)
    return written(evil)


@attack("misplaced_signature")
def false_upp_before_the_true_one(story: Story) -> bytes:
    original = tree(story.receipt)
    original.insert(0, _evil(original)[0])
    return written(original)


@attack("misplaced_signature")
def false_upp_after_the_signature(story: Story) -> bytes:
    original = tree(story.receipt)
    original.append(_evil(original)[0])
    return written(original)


@attack("misplaced_signature")
def signature_moved_to_the_front_of_the_upp(story: Story) -> bytes:
    original = tree(story.receipt)
    original[0].insert(0, signature_of(original))
    return written(original)


@attack("not_a_receipt")
def signature_moved_to_the_front(story: Story) -> bytes:
    original = tree(story.receipt)
    original.insert(0, signature_of(original))
    return written(original)


@attack("not_a_receipt")
def whole_receipt_in_a_foreign_envelope(story: Story) -> bytes:
    envelope = etree.Element("koperta")
    envelope.append(tree(story.receipt))
    return written(envelope)


@attack("not_a_receipt")
def another_namespace(story: Story) -> bytes:
    return story.receipt.replace(UPO.encode(), b"http://crd.example/UPO/")


@attack("outside_reference")
def the_reference_moved_to_an_identified_part_by_the_true_key(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        root[0].set("Id", "prawdziwe")
        reference_of(root).set("URI", "#prawdziwe")

    return signed_again(story.receipt, change, story.seal.key)


@attack("outside_reference")
def references_change_places(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        first = reference_of(root)
        parent = first.getparent()
        assert parent is not None
        parent.append(first)

    return changed(story.receipt, change)


@attack("outside_reference")
def properties_of_another_signature(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(xades("QualifyingProperties"))).set("Target", "#inna")

    return changed(story.receipt, change)


@attack("duplicate_id")
def the_same_identifier_twice(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b'<pos:UPP Id="Pieczec-Wlasciwosci">')


@attack("duplicate_id")
def the_same_identifier_twice_in_another_spelling(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b'<pos:UPP xml:id="Pieczec-Wlasciwosci">')


@attack("more_signatures")
def a_second_signature_of_garbage(story: Story) -> bytes:
    garbage = f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo/></ds:Signature>'.encode()
    return story.receipt.replace(b"</pos:Dokument>", garbage + b"</pos:Dokument>")


@attack("more_signatures")
def the_same_signature_twice(story: Story) -> bytes:
    original = tree(story.receipt)
    copy = etree.fromstring(etree.tostring(signature_of(original)))
    for element in copy.iter():
        element.attrib.pop("Id", None)
    original.append(copy)
    return written(original)


@attack("no_signature")
def no_signature_at_all(story: Story) -> bytes:
    original = tree(story.receipt)
    original.remove(signature_of(original))
    return written(original)


def _countersigned(story: Story, counter: etree._Element) -> bytes:
    original = tree(story.receipt)
    properties = next(original.iter(xades("QualifyingProperties")))
    unsigned = etree.SubElement(properties, xades("UnsignedProperties"))
    etree.SubElement(
        etree.SubElement(unsigned, xades("UnsignedSignatureProperties")), xades("CounterSignature")
    ).append(counter)
    return written(original)


@attack("more_signatures")
def a_counter_signature_put_in(story: Story) -> bytes:
    stranger = tree(seal_receipt(story.facts, story.centre.issue("Obcy", story.now)))
    return _countersigned(story, signature_of(stranger))


@attack("unexpected_part")
def a_false_counter_signature(story: Story) -> bytes:
    return _countersigned(story, etree.Element("CounterSignature"))


@attack("unexpected_part")
def words_between_the_parts_of_the_seal(story: Story) -> bytes:
    return story.receipt.replace(b"<ds:KeyInfo>", "<ds:KeyInfo>opłacone".encode())
