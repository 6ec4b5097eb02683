"""What planning, claiming and sending cost as a program grows and workers are added (``make bench-nudges``).

Prints two Markdown tables for docs/performance.md. The machine may be busy: look at the ratios. All databases
and servers are throw-away ones.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from statistics import median
from typing import Concatenate, ParamSpec, TypeVar

import uvloop
from sqlalchemy import text
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.guidance import content_root
from bot.guidance.translations import load_libraries
from bot.sender import Sender
from bot.services import claims, deliveries, lanes, leases
from bot.services.lanes import Pace
from bot.slack.gateway import Gateway, connected
from bot.values import DeliveryState, NextStep, StepKind
from bot.views import nudges
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url
from tests.load.databases import fresh_database, gather_statistics
from tests.load.rows import add_deliveries, add_members, team_ids
from tests.load.slack import PROCESSES, bare_slack
from tests.postgres import PostgresServer, start_postgres
from tests.queueing import AT_ONCE, MONDAY

P = ParamSpec("P")
T = TypeVar("T")

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 5
WORKERS = (1, 2, 4)
DELIVERIES = 2_000
AT_ONCE_IN_THE_LOOP = 40
"""Calls under way at the same time in the bare loop: as many as a worker has with four workspaces."""


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


def growth(database: Database, clock: ManualClock, size: int) -> list[str]:
    """One row: what each step costs with so many members, a tenth of them queued, all with a past."""
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
    return [
        f"{size:,}",
        f"{first:,.0f}",
        f"{later:,.1f}",
        _ms(idle),
        _ms(plans),
        f"{_ms(times)} ({median(counts):.0f})",
    ]


def _tick(database: Database) -> None:
    run(database, leases.reap)
    run(database, claims.expire)
    run(database, deliveries.plan)


def _ms(times: Collection[float]) -> str:
    return f"{median(times):,.1f}"


class ByTeam:
    """A gateway of its own for each workspace, all to the same stand-in."""

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways

    def teams(self) -> Collection[str]:
        return self._gateways.keys()

    def of(self, team_id: str) -> Gateway:
        return self._gateways[team_id]


@dataclass(frozen=True)
class Rate:
    """Messages a second, and the CPU time of the process or processes for each, in milliseconds."""

    per_second: float
    cpu: float

    def row(self, name: str, floor: "Rate") -> list[str]:
        """A row of the table, against the bare loop."""
        return [name, f"{self.per_second:,.0f}", f"{self.cpu:.2f}", f"{self.cpu / floor.cpu:.1f}"]


def send_all(
    database_url: str, api_url: str, teams: list[str], ready: Barrier, spent: "SimpleQueue[float]"
) -> None:
    """A worker process that sends until nothing is left, and says how much CPU time that took."""
    database = make_database(database_url, ManualClock(MONDAY))

    async def work() -> None:
        async with AsyncExitStack() as stack:
            gateways = {team: await stack.enter_async_context(connected("xoxb-1", api_url)) for team in teams}
            sender = Sender(database, load_libraries(content_root()), ByTeam(gateways), pace=AT_ONCE)
            await sender.beat()
            await asyncio.to_thread(ready.wait)
            begun = time.process_time()
            await sender.send_queue()
            spent.put(time.process_time() - begun)
            sender.stop()
            await sender.run()

    uvloop.run(work())
    database.dispose()


def delivered(server: PostgresServer, api_url: str, workers: int) -> Rate:
    """How fast so many workers deliver nudges, from the first claim to the last record."""
    with postgres_url(server, ManualClock(MONDAY)) as url:
        database = make_database(url, ManualClock(MONDAY))
        with database.system_session() as session:
            add_members(session, DELIVERIES, MONDAY, 0)
            add_deliveries(session, DELIVERIES, MONDAY, DeliveryState.QUEUED, "2026-W38")
        gather_statistics(database)
        ready, spent = PROCESSES.Barrier(workers + 1), PROCESSES.SimpleQueue()
        arguments = (url, api_url, team_ids(DELIVERIES), ready, spent)
        processes = [PROCESSES.Process(target=send_all, args=arguments, daemon=True) for _ in range(workers)]
        for process in processes:
            process.start()
        ready.wait()
        begun = time.perf_counter()
        cpu = sum(spent.get() for _ in processes)
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
    return Rate(DELIVERIES / seconds, cpu * 1000 / DELIVERIES)


async def bare_loop(api_url: str, *, with_look_up: bool) -> Rate:
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
        await asyncio.gather(*(loop(gateway) for _ in range(AT_ONCE_IN_THE_LOOP)))
        seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
    return Rate(DELIVERIES / seconds, cpu * 1000 / DELIVERIES)


def rates(server: PostgresServer) -> Iterator[list[str]]:
    """One row for the bare loops, and for each number of workers."""
    with bare_slack() as api_url:
        bare = uvloop.run(bare_loop(api_url, with_look_up=False))
        floor = uvloop.run(bare_loop(api_url, with_look_up=True))
        yield bare.row("a bare loop that posts", floor)
        yield floor.row("a bare loop that looks up and posts", floor)
        for workers in WORKERS:
            yield delivered(server, api_url, workers).row(f"{workers} worker{'s' * (workers > 1)}", floor)


def show(head: list[str], rows: Iterable[list[str]]) -> None:
    """Print a Markdown table, row by row as they come."""
    for row in chain([head, ["---"] * len(head)], rows):
        sys.stdout.write(f"| {' | '.join(row)} |\n")
        sys.stdout.flush()


def grown(server: PostgresServer, sizes: Iterable[int]) -> Iterator[list[str]]:
    """The rows of the first table."""
    for kind in ("PostgreSQL", "SQLite"):
        for size in sizes:
            clock = ManualClock(MONDAY)
            with fresh_database(kind, server, clock) as database:
                yield [kind, *growth(database, clock, size)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of members")
    options = parser.parse_args()
    PROCESSES.set_forkserver_preload([__name__])
    with start_postgres() as server:
        show(
            [
                "database",
                "members",
                "first start, ms",
                "later start, ms",
                "tick with nothing due, ms",
                f"plan {deliveries.BATCH}, ms",
                "claim, ms (deliveries)",
            ],
            grown(server, options.sizes),
        )
        sys.stdout.write("\n")
        show(["sent by", "messages a second", "CPU ms a message", "against the bare loop"], rates(server))


if __name__ == "__main__":
    main()
