"""What writing costs through our services, and how long sixteen writers wait (``make bench-database``).

A contact is added, its status changed, a debrief recorded, each in a transaction of its own. The floor is
the raw driver with the very statements that the service sent; between them is SQLAlchemy Core with the same
ones. All three begin from copies of one database and take turns. Then sixteen members write at once, as fast
as they can, in one process and in two. Prints two Markdown tables and writes them into docs/performance.md,
and the times they are made of into docs/measurements.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.row_security import TEAM_OPTION
from bot.services import cohorts, contacts, debriefs, interviews, joining, new_id
from bot.values import Actor, ContactForm, Format, InterviewForm, Status
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url, sqlite_url
from tests.debrief_forms import FULL
from tests.load.slack import PROCESSES
from tests.load.tables import database as tables
from tests.load.tables.database import Waited, Written
from tests.load.tables.quantiles import quantiles
from tests.people import ADMIN, NEW_YORK, SPRING, TEAM, profile
from tests.postgres import PostgresServer, start_postgres

OPERATIONS = 120
"""Of each kind, each of another member."""

WRITERS = 16
WRITES = 25
"""Of each writer."""

KINDS = ("SQLite", "PostgreSQL")
COMMAND = "make bench-database"
CONTACT = ContactForm(
    "Ana Okafor", "Harbor Foods", "Analyst", why="She moved from teaching.", notes="Met at a fair."
)

Write = Callable[[Session, Clock, Actor], object]
Operations = Mapping[str, Sequence[tuple[Actor, Write]]]


def fill(database: Database, count: int) -> Operations:
    """A cohort whose members have a contact and a meeting each; returns what is to be written there."""
    found: dict[str, list[tuple[Actor, Write]]] = {"contact added": [], "status changed": [], "debrief": []}
    with database.transaction(TEAM) as session:
        cohort = cohorts.create(session, database.clock, ADMIN, new_id(), SPRING, NEW_YORK)
    for number in range(count):
        actor, contact_id, interview_id = _member(number), new_id(), new_id()
        with database.transaction(TEAM) as session:
            joining.join(session, database.clock, actor, cohort.id, profile(actor))
            contacts.add(session, database.clock, actor, contact_id, CONTACT)
            other = contacts.add(session, database.clock, actor, new_id(), replace(CONTACT, name="Ben"))
            form = InterviewForm(database.clock.now() - timedelta(days=1), NEW_YORK, 25, Format.PHONE)
            interviews.plan(session, database.clock, actor, other.id, interview_id, form, held=True)
        found["contact added"].append((actor, _add))
        found["status changed"].append((actor, _moves(contact_id)))
        found["debrief"].append((actor, _records(interview_id)))
    return found


def _member(number: int) -> Actor:
    return Actor(TEAM, f"U0M{number:04}")


def _add(session: Session, clock: Clock, actor: Actor) -> object:
    return contacts.add(session, clock, actor, new_id(), replace(CONTACT, name="Cleo"))


def _moves(contact_id: str) -> Write:
    return lambda session, clock, actor: contacts.move(session, clock, actor, contact_id, Status.CONTACTED)


def _records(interview_id: str) -> Write:
    return lambda session, clock, actor: debriefs.record(
        session, clock, actor, interview_id, lambda _form: FULL
    )


@dataclass(slots=True)
class Recorded:
    """What one transaction sent: as SQLAlchemy's statements, and as they reached the driver."""

    core: list[tuple[Any, Any]] = field(default_factory=list)
    raw: list[tuple[str, Any, bool]] = field(default_factory=list)


def write(database: Database, actor: Actor, work: Write) -> None:
    """One service in one transaction, in this thread."""
    with database.transaction(actor.team_id) as session:
        work(session, database.clock, actor)


def record(database: Database, actor: Actor, work: Write) -> Recorded:
    """The same, and note what is sent."""
    recorded = Recorded()

    def note_core(_connection: object, statement: Any, many: Any, one: Any, _options: object) -> None:
        recorded.core.append((statement, many or one))

    def note_raw(
        _connection: object, _cursor: object, statement: str, values: Any, _context: object, is_many: bool
    ) -> None:
        recorded.raw.append((statement, values, is_many))

    event.listen(database.engine, "before_execute", note_core)
    event.listen(database.engine, "before_cursor_execute", note_raw)
    write(database, actor, work)
    event.remove(database.engine, "before_execute", note_core)
    event.remove(database.engine, "before_cursor_execute", note_raw)
    return recorded


def again_by_core(database: Database, recorded: Recorded) -> None:
    """The statements once more, through SQLAlchemy Core."""
    with database.engine.execution_options(**{TEAM_OPTION: TEAM}).begin() as connection:
        for statement, values in recorded.core:
            found = connection.execute(statement, values)
            if found.returns_rows:
                found.all()


def again_by_driver(connection: Any, recorded: Recorded) -> None:
    """The statements once more, through the driver's own connection."""
    cursor = connection.cursor()
    for statement, values, is_many in recorded.raw:
        (cursor.executemany if is_many else cursor.execute)(statement, values)
        if cursor.description is not None:
            cursor.fetchall()
    connection.commit()
    cursor.close()


def costs(kind: str, server: PostgresServer, count: int) -> Iterator[Written]:
    """What each kind of write takes, so many times."""
    with copies(kind, server, 4, count) as (operations, (noted, ours, core, raw)):
        connection = raw.engine.raw_connection()
        driver = connection.driver_connection
        for name, works in operations.items():
            times: list[tuple[float, float, float]] = []
            for actor, work in works:
                recorded = record(noted, actor, work)
                times.append(
                    (
                        _timed(lambda recorded=recorded: again_by_driver(driver, recorded)),  # type: ignore[misc]
                        _timed(lambda recorded=recorded: again_by_core(core, recorded)),  # type: ignore[misc]
                        _timed(lambda actor=actor, work=work: write(ours, actor, work)),  # type: ignore[misc]
                    )
                )
            statements = len(recorded.raw) + 1  # the commit
            yield Written(kind, name, statements, *zip(*times, strict=True))
        connection.close()


@contextmanager
def copies(
    kind: str, server: PostgresServer, count: int, members: int = OPERATIONS
) -> Iterator[tuple[Operations, list[Database]]]:
    """So many copies of one database that is filled with so many members, and what is to be written there."""
    clock = ManualClock()
    with ExitStack() as stack:
        if kind == "SQLite":
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            filled = sqlite_url(folder)
        else:
            filled = stack.enter_context(postgres_url(server, clock))
        database = make_database(filled, clock)
        operations = fill(database, members)
        database.dispose()
        urls = []
        for number in range(count):
            if kind == "SQLite":
                shutil.copy(folder / "test.db", folder / f"{number}.db")
                urls.append(f"sqlite:///{folder / f'{number}.db'}")
            else:
                urls.append(server.create_database(filled))
                stack.callback(server.drop_database, urls[-1])
        found = [make_database(url, clock) for url in urls]
        yield operations, found
        for one in found:
            one.dispose()


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that our process takes: what a server does is the same for all three."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


@dataclass(slots=True)
class Waits:
    """Milliseconds from each call to its turn, and to its end; and how many failed."""

    turns: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    errors: int = 0


def write_together(
    url: str, first: int, writers: int, writes: int, ready: Barrier, told: "SimpleQueue[Waits]"
) -> None:
    """A process in which so many members write at once, each so many things one after the other."""
    database, waits = make_database(url, ManualClock()), Waits()

    async def writer(actor: Actor) -> None:
        for _ in range(writes):
            begun = time.perf_counter()

            def work(session: Session, clock: Clock, actor: Actor, begun: float = begun) -> None:
                waits.turns.append((time.perf_counter() - begun) * 1000)
                _add(session, clock, actor)

            try:
                await database.run(actor, work)
            except OperationalError:
                waits.errors += 1
            waits.ends.append((time.perf_counter() - begun) * 1000)

    async def all_together() -> None:
        await database.run(_member(first), _add)  # the connections are open, the statements known
        await asyncio.to_thread(ready.wait)
        await asyncio.gather(*(writer(_member(first + number)) for number in range(writers)))

    asyncio.run(all_together())
    database.dispose()
    told.put(waits)


def waits(kind: str, server: PostgresServer, processes: int, writes: int) -> Waited:
    """All writers, divided among so many processes."""
    with copies(kind, server, 1) as (_operations, (database,)):
        url, writers = database.url.render_as_string(hide_password=False), WRITERS // processes
        ready, told = PROCESSES.Barrier(processes + 1), PROCESSES.SimpleQueue()
        started = [
            PROCESSES.Process(
                target=write_together, args=(url, number * writers, writers, writes, ready, told)
            )
            for number in range(processes)
        ]
        for process in started:
            process.start()
        ready.wait()
        begun = time.perf_counter()
        found = [told.get() for _ in started]
        seconds = time.perf_counter() - begun
        for process in started:
            process.join()
    return Waited(
        database=kind,
        processes=processes,
        writes=WRITERS * writes,
        errors=sum(one.errors for one in found),
        seconds=seconds,
        turns=quantiles(turn for one in found for turn in one.turns),
        ends=quantiles(end for one in found for end in one.ends),
    )


def main() -> None:
    """Measure, print, and write where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=OPERATIONS, help="others are not written")
    parser.add_argument("--writes", type=int, default=WRITES, help="others are not written")
    chosen = parser.parse_args()
    is_whole = (chosen.operations, chosen.writes) == (OPERATIONS, WRITES)
    PROCESSES.set_forkserver_preload([__name__])
    with start_postgres() as server:
        written = [one for kind in KINDS for one in costs(kind, server, chosen.operations)]
        tables.WRITES.show(written, COMMAND, write=is_whole)
        waited = [waits(kind, server, count, chosen.writes) for kind in KINDS for count in (1, 2)]
        tables.WRITERS.show(waited, COMMAND, write=is_whole)


if __name__ == "__main__":
    main()
