"""The log: as lines to read, or as JSON to search. No message of an error is in it: it may hold private text.

Every line of one request carries the same id, whichever thread it was written in.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

from uuid_utils import uuid7

LogFormat = Literal["text", "json"]

FIGURES = "figures"
"""The ``extra`` of a line whose figures stand in JSON by name."""

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_TALKATIVE = ("slack_sdk", "slack_bolt", "httpx", "httpcore")
"""Below warnings they log bodies: private text."""
_CHATTY = ("alembic.runtime.plugins", "apscheduler")
"""Below warnings they log what is the same at each start and each tick."""
_DETAILED = "alembic.runtime.migration"
"""It logs each step to new tables, of which :mod:`bot.migrations` says the whole: for those who debug."""


def configure(level: str, form: LogFormat = "text") -> None:
    """Log to standard error from ``level`` on."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(level=level, handlers=[handler])
    for library in (*_TALKATIVE, *_CHATTY):
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger(_DETAILED).setLevel("DEBUG" if level == "DEBUG" else "WARNING")


class one_request:  # noqa: N801 - as a context manager is written
    """What is logged in the block belongs to one request; within one already, to that."""

    __slots__ = ("_token",)

    def __enter__(self) -> None:
        self._token = _request_id.set(_request_id.get() or uuid7().hex)

    def __exit__(self, *_error: object) -> None:
        _request_id.reset(self._token)


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        request_id = _request_id.get()
        if request_id is not None:
            line["request_id"] = request_id
        line |= getattr(record, FIGURES, {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _Text(logging.Formatter):
    """Lines to read."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802 - as the base class has it
        return _error(ei[1])


def _error(error: BaseException | None) -> str:
    return describe(error) if error is not None else ""


def describe(error: BaseException) -> str:
    """Where an error came from, without its message: the message of a database error holds values."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at " + " > ".join(places)
