"""Everything that may be set from outside: variables OKIENKO_…, listed in docs/settings.md."""

import os
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
METRICS_HOST = "127.0.0.1"


class Settings(BaseSettings):
    """Read once at the start, then handed down; no other room knows it."""

    model_config = SettingsConfigDict(
        env_prefix="OKIENKO_", frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    data: Path = Field(
        Path("data"), description="Folder of everything that must be kept: database, files, seals, secrets."
    )
    host: str = Field(
        "127.0.0.1", description="Address the portal listens on; put nginx with TLS before any other one."
    )
    port: int = Field(
        8000, ge=1, le=65532, description="Port of the portal; the three after it serve the rest of a demo."
    )
    public_url: str = Field(
        "",
        description="Address residents use, as it stands in QR codes and API answers; empty:"
        " http://<host>:<port>. Plain http is accepted for the loopback only.",
    )
    desk_url: str = Field(
        "",
        description="Address clerks use, as it stands in access links; empty: http://<host>:<port + 1>, which"
        " answers on the loopback only.",
    )
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("OKIENKO_DATABASE_URL", "DATABASE_URL", "database_url"),
        description="PostgreSQL (15–18) as the application's role: postgresql://…; DATABASE_URL is read too."
        " Empty: our own PostgreSQL in the data folder.",
    )
    owner_database_url: SecretStr | None = Field(
        None,
        description="The same database as the owner of the tables, for migrations; needed with DATABASE_URL.",
    )
    demo: bool = Field(
        False,
        description="Demo: seals of a demo certification centre, DEMO on every page, receipt and paper.",
    )
    default_office: str = Field("zabrze", description="Office shown to a visitor who has not chosen one.")
    offices: str = Field(
        "",
        description="Codes of the offices open here, separated by commas. Empty: in a demo all that are"
        " shipped, else those whose seal lies in the data folder. Offices added here are open besides.",
    )
    office_domain: str = Field(
        "",
        pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)*)?$",
        description="Domain under which each office has a name of its own: with okienko.example a visitor of"
        " zabrze.okienko.example is at the office zabrze. Empty: none has.",
    )
    draft_days: int = Field(
        30, ge=1, le=366, description="Days an unfinished form is kept after its last change."
    )
    prefill_minutes: int = Field(
        60,
        ge=1,
        le=43_200,
        description="Minutes that a link with answers for a form works"
        " (POST /api/v1/services/{code}/prefill).",
    )
    draft_reminder_days: int = Field(
        7,
        ge=0,
        le=366,
        description="Days without a change after which whoever left an address on a draft is reminded once."
        " 0: never.",
    )
    draft_warning_days: int = Field(
        5,
        ge=0,
        le=366,
        description="Days before the end of a draft that whoever left an address on it is warned; at most one"
        " fewer than OKIENKO_DRAFT_DAYS. 0: never.",
    )
    api_calls_a_minute: int = Field(
        1200,
        ge=1,
        description="Calls of /api/v1 from one address in a minute, counted by each web process for itself;"
        " more are answered with 429.",
    )
    web_workers: int = Field(2, ge=1, le=64, description="Processes that answer residents.")
    database_connections: int = Field(
        3, ge=2, le=50, description="Connections of each web process to PostgreSQL."
    )
    connect_seconds: int = Field(
        3, ge=2, le=60, description="Seconds after which a silent PostgreSQL counts as away."
    )
    statement_seconds: int = Field(
        4, ge=1, le=300, description="Seconds after which a statement is given up."
    )
    start_seconds: int = Field(
        180, ge=10, le=3600, description="Seconds that the portal may take to answer when the program starts."
    )
    stop_seconds: int = Field(
        20, ge=1, le=25, description="Seconds that requests under way get to finish when the program stops."
    )
    extra_definitions: str = Field(
        "",
        description="Further folders of form definitions, separated by a colon; open in every office.",
    )
    sms_account: str = Field(
        "", description="Account at Twilio (AC…). Empty: no SMS is sent, in a demo the simulator takes them."
    )
    sms_token: SecretStr | None = Field(
        None, description="The account's token; it also proves that a report comes from the operator."
    )
    sms_sender: str = Field(
        "", description="Our number (+48…), sender's name (at most 11 letters) or messaging service (MG…)."
    )
    sms_url: str = Field(
        "", description="Address of the operator's API. Empty: the vendor's own, in a demo the simulator's."
    )
    sms_seconds: float = Field(
        10.0, gt=0, le=120, description="Seconds after which a silent SMS operator counts as away."
    )
    sms_prefixes: str = Field(
        "+48", description="Numbers that SMS may go to, by their beginning, separated by commas."
    )
    sms_segments_a_day: int = Field(
        10_000, ge=0, description="Parts of SMS that an office may pay for in a day; then news go by e-mail."
    )
    sms_quiet: bool | None = Field(
        None,
        description="Whether news by SMS wait for the end of the office's quiet hours (its file of offices,"
        " office_kinds.yaml). Empty:"
        " they do, but not in a demo that sends to the simulator.",
    )
    smtp_host: str = Field(
        "", description="Mail server. Empty: no e-mail is sent, in a demo the simulator takes it."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="starttls, tls, or none for a server on this machine."
    )
    smtp_user: str = Field("", description="Name for the mail server; empty: it asks for none.")
    smtp_password: SecretStr | None = Field(None, description="Password for the mail server.")
    smtp_seconds: float = Field(
        10.0, gt=0, le=120, description="Seconds after which a silent mail server counts as away."
    )
    smtp_once_more_minutes: float = Field(
        15.0,
        ge=0,
        le=1440,
        description="Minutes after which a letter whose answer was lost goes out once more, the last time.",
    )
    clamd: str = Field(
        "",
        description="Virus scanner (clamd): its socket's absolute path, or host:port. Empty: files are not"
        " scanned, and the desk says so.",
    )
    clamd_seconds: float = Field(
        30.0, gt=0, le=600, description="Seconds after which a silent virus scanner counts as away."
    )
    simulators_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port of the simulators' page and SMS operator in a demo. 0: the portal's and 2.",
    )
    mail_simulator_port: int = Field(
        0, ge=0, le=65535, description="Port of the simulated mail server in a demo. 0: the portal's and 3."
    )
    desk_idle_minutes: int = Field(
        15, ge=5, le=60, description="Minutes without a step after which a clerk is logged out."
    )
    desk_hours: int = Field(
        8, ge=1, le=24, description="Hours after which a clerk logs in anew at the latest."
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="Port on 127.0.0.1 where the worker tells Prometheus its figures. 0: nowhere.",
    )
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR."
    )

    @model_validator(mode="after")
    def _plain_http_stays_at_home(self) -> Self:
        address = urlsplit(self.address)
        if address.scheme not in {"http", "https"} or not address.hostname:
            raise ValueError("OKIENKO_PUBLIC_URL is not an address like https://urzad.example.pl")
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise ValueError(
                "OKIENKO_PUBLIC_URL must begin with https:// unless it is 127.0.0.1 or localhost"
            )
        return self

    @model_validator(mode="after")
    def _the_token_travels_sealed(self) -> Self:
        operator = urlsplit(self.sms_url)
        home = operator.scheme == "http" and operator.hostname in LOOPBACK
        if self.sms_url and not home and not (operator.scheme == "https" and operator.hostname):
            raise ValueError("OKIENKO_SMS_URL must begin with https:// unless it is 127.0.0.1 or localhost")
        return self

    @model_validator(mode="after")
    def _letters_travel_sealed(self) -> Self:
        if self.smtp_host and self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            raise ValueError("OKIENKO_SMTP_SECURITY may be none for 127.0.0.1 or localhost only")
        return self

    @model_validator(mode="after")
    def _the_scanner_has_a_place(self) -> Self:
        host, _, port = self.clamd.rpartition(":")
        if self.clamd and not Path(self.clamd).is_absolute() and not (host and port.isdigit()):
            raise ValueError("OKIENKO_CLAMD is neither an absolute path nor host:port")
        return self

    @model_validator(mode="after")
    def _an_owner_migrates(self) -> Self:
        if (self.database_url is None) != (self.owner_database_url is None):
            raise ValueError("OKIENKO_DATABASE_URL and OKIENKO_OWNER_DATABASE_URL belong together")
        return self

    @property
    def address(self) -> str:
        """The public address without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def office_codes(self) -> tuple[str, ...]:
        """Offices named by the settings."""
        return tuple(code.strip() for code in self.offices.split(",") if code.strip())

    @property
    def desk_at(self) -> int:
        return self.port + 1

    @property
    def desk_address(self) -> str:
        """The desk's address without a slash at its end; under plain http it answers on the loopback only."""
        return (self.desk_url or f"http://{self.host}:{self.desk_at}").rstrip("/")

    @property
    def simulators_at(self) -> int:
        return self.simulators_port or self.port + 2

    @property
    def mail_simulator_at(self) -> int:
        return self.mail_simulator_port or self.port + 3

    @property
    def plain_http(self) -> bool:
        """A demo on the loopback without TLS: cookies lose Secure and __Host-."""
        return self.address.startswith("http://")

    @property
    def definition_folders(self) -> tuple[Path, ...]:
        return tuple(Path(part) for part in self.extra_definitions.split(os.pathsep) if part)

    def environment(self) -> dict[str, str]:
        """What a child process needs in its environment to read the same settings."""
        given = {
            f"OKIENKO_{name.upper()}": _written(getattr(self, name))
            for name in sorted(self.model_fields_set | {"data", "port"})
        }
        return {**os.environ, **given, "OKIENKO_DATA": str(self.data.absolute())}


def _written(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else "" if value is None else str(value)
