"""Logs: one JSON line an event, with ids and never with people, keys or tokens."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRETS = (
    (re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b"), "****-****-****-****"),  # an access key
    (re.compile(r"(?<=[?&])(t|skrot)=[^&\s\"']+"), r"\1=***"),  # a token in a link
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
    return {key: masked(value) if isinstance(value, str) else value for key, value in event.items()}


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
                structlog.processors.format_exc_info,
                _mask_event,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
