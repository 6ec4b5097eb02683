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
    for changed, about, words in (
        ({"slack_bot_token": secret("xoxb-wrong-token")}, "bot token", "invalid_auth"),
        ({"slack_app_token": secret("xapp-wrong-token")}, "app token", "invalid_auth"),
        ({"slack_api_url": f"{NOBODY_THERE}/api/"}, "slack", "cannot be reached"),
        ({"slack_signing_secret": secret("another secret")}, "request url", "401"),
        ({"public_url": NOBODY_THERE}, "request url", "cannot be reached"),
        ({"public_url": elsewhere}, "request url", "status 404"),
        ({"slack_bot_token": None}, "settings", "SLACK_BOT_TOKEN"),
    ):
        found = await problems(set_up(stage, **changed))
        assert set(found) == {about}
        assert words in found[about].words

    late = await problems(set_up(stage), AheadClock(timedelta(minutes=-10)))
    assert "behind Slack's" in late["clock"].words
    assert "SLACK_SIGNING_SECRET" in late["request url"].fix, "Slack's requests are refused, too"
    by_socket = set_up(stage, slack_app_token=secret("xapp-playground"))
    assert await problems(by_socket) == {}, "nothing needs an address then"

    granted = stage.workspace.manifest.scopes
    stage.workspace.manifest = replace(
        stage.workspace.manifest, scopes=granted - {"files:read", "users:read"}
    )
    found = await problems(set_up(stage))
    assert found["scopes"].words.endswith("files:read, users:read.")
    stage.workspace.set_token(None)
    assert "account_inactive" in (await problems(set_up(stage)))["bot token"].words


async def test_what_is_wrong_with_the_file_and_its_key(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_SQLITE_BUSY_MS", 20)
    path = tmp_path / "test.db"
    key_file = tmp_path / "test.db.key"

    async def only(about: str, words: str, **changed: Any) -> None:
        found = await problems(set_up(stage, **changed))
        assert set(found) == {about}
        assert words in found[about].words

    await only("keys", "a key that is not there", infoview_secret_key=SecretStr(OTHER))
    await only("keys", "test.db.key is not", infoview_secret_key=None)
    key_file.write_text(SECRET)
    await only("keys", "read by other users", infoview_secret_key=None)
    key_file.chmod(0o600)
    assert await problems(set_up(stage, infoview_secret_key=None)) == {}
    key_file.write_text("")
    await only("keys", "holds no key", infoview_secret_key=None)

    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await only("database", "locked")
    other.rollback()
    other.execute("UPDATE alembic_version SET version_num = '9999'")
    await only("tables", "newer Infoview (9999)")
    other.execute("DELETE FROM alembic_version")
    await only("tables", "none yet")
    other.close()

    no_database = tmp_path / "notes.txt"
    no_database.write_text("These are no tables, only words. " * 200)
    await only("database", "not a database", database_url=f"sqlite:///{no_database}")
    await only("database", "cannot be made", database_url=f"sqlite:///{no_database}/infoview.db")


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
    assert "older (0019)" in done.output
    assert "infoview db upgrade" in done.output
    assert "skipped  request url" in done.output
    assert "secret-" not in done.output
    monkeypatch.setenv("PORT", "seventy")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xoxb-secret-token")
    done = CliRunner().invoke(cli, ["doctor"])
    assert (done.exit_code, done.output.count("problem")) == (1, 2)
    assert "secret-" not in done.output


@pytest.mark.postgres
async def test_what_is_wrong_with_postgresql(stage: Stage, postgres_server: PostgresServer) -> None:
    with postgres_url(postgres_server, SystemClock()) as url:
        assert await problems(set_up(stage, database_url=url)) == {}
        start, at = url.rsplit("@", 1)
        broken = (
            (f"{start}wrong@{at}", "password", "password"),
            (f"{url}x", "does not exist", "correct its name"),
            ("postgresql://owner:hidden-word@127.0.0.1:9/x", "refused", "host and port"),
        )
        for address, words, fix in broken:
            found = await problems(set_up(stage, database_url=address))
            assert set(found) == {"database"}
            assert words in found["database"].words
            assert fix in found["database"].fix
        database = make_database(url, SystemClock())
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE contact NO FORCE ROW LEVEL SECURITY"))
        found = await problems(set_up(stage, database_url=url))
        assert found["workspaces"].words.endswith("off for: contact")
        with database.engine.begin() as connection:
            connection.execute(text("ALTER TABLE contact FORCE ROW LEVEL SECURITY"))
        database.dispose()


async def test_an_app_for_many_workspaces(tmp_path: Path) -> None:
    async with many_staged(sqlite_url(tmp_path), ManualClock(SystemClock().now())) as many:
        settings = many.bot.settings
        assert set(await problems(settings)) <= {"request url"}
        wrong = settings.model_copy(update={"slack_client_secret": SecretStr("wrong-client-secret")})
        assert "bad_client_secret" in (await problems(wrong))["oauth app"].words
        assert CLIENT_SECRET not in report(await asyncio.to_thread(examine, settings, SystemClock()), ())
        new = NewInstallation("T0OLD", "Old", "B1", "U1", "xoxb-old-token", "chat:write")
        await many.bot.db.run(Actor("T0OLD", "U0ADMIN"), installations.save, new)
        assert "1 of 1 workspaces" in (await problems(settings))["installed"].words


def test_no_secret_outlives_the_report() -> None:
    line = Finding("database", State.PROBLEM, "quoted: pass-word", "Try again.")
    assert report([line], ["pass", "pass-word"]).startswith("problem  database     quoted: (secret)\n")
