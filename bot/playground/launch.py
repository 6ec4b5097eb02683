"""Starting the playground: the stand-in for Slack, alone or together with a bot on sample data."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from pydantic import SecretStr
from sqlmodel import Session

from bot import migrations
from bot.app import Bot
from bot.clock import Clock
from bot.config import Settings
from bot.db import Database
from bot.manifest import read_manifest
from bot.playground.cast import TEAM_ID
from bot.playground.clock import MovableClock, thursday_morning
from bot.playground.scenarios import MID_TERM, SCENARIOS, Scenario
from bot.playground.seed import seed
from bot.playground.server import BotConnection, SlackApp, create_app
from bot.playground.workspace import Workspace
from bot.services import lead_digests
from bot.services.curriculum import next_message
from bot.services.members import member_of
from bot.services.situations import situations
from bot.values import Actor
from bot.web import serving

SIGNING_SECRET = "playground-signing-secret"  # noqa: S105 - known to nobody but two local processes
BOT_TOKEN = "xoxb-playground"  # noqa: S105
APP_TOKEN = "xapp-playground"  # noqa: S105
CLIENT_ID = "1000.2000"
CLIENT_SECRET = "playground-client-secret"  # noqa: S105 - as the signing secret
TICK_SECONDS = 1.0
serving_locally = partial(serving, idle_seconds=60)
"""As the stand-in and its bot are served: keeping idle connections longer than who calls them (15 s at most).

A call by a connection that the other side is just closing fails.
"""


@asynccontextmanager
async def stand_in_only(host: str, port: int, bot_url: str, *, many: bool = False) -> AsyncIterator[str]:
    """The stand-in for a bot that is started separately; gives the words to print once it is ready.

    ``many``: two workspaces, to which the bot has to be added.
    """
    connection = BotConnection(SIGNING_SECRET, None if many else BOT_TOKEN, APP_TOKEN, bot_url)
    slack_app = SlackApp(CLIENT_ID, CLIENT_SECRET, [_redirect_url(bot_url)]) if many else None
    stand_in = create_app(connection, manifest=read_manifest(), slack_app=slack_app)
    async with serving_locally(stand_in, host, port, stand_in.state.end_streams) as address:
        who = (
            f"  SLACK_CLIENT_ID={CLIENT_ID}\n  SLACK_CLIENT_SECRET={CLIENT_SECRET}\n"
            if many
            else f"  SLACK_BOT_TOKEN={BOT_TOKEN}\n"
        )
        yield (
            f"The stand-in for Slack is ready: {address}\n"
            "Start the bot with these settings:\n"
            f"  SLACK_API_URL={address}/api/\n"
            f"{who}"
            f"  SLACK_SIGNING_SECRET={SIGNING_SECRET}\n"
            f"  SLACK_APP_TOKEN={APP_TOKEN}   (only for Socket Mode)"
            f"{_where_to_add(address) if many else ''}"
        )


class PlaygroundClock:
    """What the page's clock buttons move: the bot's clock, and where a member's next nudge stands."""

    def __init__(self) -> None:
        self._clock = MovableClock(thursday_morning())
        self.database: Database | None = None  # known once the bot is made

    def restart(self) -> MovableClock:
        """The clock of a new bot, at the moment every scenario begins."""
        self._clock = MovableClock(thursday_morning())
        return self._clock

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


class SampleProgram:
    """The bot on sample data. The page can let it begin another scenario, with a database of its own."""

    scenarios: Sequence[Scenario] = SCENARIOS
    _workspaces: Collection[Workspace]
    _settings: Callable[[Path], Settings]

    def __init__(self, clock: PlaygroundClock, current: Scenario) -> None:
        self.current = current
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()
        self._running = AsyncExitStack()

    @asynccontextmanager
    async def running(
        self, workspaces: Collection[Workspace], settings: Callable[[Path], Settings]
    ) -> AsyncIterator[None]:
        """Run the bot while the block runs. ``settings`` makes them for a folder that is the bot's own."""
        self._workspaces, self._settings = workspaces, settings
        try:
            await self._start()
            yield
        finally:
            await self._running.aclose()

    async def begin(self, scenario: Scenario) -> None:
        """Stop the bot, forget all it did, and start another one on the data of this scenario."""
        async with self._one_at_a_time:
            await self._running.aclose()
            self.current = scenario
            await self._start()
            for workspace in self._workspaces:
                workspace.begin_again()

    async def _start(self) -> None:
        async with AsyncExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="infoview-playground-"))
            bot = Bot(self._settings(Path(folder)), self._clock.restart(), tick_seconds=TICK_SECONDS)
            await asyncio.to_thread(_fill, bot.db, self.current)
            self._clock.database = bot.db
            await stack.enter_async_context(bot.running())
            address = await stack.enter_async_context(serving_locally(bot.web_app(), "127.0.0.1", 0))
            for workspace in self._workspaces:
                workspace.connection = replace(workspace.connection, request_url=f"{address}/slack/events")
            self._running = stack.pop_all()


@asynccontextmanager
async def bot_and_stand_in(
    host: str, port: int, *, many: bool = False, scenario: Scenario = MID_TERM
) -> AsyncIterator[str]:
    """The stand-in and a bot on sample data, in one process; gives the words to print once both are ready.

    ``many``: two workspaces, to which the bot has to be added; the first has the sample data.
    """
    clock = PlaygroundClock()
    program = SampleProgram(clock, scenario)
    signing_secret = secrets.token_urlsafe(24)
    connection = BotConnection(signing_secret, None if many else BOT_TOKEN, APP_TOKEN, request_url=None)
    slack_app = SlackApp(CLIENT_ID, CLIENT_SECRET) if many else None
    stand_in = create_app(
        connection,
        manifest=read_manifest(),
        clock=clock,
        slack_app=slack_app,
        director=None if many else program,  # who begins again would have to add the bot again
    )
    async with serving_locally(stand_in, host, port, stand_in.state.end_streams) as address:
        workspaces = list(stand_in.state.workspaces.values())
        settings = partial(_settings, address, signing_secret, many=many)
        async with program.running(workspaces, settings):
            if slack_app is not None:
                slack_app.redirect_urls.append(_redirect_url(workspaces[0].connection.request_url))
            yield f"The playground is ready: {address}{_where_to_add(address) if many else ''}"


def _redirect_url(bot_url: str) -> str:
    return bot_url.removesuffix("events") + "oauth_redirect"


def _where_to_add(address: str) -> str:
    return f"\nAdd Infoview to its workspaces: {address}/apps"


def _fill(database: Database, scenario: Scenario) -> None:
    migrations.upgrade(database.engine)
    if scenario.weeks_behind is not None:
        seed(database, database.clock.now(), scenario.weeks_behind)


def _settings(address: str, signing_secret: str, folder: Path, *, many: bool) -> Settings:
    """Settings of the playground's own bot: nothing of the environment, nothing of ``.env``."""
    return Settings(
        _env_file=None,
        slack_bot_token=None if many else SecretStr(BOT_TOKEN),
        slack_app_token=None,
        slack_signing_secret=SecretStr(signing_secret),
        slack_client_id=CLIENT_ID if many else None,
        slack_client_secret=SecretStr(CLIENT_SECRET) if many else None,
        slack_api_url=f"{address}/api/",
        database_url=f"sqlite:///{folder / 'playground.db'}",
        infoview_secret_key=None,
    )
