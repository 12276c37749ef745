"""The command `okienko`."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name

from psycopg.errors import DiskFull, UndefinedColumn, UndefinedTable
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError

from okienko.logs import write_logs
from okienko.refusals import CannotStart
from okienko.room import FULL, disk_full
from okienko.settings import Settings

CANNOT_START = 1
_NOT_THIS_VERSION = (
    "the database has not come to this version yet: start okienko, or give okienko migrate",
    "baza nie jest jeszcze w tej wersji: uruchom okienko albo wydaj okienko migrate",
)
STOPPED_EARLY = 130
NOT_READ = 141
_OFFICE_KINDS = ("commune", "city_with_county_rights", "county", "voivodeship")
#: a child of the supervisor loads its own part alone: importing all of them takes seconds in each
_SERVED = {
    "web": "okienko.processes.web:serve",
    "desk": "okienko.processes.desk:serve_desk",
    "worker": "okienko.processes.worker:work_over",
    "simulators": "okienko.simulators.serving:serve_simulators",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Carries out one command and gives its exit code; what is in the way is one line on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _ordered(words)
    except BrokenPipeError:  # `okienko status | head`: whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_READ


def _ordered(words: Sequence[str]) -> int:
    if words[:1] == ["verify"]:
        verify: Callable[[Sequence[str]], int] = resolve_name("okienko.terminal.verifying:verify_command")
        return verify(words[1:])  # has options of its own and needs no settings
    asked = _parser().parse_args(words)
    try:
        return _carry_out(asked, _settings(asked))
    except CannotStart as refusal:
        return _refuse(refusal)
    except KeyboardInterrupt:
        return STOPPED_EARLY  # before anything was started
    except ValidationError as faults:
        named = "; ".join(_named(dict(fault)) for fault in faults.errors())
        return _refuse(CannotStart(f"settings: {named}", f"ustawienia: {named}"))
    except OperationalError as away:
        return _refuse(_away(away, asked))
    except ProgrammingError as fault:
        if not isinstance(fault.orig, UndefinedTable | UndefinedColumn):
            raise
        return _refuse(CannotStart(*_NOT_THIS_VERSION))
    except OSError as fault:
        if fault.errno not in FULL:
            raise
        return _refuse(disk_full(Path(fault.filename) if fault.filename else _settings(asked).data))


def _away(away: OperationalError, asked: argparse.Namespace) -> CannotStart:
    if isinstance(away.orig, DiskFull):
        return disk_full(_settings(asked).data)
    why = str(away.orig).splitlines()[0]
    return CannotStart(f"the database is away: {why}", f"baza jest niedostępna: {why}")


def _carry_out(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.command in _SERVED:
        write_logs(settings.log_level)
        serve: Callable[[Settings], None] = resolve_name(_SERVED[asked.command])
        serve(settings)
        return 0
    write_logs("WARNING")
    carry_out: Callable[[argparse.Namespace, Settings], int] = resolve_name(
        "okienko.terminal.commands:carry_out"
    )
    return carry_out(asked, settings)


def _settings(asked: argparse.Namespace) -> Settings:
    given = {name: getattr(asked, name, None) for name in ("data", "port")}
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _refuse(refusal: CannotStart) -> int:
    print(f"okienko: {refusal.english}\nokienko: {refusal.polish}", file=sys.stderr)
    return CANNOT_START


def _named(fault: dict[str, object]) -> str:
    where = fault.get("loc")
    name = ".".join(str(part) for part in where) if isinstance(where, tuple) else ""
    text = str(fault.get("msg", "")).removeprefix("Value error, ")
    return f"OKIENKO_{name.upper()}: {text}" if name else text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="okienko", description="A city's counter window on the web.", epilog="Settings: docs/settings.md"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    started = commands.add_parser("run", help="PostgreSQL, portal and worker together, until Ctrl-C")
    started.add_argument("--port", type=int, help="port of the portal (8000)")
    web = commands.add_parser("web", help="the portal alone")
    web.add_argument("--port", type=int, help="port of the portal (8000)")
    desk = commands.add_parser("desk", help="the clerks' desk alone")
    desk.add_argument("--port", type=int, help="port of the portal (8000); the desk is on the next one")
    commands.add_parser("worker", help="the worker alone")
    stand_in = commands.add_parser("simulators", help="SMS operator and mail server of a demo")
    stand_in.add_argument("--port", type=int, help="port of the portal; theirs are 2 and 3 above it")
    commands.add_parser("migrate", help="bring the database to this version")
    kept = commands.add_parser("backup", help="everything that must be kept, in one file; while it runs too")
    kept.add_argument("file", metavar="FILE", type=Path, help="the archive to be written")
    restored = commands.add_parser("restore", help="a backup made into a new data folder")
    restored.add_argument("file", metavar="FILE", type=Path, help="an archive of okienko backup")
    restored.add_argument("--data", metavar="NEWDIR", type=Path, required=True, help="a folder to be made")
    watched = commands.add_parser("status", help="how the system stands; 1 when something needs a person")
    watched.add_argument("--json", action="store_true", help="for monitoring")
    commands.add_parser("release", help="let a restored system send its messages")
    commands.add_parser("verify", help="check a receipt (UPO) offline: okienko verify --help", add_help=False)
    _with_questions(commands.add_parser("catalogue", help="the services"), check="are all definitions sound",
                    list="services with their versions")  # fmt: skip
    _with_users(commands.add_parser("user", help="accounts of the desk"))
    _with_offices(commands.add_parser("office", help="the offices"))
    _with_units(commands.add_parser("units", help="units of a town that forms offer to choose from"))
    _with_places(commands.add_parser("places", help="the register of places (GUS TERYT), for all offices"))
    _with_rates(commands.add_parser("rates", help="an office's own rates as a table"))
    _with_seals(commands.add_parser("seal", help="the seals"))
    audit = commands.add_parser("audit", help="the audit").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    walked = audit.add_parser("verify", help="walk every chain of every office")
    _with_data(walked)
    for command in (watched, walked):
        command.add_argument("--lang", choices=("pl", "en"), default="pl")
    for name, command in commands.choices.items():
        if name not in {"verify", "restore"}:  # these have words of their own for it
            _with_data(command)
    return parser


def _with_questions(command: argparse.ArgumentParser, **questions: str) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, explained in questions.items():
        _with_data(what.add_parser(name, help=explained))


def _with_offices(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    _with_data(what.add_parser("list", help="offices, and which are open here"))
    added = what.add_parser("add", help="open an office; a running program takes it up at once")
    added.add_argument("code", metavar="CODE", help="stands in addresses: gmina-wzorcowa")
    added.add_argument("--kind", choices=_OFFICE_KINDS, help="says which services it has")
    added.add_argument("--city", help="where it has its seat")
    for name, explained in (("name", "of the office"), ("authority", "whom letters are addressed to")):
        for tongue, ending in (("Polish", ""), ("English", "-en"), ("Ukrainian", "-uk")):
            added.add_argument(f"--{name}{ending}", help=f"{explained}, in {tongue}")
    _with_data(added)


def _with_units(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    listed = what.add_parser("list", help="an office's own units")
    taken = what.add_parser("import", help="units out of a table (CSV): docs/catalogue.md")
    taken.add_argument("file", metavar="FILE", type=Path)
    taken.add_argument("--empty", action="store_true", help="what the table lacks ends, whole kinds too")
    for one in (listed, taken):
        one.add_argument("--office", required=True, help="code of the office")
        _with_data(one)


def _with_places(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    _with_data(what.add_parser("list", help="which files are loaded, and of which day"))
    taken = what.add_parser("load", help="TERC, SIMC and ULIC of GUS (CSV or ZIP): docs/operations.md")
    taken.add_argument("files", metavar="FILE", type=Path, nargs="+")
    _with_data(taken)
    _with_data(what.add_parser("forget", help="no register any more"))


def _with_rates(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    given = what.add_parser("export", help="the rates that hold today, as CSV: docs/operations.md")
    taken = what.add_parser("import", help="rates out of such a table; all or none")
    taken.add_argument("--look", action="store_true", help="only say what would be written")
    taken.add_argument("--passed", action="store_true", help="days that have passed are meant")
    for one in (given, taken):
        one.add_argument("file", metavar="FILE", type=Path)
        one.add_argument("--office", required=True, help="code of the office")
        _with_data(one)


def _with_data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, default=argparse.SUPPRESS, help="data folder (./data)")


def _with_seals(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    _with_data(what.add_parser("list", help="seals with their certificates"))
    renewed = what.add_parser("renew", help="a new key and certificate; old receipts stay valid")
    renewed.add_argument("office", metavar="OFFICE", help="code of the office")
    renewed.add_argument("--key", type=Path, metavar="PEM", help="the new key, without a password")
    renewed.add_argument("--certificate", type=Path, metavar="PEM", help="its certificate")
    renewed.add_argument("--centre", type=Path, metavar="PEM", help="who issued it, when it is another one")
    _with_data(renewed)


def _with_users(command: argparse.ArgumentParser) -> None:
    what = command.add_subparsers(dest="what", required=True, metavar="WHAT")
    _with_data(what.add_parser("list", help="everybody with an account"))
    added = what.add_parser("add", help="make an account and print its access link")
    for name, explained in (
        ("reset", "print a new access link"),
        ("disable", "let nobody in any more"),
        ("enable", "let in again, with password and codes as before"),
    ):
        asked = what.add_parser(name, help=explained)
        asked.add_argument("login", metavar="E-MAIL")
        _with_data(asked)
    added.add_argument("login", metavar="E-MAIL")
    added.add_argument("name", metavar="NAME")
    added.add_argument("--office", help="code of the office; none for the platform's administrator")
    added.add_argument(
        "--role", action="append", metavar="ROLE",
        help="clerk, supervisor, office_admin, auditor; platform_admin without an office; may be repeated",
    )  # fmt: skip
    added.add_argument("--department", action="append", help="key of a unit; may be repeated")
    _with_data(added)
