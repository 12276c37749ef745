"""Logs: one JSON line an event, with ids and never with people, keys or tokens."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

logger = logging.getLogger(__name__)

_SECRETS = (
    (re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b"), "****-****-****-****"),  # an access key
    (re.compile(r"(?<=[?&])(t|skrot|dane)=[^&\s\"']+"), r"\1=***"),  # a token in a link
    (re.compile(r"(?<=/formularz/)[0-9a-f-]{36}"), "***"),  # a draft's id opens the draft
    (re.compile(r"(?<=/cases/)[^/?\s\"']+"), "***"),
    (re.compile(r"(postgres\w*(?:\+\w+)?://[^:/\s]+):[^@\s]+@"), r"\1:***@"),
)


def masked(text: str) -> str:
    """The text without access keys, tokens, drafts' ids and passwords."""
    for pattern, mask in _SECRETS:
        text = pattern.sub(mask, text)
    return text


def _mask_event(
    logger: object,
    name: str,
    event: MutableMapping[str, Any],  # Any: structlog's own type
) -> MutableMapping[str, Any]:  # Any: structlog's own type
    return {key: _masked_in(value) for key, value in event.items()}


def _masked_in(value: object) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked_in(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked_in(inner) for inner in value]
    return value


def trace(broken: BaseException) -> str:
    """Where and how something broke, the first cause first.

    What an exception says may quote what a person typed: left out, unless it speaks of the machine.
    """
    earlier = broken.__cause__ or (None if broken.__suppress_context__ else broken.__context__)
    frames = "".join(traceback.format_tb(broken.__traceback__))
    named = f"{frames}{type(broken).__module__}.{type(broken).__qualname__}{_harmless_words(broken)}"
    return named if earlier is None else f"{trace(earlier)}\n\n{named}"


def _harmless_words(broken: BaseException) -> str:
    if isinstance(broken, OSError):
        return f": {broken.strerror or ''}"
    if not isinstance(broken, DBAPIError):
        return ""
    if isinstance(broken, OperationalError | InterfaceError):
        return f": {str(broken.orig).partition(chr(10))[0]}"
    told = (getattr(broken.orig, "sqlstate", None), getattr(broken.orig, "diag", None))
    return f": {told[0]} {getattr(told[1], 'constraint_name', None) or ''}"


def _traced(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    return trace(exc_info[1])


def _ended(kind: type[BaseException], broken: BaseException, frames: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, broken, frames)
    else:
        logger.critical("ended by a defect", exc_info=broken)


def _thread_ended(told: threading.ExceptHookArgs) -> None:
    logger.critical("a thread ended by a defect", exc_info=told.exc_value)


def write_logs(level: str) -> None:
    """From here on every logger of this process writes JSON lines to standard error."""
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_traced),
                _mask_event,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    sys.excepthook, threading.excepthook = _ended, _thread_ended
