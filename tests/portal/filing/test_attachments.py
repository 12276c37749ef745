"""Files that go with a form."""

from collections.abc import Callable

import pytest

from forms_catalog.samples import Sample, SampleFile
from tests.portal.filing.filling import PROPERTY, fill_in
from tests.portal.filing.visitor import Visitor

Example = Callable[..., Sample]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SLOT = "power_of_attorney"


def file(name: str, data: bytes = PDF, kind: str = "application/pdf") -> SampleFile:
    return SampleFile(SLOT, name, kind, data)


@pytest.fixture
def at_proxy(visitor: Visitor, example: Example) -> Visitor:
    """On the page that asks for the power of attorney; the example has attached one."""
    fill_in(visitor, PROPERTY, example(PROPERTY, "proxy"))
    return visitor.open(visitor.path.replace("sprawdz", "proxy"))


def kept(visitor: Visitor) -> list[str]:
    return [
        " ".join(entry.text_content().split()) for entry in visitor.page.xpath("//ul[@class='ok-files']/li")
    ]


def test_a_file_is_kept_and_said_to_be_unchecked(at_proxy: Visitor) -> None:
    at_proxy.attach(SLOT, file("drugie.pdf")).press("Zapisz i ")
    at_proxy.open(at_proxy.path.replace("statements", "proxy"))
    assert len(kept(at_proxy)) == 2
    assert "drugie.pdf" in kept(at_proxy)[1]
    assert "nie sprawdzono jeszcze programem antywirusowym" in kept(at_proxy)[1]


@pytest.mark.parametrize(
    "wrong",
    [
        file("pusty.pdf", b""),
        file("program.pdf", b"MZ" + b"\0" * 200),
        file("obraz.png", PDF, "image/png"),
        file("za-duzy.pdf", PDF + b"\0" * 10_000_001),
        file("strona.html", b"<html><script>alert(1)</script></html>", "text/html"),
    ],
    ids=lambda one: one.filename,
)
def test_a_file_we_cannot_take_is_named_and_all_else_is_kept(at_proxy: Visitor, wrong: SampleFile) -> None:
    at_proxy.type({"proxy-first_name": "Zmieniona"}).attach(SLOT, wrong, file("dobry.pdf")).press("Zapisz i ")
    assert at_proxy.status == 422
    assert list(at_proxy.complaints()) == [f"#attachments-{SLOT}"]
    assert wrong.filename in at_proxy.complaints()[f"#attachments-{SLOT}"]
    assert at_proxy.typed["proxy-first_name"] == "Zmieniona"
    assert [name for name in kept(at_proxy) if "dobry.pdf" in name]
    assert not [name for name in kept(at_proxy) if wrong.filename in name]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.pdf",
        "..\\..\\x.pdf",
        "a\x00b.pdf",
        "evil\u202efdp.pdf",
        "ż" * 300 + ".pdf",
        "CON.pdf",
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(at_proxy: Visitor, name: str) -> None:
    at_proxy.attach(SLOT, file(name)).press("Zapisz i ")
    assert at_proxy.status == 200
    at_proxy.open(at_proxy.path.replace("statements", "proxy"))
    shown = kept(at_proxy)[-1].partition(".pdf")[0]
    assert not any(sign in shown for sign in ("/", "\\", "\x00", "\u202e", ".."))
    assert len(shown) <= 120


def test_a_file_is_removed(at_proxy: Visitor) -> None:
    assert len(kept(at_proxy)) == 1
    at_proxy.press("Usuń")
    assert kept(at_proxy) == []
    at_proxy.press("Zapisz i ")
    assert list(at_proxy.complaints()) == [f"#attachments-{SLOT}"]
    at_proxy.open(at_proxy.path.replace("proxy", "sprawdz"))
    assert [link for link in at_proxy.complaints() if link.endswith(f"#attachments-{SLOT}")]


def test_more_files_than_fit_are_named(at_proxy: Visitor) -> None:
    at_proxy.attach(SLOT, *(file(f"plik-{number}.pdf", PDF + str(number).encode()) for number in range(6)))
    at_proxy.press("Zapisz i ")
    assert at_proxy.status == 422
    assert "plik-5.pdf" in at_proxy.text
    assert len(kept(at_proxy)) == 5
    assert not at_proxy.has(f"attachments-{SLOT}")


def test_the_check_page_lists_the_files(at_proxy: Visitor) -> None:
    at_proxy.open(at_proxy.path.replace("proxy", "sprawdz"))
    assert ".pdf" in at_proxy.text
    assert "nie sprawdzono jeszcze" in at_proxy.text


def test_a_page_without_its_file_is_not_called_done(at_proxy: Visitor) -> None:
    at_proxy.press("Usuń").press("Zapisz i ")
    at_proxy.open(at_proxy.path.replace("proxy", "statements"))
    [step] = at_proxy.page.xpath("//aside//li[.//a[contains(@href, '/proxy')]]")
    assert "niedokończone" in step.text_content()
