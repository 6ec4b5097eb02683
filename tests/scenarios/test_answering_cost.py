"""What an answer costs, in calls of functions: no busy machine changes their number."""

from pathlib import Path

from tests.clocks import ManualClock
from tests.databases import sqlite_url
from tests.load.one_answer import Asked, calls, tips
from tests.stage import staged

BUDGET = 1.25
"""More than that is lost where something dear comes into the way of each answer."""

AT_LAST = 292
"""Calls of ``/infoview tips how long`` when this was written. What they were: docs/profiles/tips.txt."""


async def test_an_answer_from_memory_takes_no_more_calls_than_it_did(tmp_path: Path) -> None:
    async with staged(sqlite_url(tmp_path), ManualClock()) as stage:
        app = stage.bot.web_app()
        first = Asked(app, tips())
        await first.answer()
        assert b"20-30 minutes" in first.sent[-1]["body"]
        assert await calls(app) < AT_LAST * BUDGET
