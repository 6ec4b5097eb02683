"""How long a message for everybody in many workspaces takes, against Slack's limit (``make bench-pace``).

The queue is real and so is who claims from it (:func:`bot.services.claims.claim`, on PostgreSQL); the time is
not: it goes on by the second in which a worker looks for work, and a message that was taken has arrived a
second later. The limit is the pace that Slack leaves a workspace. Workspaces do not share it, so a tenth of
two thousand tells the same as all of them (``--workspaces 2000``: some minutes). Prints a Markdown table and
writes it into docs/performance.md.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery
from bot.sender import MOST_AT_ONCE_IN_A_WORKSPACE, POLL_SECONDS
from bot.services import claims, lanes, leases
from bot.services.lanes import Pace
from bot.values import DeliveryState
from tests.clocks import ManualClock
from tests.load import page
from tests.load.databases import fresh_database, gather_statistics
from tests.load.rows import WORKSPACE, add_deliveries, add_members, team_ids
from tests.postgres import start_postgres
from tests.queueing import MONDAY

WORKSPACES = 200
HEAD = (
    "workspaces",
    "members",
    "Slack's limit, s",
    "simulated, s",
    "ratio",
    "claims",
    "messages claimed a second by one worker",
)


@dataclass(slots=True)
class Sending:
    """What was sent, and what it took."""

    simulated: float = 0
    messages: int = 0
    claims: int = 0
    claiming: float = 0


def send_all(database: Database, clock: ManualClock, teams: list[str], messages: int) -> Sending:
    """Claim second by second until each message is sent."""
    with database.system_session() as session:
        lanes.open_lanes(session, clock, teams)
        worker = leases.sign_on(session, clock, "simulated")
    sending = Sending()
    while True:
        begun = time.perf_counter()
        _claim_all(database, clock, worker, teams, sending)
        sending.claiming += time.perf_counter() - begun
        sending.simulated = (clock.now() - MONDAY).total_seconds()
        if sending.messages >= messages:
            return sending
        clock.advance(seconds=POLL_SECONDS)
        with database.system_session() as session:
            _arrive(session, clock, worker)
            leases.renew(session, clock, worker)


def _claim_all(
    database: Database, clock: ManualClock, worker: str, teams: list[str], sending: Sending
) -> None:
    """Take what may be sent at this moment."""
    rooms = dict.fromkeys(teams, MOST_AT_ONCE_IN_A_WORKSPACE)
    while True:
        with database.system_session() as session:
            taken = claims.claim(session, clock, worker, rooms, claims.BATCH, Pace())
        if not taken:
            return
        sending.claims += 1
        sending.messages += len(taken)
        for claimed in taken:
            rooms[claimed.team_id] -= 1


def _arrive(session: Session, clock: Clock, worker: str) -> None:
    """All that was taken is sent now, in one statement: what each message costs is measured elsewhere."""
    session.execute(
        update(Delivery)
        .where(col(Delivery.worker_id) == worker)
        .values(state=DeliveryState.SENT, worker_id=None, finished_at=clock.now())
    )


def measure(workspaces: int) -> str:
    """The table in Markdown."""
    members = workspaces * WORKSPACE
    clock = ManualClock(MONDAY)
    with start_postgres() as server, fresh_database("PostgreSQL", server, clock) as database:
        with database.system_session() as session:
            add_members(session, members, MONDAY, 0)
            add_deliveries(session, members, MONDAY, DeliveryState.QUEUED, "2026-W38")
        gather_statistics(database)
        sent = send_all(database, clock, team_ids(members), members)
    limit = WORKSPACE * Pace().interval / timedelta(seconds=1)
    figures = [f"{limit:,.0f}", f"{sent.simulated:,.0f}", f"{sent.simulated / limit:.2f}", f"{sent.claims:,}"]
    return page.table(
        HEAD,
        [[f"{workspaces:,}", f"{members:,}", *figures, f"{sent.messages / sent.claiming:,.0f}"]],
        words=0,
    )


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspaces", type=int, default=WORKSPACES)
    found = measure(parser.parse_args().workspaces)
    sys.stdout.write(f"{found}\n")
    page.write("pace", found)


if __name__ == "__main__":
    main()
