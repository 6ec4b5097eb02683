"""Sending through the stand-in, when Slack, the database or the process has trouble."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.db import Database
from bot.guidance import content_root
from bot.guidance.translations import load_libraries
from bot.manifest import read_manifest
from bot.models import Contact
from bot.playground.launch import APP_TOKEN, BOT_TOKEN
from bot.playground.server import BotConnection, create_app
from bot.playground.workspace import Workspace
from bot.sender import MOST_AT_ONCE_IN_A_WORKSPACE, Sender
from bot.services import contacts, delivery_desk, new_id
from bot.services.lanes import Pace
from bot.slack.gateway import Gateway, connected
from bot.values import Actor, ContactForm
from bot.web import serving
from bot.worker import Worker
from tests.clocks import ManualClock
from tests.databases import make_database, postgres_url, sqlite_url
from tests.people import KWAME, LEAD, LINH, TEAM, enrolled, make_cohort
from tests.postgres import PostgresServer
from tests.queueing import AT_ONCE, MONDAY, notice, rows
from tests.stage import PATIENCE, Stage, staged, words

OTHER_TEAM = "T0OTHER"
EVERYBODY = [Actor(TEAM, f"U0M{number:02}") for number in range(1, 13)]
ALL_DUE = MONDAY + timedelta(hours=4)
"""Nine o'clock has passed in everybody's zone."""

AWAKE = [person for person in EVERYBODY if person.user_id != "U0M07"]
"""All but the one in India, where it is evening when others begin their day."""


def posts(workspace: Workspace) -> list[str]:
    """To whom something was posted, attempts that failed included."""
    return [call.args["channel"] for call in workspace.calls if call.method == "chat.postMessage"]


async def states(database: Database) -> list[tuple[str, str | None]]:
    return sorted((row.state, row.reason) for row in await rows(database))


def worker_of(stage: Stage, database: Database | None = None, pace: Pace = AT_ONCE) -> Worker:
    """One more worker for the stage's workspace, as in a process of its own."""
    own = database or stage.bot.db
    return Worker(own, Sender(own, stage.bot.libraries, stage.bot.gateways, pace=pace))


async def queue_notices(database: Database, team_id: str, people: Collection[Actor]) -> None:
    """Something to be sent to each of them, whatever the curriculum says."""
    cohort = await make_cohort(database, actor=Actor(team_id, "U0ADMIN", is_admin=True))
    now = database.clock.now()
    with database.system_session() as session:
        session.add_all(
            notice(team_id, person.user_id, cohort.id, "restricted_action", now) for person in people
        )


@dataclass
class Two:
    """Two workspaces with one worker; each has its own stand-in."""

    database: Database
    sender: Sender
    worker: Worker
    workspaces: Mapping[str, Workspace]

    async def states(self, team_id: str) -> list[str]:
        return sorted(row.state for row in await rows(self.database) if row.team_id == team_id)


class SeveralGateways:
    """Gateways by workspace."""

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways = gateways

    def teams(self) -> Collection[str]:
        return self._gateways.keys()

    def of(self, team_id: str) -> Gateway:
        return self._gateways[team_id]


@asynccontextmanager
async def two_workspaces(database: Database) -> AsyncIterator[Two]:
    async with AsyncExitStack() as stack:
        workspaces, gateways = {}, {}
        for team_id in (TEAM, OTHER_TEAM):
            app = create_app(BotConnection("unused", BOT_TOKEN, APP_TOKEN, None), manifest=read_manifest())
            address = await stack.enter_async_context(serving(app, "127.0.0.1", 0))
            workspaces[team_id] = app.state.workspace
            gateways[team_id] = await stack.enter_async_context(connected(BOT_TOKEN, f"{address}/api/"))
            await queue_notices(database, team_id, EVERYBODY)
        sender = Sender(database, load_libraries(content_root()), SeveralGateways(gateways), pace=AT_ONCE)
        yield Two(database, sender, Worker(database, sender), workspaces)


@pytest.fixture
async def two(database: Database) -> AsyncIterator[Two]:
    async with two_workspaces(database) as made:
        yield made


async def test_a_slow_workspace_does_not_hold_up_another(two: Two) -> None:
    slow = two.workspaces[OTHER_TEAM]
    slow.faults.add("chat.postMessage", "slow", seconds=60, times=100)
    sending = asyncio.create_task(two.worker.tick())
    async with asyncio.timeout(PATIENCE):
        while await two.states(TEAM) != ["sent"] * len(EVERYBODY):
            await asyncio.sleep(0.02)
    assert sorted(set(await two.states(OTHER_TEAM))) == ["queued", "sending"]
    assert len(posts(slow)) == MOST_AT_ONCE_IN_A_WORKSPACE
    slow.faults.clear()
    await sending
    assert await two.states(OTHER_TEAM) == ["sent"] * len(EVERYBODY)
    assert sorted(posts(slow)) == [person.user_id for person in EVERYBODY]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "ratelimited", "retry_after": 30},
        {"kind": "error", "error": "token_revoked"},
        {"kind": "drop"},
    ],
)
async def test_trouble_in_one_workspace_does_not_touch_another(two: Two, fault: dict[str, Any]) -> None:
    two.workspaces[OTHER_TEAM].faults.add("chat.postMessage", **fault, times=100)
    await two.worker.tick()
    assert await two.states(TEAM) == ["sent"] * len(EVERYBODY)
    assert len(posts(two.workspaces[OTHER_TEAM])) <= MOST_AT_ONCE_IN_A_WORKSPACE
    assert "queued" in await two.states(OTHER_TEAM)


async def test_slack_takes_it_and_the_connection_breaks_off_one_post_and_uncertain(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH)
    clock.set(MONDAY)
    stage.workspace.faults.add("chat.postMessage", "drop")
    for _ in range(30):
        await stage.tick()
        clock.advance(hours=1)
    assert posts(stage.workspace) == [LINH.user_id]
    assert len(await stage.person(LINH.user_id).messages()) == 1
    assert [state for state, _ in await states(stage.bot.db)] == ["uncertain"]


@pytest.mark.parametrize(
    ("asleep", "messages", "end"),
    [
        (timedelta(seconds=3), 1, ("sent", None)),
        (timedelta(hours=3), 1, ("sent", None)),
        (timedelta(days=3), 0, ("skipped", "late")),
    ],
)
@pytest.mark.parametrize("was_planned", [True, False])
async def test_a_process_asleep_over_the_due_time(
    stage: Stage,
    clock: ManualClock,
    asleep: timedelta,
    messages: int,
    end: tuple[str, str | None],
    was_planned: bool,
) -> None:
    """Before it had planned the nudge, or with the nudge in its queue."""
    await enrolled(stage.bot.db, LINH)
    clock.set(MONDAY - timedelta(seconds=1))
    await stage.tick()
    if was_planned:
        stage.workspace.faults.add("users.info", "ratelimited", retry_after=1)
        clock.set(MONDAY)
        await stage.tick()
    clock.set(MONDAY + asleep)
    for _ in range(3):
        await stage.tick()
    assert len(posts(stage.workspace)) == messages
    assert await states(stage.bot.db) == [end]

    clock.set(MONDAY + timedelta(days=7))
    await stage.tick()
    assert len(posts(stage.workspace)) == messages + 1, "the next week's comes as ever"


async def test_a_process_that_falls_asleep_just_before_it_posts_sends_nothing_old(
    stage: Stage, clock: ManualClock
) -> None:
    """It had committed to send; three days later the one thing it knows is that nothing was sent."""
    await enrolled(stage.bot.db, LINH)
    clock.set(MONDAY)
    naps = [timedelta(days=3)]

    @event.listens_for(stage.bot.db.engine, "after_cursor_execute")
    def _fall_asleep(_c: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if naps and statement.startswith("UPDATE delivery") and "sending" in str(parameters):
            clock.advance(seconds=naps.pop().total_seconds())

    await stage.tick()
    await stage.tick()
    assert naps == []
    assert posts(stage.workspace) == []
    assert await states(stage.bot.db) == [("skipped", "late")]


async def test_a_restored_backup_sends_no_old_nudge(tmp_path: Path, clock: ManualClock) -> None:
    """The backup holds the nudge as queued; it was sent after the backup was made."""
    url = sqlite_url(tmp_path)
    path, backup = tmp_path / "test.db", tmp_path / "backup.db"
    async with staged(url, clock) as stage:
        await enrolled(stage.bot.db, LINH, KWAME)
        clock.set(MONDAY)
        stage.workspace.faults.add("users.info", "ratelimited", retry_after=1, times=2)
        await stage.tick()
        assert {state for state, _ in await states(stage.bot.db)} == {"queued"}
        stage.bot.db.engine.dispose()
        shutil.copy(path, backup)
        clock.advance(seconds=1)
        await stage.tick()
        assert len(posts(stage.workspace)) == 2

        clock.advance(hours=3)
        restored = make_database(f"sqlite:///{backup}", clock)
        await restored.system(delivery_desk.note_restored)
        worker = worker_of(stage, restored)
        await worker.tick()
        assert len(posts(stage.workspace)) == 2
        assert {state for state, _ in await states(restored)} == {"skipped"}
        clock.set(MONDAY + timedelta(days=7))
        await worker.tick()
        restored.dispose()
        assert len(posts(stage.workspace)) == 4


async def test_a_workspace_gets_its_messages_at_the_pace(stage: Stage, clock: ManualClock) -> None:
    await enrolled(stage.bot.db, *AWAKE)
    clock.set(ALL_DUE)
    worker = worker_of(stage, pace=Pace())
    await worker.tick()
    assert len(posts(stage.workspace)) == 10, "two seconds ahead of five a second"
    await worker.tick()
    assert len(posts(stage.workspace)) == 10
    clock.advance(seconds=1)
    await worker.tick()
    assert sorted(posts(stage.workspace)) == [person.user_id for person in AWAKE]


async def test_leads_are_told_once_that_slack_takes_no_direct_messages(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    clock.set(MONDAY)
    stage.workspace.faults.add("chat.postMessage", "error", error="restricted_action", times=2)
    for _ in range(3):
        await stage.tick()
        clock.advance(minutes=1)
    lead = stage.person(LEAD.user_id)
    (notice,) = await lead.messages()
    assert "restricted_action" in words(notice)
    assert "Spring cohort" in words(notice)
    assert LINH.user_id not in str(notice)
    assert (await states(stage.bot.db)).count(("failed", "restricted_action")) == 2


async def test_a_notice_can_stand_in_a_channel(stage: Stage) -> None:
    """A recipient that is no person is not looked up as one."""
    await queue_notices(stage.bot.db, TEAM, [Actor(TEAM, "C0GENERAL")])
    await stage.tick()
    assert posts(stage.workspace) == ["C0GENERAL"]
    assert stage.calls("users.info") == []


async def test_a_delivery_that_cannot_be_prepared_does_not_stop_the_others(
    stage: Stage, clock: ManualClock
) -> None:
    await enrolled(stage.bot.db, LINH, KWAME)
    await stage.bot.db.run(LINH, contacts.add, new_id(), ContactForm("Maya Chen"))
    with stage.bot.db.system_session() as session:
        session.exec(select(Contact)).one().name_sealed = "not sealed by this vault"
    clock.set(MONDAY)
    for _ in range(20):
        await stage.tick()
        clock.advance(hours=1)
    assert posts(stage.workspace) == [KWAME.user_id]
    assert await states(stage.bot.db) == [("failed", "VaultError"), ("sent", None)]


@pytest.mark.postgres
async def test_the_database_goes_away_while_slack_answers(
    postgres_server: PostgresServer, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    """What was sent is recorded when the database is back, and nothing is sent twice."""
    with postgres_url(postgres_server, clock) as url:
        async with staged(url, clock) as stage:
            await enrolled(stage.bot.db, LINH)
            clock.set(MONDAY)
            stage.workspace.faults.add("chat.postMessage", "slow", seconds=60)
            sending = asyncio.create_task(stage.tick())
            async with asyncio.timeout(PATIENCE):
                while not posts(stage.workspace):
                    await asyncio.sleep(0.01)
            await asyncio.to_thread(allow_connections, postgres_server, url, False)
            stage.workspace.faults.clear()
            async with asyncio.timeout(PATIENCE):
                while "cannot be recorded yet" not in caplog.text:
                    await asyncio.sleep(0.01)
            await asyncio.to_thread(allow_connections, postgres_server, url, True)
            await sending
            assert await states(stage.bot.db) == [("sent", None)]
            assert posts(stage.workspace) == [LINH.user_id]


def allow_connections(server: PostgresServer, url: str, allowed: bool) -> None:
    """Let a database take connections or not; where not, end those there are."""
    name = url.rpartition("/")[2]
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
        if not allowed:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
            )
