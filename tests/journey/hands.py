"""Hands on a keyboard: everything is reached by Tab and answered by keys alone."""

from dataclasses import dataclass
from typing import TypedDict, cast

from playwright.sync_api import Page

from tests.browsing import press_enter

MOST_TABS = 250

#: what has the focus, and whether a person can see that it has
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  const group = e.type === 'radio' ? [...document.getElementsByName(e.name)] : [];
  return {
    tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || '', checked: !!e.checked,
    words: (e.textContent || '').replace(/\\s+/g, ' ').trim(),
    href: e.getAttribute('href') || '', id: e.id, hidden: e.getAttribute('aria-hidden') === 'true',
    seen: (parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none') || s.boxShadow !== 'none'
      || (e.labels && e.labels[0] && getComputedStyle(e.labels[0], '::before').boxShadow !== 'none'),
    choices: group.map(r => r.value),
    options: e.tagName === 'SELECT' ? [...e.options].map(o => o.value) : [],
    place: e.tagName === 'SELECT' ? e.selectedIndex : 0,
  };
}"""


class Focus(TypedDict):
    tag: str
    type: str
    name: str
    value: str
    checked: bool
    words: str
    href: str
    id: str
    hidden: bool
    seen: bool
    choices: list[str]
    options: list[str]
    place: int


@dataclass
class Hands:
    page: Page
    typed: dict[str, str]

    def focus(self) -> Focus:
        return cast(Focus, self.page.evaluate(FOCUS))

    def fill_and_press(self, words: str) -> None:
        """Goes through the page by Tab, answers what is asked, and presses Enter on the button so called."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            here = self.focus()
            if here["tag"] == "BODY":
                continue
            assert not here["hidden"], f"the focus is on something hidden: {here}"
            assert here["seen"], f"nobody can see the focus: {here}"
            if here["tag"] in ("BUTTON", "A") and words in here["words"]:
                press_enter(self.page)
                return
            self._answer(here)
        raise AssertionError(f"no way by Tab to {words!r} on {self.page.url}")

    def _answer(self, here: Focus) -> None:
        wanted = self._wanted(here["name"])
        if wanted is None:
            return
        if here["type"] == "radio":
            self._choose(here, wanted)
        elif here["type"] == "checkbox":
            if here["checked"] != (here["value"] in wanted.split(",")):
                self.page.keyboard.press("Space")
        elif here["tag"] == "SELECT":
            self._move(here["options"].index(wanted) - here["place"])
        elif here["tag"] in ("INPUT", "TEXTAREA"):
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(wanted)

    def _choose(self, here: Focus, wanted: str) -> None:
        self.page.keyboard.press("Space")
        self._move(here["choices"].index(wanted) - here["choices"].index(here["value"]))
        now = self.focus()
        assert now["checked"], now
        assert now["value"] == wanted, now

    def _move(self, steps: int) -> None:
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")

    def _wanted(self, name: str) -> str | None:
        """What to type: a date's answer is cut into the parts that are asked for."""
        whole, _, part = name.rpartition("-")
        if part in ("day", "month", "year", "time") and whole in self.typed:
            day, _, hour = self.typed[whole].partition("T")
            parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False)) | {"time": hour}
            return parts.get(part)
        return self.typed.get(name)
