"""Asking one's leads for help, on both databases."""

import pytest

from bot.db import Database
from bot.services import helping, leads
from bot.values import NotEnrolledError, UserError
from tests.clocks import ManualClock
from tests.people import ADMIN, KWAME, LEAD, LINH, enrol, enrolled


async def test_a_request_goes_once_to_all_leads_but_oneself(database: Database) -> None:
    cohort = await enrolled(database, LINH)
    desk = await database.read(LINH, helping.desk)
    assert desk.lead_ids == (ADMIN.user_id, LEAD.user_id)
    begun = await database.run(LINH, helping.begin, desk.request_id)
    assert begun == desk
    assert await database.run(LINH, helping.begin, desk.request_id) is None

    await enrol(database, LEAD, cohort)
    assert (await database.read(LEAD, helping.desk)).lead_ids == (ADMIN.user_id,)
    await database.run(ADMIN, leads.change, cohort.id, (LEAD.user_id,))
    with pytest.raises(UserError, match="no other lead"):
        await database.read(LEAD, helping.desk)
    with pytest.raises(NotEnrolledError):
        await database.read(KWAME, helping.desk)


async def test_what_reached_nobody_can_be_sent_again_by_the_one_who_asked(database: Database) -> None:
    await enrolled(database, LINH, KWAME)
    desk = await database.read(LINH, helping.desk)
    await database.run(LINH, helping.begin, desk.request_id)
    await database.run(KWAME, helping.take_back, desk.request_id)
    assert await database.run(LINH, helping.begin, desk.request_id) is None
    await database.run(LINH, helping.take_back, desk.request_id)
    assert await database.run(LINH, helping.begin, desk.request_id) == desk


async def test_there_is_a_limit_for_a_day(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH)
    for number in range(helping.MOST):
        assert await database.run(LINH, helping.begin, f"{number}") is not None
    with pytest.raises(UserError, match="5 times"):
        await database.run(LINH, helping.begin, "one more")
    clock.advance(hours=25)
    assert await database.run(LINH, helping.begin, "one more") is not None
