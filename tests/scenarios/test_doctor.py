"""``infoview doctor`` on set-ups that are broken in one way each: it names it, and says what to do."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from typer.testing import CliRunner

from bot import db
from bot.cli import cli
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.migrations import downgrade
from bot.operations.doctor import examine
from bot.operations.findings import Finding, State, report
from bot.services import installations
from bot.values import Actor, NewInstallation
from tests.clocks import AheadClock, ManualClock
from tests.databases import SECRET, make_database, postgres_url, sqlite_url
from tests.many import CLIENT_SECRET, many_staged
from tests.postgres import PostgresServer
from tests.stage import Stage, staged
from tests.tried import Tried, tried

OTHER = "another-secret-for-tests-that-is-long-enough-to-be-one"
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot that runs, by HTTP; it and the doctor have the machine's time, as Slack has."""
    async with staged(sqlite_url(tmp_path), ManualClock(SystemClock().now())) as made:
        yield made


def set_up(stage: Stage, **changed: Any) -> Settings:
    """The bot's own settings, with some of them changed."""
    public = stage.workspace.connection.request_url.removesuffix("/slack/events")
    return stage.bot.settings.model_copy(update={"public_url": public, **changed})


async def problems(settings: Settings, clock: Clock | None = None) -> dict[str, Finding]:
    """What the doctor does not like, by what it is about; nothing it says has a secret."""
    found = await asyncio.to_thread(examine, settings, clock or SystemClock())
    shown = report(found, ())
    assert not [secret for secret in settings.secrets if secret in shown], shown
    assert all(finding.fix for finding in found if finding.state is State.PROBLEM)
    return {finding.about: finding for finding in found if finding.state is State.PROBLEM}


async def test_a_set_up_that_is_right(stage: Stage, tmp_path: Path) -> None:
    found = await asyncio.to_thread(examine, set_up(stage), SystemClock())
    assert {finding.state for finding in found} == {State.OK}, report(found, ())
    assert [finding.about for finding in found] == [
        "settings",
        "database",
        "tables",
        "keys",
        "bot token",
        "scopes",
        "clock",
        "request url",
    ]
    new = set_up(stage, database_url=f"sqlite:///{tmp_path}/new/infoview.db", infoview_secret_key=None)
    assert await problems(new) == {}
    assert not (tmp_path / "new").exists(), "it only looks"


async def test_what_is_wrong_between_slack_and_us(stage: Stage) -> None:
    def secret(value: str) -> SecretStr:
        return SecretStr(value)

    elsewhere = stage.bot.settings.slack_api_url.removesuffix("/api/")
    for expected, changed in (
        (tried("A wrong bot token"), {"slack_bot_token": secret("xoxb-wrong-token")}),
        (tried("A wrong app token"), {"slack_app_token": secret("xapp-wrong-token")}),
        (tried("Slack cannot be reached"), {"slack_api_url": f"{NOBODY_THERE}/api/"}),
        (
            tried("Another signing secret than the running bot's"),
            {"slack_signing_secret": secret("another secret")},
        ),
        (tried("The bot does not run"), {"public_url": NOBODY_THERE}),
        (tried("The public address leads to another server"), {"public_url": elsewhere}),
        (tried("No bot token"), {"slack_bot_token": None}),
    ):
        found = await problems(set_up(stage, **changed))
        assert set(found) == {expected.about}
        assert expected.is_in(found)

    late = await problems(set_up(stage), AheadClock(timedelta(minutes=-10)))
    assert tried("The clock is ten minutes late").is_in(late)
    assert "SLACK_SIGNING_SECRET" in late["request url"].fix, "Slack's requests are refused, too"
    by_socket = set_up(stage, slack_app_token=secret("xapp-playground"))
    assert await problems(by_socket) == {}, "nothing needs an address then"

    granted = stage.workspace.manifest.scopes
    stage.workspace.manifest = replace(
        stage.workspace.manifest, scopes=granted - {"files:read", "users:read"}
    )
    found = await problems(set_up(stage))
    assert tried("Two scopes were not granted").is_in(found)
    stage.workspace.set_token(None)
    assert tried("The app was removed from the workspace").is_in(await problems(set_up(stage)))


async def test_what_is_wrong_with_the_file_and_its_key(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_SQLITE_BUSY_MS", 20)
    path = tmp_path / "test.db"
    key_file = tmp_path / "test.db.key"

    async def only(expected: Tried, **changed: Any) -> None:
        found = await problems(set_up(stage, **changed))
        assert set(found) == {expected.about}
        assert expected.is_in(found)

    another = SecretStr(OTHER)
    await only(tried("Another key than the texts were sealed with"), infoview_secret_key=another)
    await only(tried("The key file is gone"), infoview_secret_key=None)
    key_file.write_text(SECRET)
    await only(tried("Others may read the key file"), infoview_secret_key=None)
    key_file.chmod(0o600)
    assert await problems(set_up(stage, infoview_secret_key=None)) == {}
    key_file.write_text("")
    await only(tried("The key file is empty"), infoview_secret_key=None)

    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await only(tried("Another program holds the SQLite file"))
    other.rollback()
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    await only(tried("Tables of a newer Infoview"))
    other.execute("DELETE FROM alembic_version")
    await only(tried("No tables yet"))
    other.close()

    no_database = tmp_path / "notes.txt"
    no_database.write_text("These are no tables, only words. " * 200)
    words, folder = f"sqlite:///{no_database}", f"sqlite:///{no_database}/infoview.db"
    await only(tried("The database address names a file of something else"), database_url=words)
    await only(tried("The database address names a folder that cannot be made"), database_url=folder)


def test_an_old_database_and_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = sqlite_url(tmp_path)
    old = make_database(url, ManualClock())
    downgrade(old.engine, "0019")
    old.dispose()
    given = {
        "SLACK_BOT_TOKEN": "xoxb-secret-token",
        "SLACK_SIGNING_SECRET": "secret-signing",
        "SLACK_API_URL": f"{NOBODY_THERE}/api/",
        "DATABASE_URL": url,
        "INFOVIEW_SECRET_KEY": SECRET,
    }
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli, ["doctor"])
    assert done.exit_code == 1
    assert tried("Tables of an older Infoview").words in done.output
    assert "infoview db upgrade" in done.output
    assert "skipped  request url" in done.output
    assert "secret-" not in done.output
    monkeypatch.setenv("PORT", "seventy")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-secret-token")
    done = CliRunner().invoke(cli, ["doctor"])
    assert (done.exit_code, done.output.count("problem")) == (1, 2)
    for setting in (tried("A port that is no number"), tried("A bot token in place of the app token")):
        assert f"problem  {setting.about}     {setting.words}" in done.output
    assert "secret-" not in done.output


@pytest.mark.postgres
async def test_what_is_wrong_with_postgresql(stage: Stage, postgres_server: PostgresServer) -> None:
    with postgres_url(postgres_server, SystemClock()) as url:
        assert await problems(set_up(stage, database_url=url)) == {}
        start, at = url.rsplit("@", 1)
        broken = (
            (tried("A wrong password for PostgreSQL"), f"{start}wrong@{at}", "password"),
            (tried("A database that PostgreSQL does not have"), f"{url}x", "correct its name"),
            (
                tried("No PostgreSQL at that address"),
                "postgresql://owner:hidden-word@127.0.0.1:9/x",
                "host and port",
            ),
        )
        for expected, address, fix in broken:
            found = await problems(set_up(stage, database_url=address))
            assert set(found) == {expected.about}
            assert expected.is_in(found)
            assert fix in found["database"].fix
        database = make_database(url, SystemClock())
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE contact NO FORCE ROW LEVEL SECURITY"))
        found = await problems(set_up(stage, database_url=url))
        assert tried("Row-level security was taken off a table").is_in(found)
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE contact FORCE ROW LEVEL SECURITY"))
        database.dispose()


async def test_an_app_for_many_workspaces(tmp_path: Path) -> None:
    async with many_staged(sqlite_url(tmp_path), ManualClock(SystemClock().now())) as many:
        settings = many.bot.settings
        assert set(await problems(settings)) <= {"request url"}
        wrong = settings.model_copy(update={"slack_client_secret": SecretStr("wrong-client-secret")})
        assert tried("A wrong client secret").is_in(await problems(wrong))
        assert CLIENT_SECRET not in report(await asyncio.to_thread(examine, settings, SystemClock()), ())
        new = NewInstallation("T0OLD", "Old", "B1", "U1", "xoxb-old-token", "chat:write")
        await many.bot.db.run(Actor("T0OLD", "U0ADMIN"), installations.save, new)
        less = tried("A workspace granted less than the manifest asks for")
        assert less.is_in(await problems(settings))


def test_no_secret_outlives_the_report() -> None:
    line = Finding("database", State.PROBLEM, "quoted: pass-word", "Try again.")
    assert report([line], ["pass", "pass-word"]).startswith("problem  database     quoted: (secret)\n")
