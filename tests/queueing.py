"""The queue of deliveries in tests: a worker's steps by hand, and what stands in the table."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from bot.clock import Clock
from bot.db import Database
from bot.models import Delivery, Lane
from bot.services import claims, deliveries, lanes, leases, sending
from bot.services.claims import Claimed
from bot.services.lanes import Pace
from bot.services.notices import CHANNEL_TROUBLE
from bot.services.sending import Attempt, Content, Outcome
from bot.values import DeliveryState
from tests.people import TEAM

MONDAY = datetime(2026, 9, 14, 13, 0, tzinfo=UTC)
"""9:00 in New York, one week after the tests' first moment."""

NEW_YORK = "America/New_York"
AT_ONCE = Pace(posts_per_minute=1_000_000)
"""So fast that no test waits for it."""

MANY = 1000


class Hand:
    """A worker that takes each step when it is told to."""

    def __init__(
        self, database: Database, worker_id: str, teams: tuple[str, ...] = (TEAM,), pace: Pace = AT_ONCE
    ) -> None:
        self.worker_id = worker_id
        self.teams = teams
        self.pace = pace
        self._database = database

    async def claim(self, most: int = 1, room: int = MANY) -> list[Claimed]:
        """Take up to ``most`` in hand, up to ``room`` of each workspace."""
        rooms = dict.fromkeys(self.teams, room)
        return await self._database.system(claims.claim, self.worker_id, rooms, most, self.pace)

    async def one(self) -> Claimed:
        """Take the next one in hand; there must be one."""
        (claimed,) = await self.claim()
        return claimed

    async def begin(self, claimed: Claimed, timezone: str = NEW_YORK) -> Content | None:
        """Commit to sending it."""
        (content,) = await self._database.system(sending.begin, [Attempt(claimed, timezone)])
        return content

    async def renew(self) -> bool:
        """Say that it is alive."""
        return await self._database.system(leases.renew, self.worker_id)


async def record(database: Database, outcome: Outcome) -> None:
    """Record what became of one delivery."""
    await database.system(sending.record, [outcome])


async def hand(database: Database, *teams: str, pace: Pace = AT_ONCE) -> Hand:
    """A worker for these workspaces, or the tests' one."""
    await database.system(lanes.open_lanes, teams or (TEAM,))
    return Hand(database, await database.system(leases.sign_on, "a test"), teams or (TEAM,), pace)


async def plan(database: Database) -> int:
    """Queue what is due."""
    return await database.system(deliveries.plan)


async def rows(database: Database) -> list[Delivery]:
    """All deliveries, the first due first."""

    def read(session: Session, _clock: Clock) -> list[Delivery]:
        return list(session.exec(select(Delivery).order_by(col(Delivery.due_at), col(Delivery.id))))

    return await database.system(read)


def notice(team_id: str, recipient: str, cohort_id: str, code: str, now: datetime) -> Delivery:
    """Something to be sent now, whatever the curriculum says and the hour is; ``code`` stands in its text."""
    return Delivery(
        team_id=team_id,
        recipient=recipient,
        kind=CHANNEL_TROUBLE,
        subject=cohort_id,
        occurrence=f"dm {code}",
        state=DeliveryState.QUEUED,
        due_at=now,
        send_after=now,
        expires_at=now + timedelta(days=1),
    )


async def only_row(database: Database) -> Delivery:
    """The one delivery there is."""
    (row,) = await rows(database)
    return row


async def lane(database: Database, team_id: str = TEAM, method: str = lanes.POST) -> Lane:
    """What a workspace lets us do with a method."""

    def read(session: Session, _clock: Clock) -> Lane:
        return session.exec(select(Lane).where(Lane.team_id == team_id, Lane.method == method)).one()

    return await database.system(read)
