"""Requests that are not Slack's, many and odd: what the server answered, and that nothing ran.

``python -m tests.flood`` (part of ``make test-deep``) sends 100,000.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import uvloop

from bot.web import MAXIMUM_BODY_BYTES
from tests.clocks import ManualClock
from tests.databases import sqlite_url
from tests.redelivery import signed
from tests.requests_of_slack import count_runs
from tests.stage import Stage, staged

CONNECTIONS = 16
_HUGE_EVERY = 2_000
"""One body in so many is larger than what is taken."""

Headers = list[tuple[bytes, bytes]]


@dataclass
class Result:
    """What came of it; ``statuses`` has 0 for a connection that the server closed without an answer."""

    requests: int
    statuses: Counter[int]
    dispatched: int
    handler_runs: int
    seconds: float

    @property
    def server_errors(self) -> int:
        """Answers of 500 and above."""
        return sum(count for status, count in self.statuses.items() if status >= 500)

    def __str__(self) -> str:
        answered = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        return "\n".join(
            [
                f"requests          {self.requests:,}",
                f"answered          {answered}",
                f"server errors     {self.server_errors:,}",
                f"given to Bolt     {self.dispatched:,}",
                f"handler runs      {self.handler_runs:,}",
                f"seconds           {self.seconds:,.1f}",
            ]
        )


class Malformer:
    """Makes requests that are wrong in one or several ways, by chance but the same each time."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._made = 0

    def request(self) -> bytes:
        """One request as bytes of HTTP/1.1; a signature that is right never comes with its own body."""
        self._made += 1
        body = self._body()
        lines = [b"POST /slack/events HTTP/1.1", b"Host: bot", *self._headers()]
        lines.append(b"Content-Length: " + str(len(body)).encode())
        return b"\r\n".join([*lines, b"", body])

    def _body(self) -> bytes:
        if self._made % _HUGE_EVERY == 0:
            return b"x" * (MAXIMUM_BODY_BYTES + 1)
        chance = self._chance
        payload = json.dumps({"type": "block_actions", "user": None, "actions": [{}] * chance.randrange(3)})
        return chance.choice(
            [
                b"",
                b"command=%2Finfoview&text=tips",
                b"payload=" + payload.encode(),
                b"payload=%7B%22type%22%3A",
                payload[: chance.randrange(len(payload))].encode(),
                b"[" * chance.randrange(1, 3_000),
                b"\xff\xfe\x00" * chance.randrange(1, 50),
                chance.randbytes(chance.randrange(1, 400)),
                b"ssl_check=1&token=x",
                b'{"type": "url_verification", "challenge": "abc"}',
            ]
        )

    def _headers(self) -> list[bytes]:
        chance = self._chance
        right = signed(b"another body", age=chance.choice([0, 0, 400, -400]))
        timestamps = [
            right["x-slack-request-timestamp"].encode(),
            *(b"", b"yesterday", b"-1", b"1e9", b"9" * 400, b"\xd9\xa1\xd9\xa2", b"0x10", b" ", b"12.5"),
        ]
        signatures = [
            right["x-slack-signature"].encode(),
            *(b"", b"v0=", b"v0=" + b"0" * 64, b"v0=" + b"g" * 64, b"v1=abc", b"\xc3\xa9" * 30, b"v0=" * 90),
        ]
        kinds = [b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data", b"\xff/"]
        return [
            *self._maybe(b"X-Slack-Request-Timestamp", timestamps),
            *self._maybe(b"X-Slack-Signature", signatures),
            *self._maybe(b"Content-Type", kinds),
            *self._maybe(b"X-Slack-Retry-Num", [b"1", b"-1", b"x"]),
        ]

    def _maybe(self, name: bytes, values: list[bytes]) -> list[bytes]:
        if self._chance.random() < 0.1:
            return []
        return [name + b": " + self._chance.choice(values)]


async def flood(stage: Stage, requests: int, seed: int = 1) -> Result:
    """Send so many requests to the stage's bot over a few connections."""
    runs, dispatched = count_runs(stage.bot.router.routes), _note_dispatches(stage)
    statuses: Counter[int] = Counter()
    malformer, left = Malformer(seed), iter(range(requests))
    place = urlsplit(str(stage.workspace.connection.request_url))
    begun = time.monotonic()

    async def one_connection() -> None:
        ways = None
        for _number in left:
            ways = ways or await asyncio.open_connection(place.hostname, place.port)
            status, stays_open = await _send(*ways, malformer.request())
            statuses[status] += 1
            if not stays_open:
                ways[1].close()
                ways = None
        if ways is not None:
            ways[1].close()

    await asyncio.gather(*(one_connection() for _connection in range(CONNECTIONS)))
    return Result(requests, statuses, len(dispatched), runs.total(), time.monotonic() - begun)


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bool]:
    """The status of the answer, and whether the connection can be used again."""
    try:
        writer.write(request)
        await writer.drain()
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        await reader.readexactly(int(fields.get(b"content-length", b"0")))
    except (ConnectionError, asyncio.IncompleteReadError):
        return 0, False
    return int(head.split(b" ", 2)[1]), fields.get(b"connection") != b"close"


def _note_dispatches(stage: Stage) -> list[object]:
    """Note what is given to the router from now on."""
    dispatched: list[object] = []
    find = stage.bot.router.listener_for

    def noted(body: Any) -> Any:
        dispatched.append(body)
        return find(body)

    stage.bot.router.listener_for = noted  # type: ignore[method-assign]
    return dispatched


async def _long(requests: int) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        async with staged(sqlite_url(Path(folder)), ManualClock()) as stage:
            return await flood(stage, requests)


def main() -> None:
    """Send them and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    result = uvloop.run(_long(parser.parse_args().requests))
    sys.stdout.write(f"{result}\n")
    assert not result.server_errors
    assert not result.dispatched
    assert not result.handler_runs


if __name__ == "__main__":
    main()
