"""A receipt whose words were changed after it was sealed."""

from tests.trust.attacks.story import Story, attack


@attack("changed_content")
def another_sender(story: Story) -> bytes:
    return story.receipt.replace("Próbny".encode(), b"Prawdziwy")


@attack("changed_content")
def another_time_of_filing(story: Story) -> bytes:
    year = f"<pos:DataDoreczenia>{story.now.year}".encode()
    return story.receipt.replace(year, f"<pos:DataDoreczenia>{story.now.year - 1}".encode())


@attack("changed_content")
def an_attachment_added(story: Story) -> bytes:
    line = (
        f'<pos:InformacjaUzupelniajaca TypInformacjiUzupelniajacej="SkrotZalacznikaSHA256">{"f" * 64} x.pdf'
    )
    return story.receipt.replace(b"</pos:UPP>", f"{line}</pos:InformacjaUzupelniajaca></pos:UPP>".encode())


@attack("changed_content")
def another_signing_time(story: Story) -> bytes:
    return story.receipt.replace(b"<xades:SigningTime>2", b"<xades:SigningTime>3")


@attack("foreign_markup")
def a_comment_splits_a_text(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"13<!-- -->273.00")


@attack("foreign_markup")
def an_instruction_in_the_receipt(story: Story) -> bytes:
    return story.receipt.replace(b"<pos:UPP>", b"<?php x?><pos:UPP>")


@attack("foreign_markup")
def marked_text(story: Story) -> bytes:
    return story.receipt.replace(b"13273.00", b"<![CDATA[13273.00]]>")


@attack("changed_content")
def an_inclusion(story: Story) -> bytes:
    include = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>'
    return story.receipt.replace(b"<pos:UPP>", b"<pos:UPP>" + include)


@attack("not_xml")
def cut_off(story: Story) -> bytes:
    return story.receipt[:-20]
