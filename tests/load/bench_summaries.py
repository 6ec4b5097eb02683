"""What a summary costs as a cohort and the tables grow (``make bench-summaries``).

Prints a Markdown table and writes it into docs/performance.md, and each round's times, which it is made of,
into docs/measurements. The floor is the bare SQL: the statements that count one week of a cohort from its
log, as they reach the database, run by its driver alone. The machine may be busy: look at the ratios. All
databases and servers are throw-away ones.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import Any

from sqlalchemy import event

from bot.db import Database
from bot.models import Cohort
from bot.services import counting, member_log, summaries
from bot.services.localtime import moment
from bot.values import Actor
from tests.clocks import ManualClock
from tests.load.cohort_logs import (
    INTERVIEWS,
    LEAD_ID,
    STARTS_ON,
    TEAM,
    WEEKS,
    ZONE,
    add_cohort,
    add_other_cohort,
)
from tests.load.databases import fresh_database, gather_statistics
from tests.load.tables.summaries import LONG, SUMMARIES, Counted
from tests.postgres import start_postgres

MEMBERS = (50, 500, 5_000)
MEETINGS_OF_OTHERS = 10
"""With a million members in the tables there are ten million interviews."""
TABLES = (10_000, 1_000_000)
LONG_TABLES = (10_000_000,)
ROUNDS = 15
LEAD = Actor(TEAM, LEAD_ID)
Statement = tuple[str, Any]


def counted(database: Database, clock: ManualClock, interviews: int) -> Iterator[Counted]:
    """What each size of a cohort takes, in tables with about so many interviews."""
    with database.transaction(TEAM) as session:
        cohorts = {
            members: add_cohort(session, name, members)
            for members, name in zip(MEMBERS, ("aa", "bb", "cc"), strict=True)
        }
        own = INTERVIEWS * sum(MEMBERS)
    others = max(interviews - own, 0) // (MEETINGS_OF_OTHERS * MEMBERS[-1])
    for number in range(others):
        with database.transaction(TEAM) as session:
            add_other_cohort(session, f"z{number:04}", MEMBERS[-1], MEETINGS_OF_OTHERS)
    gather_statistics(database)
    total = own + others * MEETINGS_OF_OTHERS * MEMBERS[-1]
    for members, cohort_id in cohorts.items():
        print(f"{members:,} members in {total:,}", file=sys.stderr)  # noqa: T201 - it takes minutes
        kind = database.url.get_backend_name()
        yield Counted(kind, members, total, *_times(database, clock, cohort_id))


def _times(
    database: Database, clock: ManualClock, cohort_id: str
) -> tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]:
    """Of the bare SQL, of the same through Infoview, of a lead's look, and of each week's counting."""
    weeks = list(_count_all_weeks(database, clock, cohort_id))
    with database.transaction(TEAM) as session:
        cohort = session.get_one(Cohort, cohort_id)
        cut = counting.cut_of(session, cohort, STARTS_ON + timedelta(weeks=WEEKS, days=-1))

        def read() -> object:
            return member_log.read(session, cut)

        statements = _statements(database, read)
        cursor = session.connection().connection.cursor()
        bare, through = _side_by_side(
            lambda: [(cursor.execute(*statement), cursor.fetchall()) for statement in statements], read
        )
    looks = [_timed(lambda: _look(database, clock, cohort_id)) for _ in range(ROUNDS)]
    return bare, through, looks, weeks


def _count_all_weeks(database: Database, clock: ManualClock, cohort_id: str) -> Iterator[float]:
    """Count each week as its time comes; the milliseconds of each."""
    for week in range(1, WEEKS + 1):
        clock.set(_week_is_over(week))
        with database.transaction(TEAM) as session:
            cohort = session.get_one(Cohort, cohort_id)
            yield _timed(lambda cohort=cohort: counting.catch_up(session, clock, cohort))  # type: ignore[misc]


def _look(database: Database, clock: ManualClock, cohort_id: str) -> None:
    """What happens when a lead opens the summary, but for the words."""
    with database.transaction(TEAM) as session:
        summaries.build(session, clock, LEAD, cohort_id)


def _statements(database: Database, work: Callable[[], object]) -> list[Statement]:
    """The statements of some work, as they reach the driver."""
    found: list[Statement] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_others: object) -> None:
        found.append((statement, values))

    event.listen(database.engine, "before_cursor_execute", note)
    work()
    event.remove(database.engine, "before_cursor_execute", note)
    return found


def _side_by_side(one: Callable[[], object], other: Callable[[], object]) -> tuple[list[float], list[float]]:
    """The times of both, taken in turns: the machine is not equally busy at all times."""
    times = [(_timed(one), _timed(other)) for _ in range(ROUNDS)]
    return [first for first, _ in times], [second for _, second in times]


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _week_is_over(week: int) -> datetime:
    return moment(STARTS_ON + timedelta(weeks=week), clock_time(1), ZONE)


def measure(kinds: Sequence[str], sizes: Sequence[int]) -> list[Counted]:
    """Everything, in fresh databases of these kinds and sizes."""
    found: list[Counted] = []
    with start_postgres() as server:
        for kind in kinds:
            for size in sizes:
                clock = ManualClock()
                with fresh_database(kind, server, clock) as database:
                    found += counted(database, clock, size)
    return found


def main() -> None:
    """Measure, print, and write where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="ten million interviews of a million members")
    parser.add_argument("--sizes", type=int, nargs="*", help="other sizes of the tables; nothing is written")
    parser.add_argument("--kinds", nargs="*", default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    part, sizes, words = (LONG, LONG_TABLES, " LONG=1") if chosen.long else (SUMMARIES, TABLES, "")
    found = measure(chosen.kinds, chosen.sizes or sizes)
    is_whole = not chosen.sizes and len(chosen.kinds) == 2
    part.show(found, f"make bench-summaries{words}", write=is_whole)


if __name__ == "__main__":
    main()
