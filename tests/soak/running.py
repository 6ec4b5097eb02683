"""A soak: the processes, what is sent in, what is queued, the looks, and the end."""

import asyncio
import contextlib
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.db import Database
from bot.manifest import read_manifest
from bot.models import Cohort, HandledRequest, Member, new_id
from bot.playground import cast
from bot.playground.launch import APP_TOKEN, BOT_TOKEN
from bot.playground.server import BotConnection, create_app
from bot.playground.workspace import Workspace
from bot.sender import MOST_AT_ONCE_IN_A_WORKSPACE
from bot.services.handled_requests import KEPT_FOR
from bot.services.lanes import LONGEST_TROUBLE, METHODS
from bot.web import serving
from tests.crowd import invite
from tests.databases import SECRET
from tests.load.members import Sending, fill, user_ids
from tests.load.servers import Server
from tests.load.signed import Slack
from tests.processes import running_into
from tests.queueing import notice
from tests.soak import looking
from tests.soak.judging import Course, Look
from tests.soak.traffic import SHARES, Members
from tests.soak.trouble import Troubled
from tests.stage import SIGNING_SECRET

APART = {"web": "web", "worker 1": "worker", "worker 2": "worker"}
TOGETHER = {"run": "run"}
"""The processes by the names they have here, with the command of each."""

LONGEST_WAIT = 2 * LONGEST_TROUBLE
"""For what may be sent: Slack's longest trouble, and as long again to catch up."""

T = TypeVar("T")

_READY = {"worker": "worker is running"}
_A_MINUTE = 60.0
_OLD_REQUESTS = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how much of everything. ``hurries``: what waits at the end gets its turn at once."""

    seconds: float
    look_seconds: float = _A_MINUTE
    members: int = 200
    requests_a_second: float = 1.5
    deliveries_a_minute: float = 12.0
    patience_seconds: float = 15 * _A_MINUTE
    seed: int = 1
    hurries: bool = False

    @property
    def messages_a_minute(self) -> float:
        """The most that are to be sent: a nudge may follow each meeting and each debrief."""
        nudges = (SHARES["meetings"] + SHARES["debriefs"]) / 100
        return self.deliveries_a_minute + self.requests_a_second * _A_MINUTE * nudges

    @property
    def debriefs(self) -> int:
        """How many to write the beginning of, so that there are enough."""
        return int(self.seconds * self.requests_a_second * SHARES["debriefs"] / 100 * 1.5) + 5


class Soak:
    """One soak on a database; its processes have begun."""

    def __init__(
        self,
        database: Database,
        workspace: Workspace,
        members: Members,
        servers: dict[str, Server],
        plan: Plan,
    ) -> None:
        self._database = database
        self._workspace = workspace
        self._members = members
        self._servers = servers
        self._plan = plan
        self._received: Counter[str] = Counter()
        self._wrong_told = 0

    async def run(self, tell: Callable[[Look], None]) -> list[Look]:
        """Send and queue for the planned time, with a look now and then."""
        stop, begun, looks = asyncio.Event(), time.monotonic(), []
        async with asyncio.TaskGroup() as group:
            group.create_task(self._members.act(self._plan.requests_a_second, stop))
            group.create_task(self._queue(stop))
            try:
                while (passed := time.monotonic() - begun) < self._plan.seconds:
                    await asyncio.sleep(min(self._plan.look_seconds, self._plan.seconds - passed))
                    looks.append(await self._look(time.monotonic() - begun))
                    tell(looks[-1])
            finally:
                stop.set()
        return looks

    async def drain(self) -> dict[str, int]:
        """Wait until nothing is to be sent any more, as long as is planned; what is left then."""
        until, left = time.monotonic() + self._plan.patience_seconds, await self._left()
        while time.monotonic() < until and any(left.values()):
            await asyncio.sleep(0.2)
            left = await self._left()
        return left

    async def _left(self) -> dict[str, int]:
        if self._plan.hurries:
            await self._database.system(looking.recall)
        return await self._database.system_read(looking.left)

    async def _queue(self, stop: asyncio.Event) -> None:
        recipients, gap = cycle(user_ids(self._plan.members)), _A_MINUTE / self._plan.deliveries_a_minute
        for number in count(1):
            if stop.is_set():
                return
            await self._database.system(_queue_one, next(recipients), looking.code(number))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), gap)

    async def _look(self, seconds: float) -> Look:
        self.collect()
        times = sorted(self._members.seconds)
        self._members.seconds.clear()
        wrong = len(self._members.wrong) - self._wrong_told
        self._wrong_told += wrong
        return Look(
            seconds,
            answered=len(times) - wrong,
            wrong=wrong,
            p99_ms=times[int(len(times) * 0.99)] * 1000 if times else 0.0,
            states=await self._database.system_read(looking.states),
            memory={name: server.memory_mb for name, server in self._servers.items()},
            rows=await self._database.system_read(looking.rows),
        )

    def collect(self) -> Counter[str]:
        """What Slack was given so far, by name. Calls are forgotten then: they are many, with whole views.

        One that was answered 500 counts: with Slack itself, nobody knows.
        """
        calls, self._workspace.calls = self._workspace.calls, []
        posts = [call for call in calls if call.method == "chat.postMessage"]
        self._received += looking.received(
            post.args for post in posts if post.answer.get("error") != "ratelimited"
        )
        return self._received


async def soak(
    database: Database, folder: Path, processes: dict[str, str], plan: Plan, tell: Callable[[str], None]
) -> Course:
    """Run it all; what is known when it is over.

    Raises AssertionError where a process does not start, or does not end when it is told to.
    """
    chance = Random(plan.seed)
    held = fill(database, plan.debriefs, team_id=cast.TEAM_ID, members=plan.members)
    await database.system(_begin_quietly)
    await database.system(_note_old_requests, plan.seconds)
    before = await database.system_read(looking.saved)
    stand_in = create_app(BotConnection(SIGNING_SECRET, BOT_TOKEN, APP_TOKEN, None), manifest=read_manifest())
    workspace: Workspace = stand_in.state.workspace
    invite(workspace, user_ids(plan.members))
    slack = Troubled(stand_in, workspace.faults, Random(plan.seed + 1))
    async with serving(slack, "127.0.0.1", 0) as address:
        async with _running(processes, folder, _settings(database, address)) as (servers, port):
            slack.begin()
            sending = Sending(Slack(SIGNING_SECRET, cast.TEAM_ID), held, plan.members)
            members = Members(sending, port, chance)
            act = Soak(database, workspace, members, servers, plan)
            looks = await act.run(lambda look: tell(str(look)))
            slack.end()
            left = await act.drain()
        # The processes have ended, and with them what followed the answers.
        received = act.collect()
    leases = (await database.system_read(looking.rows))[looking.LEASES]
    after = await database.system_read(looking.saved)
    tell(f"sent in {dict(members.sent)}, {members.repetitions} of them twice; trouble {dict(slack.caused)}")
    for fate, number in (await database.system_read(looking.fates)).items():
        tell(f"{number:8,} {fate}")
    workers = sum(command != "web" for command in processes.values())
    return Course(
        looks,
        members.wrong,
        received,
        ended=await database.system_read(looking.ended),
        left={**left, "of workers that have ended": leases},
        effects={what: (members.sent[what], after[what] - before[what]) for what in before},
        ceilings={
            looking.WAITING: int(LONGEST_WAIT / timedelta(minutes=1) * plan.messages_a_minute),
            looking.IN_HAND_NOW: workers * MOST_AT_ONCE_IN_A_WORKSPACE,
            looking.TOO_OLD: 0,
            looking.OLD_DRAFTS: 0,
            looking.LEASES: workers,
            looking.LANES: len(METHODS),
        },
    )


@asynccontextmanager
async def _running(
    processes: dict[str, str], folder: Path, settings: dict[str, str]
) -> AsyncIterator[tuple[dict[str, Server], int]]:
    """The processes by their names, and the port of the one that answers."""
    async with contextlib.AsyncExitStack() as stack:
        servers, port = {}, 0
        for name, command in processes.items():
            log = folder / f"{name}.log"
            ready = _READY.get(command, "Infoview is ready")
            process = await stack.enter_async_context(
                _threaded(running_into(log, ready, command, **settings))
            )
            servers[name] = Server(0, process.pid)
            if found := re.search(r"http://[^/]+:(\d+)/healthz", log.read_text()):
                port = int(found[1])
        yield servers, port


@asynccontextmanager
async def _threaded(manager: AbstractContextManager[T]) -> AsyncIterator[T]:
    """Begin and end it in a thread: a process that begins or ends calls the stand-in, which runs here."""
    entered = await asyncio.to_thread(manager.__enter__)
    try:
        yield entered
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


def _settings(database: Database, stand_in: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"{stand_in}/api/",
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "INFOVIEW_SECRET_KEY": SECRET,
        "PORT": "0",
        "LOG_LEVEL": "WARNING",
    }


def _queue_one(session: Session, clock: Clock, recipient: str, code: str) -> None:
    cohort_id = session.exec(select(Cohort.id)).one()
    session.add(notice(cast.TEAM_ID, recipient, cohort_id, code, clock.now()))


def _begin_quietly(session: Session, _clock: Clock) -> None:
    """The nudges that come with joining are over: they come by day only, and a soak is the same at night."""
    session.execute(update(Member).values(next_nudge_at=col(Member.next_digest_at)))


def _note_old_requests(session: Session, clock: Clock, seconds: float) -> None:
    """As if there had been requests yesterday: some are too old now, others become so while it runs."""
    first = clock.now() - KEPT_FOR - timedelta(hours=1)
    step = (timedelta(hours=1) + timedelta(seconds=seconds)) / _OLD_REQUESTS
    noted = [
        {"id": new_id(), "team_id": cast.TEAM_ID, "handled_at": first + number * step}
        for number in range(_OLD_REQUESTS)
    ]
    session.execute(insert(HandledRequest), noted)
