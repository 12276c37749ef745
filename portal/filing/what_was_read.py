"""Nobody sends an amount that he did not read, also when an office changes a rate meanwhile."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from forms_catalog.calculation import Calculation, to_keep
from forms_catalog.reference import OfficeFacts
from forms_catalog.transfers import transfers

#: field of the check page that says what was read there
READ = "read"


@dataclass(frozen=True)
class Sums:
    """The sums of a form at an office as they would be filed now."""

    change: int  #: the catalogue's
    today: date
    office: OfficeFacts
    made: Callable[[], Sequence[Calculation]]  #: works them out

    def read_as(self) -> str:
        """What a check page carries along: of which catalogue and day its sums are, and their digest with
        the accounts they are paid to.
        """
        made = self.made()
        payees = [one.payee for one in transfers(made, self.office, on=self.today, about="")]
        accounts = [payee.account if payee else None for payee in payees]
        said = json.dumps([to_keep(made), accounts], sort_keys=True)
        return f"{self._made_of}.{hashlib.sha256(said.encode()).hexdigest()[:32]}"

    def are_as_read(self, read: str | None) -> bool:
        """Whether what was read is what would be filed now. Costs nothing while no office changed anything
        and the day is the same. A page of an earlier version of the program says nothing: None.
        """
        if read is None:
            return True
        made_of, _, digest = read.rpartition(".")
        return made_of == self._made_of or self.read_as().endswith(f".{digest}")

    @property
    def _made_of(self) -> str:
        return f"{self.change}-{self.today}"
