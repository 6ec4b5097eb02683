"""The weekly nudge through the stand-in: once, at the local hour, and what Slack's troubles do to it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.clock import Clock
from bot.models import Delivery
from bot.sender import MOST_AT_ONCE_IN_A_WORKSPACE, Sender
from bot.services import contacts, new_id
from bot.services import deliveries as planning
from bot.values import Actor, ContactForm, Status
from bot.worker import Worker
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url
from tests.people import KWAME, LINH, TEAM, enrol, enrolled, make_cohort
from tests.postgres import PostgresServer
from tests.queueing import AT_ONCE, MONDAY
from tests.stage import PATIENCE, Stage, staged, words

EVERYBODY = [Actor(TEAM, f"U0M{number:02}") for number in range(1, 13) if number != 7]
"""All but the one in India, where it is evening when others begin their day."""


async def log(stage: Stage, actor: Actor = LINH, status: Status = Status.PLANNED) -> str:
    form = ContactForm("Maya Chen", organisation="Harbor Data", notes="a private note", status=status)
    return (await stage.bot.db.run(actor, contacts.add, new_id(), form)).id


async def deliveries(stage: Stage) -> list[Delivery]:
    def read(session: Session, _clock: Clock) -> list[Delivery]:
        return list(session.exec(select(Delivery)))

    return await stage.bot.db.system(read)


async def states(stage: Stage) -> list[tuple[str, str | None]]:
    return sorted((row.state, row.reason) for row in await deliveries(stage))


def sender(stage: Stage) -> Sender:
    """Another sender for the same workspace, as of a second process or a bot that is started again."""
    return Sender(stage.bot.db, stage.bot.libraries, stage.bot.gateways, pace=AT_ONCE)


def posts(stage: Stage) -> list[str]:
    """To whom the bot posted by itself, attempts that failed included."""
    return [call["channel"] for call in stage.calls("chat.postMessage")]


@pytest.fixture
async def due(stage: Stage, clock: ManualClock) -> Stage:
    """Linh is due now."""
    await enrolled(stage.bot.db, LINH)
    clock.set(MONDAY)
    return stage


async def test_it_comes_once_at_the_local_hour_and_its_button_records_what_was_done(
    stage: Stage, clock: ManualClock
) -> None:
    linh = stage.person("U0M01")
    await enrolled(stage.bot.db, LINH)
    contact_id = await log(stage)
    clock.set(MONDAY - timedelta(seconds=1))
    await stage.tick()
    assert await linh.messages() == []

    clock.set(MONDAY)
    await stage.tick()
    await stage.tick()
    [nudge] = await linh.messages()
    assert "Maya Chen is on your list" in words(nudge)
    assert "private" not in str(nudge)
    assert await states(stage) == [("sent", None)]
    assert (await deliveries(stage))[0].message_ts == nudge["ts"]
    home = await linh.open_home()
    assert "Maya Chen is on your list" in words(home)

    await linh.click("step.done", nudge)
    [replaced] = await linh.messages()
    assert "you wrote to Maya Chen" in words(replaced)
    card = await stage.bot.db.read(LINH, contacts.get, contact_id)
    assert card.status is Status.CONTACTED
    assert "Nothing is waiting" in words(await linh.home())

    clock.advance(days=7)
    await stage.tick()
    assert "You wrote to Maya Chen 7 days ago" in words((await linh.messages())[-1])


async def test_done_on_home_shows_what_was_saved(due: Stage) -> None:
    linh = due.person("U0M01")
    await log(due)
    await linh.click("step.done", await linh.open_home())
    shown = words(await linh.home())
    assert "you wrote to Maya Chen" in shown
    assert "Nothing is waiting" in shown
    await linh.click("contact.undo", await linh.home())
    shown = words(await linh.home())
    assert "Maya Chen is “To contact” again" in shown
    assert "Nothing is waiting" not in shown


async def test_a_button_whose_contact_is_gone_says_so(due: Stage) -> None:
    linh = due.person("U0M01")
    contact_id = await log(due)
    await due.tick()
    [nudge] = await linh.messages()
    await due.bot.db.run(LINH, contacts.delete, contact_id)
    await linh.click("step.done", nudge)
    assert "not in your log any more" in words((await linh.messages())[-1])


async def test_everybody_gets_it_at_their_own_hour(stage: Stage, clock: ManualClock) -> None:
    cohort = await make_cohort(stage.bot.db)
    await enrol(stage.bot.db, LINH, cohort)
    await enrol(stage.bot.db, Actor(TEAM, "U0M07"), cohort, "Asia/Kolkata")
    clock.set(datetime(2026, 9, 14, 3, 30, tzinfo=UTC))
    await stage.tick()
    assert posts(stage) == ["U0M07"]
    clock.set(MONDAY)
    await stage.tick()
    assert posts(stage) == ["U0M07", "U0M01"]


async def test_a_member_who_travels_gets_it_at_the_hour_there(due: Stage, clock: ManualClock) -> None:
    due.workspace.change_person("U0M01", tz="America/Los_Angeles")
    await due.tick()
    assert posts(due) == []
    clock.advance(hours=3)
    await due.tick()
    assert posts(due) == ["U0M01"]


async def test_a_deactivated_person_gets_none(due: Stage) -> None:
    due.workspace.change_person("U0M01", deleted=True)
    await due.tick()
    assert posts(due) == []
    assert await states(due) == [("skipped", "deactivated")]


@pytest.mark.parametrize("fault", [{"kind": "drop"}, {"kind": "server_error"}, {"kind": "error"}])
async def test_where_nobody_knows_whether_it_was_sent_it_is_not_sent_again(
    due: Stage, clock: ManualClock, fault: dict[str, Any]
) -> None:
    due.workspace.faults.add("chat.postMessage", **fault)
    await due.tick()
    clock.advance(hours=12)
    await due.tick()
    assert posts(due) == ["U0M01"]
    assert [state for state, _ in await states(due)] == ["uncertain"]


@pytest.mark.parametrize("method", ["chat.postMessage", "users.info"])
@pytest.mark.parametrize(("retry_after", "wait"), [(1, 1), (30, 30), (None, 30)])
async def test_too_fast_waits_exactly_as_long_as_slack_says(
    stage: Stage, clock: ManualClock, method: str, retry_after: int | None, wait: int
) -> None:
    await enrolled(stage.bot.db, *EVERYBODY)
    clock.set(MONDAY + timedelta(hours=4))  # nine o'clock has passed in all their zones
    stage.workspace.faults.add(method, "ratelimited", retry_after=retry_after)
    await stage.tick()
    before = len(stage.calls(method))
    assert 1 <= before <= MOST_AT_ONCE_IN_A_WORKSPACE, "those that were under way already"
    clock.advance(seconds=wait - 0.001)
    await stage.tick()
    assert len(stage.calls(method)) == before
    clock.advance(seconds=0.001)
    await stage.tick()
    assert await states(stage) == [("sent", None)] * len(EVERYBODY)
    assert sorted(set(posts(stage))) == [member.user_id for member in EVERYBODY]


async def test_trouble_in_which_nothing_was_sent_is_tried_again(due: Stage, clock: ManualClock) -> None:
    due.workspace.faults.add("users.info", "server_error")
    due.workspace.faults.add("chat.postMessage", "error", error="service_unavailable")
    for _ in range(3):
        await due.tick()
        clock.advance(minutes=2)
    assert posts(due) == ["U0M01"] * 2
    assert await states(due) == [("sent", None)]


async def test_a_person_who_cannot_get_messages_does_not_stop_the_others(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    clock.set(MONDAY)
    stage.workspace.faults.add("chat.postMessage", "error", error="user_not_found")
    await stage.tick()
    assert await states(stage) == [("failed", "user_not_found"), ("sent", None)]


async def test_a_workspace_that_takes_no_messages_is_left_alone_until_the_bot_starts_again(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    clock.set(MONDAY)
    stage.workspace.faults.add("users.info", "error", error="token_revoked", times=2)
    for _ in range(3):
        await stage.tick()
    assert posts(stage) == []
    assert await states(stage) == [("queued", "token_revoked")] * 2

    clock.advance(hours=3)
    await sender(stage).beat()
    await stage.tick()
    assert len(posts(stage)) == 2


async def test_a_bot_that_slept_for_days_sends_nothing_late(due: Stage, clock: ManualClock) -> None:
    clock.advance(days=3)
    await due.tick()
    assert posts(due) == []
    assert await states(due) == [("skipped", "late")]


async def test_a_worker_that_is_stopped_finishes_what_it_has_in_hand(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, *EVERYBODY)
    clock.set(MONDAY + timedelta(hours=4))
    async with stage.bot.worker.ticking(), asyncio.timeout(PATIENCE):
        await stage.bot.db.system(planning.plan)
        while not posts(stage):
            await asyncio.sleep(0.001)
    ended = await states(stage)
    assert set(ended) <= {("sent", None), ("queued", None)}
    assert len(posts(stage)) == ended.count(("sent", None))


@pytest.mark.postgres
async def test_two_workers_at_once_send_one_each(postgres_server: PostgresServer, clock: ManualClock) -> None:
    with postgres_url(postgres_server, clock) as url:
        async with staged(url, clock) as stage:
            await enrolled(stage.bot.db, *EVERYBODY)
            clock.set(MONDAY + timedelta(hours=4))  # nine o'clock has passed in all their zones
            other = make_database(url, clock)
            second = Worker(other, Sender(other, stage.bot.libraries, stage.bot.gateways, pace=AT_ONCE))
            try:
                await asyncio.gather(stage.tick(), second.tick(), stage.tick(), second.tick())
            finally:
                other.dispose()
            assert sorted(posts(stage)) == [member.user_id for member in EVERYBODY]
            assert await states(stage) == [("sent", None)] * len(EVERYBODY)
