"""What a summary costs as a cohort and the tables grow (``make bench-summaries``).

Prints a Markdown table and writes it into docs/performance.md. The floor is the bare SQL: the statements that
count one week of a cohort from its log, as they reach the database, run by its driver alone. The machine may
be busy: look at the ratios. All databases and servers are throw-away ones.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time
from statistics import median
from typing import Any

from sqlalchemy import event

from bot.db import Database
from bot.models import Cohort
from bot.services import counting, member_log, summaries
from bot.services.localtime import moment
from bot.values import Actor
from tests.clocks import ManualClock
from tests.load import page
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
from tests.postgres import start_postgres

MEMBERS = (50, 500, 5_000)
MEETINGS_OF_OTHERS = 10
"""With a million members in the tables there are ten million interviews."""
TABLES = (10_000, 1_000_000)
LONG_TABLES = (10_000_000,)
ROUNDS = 15
LEAD = Actor(TEAM, LEAD_ID)
HEAD = (
    "database",
    "members",
    "interviews in the table",
    "bare SQL of counting a week, ms",
    "the same through Infoview, ms",
    "ratio",
    "a lead's summary, ms",
    "ratio",
    "counting and publishing a week, ms",
)
Statement = tuple[str, Any]


def table(database: Database, clock: ManualClock, interviews: int) -> Iterator[list[str]]:
    """One row for each size of a cohort, in tables with about so many interviews."""
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
        yield [
            database.url.get_backend_name(),
            f"{members:,}",
            f"{total:,}",
            *_times(database, clock, cohort_id),
        ]


def _times(database: Database, clock: ManualClock, cohort_id: str) -> Iterator[str]:
    counted = _count_all_weeks(database, clock, cohort_id)
    with database.transaction(TEAM) as session:
        cohort = session.get_one(Cohort, cohort_id)
        cut = counting.cut_of(session, cohort, STARTS_ON + timedelta(weeks=WEEKS, days=-1))

        def read() -> object:
            return member_log.read(session, cut)

        statements = _statements(database, read)
        cursor = session.connection().connection.cursor()
        floor, through = _side_by_side(
            lambda: [(cursor.execute(*statement), cursor.fetchall()) for statement in statements], read
        )
    lead = median(_timed(lambda: _look(database, clock, cohort_id)) for _ in range(ROUNDS))
    yield from (f"{floor:,.1f}", f"{through:,.1f}", f"{through / floor:.2f}")
    yield from (f"{lead:,.1f}", f"{lead / floor:.2f}", f"{counted:,.0f}")


def _count_all_weeks(database: Database, clock: ManualClock, cohort_id: str) -> float:
    """Count each week as its time comes; returns the milliseconds of the longest one."""
    times = []
    for week in range(1, WEEKS + 1):
        clock.set(_week_is_over(week))
        with database.transaction(TEAM) as session:
            cohort = session.get_one(Cohort, cohort_id)
            times.append(_timed(lambda cohort=cohort: counting.catch_up(session, clock, cohort)))  # type: ignore[misc]
    return max(times)


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


def _side_by_side(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The medians of both, taken in turns: the machine is not equally busy at all times."""
    times = [(_timed(one), _timed(other)) for _ in range(ROUNDS)]
    return median(first for first, _ in times), median(second for _, second in times)


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds that the work takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _week_is_over(week: int) -> datetime:
    return moment(STARTS_ON + timedelta(weeks=week), clock_time(1), ZONE)


def measure(kinds: Sequence[str], sizes: Sequence[int]) -> str:
    """The table in Markdown."""
    rows: list[list[str]] = []
    with start_postgres() as server:
        for kind in kinds:
            for size in sizes:
                clock = ManualClock()
                with fresh_database(kind, server, clock) as database:
                    rows += table(database, clock, size)
    return page.table(HEAD, rows)


def main() -> None:
    """Measure, print, and write where nothing was left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="ten million interviews of a million members")
    parser.add_argument("--sizes", type=int, nargs="*", help="other sizes of the tables; nothing is written")
    parser.add_argument("--kinds", nargs="*", default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    name, sizes = ("summaries-long", LONG_TABLES) if chosen.long else ("summaries", TABLES)
    found = measure(chosen.kinds, chosen.sizes or sizes)
    print(found)  # noqa: T201
    if not chosen.sizes and len(chosen.kinds) == 2:
        page.write(name, found)


if __name__ == "__main__":
    main()
