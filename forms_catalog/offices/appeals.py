"""To whom one appeals from what an office decided, and through whom: as that office is headed and placed.

Forms name the board in Katowice, the voivode and the mayor of a city, as the facts of the first offices do;
offices that have another head or board say their own names in the same sentences.
"""

from pydantic import Field

from forms_catalog.model import Standing
from forms_catalog.particulars import Appeal, Frozen
from forms_catalog.reference import OfficeFacts, OfficeKind
from forms_catalog.texts import LANGUAGES, Text


class Head(Frozen):
    """Who stands at the head of an office: by name, and as one sends something "through" him."""

    name: str  #: Polish, as the law calls him: "Wójt"
    through: Text  #: "Wójta", "the Head of the Commune (wójt)"


class Appeals(Frozen):
    """Heads and boards of offices; what one is not listed for follows from its kind, or is not named."""

    as_written: Head  #: how forms call the head …
    board_as_written: Text  #: … and where the board is that they name
    heads: dict[str, Head] = Field(default_factory=dict)
    boards: dict[str, Text] = Field(default_factory=dict)  #: "w Częstochowie"
    head_of_kind: dict[OfficeKind, str] = Field(default_factory=dict)
    head_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)  #: head → offices
    board_of: dict[str, tuple[str, ...]] = Field(default_factory=dict)  #: board → offices
    unnamed: Head  #: of an office that nobody has listed
    source: str
    standing: Standing

    def at(self, appeal: Appeal, office: OfficeFacts) -> Appeal:
        """The appeal with the names of this office; the very one where they are those that the form says."""
        head, board = self.head(office), self.board(office)
        if head == self.as_written and board == self.board_as_written:
            return appeal
        plain = {
            one: appeal.plain.in_(one)
            .replace(self.as_written.through.in_(one), head.through.in_(one))
            .replace(f" {self.board_as_written.in_(one)}", f" {board.in_(one)}" if board else "")
            for one in LANGUAGES
        }
        place, there = f" {self.board_as_written.pl}", f" {board.pl}" if board else ""
        via = head.name if appeal.via == self.as_written.name else appeal.via
        return appeal.model_copy(
            update={
                "plain": Text(**plain),
                "via": via and via.replace(place, there),
                "body": appeal.body and appeal.body.replace(place, there),
            }
        )

    def head(self, office: OfficeFacts) -> Head:
        """Who stands at the head of the office."""
        listed = next((name for name, codes in self.head_of.items() if office.code in codes), None)
        name = listed or self.head_of_kind.get(office.kind)
        return self.heads[name] if name else self.unnamed

    def board(self, office: OfficeFacts) -> Text | None:
        """Where its appeal board is; None where nobody has said."""
        listed = next((name for name, codes in self.board_of.items() if office.code in codes), None)
        return self.boards[listed] if listed else None

    def is_sure(self, appeal: Appeal, office: OfficeFacts) -> bool:
        """Whether the names were compared with their source: as forms say them they were, with the form."""
        return self.standing == "verified" or self.at(appeal, office) is appeal
