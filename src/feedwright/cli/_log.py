"""`--log-format json`: the events of runs on standard error, one JSON object a line."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

_LOGGER = "feedwright"


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = dict(getattr(record, "feedwright", {}))
        fields.pop("is_known", None)
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": fields.pop("event", "log"),
            "run": fields.pop("run", ""),
            "message": record.getMessage(),
        }
        return json.dumps(line | fields, ensure_ascii=False)


@contextmanager
def events_as_json(*, quiet: bool = False) -> Iterator[None]:
    """Print the events of the runs in this context; with `quiet`, only new problems."""
    logger = logging.getLogger(_LOGGER)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter())
    if quiet:
        handler.addFilter(_is_new_problem)
    level, propagates = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates


def _is_new_problem(record: logging.LogRecord) -> bool:
    fields: dict[str, Any] = getattr(record, "feedwright", {})
    return record.levelno >= logging.WARNING and not fields.get("is_known")


def log_error(message: str) -> None:
    """Print an error that no run has told, as an event."""
    with events_as_json():
        logging.getLogger(_LOGGER).error("%s", message, extra={"feedwright": {"event": "error"}})
