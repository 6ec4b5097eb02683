"""What is measured while a term goes by: each action's cost, each statement's, and what the tables take."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine, event

from tests.load.tables.term import LEAST_SHARE, Cost, Reading, Size, Statement, Week

_BEGINNING = 160
"""Characters of a statement that are kept."""

_EXTENSION = "pg_stat_statements"
SETTINGS = {"shared_preload_libraries": _EXTENSION, "pg_stat_statements.max": "10000"}
"""What a server needs for this; it comes with PostgreSQL's own package."""


class Watch:
    """Costs by week and kind of action."""

    def __init__(self, engine: Engine) -> None:
        self.weeks: list[Week] = []
        self._statements = 0
        event.listen(engine, "before_cursor_execute", self._count)

    @contextmanager
    def week(self) -> Iterator[Week]:
        """The block plays the next week."""
        week, begun = Week(), time.perf_counter()
        self.weeks.append(week)
        yield week
        week.seconds = time.perf_counter() - begun

    @contextmanager
    def of(self, name: str) -> Iterator[Cost]:
        """The block does one of this kind; where it did several, it sets ``count`` by itself."""
        cost, one = self.weeks[-1].costs.setdefault(name, Cost()), Cost(count=1)
        cpu, statements = time.process_time(), self._statements
        yield one
        cost.count += one.count
        cost.cpu += time.process_time() - cpu
        cost.statements += self._statements - statements

    def _count(self, *_arguments: object) -> None:
        self._statements += 1


class Statements:
    """PostgreSQL's own account of each statement, taken and begun anew from time to time."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"CREATE EXTENSION IF NOT EXISTS {_EXTENSION}".encode())
        self._taken: list[Mapping[str, tuple[int, int]]] = []
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
        self._taken.append({query: (int(calls), int(pages)) for query, calls, pages in rows})
        self._connection.execute("VACUUM ANALYZE")
        self.begin()

    def reading(self) -> Reading:
        """What was kept of all of them, and of each that read much in the last quarter: the most first."""
        totals = [sum(pages for _calls, pages in taken.values()) for taken in self._taken]
        last = sorted(self._taken[-1].items(), key=lambda one: -one[1][1])
        found = [query for query, (_calls, pages) in last if pages >= totals[-1] * LEAST_SHARE]
        return Reading(totals, [self._statement(query) for query in found])

    def _statement(self, query: str) -> Statement:
        calls, pages = zip(*(taken.get(query, (0, 0)) for taken in self._taken), strict=True)
        return Statement(" ".join(query.split())[:_BEGINNING], calls, pages)

    def sizes(self) -> dict[str, Size]:
        """Each table that has rows; the largest first."""
        rows = self._connection.execute(
            "SELECT relname, n_live_tup, pg_table_size(relid), pg_indexes_size(relid)"
            " FROM pg_stat_user_tables WHERE n_live_tup > 0 ORDER BY pg_total_relation_size(relid) DESC"
        )
        return {name: Size(*figures) for name, *figures in rows}

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
