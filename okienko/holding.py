"""The catalogue and seals in use: as shipped, and with what offices changed since the process began."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Generic, TypeVar

from casework.catalogue.catalogue_watch import CatalogueWatch
from casework.trust.seal import Seal
from forms_catalog.catalogue import Catalogue
from forms_catalog.offices.own_rows import LeftOut
from forms_catalog.own import Assembly

logger = logging.getLogger(__name__)
_P = TypeVar("_P")
_V = TypeVar("_V")


@dataclass(frozen=True)
class Held:
    """What belongs together: no office is open without its seal."""

    catalogue: Catalogue
    seals: Mapping[str, Seal]


class Holder:
    """One per process: `now()` is what requests and rounds that begin now work with."""

    def __init__(
        self,
        first: Held,
        assembly: Assembly,
        watch: CatalogueWatch,
        seal_of: Callable[[str, str], Seal | None],
    ) -> None:
        self.held = first
        self._assembly, self._watch, self._seal_of = assembly, watch, seal_of
        self._one = Lock()

    def wake(self) -> None:
        """The next `now()` looks at once: somebody in this process has just changed something."""
        self._watch.wake()

    def now(self) -> Held:
        """With every change that was committed two seconds ago or earlier, while the database answers."""
        seen = self._watch.look()
        if seen is not None:
            with self._one:
                self.held = self._sealed(self._assembly.put_together(seen[0], day=seen[1]))
            for out in self.held.catalogue.left_out:
                logger.error("left out", extra={"what": out.what, "row": out.id, "office": out.office})
            logger.info("the catalogue was renewed", extra={"change": seen[0].change})
        return self.held

    def _sealed(self, catalogue: Catalogue) -> Held:
        """An office that came at run time is open once it has a seal."""
        seals = {code: seal for code, seal in self.held.seals.items() if code in catalogue.offices}
        left = list(catalogue.left_out)
        offices = dict(catalogue.offices)
        for code in catalogue.offices.keys() - seals.keys():
            seal = self._seal_of(code, offices[code].name.pl)
            if seal is None:
                del offices[code]
                left.append(LeftOut("seal", code, code, "the office has no seal of its own yet"))
            else:
                seals[code] = seal
        in_order = {code: seals[code] for code in offices}
        return Held(replace(catalogue, offices=offices, left_out=tuple(left)), in_order)


class Renewal(Generic[_P]):
    """What is made of the catalogue, made anew when that changes: the parts of an application."""

    def __init__(self, now: Callable[[], Held], first: Held, make: Callable[[Held], _P]) -> None:
        self._now, self._held, self._make = now, first, make

    def __call__(self) -> _P | None:
        """The new one, once for each change; None while nothing changed."""
        held = self._now()
        if held is self._held:
            return None
        self._held = held
        return self._make(held)


class OfOffices(Mapping[str, _V]):
    """Office → value, always as the offices are now: for whoever keeps the mapping as long as it lives."""

    def __init__(self, held: Callable[[], Catalogue], make: Callable[[Catalogue], Mapping[str, _V]]) -> None:
        self._held, self._make = held, make
        self._of: Catalogue | None = None
        self._values: Mapping[str, _V] = {}

    def _now(self) -> Mapping[str, _V]:
        catalogue = self._held()
        if catalogue is not self._of:
            self._values = self._make(catalogue)
            self._of = catalogue
        return self._values

    def __getitem__(self, office: str) -> _V:
        return self._now()[office]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())
