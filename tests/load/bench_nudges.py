"""What planning, claiming and sending cost as a program grows and workers are added (``make bench-nudges``).

Prints three Markdown tables and writes them into docs/performance.md, and the figures they are made of into
docs/measurements. The machine may be busy: look at the ratios. All databases and servers are throw-away ones.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import uvloop
from sqlalchemy import text
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.guidance import content_root
from bot.guidance.translations import load_libraries
from bot.sender import MOST_AT_ONCE, Sender
from bot.services import claims, deliveries, lanes, leases
from bot.services.lanes import Pace
from bot.slack.calls import connection_pool
from bot.slack.gateway import NO_PREVIEWS, Gateway, Installation, connected
from bot.values import DeliveryState, NextStep, StepKind
from bot.views import nudges
from tests.clocks import AheadClock, ManualClock
from tests.databases import make_database, postgres_url
from tests.load.databases import fresh_database, gather_statistics
from tests.load.rows import add_deliveries, add_members, team_ids
from tests.load.slack import PROCESSES, bare_slack
from tests.load.tables.nudges import CALL, FLOOR, PLANNING, SENDING, Called, Grown, Planning, Sent, Spent
from tests.postgres import PostgresServer, start_postgres
from tests.queueing import AT_ONCE, MONDAY

P = ParamSpec("P")
T = TypeVar("T")

COMMAND = "make bench-nudges"
SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 5
WORKERS = (1, 2, 4)
DELIVERIES = 2_000
EVERY = 10
"""Of so many members one gets a message: there are forty workspaces, as many as fill a worker."""

MEMBERS = DELIVERIES * EVERY
CALLS = 500
"""In one round of the comparison of two ways to call."""

AT_ONCE_IN_A_COMPARISON = 40


def run(
    database: Database,
    service: Callable[Concatenate[Session, Clock, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """One service in one transaction, in this thread."""
    with database.system_session() as session:
        return service(session, database.clock, *args, **kwargs)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def growth(kind: str, database: Database, clock: ManualClock, size: int) -> Grown:
    """What each step costs with so many members, a tenth of them queued, all with a past."""
    due = min(size, ROUNDS * deliveries.BATCH)
    with database.system_session() as session:
        add_members(session, size, clock.now(), due)
        add_deliveries(session, size, clock.now() - timedelta(days=7), DeliveryState.SENT, "2026-W37")
        add_deliveries(session, size // 10, clock.now(), DeliveryState.QUEUED, "2026-W99", every=10)
    gather_statistics(database)
    teams = team_ids(size)
    first = timed(lambda: run(database, lanes.open_lanes, teams))
    worker = run(database, leases.sign_on, "bench")
    later = timed(lambda: run(database, lanes.open_lanes, teams))
    plans = [timed(lambda: run(database, deliveries.plan)) for _ in range(due // deliveries.BATCH)]
    idle = [timed(lambda: _tick(database)) for _ in range(ROUNDS)]
    times: list[float] = []
    counts: list[int] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        counts.append(
            len(run(database, claims.claim, worker, dict.fromkeys(teams, 10), claims.BATCH, Pace()))
        )
        times.append((time.perf_counter() - begun) * 1000)
        clock.advance(seconds=2)
    return Grown(kind, size, first, later, idle, plans, times, counts)


def _tick(database: Database) -> None:
    run(database, leases.reap)
    run(database, claims.expire)
    run(database, deliveries.plan)


class ByTeam:
    """A gateway of its own for each workspace, all to the same stand-in."""

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways

    def teams(self) -> Collection[str]:
        return self._gateways.keys()

    def of(self, team_id: str) -> Gateway:
        return self._gateways[team_id]


def memory_now() -> float:
    """The resident memory of this process, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def send_all(
    database_url: str, api_url: str, teams: list[str], ready: Barrier, spent: "SimpleQueue[Spent]"
) -> None:
    """A worker process that sends until nothing is left, and says what that took."""
    database = make_database(database_url, AheadClock.starting_at(MONDAY))
    memory: list[float] = []

    async def watch() -> None:
        while True:
            memory.append(memory_now())
            await asyncio.sleep(0.05)

    async def work() -> None:
        async with connection_pool() as pool:
            installations = {team: Installation(team, "Team", "B0BOT", "U0BOT") for team in teams}
            gateways = {team: Gateway("xoxb-1", api_url, pool, one) for team, one in installations.items()}
            sender = Sender(database, load_libraries(content_root()), ByTeam(gateways), pace=AT_ONCE)
            await sender.beat()
            await asyncio.to_thread(ready.wait)
            watching = asyncio.create_task(watch())
            begun = time.process_time()
            await sender.send_queue()
            cpu = time.process_time() - begun
            watching.cancel()
            spent.put(Spent(cpu, memory[len(memory) // 2], memory_now()))
            sender.stop()
            await sender.run()

    uvloop.run(work())
    database.dispose()


def delivered(server: PostgresServer, api_url: str, workers: int) -> Sent:
    """How fast so many workers deliver nudges, from the first claim to the last record."""
    with postgres_url(server, ManualClock(MONDAY)) as url:
        database = make_database(url, ManualClock(MONDAY))
        with database.system_session() as session:
            add_members(session, MEMBERS, MONDAY, 0)
            add_deliveries(session, DELIVERIES, MONDAY, DeliveryState.QUEUED, "2026-W38", every=EVERY)
        gather_statistics(database)
        ready, spent = PROCESSES.Barrier(workers + 1), PROCESSES.SimpleQueue()
        arguments = (url, api_url, team_ids(MEMBERS), ready, spent)
        processes = [PROCESSES.Process(target=send_all, args=arguments, daemon=True) for _ in range(workers)]
        for process in processes:
            process.start()
        ready.wait()
        begun = time.perf_counter()
        used = tuple(spent.get() for _ in processes)
        seconds = time.perf_counter() - begun
        for process in processes:
            process.join()
        with database.system_session() as session:
            sent = (
                session.connection()
                .execute(text("SELECT count(*) FROM delivery WHERE state = 'sent'"))
                .scalar_one()
            )
        database.dispose()
    assert sent == DELIVERIES, f"{sent} of {DELIVERIES} were sent"
    return Sent(f"{workers} worker{'s' * (workers > 1)}", DELIVERIES, seconds, used)


async def bare_loop(api_url: str, name: str, *, with_look_up: bool) -> Sent:
    """How many messages a loop posts that does nothing else, or that also asks who the person is."""
    library = load_libraries(content_root())["en"]
    payload = nudges.nudge(library, NextStep(StepKind.FIRST_PERSON), "America/New_York", "d").payload()
    left = iter(range(DELIVERIES))

    async def loop(gateway: Gateway) -> None:
        for _ in left:
            if with_look_up:
                await gateway.fetch("users.info", user="U1", include_locale="true")
            await gateway.post("U1", payload)

    async with connected("xoxb-1", api_url) as gateway:
        begun, spent = time.perf_counter(), time.process_time()
        await asyncio.gather(*(loop(gateway) for _ in range(MOST_AT_ONCE)))
        seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    return Sent(name, DELIVERIES, seconds, (Spent(cpu),))


async def calls(api_url: str) -> Called:
    """One call by aiohttp alone and by our gateway, in turns."""
    library = load_libraries(content_root())["en"]
    payload = nudges.nudge(library, NextStep(StepKind.FIRST_PERSON), "America/New_York", "d").payload()
    body = {"channel": "U1", **payload, **NO_PREVIEWS}
    headers = {"Authorization": "Bearer xoxb-1"}

    async def cpu_of(call: Callable[[], Awaitable[object]]) -> float:
        left = iter(range(CALLS))

        async def loop() -> None:
            for _ in left:
                await call()

        begun = time.process_time()
        await asyncio.gather(*(loop() for _ in range(AT_ONCE_IN_A_COMPARISON)))
        return (time.process_time() - begun) * 1000 / CALLS

    async with connected("xoxb-1", api_url) as gateway, connection_pool() as pool:

        async def bare() -> None:
            async with pool.post(f"{api_url}chat.postMessage", json=body, headers=headers) as answer:
                assert (await answer.json())["ok"]

        async def ours() -> None:
            await gateway.post("U1", payload)

        times = [(await cpu_of(bare), await cpu_of(ours)) for _ in range(2 * ROUNDS)]
    return Called(*zip(*times, strict=True))


def rates(server: PostgresServer, api_url: str) -> Iterator[Sent]:
    """By the bare loops, and by each number of workers."""
    yield uvloop.run(bare_loop(api_url, "a bare loop that posts", with_look_up=False))
    yield uvloop.run(bare_loop(api_url, FLOOR, with_look_up=True))
    for workers in WORKERS:
        yield delivered(server, api_url, workers)


def grown(server: PostgresServer, sizes: Iterable[int]) -> Iterator[Grown]:
    """In databases of both kinds."""
    for kind in ("PostgreSQL", "SQLite"):
        for size in sizes:
            clock = ManualClock(MONDAY)
            with fresh_database(kind, server, clock) as database:
                yield growth(kind, database, clock, size)


def told(found: Iterable[T]) -> Iterator[T]:
    """Tell each as it comes, for it may take minutes."""
    for one in found:
        sys.stderr.write(f"{one}\n")
        yield one


def main() -> None:
    """Measure, print, and write where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="numbers of members; others are not written"
    )
    sizes = parser.parse_args().sizes
    is_whole = tuple(sizes) == SIZES
    PROCESSES.set_forkserver_preload([__name__])
    with start_postgres() as server, bare_slack() as api_url:
        planning = Planning(deliveries.BATCH, list(told(grown(server, sizes))))
        PLANNING.show(planning, COMMAND, write=is_whole)
        SENDING.show(list(told(rates(server, api_url))), COMMAND, write=is_whole)
        CALL.show(uvloop.run(calls(api_url)), COMMAND, write=is_whole)


if __name__ == "__main__":
    main()
