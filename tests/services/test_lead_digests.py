"""The numbers that leads get every Monday: when they come, for whom, and why not; on both databases."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.clock import Clock
from bot.db import Database
from bot.models import CohortLead
from bot.services import audit, claims, cohorts, counting, lead_digests, leads, settings
from bot.services.deliveries import Ready
from bot.services.sending import NotSent, Sent
from bot.values import (
    AuditAct,
    CohortCard,
    CohortForm,
    Failure,
    FailureKind,
    LeadDigest,
    NotAllowedError,
    Reason,
    SettingsForm,
    UserError,
    Weeks,
)
from tests.clocks import ManualClock
from tests.people import ADMIN, LEAD, LINH, NEW_YORK, SPRING, enrol, make_cohort
from tests.queueing import MONDAY, hand, only_row, plan, record, rows

WEEK = timedelta(weeks=1)
Act = Callable[[Database, CohortCard], Awaitable[object]]


async def wanted(
    database: Database, form: CohortForm = SPRING, timezone: str = NEW_YORK
) -> tuple[CohortCard, datetime | None]:
    """A cohort whose numbers the lead asked for, and when they come first."""
    cohort = await make_cohort(database, form)
    return cohort, await database.run(LEAD, lead_digests.start, cohort.id, timezone)


async def tick(database: Database) -> None:
    """What a worker does before it sends."""
    while await database.system(counting.count_due):
        pass
    while await database.system(lead_digests.plan):
        pass


async def next_at(database: Database) -> datetime | None:
    def read(session: Session, _clock: Clock) -> datetime | None:
        found = select(CohortLead).where(CohortLead.user_id == LEAD.user_id)
        return session.exec(found).one().next_digest_at

    return await database.system(read)


async def test_who_asked_gets_them_once_a_week_until_the_week_after_the_last(
    database: Database, clock: ManualClock
) -> None:
    cohort, first = await wanted(database, replace(SPRING, ends_on=date(2026, 9, 18)))
    assert first == MONDAY
    clock.set(MONDAY - timedelta(seconds=1))
    await tick(database)
    assert await rows(database) == []
    for number in range(2):
        clock.set(MONDAY + number * WEEK)
        await tick(database)
        await tick(database)
        worker = await hand(database)
        claimed = await worker.one()
        content = await worker.begin(claimed)
        assert isinstance(content, LeadDigest)
        sunday = date(2026, 9, 13) + number * WEEK
        assert content.summary.period == Weeks(sunday - timedelta(days=6), sunday)
        assert content.summary.cohort_id == cohort.id
        await record(database, Sent(claimed, "1.2"))
    assert [(row.recipient, row.subject, row.occurrence, row.state) for row in await rows(database)] == [
        (LEAD.user_id, cohort.id, week, "sent") for week in ("2026-W38", "2026-W39")
    ]
    assert await next_at(database) is None


@pytest.mark.parametrize(
    ("timezone", "first"),
    [
        ("America/Los_Angeles", datetime(2026, 9, 14, 16, 0, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 9, 14, 4, 0, tzinfo=UTC)),  # 18:00 there: midnight in New York
    ],
)
async def test_at_nine_where_the_lead_is_once_the_cohorts_week_is_over(
    database: Database, clock: ManualClock, timezone: str, first: datetime
) -> None:
    clock.advance(days=1)
    assert (await wanted(database, timezone=timezone))[1] == first
    clock.set(first)
    await database.system(lead_digests.plan)
    assert await rows(database) == [], "the week is not counted yet"
    await tick(database)
    worker = await hand(database)
    assert isinstance(await worker.begin(await worker.one(), timezone), LeadDigest)


async def test_a_holiday_moves_it_and_a_week_off_leaves_it_out(
    database: Database, clock: ManualClock
) -> None:
    clock.set(datetime(2026, 10, 8, 13, 0, tzinfo=UTC))
    week_off = ",".join(f"2026-10-{day}" for day in range(19, 24))
    await wanted(database, replace(SPRING, country="US", skip_dates=week_off))
    clock.set(datetime(2026, 10, 12, 13, 0, tzinfo=UTC))  # Columbus Day
    await tick(database)
    clock.set(datetime(2026, 10, 13, 13, 0, tzinfo=UTC))
    await tick(database)
    clock.advance(days=14)
    await tick(database)
    by_week = {row.occurrence: (row.state, row.reason, row.send_after) for row in await rows(database)}
    assert by_week["2026-W42"] == ("queued", None, datetime(2026, 10, 13, 13, 0, tzinfo=UTC))
    assert by_week["2026-W43"][:2] == ("skipped", Reason.HOLIDAY)
    assert by_week["2026-W44"][:2] == ("queued", None)


async def stop(database: Database, cohort: CohortCard) -> None:
    await database.run(LEAD, lead_digests.stop, cohort.id)


async def take_out(database: Database, cohort: CohortCard) -> None:
    await database.run(ADMIN, leads.change, cohort.id, [ADMIN.user_id])


async def end(database: Database, cohort: CohortCard) -> None:
    await database.run(ADMIN, cohorts.end, cohort.id)


async def skip_the_week(database: Database, cohort: CohortCard) -> None:
    off = ",".join(f"2026-09-{day}" for day in range(14, 19))
    await database.run(LEAD, cohorts.edit, cohort.id, replace(SPRING, skip_dates=off), cohort.version)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (stop, Reason.STOPPED),
        (take_out, Reason.NOT_LEAD),
        (end, Reason.NOT_ENROLLED),
        (skip_the_week, Reason.HOLIDAY),
    ],
)
async def test_what_no_longer_applies_is_skipped_with_its_reason(
    database: Database, clock: ManualClock, act: Act, reason: Reason
) -> None:
    cohort, _first = await wanted(database)
    clock.set(MONDAY)
    await tick(database)
    await act(database, cohort)
    worker = await hand(database)
    assert await worker.begin(await worker.one()) is None
    row = await only_row(database)
    assert (row.state, row.reason) == ("skipped", reason)
    clock.advance(weeks=1)
    await tick(database)
    more = 1 if reason is Reason.HOLIDAY else 0
    assert len(await rows(database)) == 1 + more


async def test_late_ones_wait_for_the_morning_and_too_late_ones_are_recorded(
    database: Database, clock: ManualClock
) -> None:
    await wanted(database)
    clock.set(MONDAY + timedelta(hours=13))  # 22:00
    await tick(database)
    worker = await hand(database)
    assert await worker.begin(await worker.one()) is None
    row = await only_row(database)
    assert (row.state, row.send_after) == ("queued", MONDAY + timedelta(days=1))
    clock.set(row.send_after)
    again = await hand(database)
    assert isinstance(await again.begin(await again.one()), LeadDigest)

    clock.set(MONDAY + WEEK + timedelta(days=3))
    await tick(database)
    await database.system(claims.expire)
    assert [row.reason for row in await rows(database)] == [None, Reason.LATE]
    assert await next_at(database) == MONDAY + 2 * WEEK


async def test_a_lead_who_travels_gets_it_in_the_morning_there(
    database: Database, clock: ManualClock
) -> None:
    await wanted(database)
    clock.set(MONDAY)
    await tick(database)
    worker = await hand(database)
    assert await worker.begin(await worker.one(), "Pacific/Honolulu") is None
    row = await only_row(database)
    assert (row.state, row.send_after) == ("queued", MONDAY + timedelta(hours=6))
    clock.set(row.send_after)
    await tick(database)
    again = await hand(database)
    assert isinstance(await again.begin(await again.one(), "Pacific/Honolulu"), LeadDigest)
    await only_row(database)


async def test_a_lead_who_is_a_member_gets_both_and_stops_one_without_the_other(
    database: Database, clock: ManualClock
) -> None:
    """The limits of nudges and a member's pause are about their own log: the numbers are another matter."""
    cohort, _first = await wanted(database)
    await enrol(database, LEAD, cohort)
    clock.set(MONDAY)
    await tick(database)
    await plan(database)
    worker = await hand(database)
    kinds = set()
    for _second in range(2):
        claimed = await worker.one()
        kinds.add(type(await worker.begin(claimed)))
        await record(database, Sent(claimed, "1.2"))
        clock.advance(seconds=2)
    assert kinds == {LeadDigest, Ready}
    stopped = SettingsForm(0, MONDAY.time(), None, stopped=True, shares_steps=False)
    await database.run(LEAD, settings.change, stopped)
    clock.set(MONDAY + WEEK)
    await tick(database)
    await plan(database)
    worker = await hand(database)
    (only,) = await worker.claim(2)
    assert isinstance(await worker.begin(only), LeadDigest)


async def test_changed_days_move_it(database: Database, clock: ManualClock) -> None:
    cohort, _first = await wanted(database)

    async def edit(form: CohortForm) -> datetime | None:
        now = await database.read(LEAD, cohorts.led_cohort, cohort.id)
        await database.run(LEAD, cohorts.edit, cohort.id, form, now.version)
        return await next_at(database)

    assert await edit(replace(SPRING, skip_dates="2026-09-14")) == MONDAY + timedelta(days=1)
    assert await edit(replace(SPRING, ends_on=date(2026, 9, 8))) == MONDAY
    clock.set(MONDAY)
    await tick(database)
    assert await next_at(database) is None
    assert await edit(SPRING) == MONDAY + WEEK
    await database.run(LEAD, cohorts.end, cohort.id)
    assert await next_at(database) is None
    with pytest.raises(UserError, match="has ended"):
        await database.run(ADMIN, lead_digests.start, cohort.id, NEW_YORK)


async def test_only_leads_choose_it_and_the_list_says_so(database: Database) -> None:
    cohort, first = await wanted(database)
    assert await database.run(LEAD, lead_digests.start, cohort.id, "Asia/Kolkata") == first
    assert await database.read(LEAD, lead_digests.is_wanted, cohort.id)
    assert not await database.read(ADMIN, lead_digests.is_wanted, cohort.id)
    for service in (lead_digests.is_wanted, lead_digests.stop):
        with pytest.raises(NotAllowedError):
            await database.run(LINH, service, cohort.id)
    for _twice in range(2):
        await stop(database, cohort)
    noted = [line.act for line in (await database.read(LEAD, audit.page, cohort.id)).items[:2]]
    assert noted == [AuditAct.DIGEST_STOPPED, AuditAct.DIGEST_STARTED]


async def test_what_slack_does_not_take_is_told_to_nobody(database: Database, clock: ManualClock) -> None:
    await wanted(database)
    clock.set(MONDAY)
    await tick(database)
    worker = await hand(database)
    claimed = await worker.one()
    await worker.begin(claimed)
    failure = Failure("chat.postMessage", "restricted_action", FailureKind.CHANNEL)
    await record(database, NotSent(claimed, failure, 0.0))
    assert (await only_row(database)).state == "failed"
