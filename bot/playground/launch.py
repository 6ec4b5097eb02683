"""Starting the playground: the stand-in for Slack, alone or together with a bot on sample data."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import SecretStr
from sqlmodel import Session

from bot import migrations
from bot.app import Bot
from bot.clock import Clock
from bot.config import Settings
from bot.db import Database
from bot.guidance import content_root
from bot.playground.cast import TEAM_ID
from bot.playground.clock import MovableClock, thursday_morning
from bot.playground.seed import seed
from bot.playground.server import BotConnection, create_app
from bot.services import lead_digests
from bot.services.curriculum import next_message
from bot.services.members import member_of
from bot.services.situations import situations
from bot.values import Actor
from bot.web import serving

SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - known to nobody but two local processes
BOT_TOKEN = "xoxb-playground"  # noqa: S105
APP_TOKEN = "xapp-playground"  # noqa: S105
TICK_SECONDS = 1.0


def read_manifest() -> Mapping[str, Any]:
    """The app's manifest: beside the packages in a checkout, inside ``content`` in an installed wheel."""
    inside = content_root() / "manifest.yml"
    path = inside if inside.exists() else content_root().parent / "manifest.yml"
    manifest: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return manifest


@asynccontextmanager
async def stand_in_only(host: str, port: int, bot_url: str) -> AsyncIterator[str]:
    """The stand-in for a bot that is started separately; gives the words to print once it is ready."""
    connection = BotConnection(SIGNING_SECRET, BOT_TOKEN, APP_TOKEN, bot_url)
    stand_in = create_app(connection, manifest=read_manifest())
    async with serving(stand_in, host, port, stand_in.state.end_streams) as address:
        yield (
            f"The stand-in for Slack is ready: {address}\n"
            "Start the bot with these settings:\n"
            f"  SLACK_API_URL={address}/api/\n"
            f"  SLACK_BOT_TOKEN={BOT_TOKEN}\n"
            f"  SLACK_SIGNING_SECRET={SIGNING_SECRET}\n"
            f"  SLACK_APP_TOKEN={APP_TOKEN}   (only for Socket Mode)"
        )


class PlaygroundClock:
    """What the page's clock buttons move: the bot's clock, and where a member's next nudge stands."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self.database: Database | None = None  # known once the bot is made

    def now(self) -> datetime:
        """The playground's time, aware and in UTC."""
        return self._clock.now()

    def advance(self, delta: timedelta) -> None:
        """Move forward by ``delta``."""
        self._clock.advance(delta)

    async def next_nudge(self, user_id: str) -> datetime | None:
        """When this person's next nudge, or numbers for a lead, are due; None for somebody who gets none."""
        if self.database is None:
            return None
        return await self.database.read(Actor(TEAM_ID, user_id), _next_nudge_at)


def _next_nudge_at(session: Session, clock: Clock, actor: Actor) -> datetime | None:
    member = member_of(session, actor)
    as_member = next_message(situations(session, clock.now(), [member])[member.id]) if member else None
    moments = [as_member, lead_digests.next_of(session, actor)]
    return min((moment for moment in moments if moment is not None), default=None)


@asynccontextmanager
async def bot_and_stand_in(host: str, port: int) -> AsyncIterator[str]:
    """The stand-in and a bot on sample data, in one process; gives the words to print once both are ready."""
    clock = MovableClock(thursday_morning())
    control = PlaygroundClock(clock)
    signing_secret = secrets.token_urlsafe(24)
    connection = BotConnection(signing_secret, BOT_TOKEN, APP_TOKEN, request_url=None)
    stand_in = create_app(connection, manifest=read_manifest(), clock=control)
    with tempfile.TemporaryDirectory(prefix="infoview-playground-") as folder:
        async with serving(stand_in, host, port, stand_in.state.end_streams) as address:
            bot = Bot(_settings(address, signing_secret, Path(folder)), clock, tick_seconds=TICK_SECONDS)
            await asyncio.to_thread(_fill, bot.db)
            control.database = bot.db
            async with bot.running(), serving(bot.web_app(), "127.0.0.1", 0) as bot_address:
                stand_in.state.workspace.connection = replace(
                    connection, request_url=f"{bot_address}/slack/events"
                )
                yield f"The playground is ready: {address}"


def _fill(database: Database) -> None:
    migrations.upgrade(database.engine)
    seed(database, database.clock.now())


def _settings(address: str, signing_secret: str, folder: Path) -> Settings:
    """Settings of the playground's own bot: nothing of the environment, nothing of ``.env``."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=None,
        slack_signing_secret=SecretStr(signing_secret),
        slack_client_id=None,
        slack_client_secret=None,
        slack_api_url=f"{address}/api/",
        database_url=f"sqlite:///{folder / 'playground.db'}",
        infoview_secret_key=None,
    )
