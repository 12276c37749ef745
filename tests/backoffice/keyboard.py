"""Somebody at the desk without a mouse: Tab, Space, Enter and letters, and axe on each page they see."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.browsing import axe, press_enter

MOST_TABS = 120
#: id and words of what has the focus, hard spaces as plain ones
_FOCUSED = r"(e => [e.id, (e.innerText || '').replace(/\u00a0/g, ' ').trim()])(document.activeElement)"


@dataclass
class Typist:
    """Looks at every page it comes to; what is wrong there is kept as lines."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)  #: headings, in order

    def open(self, address: str) -> None:
        self.page.goto(address)
        self._look()

    def press(self, words: str) -> None:
        """Goes to the link or button that says these words, and presses it."""
        self._tab_to(words, 1)
        press_enter(self.page)
        self._look()

    def type(self, name: str, words: str) -> None:
        """Goes to the input of that id and types over what stands there."""
        self._tab_to(name, 0)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(words)

    def enter(self) -> None:
        """Sends what was just typed."""
        press_enter(self.page)
        self._look()

    def tick(self, words: str) -> None:
        """Goes to the box that the label names, and ticks it; of radios, it walks with the arrow."""
        box = self.page.get_by_label(words)
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            for _ in range(10):
                if box.evaluate("box => box === document.activeElement"):
                    self.page.keyboard.press("Space")
                    assert box.is_checked()
                    return
                if self.page.evaluate("document.activeElement.type") != "radio":
                    break
                self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the keyboard does not come to {words!r}")

    def _tab_to(self, wanted: str, which: int) -> None:
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_FOCUSED)[which] == wanted:
                return
        raise AssertionError(f"the keyboard does not come to {wanted!r} on {self.page.url}")

    def _look(self) -> None:
        heading = self.page.locator("h1").inner_text()
        self.seen.append(heading)
        found = axe(self.page).response["violations"]
        self.wrong += [f"{heading}: {one['id']}" for one in found]
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{heading}: too wide")
