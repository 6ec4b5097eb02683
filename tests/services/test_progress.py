"""A member's own counts: made through the services, on both databases."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.services import contacts, interviews, new_id, progress
from bot.values import ContactForm, Format, InterviewForm, NotEnrolledError, Progress, Status
from tests.clocks import ManualClock
from tests.people import KWAME, LINH, NEW_YORK, enrolled


async def test_nothing_yet(database: Database) -> None:
    await enrolled(database, LINH)
    assert await database.read(LINH, progress.own_progress) == Progress(0, 10, 0, 3, 0, 0, 0, {})


async def test_somebody_in_no_cohort_is_told_how_to_join(database: Database) -> None:
    with pytest.raises(NotEnrolledError, match="/infoview join"):
        await database.read(LINH, progress.own_progress)


async def test_only_the_members_own_steps_count(database: Database, clock: ManualClock) -> None:
    await enrolled(database, LINH, KWAME)
    for actor in (LINH, KWAME):
        for status in (Status.PLANNED, Status.CONTACTED, Status.DECLINED, Status.SCHEDULED):
            contact_id = new_id()
            await database.run(actor, contacts.add, contact_id, ContactForm("Ana Lima", status=status))
        meeting = InterviewForm(clock.now() - timedelta(days=1), NEW_YORK, 25, Format.PHONE)
        interview = await database.run(actor, interviews.plan, contact_id, new_id(), meeting, held=True)
        await database.run(actor, interviews.mark_thanked, interview.id)
    found = await database.read(LINH, progress.own_progress)
    assert (found.messages, found.replies, found.meetings) == (3, 2, 1)
    assert (found.debriefs, found.thank_yous) == (0, 1)
    assert found.by_status == {
        Status.PLANNED: 1,
        Status.CONTACTED: 1,
        Status.DECLINED: 1,
        Status.MET: 1,
    }
