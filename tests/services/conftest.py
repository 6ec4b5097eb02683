"""What several tests of the queue begin with."""

import pytest

from bot.db import Database
from tests.clocks import ManualClock
from tests.people import LINH, enrolled
from tests.queueing import MONDAY, Hand, hand, plan


@pytest.fixture
async def due(database: Database, clock: ManualClock) -> Database:
    """Linh is due now, and her delivery is queued."""
    await enrolled(database, LINH)
    clock.set(MONDAY)
    assert await plan(database) == 1
    return database


@pytest.fixture
async def worker(due: Database) -> Hand:
    """A worker, while Linh is due."""
    return await hand(due)
