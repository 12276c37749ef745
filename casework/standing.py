"""How the system stands, said in findings: what is well, what to watch, what needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from forms_catalog.problems import N_

Level = Literal["ok", "watch", "person"]

#: code → English message id with %(name)s places
WORDS: Mapping[str, str] = {
    "database_ok": N_("The database answers."),
    "database_away": N_("The database does not answer. Residents cannot file anything."),
    "not_asked": N_(
        "Not known meanwhile, for the database would have to say it: clock, worker, duties, queue, messages,"
        " files that wait for the scanner, audit."
    ),
    "migration_pending": N_("The database is of an older version. Run: okienko migrate"),
    "clock_ok": N_("This machine's clock agrees with the database's."),
    "clock_off": N_("This machine's clock is %(seconds)s s off the database's. Check time synchronisation."),
    "disk_ok": N_("%(free)s free."),
    "disk_low": N_("Only %(free)s free. Make room soon."),
    "disk_full": N_("Only %(free)s free. Files will soon be refused: make room now."),
    "worker_ok": N_("The worker is at work."),
    "worker_away": N_("No worker gave a sign of life. Messages and duties wait."),
    "duties_ok": N_("Every duty was done."),
    "duty_failed": N_("The duty %(duty)s failed, the last time at %(at)s."),
    "duty_cut_off": N_("The duty %(duty)s was cut off, at %(at)s. It is done again at its next hour."),
    "queue_ok": N_("No duty waits too long."),
    "queue_late": N_("%(count)s duties wait, the oldest for %(minutes)s minutes."),
    "channel_ok": N_("Messages go out."),
    "channel_not_set": N_("Not set: nothing goes out by this channel."),
    "channel_not_released": N_("A restored system: nothing goes out until okienko release."),
    "channel_account": N_(
        "The operator refuses our account (%(code)s). Put the settings or the balance right."
    ),
    "channel_away": N_("The operator does not answer (%(code)s). We try again by ourselves."),
    "channel_away_long": N_("The operator has not answered since %(since)s (%(code)s). Call it."),
    "promises_ok": N_("No promise is stuck."),
    "promises_stuck": N_("%(count)s messages are more than an hour late, the oldest promised at %(since)s."),
    "promises_unknown": N_("Of %(count)s messages nobody knows whether they were sent."),
    "scanner_ok": N_("The scanner finds the test virus: %(name)s."),
    "scanner_not_set": N_("No scanner is set: files are handed out unchecked."),
    "scanner_away": N_("The scanner does not answer. Files that came in stay locked."),
    "scanner_old": N_("The scanner's signatures are %(days)s days old. Check freshclam."),
    "files_waiting": N_("%(count)s files have waited for the scanner for more than an hour."),
    "files_not_scanned": N_("%(count)s files came in before there was a scanner."),
    "seals_ok": N_("%(count)s seals are valid, the first until %(until)s."),
    "seal_ok": N_("%(office)s: the seal is valid until %(until)s."),
    "seal_ends": N_("%(office)s: the seal ends on %(until)s. Renew it: okienko seal renew %(office)s"),
    "seal_ended": N_("%(office)s: the seal ended on %(until)s. Renew it now: okienko seal renew %(office)s"),
    "centre_ends": N_("The certificate of the seals' centre ends on %(until)s."),
    "facts_unconfirmed": N_("%(count)s facts of the catalogue are not confirmed by a lawyer or the office."),
    "facts_year_missing": N_(
        "%(count)s rates for %(year)s are missing (%(whose)s). Enter them at the desk: Rates and facts."
    ),
    "facts_year_missing_law": N_(
        "%(count)s rates of the law for %(year)s are missing."
        " Whoever runs the platform enters them at the desk: Rates and facts."
    ),
    "facts_left_out": N_(
        "Written at the desk, cannot be used: %(rows)s. The desk says what to do: Rates and facts."
    ),
    "facts_ok": N_("Every fact of the catalogue is confirmed."),
    "places_ok": N_("%(kind)s is loaded: state of %(day)s (%(file)s)."),
    "places_none": N_(
        "No register of places is loaded: towns and streets of addresses are compared with nothing."
    ),
    "backup_ok": N_("The last backup was made at %(at)s (%(size)s)."),
    "backup_old": N_("The last backup was made at %(at)s. Make one each day: okienko backup FILE"),
    "backup_none": N_("No backup has been made. Make one each day: okienko backup FILE"),
    "audit_ok": N_("Yesterday's audit is sealed for every office."),
    "audit_unsealed": N_("%(office)s: the audit is sealed only up to %(day)s."),
    "audit_never": N_("%(office)s: the audit has never been sealed."),
}
PARTS: Mapping[str, str] = {
    "database": N_("Database"),
    "clock": N_("Clock"),
    "disk": N_("Disk"),
    "worker": N_("Worker"),
    "duties": N_("Duties"),
    "queue": N_("Queue"),
    "sms": N_("SMS"),
    "email": N_("E-mail"),
    "promises": N_("Promises"),
    "scanner": N_("Virus scanner"),
    "seals": N_("Seals"),
    "facts": N_("Facts"),
    "places": N_("Places"),
    "backup": N_("Backup"),
    "audit": N_("Audit"),
}


@dataclass(frozen=True)
class Finding:
    part: str  #: key of PARTS
    code: str  #: key of WORDS; stable
    level: Level
    values: Mapping[str, str] = field(default_factory=dict)
    job: int | None = None  #: a failed duty that may be told to try again


@dataclass(frozen=True)
class Standing:
    at: datetime
    findings: tuple[Finding, ...]
    figures: Mapping[str, float] = field(default_factory=dict)  #: for measuring: name → value

    @property
    def needs_a_person(self) -> bool:
        return any(finding.level == "person" for finding in self.findings)
