"""The seals of the offices in the data folder."""

from collections.abc import Mapping

from casework.trust.demo_centre import make_demo_seal
from casework.trust.seal import Seal, open_seal
from forms_catalog.catalogue import Catalogue
from okienko.refusals import CannotStart
from okienko.settings import Settings


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
        named = ", ".join(demos)
        raise CannotStart(
            f"the seals of {named} are demo seals: replace them, or start with OKIENKO_DEMO=1",
            f"pieczęcie {named} są demonstracyjne: zamień je albo uruchom z OKIENKO_DEMO=1",
        )
    return seals
