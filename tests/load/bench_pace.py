"""How long a message for everybody in many workspaces takes, against Slack's limit (``make bench-pace``).

The queue is real and so is who claims from it (:func:`bot.services.claims.claim`, on PostgreSQL); the time is
not: it goes on by the second in which a worker looks for work, and a message that was taken has arrived a
second later. The limit is the pace that Slack leaves a workspace. Workspaces do not share it, so a tenth of
two thousand tells the same as all of them (``--workspaces 2000``: some minutes). Prints a Markdown table and
writes it into docs/performance.md, and each second's claims, which it is made of, into docs/measurements.
"""

import argparse
import time
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery
from bot.sender import MOST_AT_ONCE_IN_A_WORKSPACE, POLL_SECONDS
from bot.services import claims, lanes, leases
from bot.values import DeliveryState
from tests.clocks import ManualClock
from tests.load.databases import fresh_database, gather_statistics
from tests.load.rows import WORKSPACE, add_deliveries, add_members, team_ids
from tests.load.tables.pace import PACE, Look, Pace
from tests.postgres import start_postgres
from tests.queueing import MONDAY

WORKSPACES = 200


def send_all(database: Database, clock: ManualClock, teams: list[str], messages: int) -> list[Look]:
    """Claim second by second until each message is sent."""
    with database.system_session() as session:
        lanes.open_lanes(session, clock, teams)
        worker = leases.sign_on(session, clock, "simulated")
    looks: list[Look] = []
    while True:
        looks.append(_claim_all(database, clock, worker, teams))
        if sum(look.messages for look in looks) >= messages:
            return looks
        clock.advance(seconds=POLL_SECONDS)
        with database.system_session() as session:
            _arrive(session, clock, worker)
            leases.renew(session, clock, worker)


def _claim_all(database: Database, clock: ManualClock, worker: str, teams: list[str]) -> Look:
    """Take what may be sent at this moment."""
    rooms = dict.fromkeys(teams, MOST_AT_ONCE_IN_A_WORKSPACE)
    look, begun = Look((clock.now() - MONDAY).total_seconds()), time.perf_counter()
    while True:
        with database.system_session() as session:
            taken = claims.claim(session, clock, worker, rooms, claims.BATCH, lanes.Pace())
        if not taken:
            look.seconds = time.perf_counter() - begun
            return look
        look.claims += 1
        look.messages += len(taken)
        for claimed in taken:
            rooms[claimed.team_id] -= 1


def _arrive(session: Session, clock: Clock, worker: str) -> None:
    """All that was taken is sent now, in one statement: what each message costs is measured elsewhere."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.worker_id) == worker)
        .values(state=DeliveryState.SENT, worker_id=None, finished_at=clock.now())
    )


def measure(workspaces: int) -> Pace:
    """Send one message to each member of so many workspaces."""
    members = workspaces * WORKSPACE
    clock = ManualClock(MONDAY)
    with start_postgres() as server, fresh_database("PostgreSQL", server, clock) as database:
        with database.system_session() as session:
            add_members(session, members, MONDAY, 0)
            add_deliveries(session, members, MONDAY, DeliveryState.QUEUED, "2026-W38")
        gather_statistics(database)
        looks = send_all(database, clock, team_ids(members), members)
    limit = WORKSPACE * lanes.Pace().interval / timedelta(seconds=1)
    return Pace(workspaces, members, limit, looks)


def main() -> None:
    """Measure, print, and write where it was the usual number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspaces", type=int, default=WORKSPACES, help="another number is not written")
    workspaces = parser.parse_args().workspaces
    PACE.show(measure(workspaces), "make bench-pace", write=workspaces == WORKSPACES)


if __name__ == "__main__":
    main()
