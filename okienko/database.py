"""Connections to PostgreSQL that never hang for long."""

from dataclasses import dataclass

import orjson
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker


@dataclass(frozen=True)
class Patience:
    """After how many seconds a silent database counts as away."""

    connect_seconds: int = 3
    statement_seconds: int = 5
    pool_seconds: int = 5


def engine(url: str, *, pool: int = 3, patience: Patience | None = None) -> Engine:
    """An engine for a libpq address. No ping before use: a lost connection shows in one statement."""
    limits = patience or Patience()
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=limits.pool_seconds,
        pool_pre_ping=False,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        hide_parameters=True,  # an error names the statement, never what a person typed
        connect_args={
            "connect_timeout": limits.connect_seconds,
            "tcp_user_timeout": limits.connect_seconds * 1000,
            "keepalives_idle": 10,
            "application_name": "okienko",
            "options": f"-c statement_timeout={limits.statement_seconds * 1000}"
            f" -c lock_timeout={limits.statement_seconds * 1000}"
            f" -c idle_in_transaction_session_timeout={limits.statement_seconds * 6000} -c timezone=UTC",
        },
    )


def sessions(url: str, *, pool: int = 3, patience: Patience | None = None) -> sessionmaker[Session]:
    """A sessionmaker over an engine of its own; rows are values once the transaction is over."""
    return sessionmaker(engine(url, pool=pool, patience=patience), expire_on_commit=False)


def _json(value: object) -> str:
    """A submission's calculated lines are long; the standard library takes most of a millisecond."""
    return orjson.dumps(value).decode()
