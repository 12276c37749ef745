"""`okienko seal renew OFFICE`: a new key and certificate; old receipts stay valid."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from casework.trust.kept_seal import Seal
from casework.trust.renewing import NotASeal, renew_demo_seal, renew_seal
from casework.trust.words import N_
from okienko.refusals import CannotStart
from okienko.wiring import Wiring
from pages.language import TRANSLATIONS, load_words


def renew(wiring: Wiring, console: Console, asked: argparse.Namespace) -> int:
    """In a demo a fresh demo seal, else the provider's files. CannotStart, with nothing changed, when they do
    not fit.
    """
    office = wiring.catalogue.offices.get(asked.office)
    if office is None:
        raise CannotStart(f"there is no office {asked.office}", f"nie ma urzędu {asked.office}")
    folder = wiring.settings.data / "seals"
    if not folder.is_dir():
        raise CannotStart(f"there are no seals in {folder} yet", f"w {folder} nie ma jeszcze pieczęci")
    try:
        seal = _renewed(wiring, folder, asked, office.name.pl)
    except NotASeal as fault:
        english, polish = (
            load_words(TRANSLATIONS, tongue).gettext(fault.message) % fault.values for tongue in ("en", "pl")
        )
        raise CannotStart(
            f"the seal was not renewed: {english}", f"pieczęci nie odnowiono: {polish}"
        ) from fault
    except PermissionError as fault:
        raise CannotStart(
            f"the seal was not renewed: this account may not write in {folder}",
            f"pieczęci nie odnowiono: to konto nie może zapisywać w {folder}",
        ) from fault
    until = f"{seal.certificate.not_valid_after_utc:%Y-%m-%d}"
    console.print(
        f"{asked.office}: new seal, valid until {until}. Restart okienko, then publish {asked.office}.crt.\n"
        f"{asked.office}: nowa pieczęć, ważna do {until}. Uruchom okienko znów, ogłoś {asked.office}.crt.\n"
        "Keep the other .crt files: receipts sealed before are checked against them.\n"
        "Zachowaj pozostałe pliki .crt: służą do sprawdzania wcześniejszych poświadczeń.",
        soft_wrap=True,
    )
    return 0


def _renewed(wiring: Wiring, folder: Path, asked: argparse.Namespace, name: str) -> Seal:
    now = datetime.now(UTC)
    if asked.key is None and asked.certificate is None:
        if not wiring.settings.demo:
            raise NotASeal(N_("Give --key and --certificate from the provider of the seal."))
        return renew_demo_seal(folder, asked.office, name, now=now)
    if asked.key is None or asked.certificate is None:
        raise NotASeal(N_("--key and --certificate belong together: give both."))
    centre = _read(asked.centre) if asked.centre else None
    key, certificate = _read(asked.key), _read(asked.certificate)
    return renew_seal(folder, asked.office, key=key, certificate=certificate, centre=centre, now=now)


def _read(path: Path) -> bytes:
    """What the account of the service may read: files of root it may not."""
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise NotASeal(N_("There is no file %(name)s."), name=str(path)) from fault
    except OSError as fault:
        raise NotASeal(
            N_("The file %(name)s may not be read by this account: install -o okienko -m 0600."),
            name=str(path),
        ) from fault
