"""Somebody with a browser that knows no script: reads pages, types into inputs, presses buttons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Self

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from forms_catalog.answers import ReadAnswers, input_name
from forms_catalog.samples import SampleFile

Upload = tuple[BytesIO, str, str]


def flat(answers: ReadAnswers, pointer: str = "") -> dict[str, str]:
    """HTML names and what one types there for an answer tree; rows are left out."""
    typed: dict[str, str] = {}
    for name, value in answers.items():
        here = f"{pointer}/{name}"
        if isinstance(value, dict):
            typed |= flat(value, here)
        elif isinstance(value, bool):
            typed[input_name(here)] = "true" if value else "false"
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            typed[input_name(here)] = ",".join(map(str, value))
        elif not isinstance(value, list):
            typed[input_name(here)] = str(value)
    return typed


def groups(answers: ReadAnswers, pointer: str = "") -> dict[str, list[ReadAnswers]]:
    """The rows of repeating groups by the HTML name of their group."""
    found: dict[str, list[ReadAnswers]] = {}
    for name, value in answers.items():
        here = f"{pointer}/{name}"
        if isinstance(value, dict):
            found |= groups(value, here)
        elif isinstance(value, list) and any(isinstance(row, dict) for row in value):
            found[input_name(here)] = [row for row in value if isinstance(row, dict)]
    return found


@dataclass
class Visitor:
    client: FlaskClient
    page: html.HtmlElement = field(default_factory=lambda: html.fromstring("<html></html>"))
    answer: TestResponse | None = None
    typed: MultiDict[str, str | Upload] = field(default_factory=MultiDict)

    @property
    def status(self) -> int:
        assert self.answer is not None
        return self.answer.status_code

    @property
    def path(self) -> str:
        assert self.answer is not None
        return self.answer.request.path

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().replace("\N{WORD JOINER}", "").split())

    @property
    def title(self) -> str:
        return str(self.page.findtext(".//title"))

    def open(self, path: str) -> Self:
        return self._read(self.client.get(path, follow_redirects=True))

    def type(self, values: Mapping[str, str]) -> Self:
        """Types into the inputs of the page that are named; a date is typed into its parts."""
        for name, value in values.items():
            self._type(name, value)
        return self

    def attach(self, slot: str, *files: SampleFile) -> Self:
        uploads = [(BytesIO(one.data), one.filename, one.content_type) for one in files]
        self.typed.setlist(f"attachments-{slot}", uploads)
        return self

    def press(self, words: str = "", *, follow: bool = True) -> Self:
        """Presses the button with these words, else the first one that can be seen."""
        return self._read(self._send(words, follow=follow))

    def press_twice(self, words: str = "") -> tuple[TestResponse, TestResponse]:
        """Presses the same button of the same page twice, as quick fingers do."""
        return self._send(words, follow=False), self._send(words, follow=False)

    def speak(self, language: str) -> Self:
        """Presses the button of another language, which belongs to the form of the page."""
        (button,) = self.page.xpath("//button[@form][@value=$value]", value=f"lang:{language}")
        (form,) = self.page.xpath("//form[@id=$id]", id=button.get("form"))
        data = self.typed.copy()
        data.add(button.get("name"), button.get("value"))
        kind = "multipart/form-data" if form.get("enctype") else None
        sent = self.client.post(form.get("action"), data=data, content_type=kind, follow_redirects=True)
        return self._read(sent)

    def follow(self, words: str) -> Self:
        """Follows the link with these words."""
        links = [link for link in self.page.iter("a") if words in " ".join(link.text_content().split())]
        assert links, f"no link {words!r} on: {self.text}"
        return self.open(links[0].get("href").partition("#")[0])

    def complaints(self) -> dict[str, str]:
        """Link → words of the error summary."""
        return {
            str(link.get("href")): str(link.text_content())
            for link in self.page.xpath("//ul[contains(@class, 'govuk-error-summary__list')]//a")
        }

    def value(self, name: str) -> str | None:
        """What stands in an input now."""
        return _values(self.page).get(name)  # type: ignore[return-value]  # pages are shown with texts only

    def has(self, name: str) -> bool:
        return bool(self.page.xpath("//*[@name=$name]", name=name))

    def buttons(self) -> list[str]:
        return [" ".join(button.text_content().split()) for button in self._buttons()]

    def _buttons(self) -> list[html.HtmlElement]:
        return [
            button
            for button in self.page.iter("button")
            if button.get("aria-hidden") != "true" and not button.get("form")
        ]

    def _send(self, words: str, *, follow: bool) -> TestResponse:
        found = [button for button in self._buttons() if words in " ".join(button.text_content().split())]
        assert found, f"no button {words!r} on: {self.text}"
        button = found[0]
        form = next(form for form in button.iterancestors("form"))
        data = self.typed.copy()
        if button.get("name"):
            data.add(button.get("name"), button.get("value"))
        return self.client.post(
            form.get("action") or self.path,
            data=data,
            content_type="multipart/form-data" if form.get("enctype") else None,
            follow_redirects=follow,
        )

    def _type(self, name: str, value: str) -> None:
        inputs = self.page.xpath("//*[@name=$name]", name=name)
        if not inputs:
            day, _, hour = value.partition("T")
            parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False)) | {"time": hour}
            for part, text in parts.items():
                if self.has(f"{name}-{part}"):
                    self.typed[f"{name}-{part}"] = text
            return
        if inputs[0].get("type") == "checkbox" and value == "false":
            self.typed.pop(name, None)
            return
        if inputs[0].get("type") == "checkbox" and value != "true":
            self.typed.setlist(name, value.split(","))
            return
        self.typed[name] = value

    def _read(self, answer: TestResponse) -> Self:
        self.answer = answer
        self.page = html.fromstring(answer.get_data(as_text=True) or "<html></html>")
        self.typed = _values(self.page)
        return self


def _values(page: html.HtmlElement) -> MultiDict[str, str | Upload]:
    """What a browser would send of the page's forms as they stand."""
    values: MultiDict[str, str | Upload] = MultiDict()
    for form in page.forms:
        for name, value in form.form_values():
            if not name.startswith("attachments-"):
                values.add(name, value.lstrip("\n"))
    return values
