"""Workers that are killed again and again while they send: what the stand-in received, and what was recorded.

Each worker is a process with a bot of its own; it is killed by SIGKILL, and another takes its place.
``python -m tests.storm`` (``make test-storm``) runs the long storm and prints its figures.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

import uvloop
from pydantic import SecretStr
from sqlmodel import Session, col, select

from bot.app import Bot
from bot.clock import Clock
from bot.config import Settings
from bot.db import Database
from bot.manifest import read_manifest
from bot.models import Delivery, WorkerLease
from bot.playground.launch import APP_TOKEN, BOT_TOKEN
from bot.playground.server import BotConnection, create_app
from bot.playground.workspace import Workspace
from bot.values import DeliveryState
from bot.web import serving
from tests.clocks import AheadClock
from tests.crowd import crowd_id, enrol_crowd, invite
from tests.databases import SECRET, make_database, postgres_url, sqlite_url
from tests.postgres import start_postgres
from tests.queueing import AT_ONCE, MONDAY

LEASE = timedelta(seconds=4)
"""Short, so that what a killed worker had in hand comes back soon."""

STOP_SECONDS = 30
END = {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.UNCERTAIN}

_PROCESSES = multiprocessing.get_context("forkserver")
"""Workers are forked from a process that has imported the bot already: a start costs a tenth."""


@dataclass
class Result:
    """What a storm left behind. ``in_flight`` counts what the killed workers had begun and not recorded."""

    deliveries: int
    kills: int = 0
    in_flight: int = 0
    received: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    sent_to: set[str] = field(default_factory=set)
    uncertain_to: set[str] = field(default_factory=set)
    seconds: float = 0.0

    @property
    def duplicates(self) -> int:
        """Messages the stand-in received beyond the first one for each person."""
        return sum(count - 1 for count in self.received.values())

    @property
    def stuck(self) -> int:
        """Deliveries that came to no end, or that were never made."""
        return self.deliveries - sum(self.states[state] for state in END)

    def __str__(self) -> str:
        arrived = sum(1 for person in self.uncertain_to if self.received[person])
        lines = [
            f"deliveries        {self.deliveries:,}",
            f"kills (SIGKILL)   {self.kills:,}",
            f"received          {sum(self.received.values()):,}",
            f"duplicates        {self.duplicates:,}",
            f"stuck             {self.stuck:,}",
            *(f"{state:<18}{self.states[state]:,}" for state in sorted(END)),
            f"sends in flight at the kills {self.in_flight:,}; of the uncertain ones {arrived:,} had arrived",
            f"seconds           {self.seconds:,.0f}",
        ]
        return "\n".join(lines)


def work(database_url: str, api_url: str, ahead: timedelta) -> None:
    """A worker process: until it is told to stop, or killed."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=None,
        slack_client_id=None,
        slack_client_secret=None,
        slack_api_url=api_url,
        database_url=database_url,
        infoview_secret_key=SecretStr(SECRET),
    )

    async def until_stopped() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        bot = Bot(settings, AheadClock(ahead), tick_seconds=1.0, pace=AT_ONCE, lease=LEASE)
        async with bot.working():
            await stop.wait()

    uvloop.run(until_stopped())


class Storm:
    """Some workers on one database and one stand-in."""

    def __init__(self, database: Database, workspace: Workspace, api_url: str, clock: AheadClock) -> None:
        self._database = database
        self._workspace = workspace
        self._arguments = (database.url.render_as_string(hide_password=False), api_url, clock.ahead)
        self._workers: list[BaseProcess] = []

    @asynccontextmanager
    async def workers(self, count: int) -> AsyncIterator[None]:
        """So many workers while the block runs; at the end they are told to stop, and have to."""
        _PROCESSES.set_forkserver_preload([__name__])
        self._workers = [self._start() for _ in range(count)]
        try:
            yield
        finally:
            for worker in self._workers:
                worker.terminate()
            for worker in self._workers:
                await asyncio.to_thread(worker.join, STOP_SECONDS)
            codes = {worker.exitcode for worker in self._workers}
            for worker in self._workers:
                worker.kill()
        assert codes <= {0, -signal.SIGTERM}, "the second where it had hardly begun"

    async def kill_one(self, chance: Random) -> int:
        """Kill a worker and start another; returns how many deliveries it had begun and not recorded."""
        number = chance.randrange(len(self._workers))
        victim = self._workers[number]
        victim.kill()
        await asyncio.to_thread(victim.join)
        self._workers[number] = self._start()
        return await self._database.system(_begun, f":{victim.pid}")

    def received(self) -> Counter[str]:
        """How many messages each person got."""
        return Counter(
            call.args["channel"] for call in self._workspace.calls if call.method == "chat.postMessage"
        )

    async def is_over(self, deliveries: int) -> bool:
        """Whether all deliveries are made and have ended."""
        states = await self._database.system(_states)
        return sum(states[state] for state in END) == deliveries

    async def result(self, deliveries: int) -> Result:
        """What stands in the database and in the stand-in."""
        rows = await self._database.system(_all)
        return Result(
            deliveries,
            received=self.received(),
            states=Counter(row.state for row in rows),
            sent_to={row.recipient for row in rows if row.state == DeliveryState.SENT},
            uncertain_to={row.recipient for row in rows if row.state == DeliveryState.UNCERTAIN},
        )

    def _start(self) -> BaseProcess:
        worker = _PROCESSES.Process(target=work, args=self._arguments, daemon=True)
        worker.start()
        return worker


async def storm(database_url: str, *, deliveries: int, kills: int, workers: int = 4, seed: int = 1) -> Result:
    """Kill workers ``kills`` times, spread over ``deliveries``; returns when all is quiet again."""
    begun = time.monotonic()
    chance = Random(seed)
    clock = AheadClock.starting_at(MONDAY)
    database = make_database(database_url, clock)
    try:
        async with _stand_in(deliveries) as (workspace, api_url):
            await enrol_crowd(database, deliveries, MONDAY)
            act = Storm(database, workspace, api_url, clock)
            async with act.workers(workers):
                in_flight = 0
                for number in range(1, kills + 1):
                    await _until_received(act, number * deliveries * 9 // (kills * 10))
                    await asyncio.sleep(chance.random() * 0.02)
                    in_flight += await act.kill_one(chance)
                while not await act.is_over(deliveries):
                    await asyncio.sleep(0.2)
            result = await act.result(deliveries)
    finally:
        database.dispose()
    result.kills, result.in_flight, result.seconds = kills, in_flight, time.monotonic() - begun
    return result


async def _until_received(act: Storm, count: int) -> None:
    """Wait until so many messages came, or none for a while, because all that is left is held."""
    waited, before = 0.0, -1
    while (now := act.received().total()) < count and waited < 2 * LEASE.total_seconds():
        waited = 0.0 if now != before else waited + 0.02
        before = now
        await asyncio.sleep(0.02)


@asynccontextmanager
async def _stand_in(people: int) -> AsyncIterator[tuple[Workspace, str]]:
    app = create_app(BotConnection("unused", BOT_TOKEN, APP_TOKEN, None), manifest=read_manifest())
    invite(app.state.workspace, map(crowd_id, range(people)))
    async with serving(app, "127.0.0.1", 0) as address:
        yield app.state.workspace, f"{address}/api/"


def _all(session: Session, _clock: Clock) -> list[Delivery]:
    return list(session.exec(select(Delivery)))


def _states(session: Session, _clock: Clock) -> Counter[str]:
    return Counter(session.exec(select(Delivery.state)).all())


def _begun(session: Session, _clock: Clock, name_end: str) -> int:
    theirs = select(WorkerLease.id).where(col(WorkerLease.name).endswith(name_end))
    begun = select(Delivery.id).where(
        Delivery.state == DeliveryState.SENDING, col(Delivery.worker_id).in_(theirs)
    )
    return len(session.exec(begun).all())


def main() -> None:
    """Run a storm and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        if options.sqlite:
            url = sqlite_url(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        else:
            server = stack.enter_context(start_postgres())
            url = stack.enter_context(postgres_url(server, AheadClock(timedelta(0))))
        run = storm(url, deliveries=options.deliveries, kills=options.kills, workers=options.workers)
        result = uvloop.run(run)
    sys.stdout.write(f"{result}\n")
    assert not result.duplicates
    assert not result.stuck


if __name__ == "__main__":
    main()
