"""What watches over a process learns whether it is ready and how it does, and nothing of anybody."""

import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot import web_watch
from bot.sender import Sender
from bot.web_watch import Readiness
from handlers import FEATURES
from handlers.interaction import UNKNOWN, Kind
from handlers.router import merge
from tests.clocks import ManualClock
from tests.databases import postgres_url, sqlite_url
from tests.postgres import PostgresServer
from tests.stage import Stage, staged

ROUTES = merge(FEATURES)
NAMES = {
    *ROUTES.commands,
    *ROUTES.actions,
    *ROUTES.submissions,
    *ROUTES.closings,
    *ROUTES.shortcuts,
    *ROUTES.message_shortcuts,
    *ROUTES.events,
    UNKNOWN,
    "questions",
    "next_step",
}
AN_ID = re.compile(r"\b[TUCDBW]0[A-Z0-9]{2,}\b|[0-9a-f]{32}")


@pytest.fixture(autouse=True)
def _always_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_watch, "FRESH_SECONDS", -1.0)


async def watched(stage: Stage, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(stage.bot.watch_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://infoview") as client:
        return await client.get(path)


async def figures(stage: Stage) -> dict[tuple[str, ...], float]:
    """All samples by name and labels."""
    page = await watched(stage, "/metrics")
    assert AN_ID.search(page.text) is None
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page.text)
        for sample in family.samples
    }


async def test_answers_calls_and_deliveries_are_counted(tmp_path: Path, clock: ManualClock) -> None:
    async with staged(sqlite_url(tmp_path), clock) as stage:
        person = stage.person("U0M01")
        before = await figures(stage)
        await person.command("/infoview tips")
        await person.command("/infoview canary-word")
        await person.command("/infoview ask canary question words?")
        await person.open_home()
        await person.command("/infoview summary canary-cohort")
        after = await figures(stage)

    def gained(*key: str) -> float:
        return after.get(key, 0.0) - before.get(key, 0.0)

    assert gained("infoview_answers_total", "command", "tips", "ok") == 1
    assert gained("infoview_answers_total", "command", UNKNOWN, "ok") == 1
    assert gained("infoview_answers_total", "command", "ask", "ok") == 1
    assert gained("infoview_answers_total", "command", "summary", "refused") == 1
    assert gained("infoview_answers_total", "event", "app_home_opened", "ok") == 1
    assert gained("infoview_answer_seconds_count", "command") == 4
    assert gained("infoview_slack_calls_total", "views.publish", "ok") == 1
    assert after[("infoview_database_up",)] == 1
    assert after[("infoview_deliveries", "queued")] == 0
    labels = [key[1:3] for key in after if key[0] == "infoview_answers_total"]
    assert {kind for kind, _name in labels} <= set(Kind)
    assert {name for _kind, name in labels} <= NAMES


async def test_a_worker_that_is_silent_is_not_ready(tmp_path: Path, clock: ManualClock) -> None:
    async with staged(sqlite_url(tmp_path), clock) as stage:
        sender = Sender(stage.bot.db, stage.bot.libraries, stage.bot.gateways)
        readiness = Readiness(stage.bot.db, sender)
        assert await readiness.trouble() == "worker", "it has not begun"
        await sender.beat()
        assert await readiness.trouble() is None
        clock.advance(minutes=2)
        assert await readiness.trouble() == "worker"
        assert (await watched(stage, "/readyz")).text == "ready", "this process has no worker"
        with stage.bot.db.system_session() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        answer = await watched(stage, "/readyz")
        assert (answer.status_code, answer.text) == (503, "not ready: tables")


@pytest.mark.postgres
async def test_without_its_database_a_process_lives_and_is_not_ready(
    postgres_server: PostgresServer, clock: ManualClock
) -> None:
    with postgres_url(postgres_server, clock) as url:
        async with staged(url, clock) as stage:
            assert (await watched(stage, "/readyz")).status_code == 200
            postgres_server.drop_database(url)
            assert (await watched(stage, "/healthz")).status_code == 200
            answer = await watched(stage, "/readyz")
            assert (answer.status_code, answer.text) == (503, "not ready: database")
            assert (await figures(stage))[("infoview_database_up",)] == 0
