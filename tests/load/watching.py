"""What is measured while a term goes by: each action's cost, each statement's, and what the tables take."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import Engine, event

GROWN = 1.5
"""A statement that reads so many times the pages in the last quarter, each time, has grown."""

_LEAST_SHARE = 0.002
_EXTENSION = "pg_stat_statements"
SETTINGS = {"shared_preload_libraries": _EXTENSION, "pg_stat_statements.max": "10000"}
"""What a server needs for this; it comes with PostgreSQL's own package."""


@dataclass(slots=True)
class Cost:
    """Of one kind of action: how often, the CPU seconds of our process, and the statements sent."""

    count: int = 0
    cpu: float = 0
    statements: int = 0

    @property
    def each(self) -> float:
        """CPU milliseconds of one."""
        return self.cpu * 1000 / self.count if self.count else 0


class Watch:
    """Costs by week and kind of action."""

    def __init__(self, engine: Engine) -> None:
        self.weeks: list[defaultdict[str, Cost]] = []
        self._statements = 0
        event.listen(engine, "before_cursor_execute", self._count)

    def begin_week(self) -> None:
        """From now on, it counts for the next week."""
        self.weeks.append(defaultdict(Cost))

    @contextmanager
    def of(self, name: str) -> Iterator[Cost]:
        """The block does one of this kind; where it did several, it sets ``count`` by itself."""
        cost, one = self.weeks[-1][name], Cost(count=1)
        cpu, statements = time.process_time(), self._statements
        yield one
        cost.count += one.count
        cost.cpu += time.process_time() - cpu
        cost.statements += self._statements - statements

    def names(self) -> list[str]:
        """The kinds of action, the most frequent first."""
        return sorted(
            {name for week in self.weeks for name in week}, key=lambda name: -self.total(name).count
        )

    def total(self, name: str, weeks: slice = slice(None)) -> Cost:
        """What all of a kind took in some weeks."""
        found = [week[name] for week in self.weeks[weeks] if name in week]
        return Cost(
            sum(one.count for one in found),
            sum(one.cpu for one in found),
            sum(one.statements for one in found),
        )

    def _count(self, *_arguments: object) -> None:
        self._statements += 1


@dataclass(frozen=True, slots=True)
class Statement:
    """Of one statement in some weeks: how often it ran, and how many pages it read, in memory or not."""

    calls: int
    pages: int

    @property
    def each(self) -> float:
        """Pages of one call."""
        return self.pages / self.calls


class Statements:
    """PostgreSQL's own account of each statement, taken and begun anew from time to time."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"CREATE EXTENSION IF NOT EXISTS {_EXTENSION}".encode())
        self.taken: list[Mapping[str, Statement]] = []
        self.begin()

    def begin(self) -> None:
        """Count from now on."""
        self._connection.execute("SELECT pg_stat_statements_reset()")

    def take(self) -> None:
        """Keep what was counted, and begin anew. Statistics of tables are renewed, as autovacuum does."""
        rows = self._connection.execute(
            "SELECT query, sum(calls), sum(shared_blks_hit + shared_blks_read) FROM pg_stat_statements"
            " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND calls > 0"
            " GROUP BY query"
        )
        self.taken.append({query: Statement(int(calls), int(pages)) for query, calls, pages in rows})
        self._connection.execute("VACUUM ANALYZE")
        self.begin()

    def grown(self) -> list[tuple[str, list[float | None], float]]:
        """The statements whose calls read more and more: pages a call by quarter, share of all pages last."""
        last = self.taken[-1]
        pages = sum(one.pages for one in last.values()) or 1
        found = []
        for query, now in last.items():
            then = next((taken[query] for taken in self.taken[:-1] if query in taken), None)
            if then is None or now.pages < pages * _LEAST_SHARE or now.each < GROWN * max(then.each, 1):
                continue
            quarters = [taken[query].each if query in taken else None for taken in self.taken]
            found.append((query, quarters, now.pages / pages))
        return sorted(found, key=lambda one: -one[2])

    def sizes(self) -> Sequence[tuple[str, int, int, int]]:
        """Each table with its rows, and the bytes of it and of its indexes; the largest first."""
        return self._connection.execute(
            "SELECT relname, n_live_tup, pg_table_size(relid), pg_indexes_size(relid)"
            " FROM pg_stat_user_tables WHERE n_live_tup > 0 ORDER BY pg_total_relation_size(relid) DESC"
        ).fetchall()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
