"""Workers beside each other on PostgreSQL: what one has locked the others skip, and wait for nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery, Lane, WorkerLease
from bot.services import claims, lanes, leases
from bot.services.lanes import LOOK_UP, POST, Pace
from bot.services.leases import LEASE, LetGo
from bot.values import DeliveryState
from tests.clocks import ManualClock
from tests.databases import postgres_database
from tests.postgres import PostgresServer
from tests.services.test_lanes import HARBOR, RIVER, due

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(postgres_server: PostgresServer, clock: ManualClock) -> Iterator[Database]:
    """Two workspaces with something to send."""
    with postgres_database(postgres_server, clock) as database:
        with database.system_session() as session:
            lanes.open_lanes(session, clock, [HARBOR, RIVER])
            session.add_all([due(HARBOR), due(RIVER)])
        yield database


@contextmanager
def beside(database: Database) -> Iterator[tuple[Session, Session]]:
    """Two transactions at once; the second gives up where it would wait."""
    with database.system_session() as first, database.system_session() as second:
        second.connection().execute(text("SET LOCAL lock_timeout = '200ms'"))
        yield first, second


def lock_lane(session: Session, team_id: str, method: str = POST) -> None:
    session.exec(select(Lane).where(Lane.team_id == team_id, Lane.method == method).with_for_update()).one()


def lock_delivery(session: Session, team_id: str) -> None:
    session.exec(select(Delivery).where(Delivery.team_id == team_id).with_for_update()).one()


def worker(database: Database, clock: Clock) -> str:
    with database.system_session() as session:
        return leases.sign_on(session, clock, "a test")


def test_lanes_that_another_worker_has_are_left_out(database: Database, clock: ManualClock) -> None:
    def taken(session: Session) -> list[str]:
        return [lane.team_id for lane in lanes.take(session, clock.now(), Pace(), ())]

    with beside(database) as (first, second):
        lock_lane(first, HARBOR, LOOK_UP)  # for somebody who pauses it
        assert taken(second) == [HARBOR, RIVER]
    with beside(database) as (first, second):
        lock_lane(first, HARBOR)
        assert taken(second) == [RIVER]
    with beside(database) as (first, second):
        lock_lane(first, HARBOR)
        lock_lane(first, RIVER)
        with pytest.raises(OperationalError, match="lock timeout"):
            taken(second)  # it waits for the first of them
        second.rollback()
    with beside(database) as (first, second):
        assert taken(first) == [HARBOR, RIVER]
        with pytest.raises(OperationalError, match="lock timeout"), second.begin_nested():
            lock_lane(second, RIVER)


def test_deliveries_that_another_transaction_has_are_left_out(database: Database, clock: ManualClock) -> None:
    worker_id = worker(database, clock)
    rooms = {HARBOR: 5, RIVER: 5}
    with beside(database) as (first, second):
        lock_delivery(first, HARBOR)
        taken = claims.claim(second, clock, worker_id, rooms, 10, Pace())
        assert [claimed.team_id for claimed in taken] == [RIVER]
    with beside(database) as (first, second):
        lock_delivery(first, RIVER)
        assert leases.sign_off(second, clock, worker_id) == LetGo(), "it is settled by who has locked it"
        assert second.get(WorkerLease, worker_id) is not None
    with database.system_session() as session:
        assert leases.sign_off(session, clock, worker_id) == LetGo(returned=1)
    clock.advance(days=2)
    with beside(database) as (first, second):
        lock_delivery(first, HARBOR)
        assert claims.expire(second, clock) == 1
    with database.system_session() as session:
        assert claims.expire(session, clock) == 1
        states = session.exec(select(col(Delivery.state))).all()
        assert set(states) == {DeliveryState.SKIPPED}


def test_nobody_takes_the_lease_of_a_worker_who_takes_something_in_hand(
    database: Database, clock: ManualClock
) -> None:
    worker_id = worker(database, clock)
    with beside(database) as (first, second):
        assert leases.holds(first, clock, worker_id)
        assert leases.holds(second, clock, worker_id), "two of its own do not wait for each other"
    with beside(database) as (first, second):
        assert leases.holds(first, clock, worker_id)
        clock.advance(seconds=LEASE.total_seconds() + 1)
        assert leases.reap(second, clock) == LetGo()
        assert second.get(WorkerLease, worker_id) is not None
    with database.system_session() as session:
        leases.reap(session, clock)
        assert session.get(WorkerLease, worker_id) is None


def test_a_lease_is_one_workers_and_so_is_what_it_has_in_hand(database: Database, clock: ManualClock) -> None:
    silent, alive = worker(database, clock), worker(database, clock)
    with database.system_session() as session:
        for worker_id, team_id in ((silent, HARBOR), (alive, RIVER)):
            assert len(claims.claim(session, clock, worker_id, {team_id: 1}, 1, Pace())) == 1
    clock.advance(seconds=LEASE.total_seconds())
    with database.system_session() as session:
        assert leases.holds(session, clock, silent), "up to its last moment"
        assert leases.renew(session, clock, alive)
        assert not leases.renew(session, clock, "nobody")
    clock.advance(seconds=1)
    with database.system_session() as session:
        assert not leases.holds(session, clock, silent)
        assert not leases.holds(session, clock, "nobody")
        assert not leases.renew(session, clock, silent)
        assert leases.reap(session, clock) == LetGo(returned=1)
        assert leases.holds(session, clock, alive)
        held = session.exec(select(Delivery).where(col(Delivery.worker_id).is_not(None))).one()
        assert (held.team_id, held.worker_id) == (RIVER, alive)
        assert leases.reap(session, clock) == LetGo()
