"""Workers as processes of their own: told to stop, killed, several at once; and what operators see."""

import asyncio
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.db import Database
from bot.playground.launch import APP_TOKEN, BOT_TOKEN
from bot.services import lanes, leases
from bot.services.sending import Ended
from bot.values import DeliveryState
from tests.clocks import ManualClock
from tests.databases import SECRET, make_database, postgres_url, sqlite_url
from tests.people import TEAM
from tests.postgres import PostgresServer
from tests.processes import infoview, output_of
from tests.queueing import hand, lane, record, rows
from tests.scenarios.test_sending import EVERYBODY, posts, queue_notices, states
from tests.stage import PATIENCE, Stage, staged
from tests.storm import END, Result, storm

DELIVERIES, KILLS = 60, 3


@contextmanager
def system_database(folder: Path) -> Iterator[Database]:
    """A migrated SQLite database in ``folder``, on the machine's time like the processes that use it."""
    database = make_database(sqlite_url(folder), SystemClock())
    yield database
    database.dispose()


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Database]:
    with system_database(tmp_path) as database:
        yield database


@pytest.fixture
async def stand_in(tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage of which only the stand-in is used."""
    folder = tmp_path / "stage"
    folder.mkdir()
    async with staged(sqlite_url(folder), ManualClock()) as stage:
        yield stage


def settings_for(shared: Database, stage: Stage | None = None) -> dict[str, str]:
    api = {"SLACK_API_URL": f"{stage.page.base_url}".replace("playground/api/", "api/")} if stage else {}
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "DATABASE_URL": shared.url.render_as_string(hide_password=False),
        "INFOVIEW_SECRET_KEY": SECRET,
        "LOG_LEVEL": "WARNING",
        **api,
    }


async def test_a_worker_that_is_told_to_stop_finishes_what_it_sends_and_gives_back_the_rest(
    tmp_path: Path, shared: Database, stand_in: Stage
) -> None:
    await queue_notices(shared, TEAM, EVERYBODY)
    stand_in.workspace.faults.add("chat.postMessage", "slow", seconds=60, times=100)
    stand_in.workspace.faults.add("users.info", "slow", seconds=60, times=2)
    process = infoview("worker", cwd=tmp_path, **settings_for(shared, stand_in))
    with process:
        async with asyncio.timeout(6 * PATIENCE):
            while len(posts(stand_in.workspace)) < 8:
                await asyncio.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):  # it waits for Slack's answers
            await asyncio.to_thread(process.wait, 0.2)
        stand_in.workspace.faults.clear()
        async with asyncio.timeout(30):
            assert await asyncio.to_thread(process.wait) == 0
    ended = await rows(shared)
    assert sorted(row.state for row in ended) == ["queued"] * 4 + ["sent"] * 8
    assert {row.worker_id for row in ended} == {None}
    assert len(posts(stand_in.workspace)) == 8
    assert await (await hand(shared)).claim(100), "what it gave back can be taken at once"


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_killed_workers_send_nothing_twice_and_leave_nothing_behind(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """A short storm; ``make test-storm`` is the long one."""
    if kind == "sqlite":
        check(await storm(sqlite_url(tmp_path), deliveries=DELIVERIES, kills=KILLS))
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with postgres_url(server, ManualClock()) as url:
        check(await storm(url, deliveries=DELIVERIES, kills=KILLS))


def check(result: Result) -> None:
    assert (result.kills, result.duplicates, result.stuck) == (KILLS, 0, 0), str(result)
    assert set(result.states) <= END
    assert result.states["uncertain"] <= result.in_flight, str(result)
    assert result.states["skipped"] == result.states["failed"] == 0
    received = set(result.received)
    assert result.sent_to <= received <= result.sent_to | result.uncertain_to


async def test_operators_see_the_deliveries_and_requeue_by_hand(tmp_path: Path, shared: Database) -> None:
    await queue_notices(shared, TEAM, EVERYBODY[:2])
    worker = await hand(shared)
    first, second = await worker.claim(2)
    await worker.begin(first)
    await shared.system(leases.sign_off, worker.worker_id)
    await record(shared, Ended(second, DeliveryState.FAILED, "user_not_found"))
    given = settings_for(shared)

    shown = output_of(infoview("deliveries", cwd=tmp_path, **given))
    assert re.search(r"queued +1\n", shown)
    assert re.search(r"uncertain +1\n", shown)
    assert first.id in shown

    told = output_of(infoview("deliveries", "requeue", first.id, "nonsense", cwd=tmp_path, **given))
    assert "Queued again: 1" in told
    assert "nonsense" in told
    assert [state for state, _ in await states(shared)] == ["queued", "queued"]


async def test_operators_note_a_restored_backup_and_resume_a_workspace(
    tmp_path: Path, shared: Database
) -> None:
    await queue_notices(shared, TEAM, EVERYBODY[:1])
    worker = await hand(shared)
    given = settings_for(shared)
    assert "not sent" in output_of(infoview("deliveries", "restored", cwd=tmp_path, **given))
    await worker.begin(await worker.one())
    assert [state for state, _ in await states(shared)] == ["skipped"]

    await shared.system(lanes.stop, TEAM, "token_revoked")
    assert "again: 1" in output_of(infoview("deliveries", "resume", TEAM, cwd=tmp_path, **given))
    assert (await lane(shared)).stopped_at is None


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    output = output_of(infoview("deliveries", cwd=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/empty.db"))
    assert "infoview db upgrade" in output
    assert "Traceback" not in output
