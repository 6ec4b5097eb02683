"""What row-level security costs on PostgreSQL (``make bench-row-security``); prints a Markdown table.

One database with a hundred workspaces, and three ways in: without it (a superuser, whom no policy holds, in
transactions that say nothing), and with it as the owner of the tables and as a superuser. They are taken in
turns. What counts is the time on the processor, of Infoview and of its process of the server: that says more
than a clock where others use the machine, too (Linux only).
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from unittest.mock import patch

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlmodel import col, select

from bot import db, migrations
from bot.db import Database
from bot.models import Cohort, Member, new_id
from bot.services import contact_list, contacts, counting, joining, member_log, summaries
from bot.values import Actor, ContactForm, Profile
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url
from tests.load.cohort_logs import LEAD_ID, STARTS_ON, TEAM, WEEKS, ZONE, add_cohort
from tests.load.databases import gather_statistics
from tests.postgres import PostgresServer, start_postgres

LEAD = Actor(TEAM, LEAD_ID)
MEMBER = Actor(TEAM, "U0MEMBER")
COHORTS = (500, 5_000)
OTHERS, MEMBERS_OF_OTHERS = 99, 100
CONTACTS = 30
ROUNDS = 40

Work = Callable[[Database], object]


def works(clock: ManualClock, big: str, small: str) -> Mapping[str, Work]:
    """What is measured, by its name."""

    def nothing(database: Database) -> None:
        with database.transaction(TEAM) as session:
            session.connection().execute(text("SELECT 1"))

    def read(database: Database) -> None:
        with database.transaction(TEAM) as session:
            contact_list.page(session, clock, MEMBER)

    def write(database: Database) -> None:
        with database.transaction(TEAM) as session:
            card = contacts.add(session, clock, MEMBER, new_id(), ContactForm("Maya Chen"))
            contacts.delete(session, clock, MEMBER, card.id)

    def count(database: Database, cohort_id: str) -> None:
        with database.transaction(TEAM) as session:
            cohort = session.get_one(Cohort, cohort_id)
            member_log.read(
                session, counting.cut_of(session, cohort, STARTS_ON + timedelta(weeks=WEEKS, days=-1))
            )

    def summary(database: Database) -> None:
        with database.transaction(TEAM) as session:
            summaries.build(session, clock, LEAD, big)

    def due(database: Database) -> None:
        with database.system_session() as session:
            session.exec(select(Member).where(col(Member.next_nudge_at) <= clock.now()).limit(200)).all()

    return {
        "a transaction that asks for nothing": nothing,
        f"a read: the list of {CONTACTS} contacts": read,
        "a write: add a contact and delete it": write,
        "counting a week of 500 members": lambda database: count(database, small),
        "counting a week of 5,000 members": lambda database: count(database, big),
        "a lead's summary, 5,000 members": summary,
        "the worker: 200 members who are due": due,
    }


def fill(database: Database, clock: ManualClock) -> tuple[str, ...]:
    """A workspace with cohorts and a member, and many others; returns the cohorts' ids."""
    with database.system_session() as session:
        own = tuple(add_cohort(session, name, size) for name, size in zip(("aa", "bb"), COHORTS, strict=True))
        for number in range(OTHERS):
            add_cohort(session, f"z{number:02}", MEMBERS_OF_OTHERS)
        run = session.connection().execute
        for table in ("enrollment", "contact", "status_change", "interview", "debrief", "cohort_lead"):
            run(text(f"UPDATE {table} SET team_id = 'T' || left(cohort_id, 3) WHERE cohort_id LIKE 'z%'"))
        for table in ("cohort", "member"):
            run(text(f"UPDATE {table} SET team_id = 'T' || left(id, 3) WHERE id LIKE 'z%'"))
        run(text("UPDATE member SET next_nudge_at = now() WHERE id LIKE 'z%'"))
    profile = Profile(MEMBER.user_id, TEAM, ZONE, "en-US", False, False, False)
    with database.transaction(TEAM) as session:
        joining.join(session, clock, MEMBER, own[0], profile)
        for number in range(CONTACTS):
            contacts.add(session, clock, MEMBER, new_id(), ContactForm(f"Contact {number}"))
    clock.advance(seconds=timedelta(weeks=WEEKS).total_seconds())
    return own


@contextmanager
def ways(server: PostgresServer, url: str, clock: ManualClock) -> Iterator[Mapping[str, Database]]:
    """The ways in, by their names; the first one is without the wall."""

    def plain(address: URL) -> Engine:
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)

    with patch.object(db, "_postgres_engine", plain):
        without = make_database(server.as_superuser(url), clock)
    found = {
        "without": without,
        "as owner": make_database(url, clock),
        "as superuser": make_database(server.as_superuser(url), clock),
    }
    yield found
    for database in found.values():
        database.dispose()


def measure() -> Iterator[str]:
    """The lines of the table."""
    clock = ManualClock()
    with (
        start_postgres() as server,
        postgres_url(server, clock) as url,
        ways(server, url, clock) as databases,
    ):
        migrations.upgrade(databases["as superuser"].engine)
        small, big = fill(databases["as owner"], clock)
        gather_statistics(databases["as owner"])
        yield "| milliseconds on the processor | " + " | ".join(databases) + " |"
        yield "|---" + "|---:" * len(databases) + "|"
        for name, work in works(clock, big, small).items():
            times = _times(work, databases)
            yield f"| {name} | " + " | ".join(f"{one:.2f}" for one in times) + " |"


def _times(work: Work, databases: Mapping[str, Database]) -> Iterator[float]:
    """The milliseconds of the work in each database (the median), in turns."""
    found: dict[str, list[float]] = {way: [] for way in databases}
    processes = {way: _server_process(database) for way, database in databases.items()}
    for _ in range(ROUNDS):
        for way, database in databases.items():
            begun = _used(processes[way])
            work(database)
            found[way].append(_used(processes[way]) - begun)
    return map(median, found.values())


def _server_process(database: Database) -> Path:
    """What Linux tells of the one process that serves this database's connections, one after the other."""
    with database.system_session() as session:
        pid = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
    return Path(f"/proc/{pid}/schedstat")


def _used(server_process: Path) -> float:
    """Milliseconds that this process and the server's have used of the processor."""
    return time.process_time() * 1000 + int(server_process.read_text().split()[0]) / 1e6


if __name__ == "__main__":
    for line in measure():
        print(line, flush=True)  # noqa: T201
