"""The composition root: settings become a running bot. The only module of ``bot`` that knows ``handlers``."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot import migrations
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.db import Database, normalise_url
from bot.guidance.ask import prepare
from bot.guidance.root import content_root
from bot.guidance.translations import load_libraries
from bot.i18n import load_translations, offer_languages
from bot.outbound import Poster
from bot.pusher import Pusher
from bot.sender import Sender
from bot.services.lanes import Pace
from bot.services.leases import LEASE
from bot.slack.gateway import Gateway
from bot.slack.gateways import OneGateway
from bot.web import create_web_app
from bot.web_api import summary_routes
from bot.worker import TICK_SECONDS, Worker
from handlers import FEATURES
from handlers.interaction import Toolbox
from handlers.languages import Languages
from handlers.router import Router, merge

COMMAND = "/infoview"


class Bot:
    """One bot: database, guidance, gateway, router and worker."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        *,
        with_worker: bool = True,
        tick_seconds: float = TICK_SECONDS,
        pace: Pace | None = None,
        lease: timedelta = LEASE,
        poster: Poster | None = None,
    ) -> None:
        """Put the parts together; nothing is connected yet. Raises SettingsError and ContentProblems."""
        settings.require_slack()
        assert settings.slack_bot_token is not None
        self.settings = settings
        self.clock = clock or SystemClock()
        self.libraries = load_libraries(content_root())
        load_translations(content_root() / "locale")
        offer_languages(self.libraries)
        for library in self.libraries.values():
            prepare(library)  # so that nobody's first question waits for it
        self.db = Database(normalise_url(settings.database_url), settings.make_vault(), self.clock)
        self.slack = Gateway(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        languages = Languages(self.db, self.slack)
        tools = Toolbox(
            self.db, self.libraries, self.clock, self.slack, languages, public_url=settings.public_url
        )
        self.router = Router(merge(FEATURES), tools)
        sender = Sender(self.db, self.libraries, OneGateway(self.slack), pace=pace, lease=lease)
        self.worker = Worker(self.db, sender, Pusher(self.db, poster), tick_seconds=tick_seconds)
        self._with_worker = with_worker
        self.bolt = self._make_bolt()
        self.router.register(self.bolt, COMMAND)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Migrate, connect to Slack, begin to work and to answer; undo it all at the end.

        Raises SlackFailureError where Slack cannot be reached or refuses the token.
        """
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._connected())
            if self._with_worker:
                await stack.enter_async_context(self.worker.ticking())
            stack.push_async_callback(self.router.finish)
            if self.settings.slack_app_token is not None:
                await stack.enter_async_context(self._socket_mode(self.settings.slack_app_token))
            yield

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The worker alone. Raises SlackFailureError like :meth:`running`."""
        async with self._connected(), self.worker.ticking():
            yield

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[None]:
        try:
            await asyncio.to_thread(migrations.upgrade, self.db.engine)
            async with self.slack:
                yield
        finally:
            self.db.dispose()

    @asynccontextmanager
    async def _socket_mode(self, app_token: SecretStr) -> AsyncIterator[None]:
        client = AsyncWebClient(app_token.get_secret_value(), base_url=self.settings.slack_api_url)
        handler = AsyncSocketModeHandler(self.bolt, app_token.get_secret_value(), web_client=client)
        await handler.connect_async()
        try:
            yield
        finally:
            await handler.close_async()

    def web_app(self) -> Starlette:
        """The ASGI application; it answers while :meth:`running`."""
        secret = self.settings.slack_signing_secret
        return create_web_app(
            self.bolt, secret.get_secret_value() if secret else None, summary_routes(self.db)
        )

    def _make_bolt(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            installation = self.slack.installation
            return AuthorizeResult(
                enterprise_id=None,
                team_id=installation.team_id,
                bot_token=self.slack.token,
                bot_id=installation.bot_id,
                bot_user_id=installation.bot_user_id,
            )

        quiet = logging.getLogger("bot.bolt")
        quiet.setLevel(logging.WARNING)  # below that, Bolt logs whole bodies, which hold private text
        return AsyncApp(
            name="infoview",
            logger=quiet,
            authorize=authorize,
            process_before_response=True,
            # The web app's guard and Socket Mode's connection each verify before Bolt sees a request.
            request_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
