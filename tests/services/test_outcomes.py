"""What becomes of deliveries that a worker has in hand, whoever else acted meanwhile; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot.db import Database
from bot.models import Delivery, InstalledWorkspace, Restoration
from bot.services import lanes, sending
from bot.services.sending import Attempt, Ended, GivenBack, NotSent, Sent
from bot.values import DeliveryState, Failure, FailureKind, Reason
from tests.clocks import ManualClock
from tests.people import LINH, TEAM
from tests.queueing import MANY, NEW_YORK, Hand, hand, lane, only_row, record, rows


def _failed(kind: FailureKind, method: str = lanes.POST) -> Failure:
    return Failure(method, "some_error", kind, 30)


async def test_what_is_being_sent_is_not_begun_once_more(due: Database, worker: Hand) -> None:
    claimed = await worker.one()
    assert await worker.begin(claimed) is not None
    assert await worker.begin(claimed) is None
    assert (await only_row(due)).state == DeliveryState.SENDING


async def test_what_was_given_back_is_not_begun_by_who_had_it(due: Database, worker: Hand) -> None:
    claimed = await worker.one()
    await record(due, GivenBack(claimed))
    assert await worker.begin(claimed) is None
    row = await only_row(due)
    assert (row.state, row.worker_id, row.attempts) == (DeliveryState.QUEUED, None, 0)
    assert await (await hand(due)).one() is not None


async def test_too_fast_for_what_was_begun_puts_it_back_into_the_queue(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    claimed = await worker.one()
    await worker.begin(claimed)
    await record(due, NotSent(claimed, _failed(FailureKind.LIMITED), 0.0))
    assert (await only_row(due)).state == DeliveryState.QUEUED
    clock.advance(seconds=30)
    assert (await worker.one()).id == claimed.id


@pytest.mark.parametrize("kind", [FailureKind.TRANSIENT, FailureKind.UNKNOWN_OUTCOME])
async def test_trouble_with_a_look_up_lets_the_look_ups_of_the_workspace_rest(
    due: Database, worker: Hand, clock: ManualClock, kind: FailureKind
) -> None:
    claimed = await worker.one()
    await record(due, NotSent(claimed, _failed(kind, lanes.LOOK_UP), 0.0))
    assert (await lane(due, method=lanes.LOOK_UP)).paused_until == clock.now() + lanes.TROUBLE
    assert (await lane(due)).paused_until is None


async def test_a_workspace_whose_token_is_refused_is_looked_at_soon(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    with due.system_session() as session:
        session.add(
            InstalledWorkspace(
                id=TEAM,
                team_id=TEAM,
                team_name="Harbor",
                bot_id="B0BOT",
                bot_user_id="U0BOT",
                scopes="chat:write",
                installed_by=LINH.user_id,
                installed_at=clock.now(),
            )
        )
    await record(due, NotSent(await worker.one(), _failed(FailureKind.WORKSPACE), 0.0))
    with due.system_session() as session:
        assert session.get_one(InstalledWorkspace, TEAM).probe_at == clock.now()


async def test_what_was_due_when_a_backup_was_put_back_is_not_sent(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    with due.system_session() as session:
        session.add(Restoration(restored_at=session.exec(select(Delivery)).one().due_at))
    assert await worker.begin(await worker.one()) is None
    row = await only_row(due)
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, Reason.RESTORED)


async def test_what_was_deleted_meanwhile_stays_deleted(due: Database, worker: Hand) -> None:
    """Somebody said "forget me" while a message to them was under way."""
    claimed = await worker.one()
    await worker.begin(claimed)
    with due.system_session() as session:
        session.execute(delete(Delivery).where(col(Delivery.id) == claimed.id))
    await record(due, Sent(claimed, "1.2"))
    await record(due, GivenBack(claimed))
    assert await rows(due) == []


async def test_what_ended_in_another_way_does_not_count_as_sent(due: Database, worker: Hand) -> None:
    claimed = await worker.one()
    await record(due, Ended(claimed, DeliveryState.SKIPPED, Reason.LATE))
    await record(due, Sent(claimed, "1.2"))
    row = await only_row(due)
    assert (row.state, row.message_ts, row.reason) == (DeliveryState.SKIPPED, None, Reason.LATE)


async def test_of_a_workspace_only_what_is_due_is_taken(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    with due.system_session() as session:
        row = session.exec(select(Delivery)).one()
        later = {"id": "later", "recipient": "U0LATER", "send_after": clock.now() + timedelta(seconds=1)}
        session.add(Delivery(**row.model_dump() | later))
    assert [claimed.recipient for claimed in await worker.claim(MANY)] == [LINH.user_id]


async def test_troubles_ten_minutes_apart_do_not_add_up(
    due: Database, worker: Hand, clock: ManualClock
) -> None:
    waits = []
    for quiet in (timedelta(0), timedelta(minutes=10), timedelta(minutes=10, seconds=1)):
        until = (await lane(due)).paused_until
        clock.set((until or clock.now()) + quiet)
        waits.append(await due.system(lanes.rest, TEAM, lanes.POST, 0.0) - clock.now())
    assert [wait.total_seconds() for wait in waits] == [5, 10, 5]


async def test_a_worker_that_began_anew_does_not_send_twice(due: Database, worker: Hand) -> None:
    """It was silent for too long; what it asked for as its old self comes in one batch with the new."""
    claimed = await worker.one()
    before = replace(claimed, worker_id="its id before")
    attempts = [Attempt(before, NEW_YORK), Attempt(claimed, NEW_YORK)]
    first, second = await due.system(sending.begin, attempts)
    assert first is None
    assert second is not None


async def test_whoever_records_something_gets_an_answer(due: Database, worker: Hand) -> None:
    """The worker hands answers out by their place in the batch."""
    claimed = await worker.one()
    lost = replace(claimed, worker_id="another worker")
    assert await due.system(sending.record, [Sent(lost, "1.2"), GivenBack(claimed)]) == [None, None]
