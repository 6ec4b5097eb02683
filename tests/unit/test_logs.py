"""The log tells where an error came from, never its message; lines of one request carry one id."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextvars import copy_context

import pytest

from bot import logs
from bot.logs import LogFormat


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[[LogFormat], str]:
    """What stands in the log of a given form, after an error with a private message in a request."""
    log = logging.getLogger("bot.somewhere")
    root = logging.getLogger()

    def fail() -> None:
        try:
            raise ValueError("canary")
        except ValueError:
            log.exception("it failed", extra={logs.FIGURES: {"outcome": "failed"}})

    def write(form: LogFormat) -> str:
        monkeypatch.setattr(root, "handlers", [])  # pytest's own
        monkeypatch.setattr(root, "level", root.level)
        logs.configure("INFO", form)
        log.info("before")
        with logs.one_request():
            log.info("as %s", "é")
            with logs.one_request():
                asyncio.run(asyncio.to_thread(copy_context().run, fail))
        log.debug("not this")
        return capfd.readouterr().err

    return write


def test_as_json(written: Callable[[LogFormat], str]) -> None:
    before, first, failed = (json.loads(line) for line in written("json").splitlines())
    assert "request_id" not in before
    assert len(first["request_id"]) == 32
    assert first["request_id"] == failed["request_id"]
    assert (first["level"], first["logger"], first["message"]) == ("INFO", "bot.somewhere", "as é")
    assert failed["error"].startswith("ValueError at tests.unit.test_logs:")
    assert failed["outcome"] == "failed"
    assert "canary" not in str(failed)


def test_as_text(written: Callable[[LogFormat], str]) -> None:
    lines = written("text").splitlines()
    assert lines[1].endswith(" INFO bot.somewhere: as é")
    assert lines[-1].startswith("ValueError at tests.unit.test_logs:")
    assert "canary" not in "".join(lines)
