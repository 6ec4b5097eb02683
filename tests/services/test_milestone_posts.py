"""Milestones for a channel: posted once, skipped where they no longer fit; on both databases."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.db import Database
from bot.services import cohorts, contacts, joining, lanes, milestone_posts, new_id
from bot.services.notices import CHANNEL_TROUBLE
from bot.services.sending import NotSent, Sent
from bot.values import (
    CohortCard,
    ContactForm,
    EnrollmentCard,
    Failure,
    FailureKind,
    GoneError,
    Milestone,
    MilestonePost,
    Reason,
    Status,
    StepKind,
    UserError,
)
from tests.clocks import ManualClock
from tests.people import ADMIN, LEAD, LINH, SPRING, enrol, make_cohort
from tests.queueing import Hand, hand, only_row, plan, record, rows

CHANNEL = "C0COHORT"
WITH_CHANNEL = replace(SPRING, channel_id=CHANNEL)
Act = Callable[[Database, CohortCard, EnrollmentCard], Awaitable[object]]


async def told(database: Database, clock: ManualClock) -> tuple[CohortCard, EnrollmentCard, str]:
    """Linh was told of her first message; returns that delivery's id, too."""
    cohort = await make_cohort(database, WITH_CHANNEL)
    place = await enrol(database, LINH, cohort)
    clock.advance(days=1)
    await database.run(LINH, contacts.add, new_id(), ContactForm("Ana Silva", status=Status.CONTACTED))
    await plan(database)
    worker = await hand(database)
    claimed = await worker.one()
    content = await worker.begin(claimed)
    assert getattr(content, "may_share", False)
    await record(database, Sent(claimed, "1.2"))
    return cohort, place, claimed.id


async def for_the_channel(database: Database) -> Hand:
    worker = await hand(database)
    assert {row.recipient for row in await rows(database) if row.state == "queued"} == {CHANNEL}
    return worker


async def test_one_post_for_the_cohort_and_its_leads_hear_where_slack_takes_none(
    database: Database, clock: ManualClock
) -> None:
    cohort, _place, delivery_id = await told(database, clock)
    for _twice in range(2):
        shared = await database.run(LINH, milestone_posts.share, delivery_id)
        assert shared == (CHANNEL, Milestone.FIRST_MESSAGE)
    worker = await for_the_channel(database)
    claimed = await worker.one()
    assert await worker.begin(claimed) == MilestonePost(LINH.user_id, Milestone.FIRST_MESSAGE)
    failure = Failure(lanes.POST, "not_in_channel", FailureKind.CHANNEL)
    await record(database, NotSent(claimed, failure, 0.0))
    notices = [row for row in await rows(database) if row.kind == CHANNEL_TROUBLE]
    assert {(row.recipient, row.subject, row.occurrence) for row in notices} == {
        (lead.user_id, cohort.id, f"{CHANNEL} not_in_channel") for lead in (ADMIN, LEAD)
    }


async def leave(database: Database, _cohort: CohortCard, place: EnrollmentCard) -> None:
    await database.run(LINH, joining.leave, place.id)


async def change_channel(database: Database, cohort: CohortCard, _place: EnrollmentCard) -> None:
    form = replace(SPRING, channel_id="C0GENERAL")
    await database.run(LEAD, cohorts.edit, cohort.id, form, cohort.version)


@pytest.mark.parametrize(
    ("act", "reason"),
    [(leave, Reason.NOT_ENROLLED), (change_channel, Reason.NO_LONGER)],
)
async def test_what_no_longer_fits_is_skipped(
    database: Database, clock: ManualClock, act: Act, reason: Reason
) -> None:
    cohort, place, delivery_id = await told(database, clock)
    await database.run(LINH, milestone_posts.share, delivery_id)
    await act(database, cohort, place)
    worker = await for_the_channel(database)
    assert await worker.begin(await worker.one()) is None
    assert [row.reason for row in await rows(database) if row.recipient == CHANNEL] == [reason]


async def test_what_cannot_be_shared(database: Database, clock: ManualClock) -> None:
    cohort, _place, delivery_id = await told(database, clock)
    await database.run(LEAD, cohorts.edit, cohort.id, SPRING, cohort.version)
    with pytest.raises(UserError, match="no channel now"):
        await database.run(LINH, milestone_posts.share, delivery_id)
    with pytest.raises(GoneError):
        await database.run(LEAD, milestone_posts.share, delivery_id)
    assert (await only_row(database)).kind == StepKind.CELEBRATE
