"""Which of the region's offices are open in this installation."""

from dataclasses import replace

from forms_catalog.catalogue import Catalogue
from forms_catalog.loading.faults import did_you_mean
from okienko.refusals import CannotStart
from okienko.settings import Settings


def with_open_offices(catalogue: Catalogue, settings: Settings) -> Catalogue:
    """The catalogue with the offices named in the settings; where none is, all in a demo, else those whose
    seal lies in the data folder, and the default one in any case. CannotStart for an office nobody knows.
    """
    wanted = set(settings.office_codes) or _sealed(catalogue, settings)
    wanted.add(settings.default_office)
    for code in sorted(wanted - catalogue.offices.keys()):
        hint = did_you_mean(code, catalogue.offices)
        raise CannotStart(f"there is no office “{code}”. {hint}", f"nie ma urzędu „{code}”. {hint}")
    if wanted == catalogue.offices.keys():
        return catalogue
    return replace(
        catalogue,
        offices={code: facts for code, facts in catalogue.offices.items() if code in wanted},
        office_rows={code: row for code, row in catalogue.office_rows.items() if code in wanted},
    )


def _sealed(catalogue: Catalogue, settings: Settings) -> set[str]:
    if settings.demo:
        return set(catalogue.offices)
    folder = settings.data / "seals"
    return {code for code in catalogue.offices if (folder / f"{code}.crt").exists()}
