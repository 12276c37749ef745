"""Commands that only ask and print: catalogue, office, seal, audit, status."""

import argparse
from collections.abc import Callable, Mapping

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from rich.console import Console
from rich.table import Table

from casework.audit import Break, verify_office
from casework.audit_seal import SealBreak, verify_seals
from casework.messages import sending
from casework.trust.seal import published_seals
from forms_catalog.catalogue import DefinitionError, load
from forms_catalog.problems import N_
from okienko.preparing import database_up
from okienko.terminal import office_rates, offices, places
from okienko.terminal.renewing import renew
from okienko.terminal.status_shown import status
from okienko.terminal.users import add_user, disable_user, enable_user, list_users, reset_user
from okienko.wiring import Wiring
from pages.language import TRANSLATIONS, load_words

#: what a break of that kind means, said with its own values
_BREAKS = {
    (Break, "missing"): N_("Case %(submission)s: entry %(position)s of its audit is missing."),
    (Break, "changed"): N_("Case %(submission)s: entry %(position)s of its audit was changed."),
    (Break, "head"): N_("Case %(submission)s: the end of its audit, entry %(position)s, does not fit."),
    (SealBreak, "entries"): N_("The seal of %(day)s: entries were added, dropped or changed since."),
    (SealBreak, "signature"): N_("The seal of %(day)s was put by no seal that lies among ours."),
}

Answer = Callable[[Wiring, Console, argparse.Namespace], int]


def check_catalogue(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """1 and every fault with its file and place, or 0."""
    try:
        catalogue = load(extra=wiring.settings.definition_folders)
    except DefinitionError as faults:
        console.print(str(faults), style="red", markup=False)
        return 1
    console.print(f"{len(catalogue.definitions)} definitions, {len(catalogue.offices)} offices: all sound.")
    return 0


def list_catalogue(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    table = Table("code", "version", "title", "group")
    for form in wiring.catalogue.services():
        table.add_row(form.code, str(form.version), form.title.pl, form.group)
    console.print(table)
    return 0


def list_seals(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """Certificates as they lie in the data folder, whole on any terminal; nothing is made."""
    for path in sorted((wiring.settings.data / "seals").glob("*.crt")):
        for seal in x509.load_pem_x509_certificates(path.read_bytes()):  # ca.crt keeps earlier centres
            said = (
                f"{path.stem}: {seal.not_valid_before_utc:%Y-%m-%d} – {seal.not_valid_after_utc:%Y-%m-%d}",
                f"  {seal.subject.rfc4514_string()}",
                f"  SHA-256 {seal.fingerprint(hashes.SHA256()).hex()}",
                f"  {path}",
            )
            console.print("\n".join(said), markup=False, highlight=False, soft_wrap=True)
    return 0


def verify_audit(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """1 when a chain or a day's seal is broken anywhere; each break is printed with its case or day."""
    broken, say = 0, load_words(TRANSLATIONS, asked.lang).gettext
    certificates = published_seals(wiring.settings.data / "seals")
    with database_up(wiring):
        for office in wiring.catalogue.offices:
            with wiring.sessions() as session:
                breaks: list[Break | SealBreak] = [
                    *verify_office(session, office),
                    *verify_seals(session, office, certificates),
                ]
            broken += len(breaks)
            held = N_("%(office)s: all chains and all daily seals hold.")
            said = held if not breaks else N_("%(office)s: places that do not hold: %(count)s.")
            console.print(say(said) % {"office": office, "count": len(breaks)}, markup=False, highlight=False)
            for each in breaks:
                told = say(_BREAKS[type(each), each.reason]) % vars(each)
                console.print(f"  {told}", style="red", markup=False, highlight=False, soft_wrap=True)
    return 1 if broken else 0


def release_sending(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """A restored system writes to people again, with everything promised meanwhile."""
    with database_up(wiring), wiring.sessions.begin() as session:
        sending.release(session)
    console.print("Messages leave again. · Wiadomości znów wychodzą.")
    return 0


ANSWERS: Mapping[tuple[str, str | None], Answer] = {
    ("status", None): status,
    ("catalogue", "check"): check_catalogue,
    ("catalogue", "list"): list_catalogue,
    ("office", "list"): offices.list_offices,
    ("office", "add"): offices.add,
    ("units", "list"): offices.list_units,
    ("units", "import"): offices.import_units,
    ("places", "list"): places.list_places,
    ("places", "load"): places.load_places,
    ("places", "forget"): places.forget_places,
    ("rates", "import"): office_rates.import_rates,
    ("rates", "export"): office_rates.export_rates,
    ("seal", "list"): list_seals,
    ("seal", "renew"): renew,
    ("audit", "verify"): verify_audit,
    ("user", "list"): list_users,
    ("user", "add"): add_user,
    ("user", "reset"): reset_user,
    ("user", "disable"): disable_user,
    ("user", "enable"): enable_user,
    ("release", None): release_sending,
}
