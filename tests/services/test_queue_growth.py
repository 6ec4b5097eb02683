"""What a worker reads does not grow with the members: told in SQLite's own steps, not in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from bot.clock import Clock
from bot.db import Database
from bot.models import DebriefDraft, Interview
from bot.services import claims, debrief_drafts, deliveries, lanes, leases
from bot.services.lanes import Pace
from bot.values import DeliveryState
from tests.clocks import ManualClock
from tests.databases import postgres_database, sqlite_database
from tests.load.cohort_logs import TEAM, add_cohort
from tests.load.databases import gather_statistics
from tests.load.rows import WORKSPACE, add_deliveries, add_members, team_ids
from tests.postgres import PostgresServer
from tests.queueing import MONDAY

FEW, MANY = 35_000, 105_000
"""From 70 workspaces on, there are more than a worker looks at at once."""

DUE = 100
STEPS_A_COUNT = 100


@contextmanager
def grown(folder: Path, members: int, *, analysed: bool) -> Iterator[Database]:
    """So many members with a past message each, a tenth of them with one that waits."""
    folder.mkdir()
    with sqlite_database(folder, ManualClock(MONDAY)) as database:
        with database.system_session() as session:
            add_members(session, members, MONDAY, DUE)
            add_deliveries(session, members, MONDAY - timedelta(days=7), DeliveryState.SENT, "2026-W37")
            add_deliveries(session, members // 10, MONDAY, DeliveryState.QUEUED, "2026-W99", every=10)
        if analysed:
            gather_statistics(database)
        yield database


def steps_of(database: Database, members: int) -> dict[str, int]:
    """The hundreds of steps that SQLite's machine takes for each of a worker's looks."""
    teams = team_ids(members)
    with database.system_session() as session:
        lanes.open_lanes(session, database.clock, teams)
        worker = leases.sign_on(session, database.clock, "counted")
    rooms = dict.fromkeys(teams, 10)
    return {
        "claim": _steps(database, lambda s, c: claims.claim(s, c, worker, rooms, claims.BATCH, Pace())),
        "claim again": _steps(database, lambda s, c: claims.claim(s, c, worker, rooms, claims.BATCH, Pace())),
        "plan": _steps(database, deliveries.plan),
        "expire": _steps(database, claims.expire),
        "reap": _steps(database, leases.reap),
    }


def _steps(database: Database, work: Callable[[Session, Clock], object]) -> int:
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 1

    with database.system_session() as session:
        connection = session.connection().connection.dbapi_connection
        assert connection is not None
        connection.set_progress_handler(count, STEPS_A_COUNT)
        work(session, database.clock)
        connection.set_progress_handler(None, STEPS_A_COUNT)
    return counted


@pytest.mark.parametrize("analysed", [False, True], ids=["as installed", "with statistics"])
def test_three_times_the_members_cost_a_worker_no_more(tmp_path: Path, analysed: bool) -> None:
    counts = {}
    for members in (FEW, MANY):
        with grown(tmp_path / str(members), members, analysed=analysed) as database:
            counts[members] = steps_of(database, members)
    allowed = {look: 1.2 * steps + 20 for look, steps in counts[FEW].items()}
    assert {look: steps for look, steps in counts[MANY].items() if steps > allowed[look]} == {}, counts


@pytest.mark.postgres
def test_a_full_queue_costs_no_more_where_the_statistics_are_of_an_empty_one(
    postgres_server: PostgresServer,
) -> None:
    """As on a Monday at nine: PostgreSQL looks at the tables now and then, mostly when nothing waits."""
    workspaces, waiting = 30, 10
    members = workspaces * WORKSPACE
    with postgres_database(postgres_server, ManualClock(MONDAY)) as database:
        with database.system_session() as session:
            add_members(session, members, MONDAY, 0)
            add_deliveries(session, members, MONDAY - timedelta(days=7), DeliveryState.SENT, "2026-W37")
            lanes.open_lanes(session, database.clock, team_ids(members))
            worker = leases.sign_on(session, database.clock, "counted")
        gather_statistics(database)
        with database.system_session() as session:
            every = WORKSPACE // waiting
            add_deliveries(
                session, workspaces * waiting, MONDAY, DeliveryState.QUEUED, "2026-W99", every=every
            )
        with database.system_session() as session:
            rooms = dict.fromkeys(team_ids(members), waiting)
            taken = claims.claim(session, database.clock, worker, rooms, claims.BATCH, Pace())
            read = session.scalar(
                text(
                    "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
                    " WHERE relname = 'delivery'"
                )
            )
    assert len(taken) == claims.BATCH
    assert read < 10 * claims.BATCH


def test_drafts_that_are_open_cost_the_worker_nothing(tmp_path: Path) -> None:
    """It looks with each tick for the rows that saved debriefs leave."""
    steps = []
    with sqlite_database(tmp_path, ManualClock(MONDAY)) as database:
        with database.transaction(TEAM) as session:
            add_cohort(session, "aa", 1)
            interview = session.scalars(select(Interview)).first()
        assert interview is not None
        for _ in range(2):
            with database.transaction(TEAM) as session:
                session.add_all(
                    DebriefDraft(
                        interview_id=interview.id,
                        member_id=interview.member_id,
                        answers_sealed="sealed",
                        updated_at=MONDAY - timedelta(days=1),
                    )
                    for _ in range(2_000)
                )
            steps.append(_steps(database, debrief_drafts.forget_old))
    assert steps[1] <= steps[0] + 1, steps
