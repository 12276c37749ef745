"""The seals of the offices in the data folder."""

from collections.abc import Mapping, Sequence

from casework.trust.demo_centre import make_demo_seal
from casework.trust.seal import Seal, open_seal
from forms_catalog.catalogue import Catalogue
from okienko.refusals import CannotStart
from okienko.settings import Settings

#: of many offices whose seals are wrong; the others are counted
_NAMED = 3


def seal_of(settings: Settings, office: str, name: str) -> Seal | None:
    """The seal of an office that came at run time; None while there is none that may be used."""
    folder = settings.data / "seals"
    if settings.demo:
        return make_demo_seal(folder, office, name)
    try:
        seal = open_seal(folder, office)
    except (OSError, ValueError):
        return None
    return None if _is_demo(seal) else seal


def _is_demo(seal: Seal) -> bool:
    return "DEMO" in seal.certificate.subject.rfc4514_string()


def seals_of(settings: Settings, catalogue: Catalogue) -> Mapping[str, Seal]:
    """Every office's seal. A demo makes what is missing; else a missing or a demo seal stops the start."""
    folder = settings.data / "seals"
    if settings.demo:
        return {
            code: make_demo_seal(folder, code, office.name.pl) for code, office in catalogue.offices.items()
        }
    try:
        seals = {code: open_seal(folder, code) for code in catalogue.offices}
    except (FileNotFoundError, PermissionError, ValueError) as fault:
        raise CannotStart(
            f"{fault}; put the seals there, or start a demo with OKIENKO_DEMO=1",
            f"pieczęci nie można użyć ({fault}): wgraj pieczęcie do {folder}"
            " albo uruchom wersję demonstracyjną z OKIENKO_DEMO=1",
        ) from fault
    demos = [code for code, seal in seals.items() if _is_demo(seal)]
    if demos:
        raise _are_demos(demos)
    return seals


def _are_demos(codes: Sequence[str]) -> CannotStart:
    named, more = ", ".join(codes[:_NAMED]), len(codes) - _NAMED
    english, polish = (f" and {more} more", f" i jeszcze {more}") if more > 0 else ("", "")
    return CannotStart(
        f"the seals of {named}{english} are demo seals. For the data folder of a demo put OKIENKO_DEMO=1"
        " before the command: OKIENKO_DEMO=1 okienko status …; an office replaces the seals with its own",
        f"pieczęcie demonstracyjne: {named}{polish}. Gdy to folder wersji demonstracyjnej, wpisz"
        " OKIENKO_DEMO=1 przed poleceniem: OKIENKO_DEMO=1 okienko status …; urząd wgrywa własne pieczęcie",
    )
