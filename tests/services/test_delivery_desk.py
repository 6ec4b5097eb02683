"""What operators see of the deliveries, and what they may do by hand; on both databases."""

from datetime import timedelta

import pytest

from bot.db import Database
from bot.delivery_tools import report
from bot.services import delivery_desk, lanes, leases
from bot.services.leases import LEASE
from bot.services.sending import Ended, NotSent, Sent
from bot.values import DeliveryNumbers, DeliveryOverview, DeliveryState, Failure, FailureKind, Reason
from tests.clocks import ManualClock
from tests.people import KWAME, LINH, TEAM, enrolled
from tests.queueing import MONDAY, Hand, hand, only_row, plan, record, rows


async def overview(database: Database) -> DeliveryOverview:
    return await database.system(delivery_desk.overview)


async def numbers(database: Database) -> DeliveryNumbers:
    return await database.system(delivery_desk.numbers)


async def told(database: Database) -> str:
    return report(await overview(database), await numbers(database))


async def requeue(database: Database, *ids: str) -> list[str]:
    return await database.system(delivery_desk.requeue, ids)


@pytest.fixture
async def worker(database: Database, clock: ManualClock) -> Hand:
    """A worker, and two deliveries that are due now."""
    await enrolled(database, LINH, KWAME)
    clock.set(MONDAY)
    assert await plan(database) == 2
    return await hand(database)


async def fail(database: Database, worker: Hand, kind: FailureKind, code: str) -> str:
    claimed = await worker.one()
    await record(database, NotSent(claimed, Failure(lanes.POST, code, kind), 0.0))
    return claimed.id


async def test_all_states_are_counted_and_the_uncertain_ones_named(database: Database, worker: Hand) -> None:
    uncertain_id = await fail(database, worker, FailureKind.UNKNOWN_OUTCOME, "TimeoutError")
    found = await overview(database)
    assert found.counts == dict.fromkeys(DeliveryState, 0) | {"queued": 1, "uncertain": 1}
    assert [(line.id, line.reason, line.at) for line in found.uncertain] == [
        (uncertain_id, "TimeoutError", MONDAY)
    ]
    assert [(held.team_id, held.until is not None) for held in found.held] == [(TEAM, True)]
    assert found.workers == ("a test",)
    printed = await told(database)
    assert uncertain_id in printed
    assert "TimeoutError" in printed
    assert "requeue" in printed


async def test_a_stopped_workspace_is_shown_with_its_reason(database: Database, worker: Hand) -> None:
    await fail(database, worker, FailureKind.WORKSPACE, "token_revoked")
    (held,) = (await overview(database)).held
    assert (held.team_id, held.until, held.reason) == (TEAM, None, "token_revoked")
    assert "stopped" in await told(database)


async def test_older_uncertain_ones_are_counted_where_they_are_too_many(
    database: Database, worker: Hand, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    monkeypatch.setattr(delivery_desk, "MOST_SHOWN", 1)
    await fail(database, worker, FailureKind.UNKNOWN_OUTCOME, "TimeoutError")
    clock.advance(seconds=30)
    newest = await fail(database, worker, FailureKind.UNKNOWN_OUTCOME, "TimeoutError")
    found = await overview(database)
    assert [line.id for line in found.uncertain] == [newest]
    assert "1 older" in await told(database)


async def test_an_uncertain_one_can_be_sent_again_by_hand_also_days_later(
    database: Database, worker: Hand, clock: ManualClock
) -> None:
    uncertain_id = await fail(database, worker, FailureKind.UNKNOWN_OUTCOME, "TimeoutError")
    failed_id = await fail(database, await _later(database, clock), FailureKind.USER, "user_not_found")
    clock.advance(days=3)
    await database.system(delivery_desk.note_restored)
    clock.advance(seconds=1)
    assert await requeue(database, uncertain_id, failed_id, "nothing") == sorted([uncertain_id, failed_id])
    again = await hand(database)
    claimed = await again.one()
    assert await again.begin(claimed) is not None
    await record(database, Sent(claimed, "1.2"))
    assert await requeue(database, claimed.id) == [], "what was sent stays sent"


async def _later(database: Database, clock: ManualClock) -> Hand:
    clock.advance(seconds=30)
    return await hand(database)


async def test_a_late_answer_after_a_requeue_is_believed(
    database: Database, worker: Hand, clock: ManualClock
) -> None:
    """A worker that was asleep learns that Slack took its message: then nobody sends it again."""
    claimed = await worker.one()
    await worker.begin(claimed)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    await database.system(leases.reap)
    await requeue(database, claimed.id)
    await record(database, Sent(claimed, "1.2"))
    assert [row.state for row in await rows(database) if row.id == claimed.id] == ["sent"]


@pytest.mark.parametrize("was_planned", [True, False])
@pytest.mark.parametrize(
    ("hours", "reason"), [(3, Reason.RESTORED), (24, Reason.RESTORED), (25, Reason.LATE)]
)
async def test_a_restored_backup_sends_no_old_nudge(
    database: Database, clock: ManualClock, hours: int, reason: Reason, was_planned: bool
) -> None:
    """Neither what was queued when the backup was made, nor what came due after it."""
    await enrolled(database, LINH)
    clock.set(MONDAY)
    if was_planned:
        await plan(database)
    clock.advance(hours=hours)
    await database.system(delivery_desk.note_restored)
    await plan(database)
    worker = await hand(database)
    for claimed in await worker.claim():
        assert await worker.begin(claimed) is None
    row = await only_row(database)
    assert (row.state, row.reason) == ("skipped", reason)

    clock.set(MONDAY + timedelta(days=7))
    await plan(database)
    again = await hand(database)
    assert await again.begin(await again.one()) is not None, "what comes due after the restore is sent"


async def test_figures_for_metrics(database: Database, worker: Hand, clock: ManualClock) -> None:
    clock.advance(seconds=90)
    assert await worker.renew() is False
    assert await numbers(database) == DeliveryNumbers(2, 0, 0, 0, 0, 90.0, 0, 0)
    assert "Lag: 0:01:30 " in await told(database)
    again = await hand(database)
    first, second = await again.claim(2)
    await again.begin(first)
    assert await numbers(database) == DeliveryNumbers(1, 1, 0, 0, 0, 0.0, 0, 1)
    await record(database, Sent(first, "1.2"))
    await record(database, Ended(second, DeliveryState.FAILED, "code"))
    assert await numbers(database) == DeliveryNumbers(0, 0, 0, 1, 1, 0.0, 0, 1)
    assert "In the last hour: 1 sent, 1 failed\nLag: 0:00:00 " in await told(database)
    clock.advance(hours=1)
    assert (await numbers(database)).sent == 0


async def test_a_stopped_workspace_is_no_lag(database: Database, worker: Hand, clock: ManualClock) -> None:
    await fail(database, worker, FailureKind.WORKSPACE, "token_revoked")
    clock.advance(hours=1)
    found = await numbers(database)
    assert (found.lag_seconds, found.stopped_workspaces, found.queued) == (0.0, 1, 2)


async def test_nothing_to_tell(database: Database) -> None:
    assert "queued" in await told(database)
    assert (await numbers(database)).lag_seconds == 0.0
    assert await requeue(database) == []
