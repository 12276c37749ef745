"""Why the program does not start or go on, in one line each language."""


class CannotStart(Exception):
    """Something outside the program must be mended first; says what, in English and in Polish."""

    def __init__(self, english: str, polish: str) -> None:
        super().__init__(f"{english} | {polish}")
        self.english, self.polish = english, polish
