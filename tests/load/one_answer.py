"""One answer of the whole application without a socket: how many calls of functions it takes, and which.

``make profile`` writes docs/profiles/tips.txt. Calls are counted, because no busy machine changes their
number; tests/scenarios/test_answering_cost.py holds it.
"""

import asyncio
import cProfile
import io
import pstats
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from starlette.types import ASGIApp, Message

from bot.playground.cast import TEAM_ID
from tests.clocks import ManualClock
from tests.databases import sqlite_url
from tests.load.signed import Slack
from tests.stage import SIGNING_SECRET, staged

MEMBER = "U0M01"
ROUNDS = 200
WARM = 20
PAGE = Path(__file__).parents[2] / "docs" / "profiles" / "tips.txt"


def tips() -> bytes:
    """``/infoview tips how long``, as nobody sent it before."""
    return _slack.command(MEMBER, "tips how long")


_slack = Slack(SIGNING_SECRET, TEAM_ID)


class Asked:
    """An application that is asked without a socket; the request is taken apart beforehand."""

    def __init__(self, app: ASGIApp, request: bytes) -> None:
        head, _empty, self._body = request.partition(b"\r\n\r\n")
        pairs = (line.partition(b": ") for line in head.split(b"\r\n")[1:])
        self._scope = {
            "type": "http",
            "method": "POST",
            "path": "/slack/events",
            "scheme": "http",
            "query_string": b"",
            "headers": [(name, value) for name, _colon, value in pairs],
            "client": ("127.0.0.1", 1),
        }
        self._app = app
        self.sent: list[Message] = []

    async def answer(self) -> None:
        """Ask."""
        await self._app(self._scope, self._receive, self._send)

    async def _receive(self) -> Message:
        return {"type": "http.request", "body": self._body, "more_body": False}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)


async def calls(app: ASGIApp) -> int:
    """The calls of functions, in Python and in C, of one answer: the fewest of several."""
    return min([await _calls(Asked(app, tips())) for _ in range(WARM)])


async def _calls(asked: Asked) -> int:
    counted = 0

    def count(_frame: object, what: str, _argument: object) -> None:
        nonlocal counted
        counted += what in {"call", "c_call"}

    sys.setprofile(count)
    try:
        await asked.answer()
    finally:
        sys.setprofile(None)
    return counted


async def _profile() -> str:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(sqlite_url(Path(folder)), ManualClock()) as stage:
            app = stage.bot.web_app()
            for _ in range(WARM):
                await Asked(app, tips()).answer()
            asked = [Asked(app, tips()) for _ in range(ROUNDS)]
            profile = cProfile.Profile()
            with profile:
                for one in asked:
                    await one.answer()
            count = await calls(app)
    written = io.StringIO()
    pstats.Stats(profile, stream=written).sort_stats("ncalls", "name").print_stats()
    return f"/infoview tips how long, {ROUNDS} times; {count} calls each\n" + "\n".join(_rows(written))


def _rows(written: io.StringIO) -> Iterator[str]:
    """Calls an answer, and what is called: no times, which are another at each run, and no folders."""
    for line in written.getvalue().splitlines():
        found = re.match(r"\s*(\d+)(?:/\d+)?\s+(?:[\d.]+\s+){4}(.*)", line)
        if found is not None and int(found[1]) >= ROUNDS:
            name = re.sub(r"^.*/(?:site-packages|lib/python[0-9.]+)/", "", found[2])
            yield f"{int(found[1]) / ROUNDS:6.1f}  {name}"


def main() -> None:
    """Write the profile."""
    found = asyncio.run(_profile()).replace(f"{Path(__file__).parents[2]}/", "")
    PAGE.write_text(found + "\n", encoding="utf-8")
    print(found.partition("\n")[0])  # noqa: T201


if __name__ == "__main__":
    main()
