"""An Infoview for many workspaces on the stand-in, and browsers that add it to them as people do."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from bot.app import Bot
from bot.config import Settings
from bot.manifest import read_manifest
from bot.playground.launch import APP_TOKEN
from bot.playground.oauth import OAuth
from bot.playground.server import BotConnection, SlackApp, create_app
from bot.web import serving
from tests.clocks import ManualClock
from tests.databases import SECRET
from tests.queueing import AT_ONCE
from tests.stage import SIGNING_SECRET, Stage

HOME, RIVER = "T0HARBOR", "T0RIVER"
ADMIN = "U0ADMIN"
CLIENT_ID, CLIENT_SECRET = "1234.5678", "a-client-secret-for-tests"


class _Clock:
    """The tests' clock as the stand-in's: Slack says when something happened."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def advance(self, delta: timedelta) -> None:
        self._clock.set(self._clock.now() + delta)

    async def next_nudge(self, _user_id: str) -> datetime | None:
        return None


class Browser:
    """Somebody's browser, which keeps the bot's cookie; each step of an installation by itself."""

    def __init__(self, client: httpx.AsyncClient, bot_address: str) -> None:
        self._bot_address = bot_address
        self._client = client
        self.cookie = ""

    async def start(self, **query: str) -> str:
        """Open the first page; returns where its button leads."""
        page = await self._client.get(f"{self._bot_address}/slack/install", params=query)
        assert page.status_code == 200, page.text
        # By hand: unlike browsers, httpx sends no secure cookie without TLS to the machine itself.
        self.cookie, _, attributes = page.headers["set-cookie"].partition("; ")
        assert {"Secure", "HttpOnly", "SameSite=lax"} <= set(attributes.split("; "))
        (address,) = re.findall(r'class="button" href="([^"]+)"', page.text)
        return unescape(address)

    async def decide(
        self, address: str, team_id: str = HOME, user_id: str = ADMIN, *, decision: str = "allow"
    ) -> str:
        """Answer Slack's question; returns where Slack leads back to."""
        asked = await self._client.get(address)
        assert asked.status_code == 200, asked.text
        answer = {"team": team_id, "user": user_id, "decision": decision}
        sent_back = await self._client.post(address, data=answer)
        assert sent_back.status_code == 302, sent_back.text
        return str(sent_back.headers["location"])

    async def come_back(self, address: str) -> httpx.Response:
        """Open the page Slack leads back to."""
        return await self._client.get(address, headers={"Cookie": self.cookie})

    def another(self) -> "Browser":
        """A browser of somebody else."""
        return Browser(self._client, self._bot_address)

    async def add(self, team_id: str = HOME, user_id: str = ADMIN) -> httpx.Response:
        """The whole way."""
        return await self.come_back(await self.decide(await self.start(), team_id, user_id))


class ManyStage:
    """A running bot, two workspaces without it, and somebody's browser."""

    def __init__(self, bot: Bot, oauth: OAuth, browser: Browser, places: Mapping[str, Stage]) -> None:
        self.bot = bot
        self.oauth = oauth
        self.browser = browser
        self.places = places
        self.home, self.river = places[HOME], places[RIVER]

    async def settle(self) -> None:
        """Wait until what Slack tells by itself has come, and what follows the answers is done."""
        for place in self.places.values():
            await place.interactions.idle()
        await self.home.settle()

    async def tick(self) -> None:
        """One tick of the worker."""
        await self.bot.worker.tick()

    async def remove(self, team_id: str) -> None:
        """An admin removes the app from a workspace."""
        self.oauth.remove(team_id)
        await self.settle()


def many_settings(address: str, database_url: str, *, socket_mode: bool = False) -> Settings:
    """Settings for many workspaces at a stand-in."""
    return Settings(
        _env_file=None,
        slack_bot_token=None,
        slack_app_token=SecretStr(APP_TOKEN) if socket_mode else None,
        slack_signing_secret=None if socket_mode else SecretStr(SIGNING_SECRET),
        slack_client_id=CLIENT_ID,
        slack_client_secret=SecretStr(CLIENT_SECRET),
        slack_api_url=f"{address}/api/",
        database_url=database_url,
        infoview_secret_key=SecretStr(SECRET),
    )


@asynccontextmanager
async def many_staged(
    database_url: str, clock: ManualClock, *, socket_mode: bool = False, **app_settings: bool
) -> AsyncIterator[ManyStage]:
    """A bot for many workspaces on ``database_url``; ``app_settings`` change the manifest's settings."""
    manifest: dict[str, Any] = deepcopy(dict(read_manifest()))
    manifest["settings"] |= app_settings
    slack_app = SlackApp(CLIENT_ID, CLIENT_SECRET)
    connection = BotConnection(SIGNING_SECRET, None, APP_TOKEN, None)
    stand_in = create_app(connection, manifest=manifest, clock=_Clock(clock), slack_app=slack_app)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(stand_in, "127.0.0.1", 0))
        settings = many_settings(address, database_url, socket_mode=socket_mode)
        bot = Bot(settings, clock, with_worker=False, pace=AT_ONCE)
        await stack.enter_async_context(bot.running())
        bot_address = await stack.enter_async_context(serving(bot.web_app(), "127.0.0.1", 0))
        slack_app.redirect_urls.append(f"{bot_address}/slack/oauth_redirect")
        stages = {}
        for team_id, place in stand_in.state.oauth.places.items():
            if not socket_mode:
                events = f"{bot_address}/slack/events"
                place.workspace.connection = replace(connection, request_url=events)
            way = "" if team_id == HOME else f"/{team_id}"
            client = httpx.AsyncClient(base_url=f"{address}{way}/playground/api/")
            page = await stack.enter_async_context(client)
            stages[team_id] = Stage(bot, place.workspace, place.interactions, page, clock)
        web = await stack.enter_async_context(httpx.AsyncClient())
        yield ManyStage(bot, stand_in.state.oauth, Browser(web, bot_address), stages)


def state_of(address: str) -> str:
    """The state in an address that leads to Slack or back."""
    return httpx.QueryParams(urlsplit(address).query)["state"]
