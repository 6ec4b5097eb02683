"""The composition root: settings become a running bot. The only module of ``bot`` that knows ``handlers``."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from bot import migrations
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.db import Database, normalise_url
from bot.guidance.problems import ContentProblems
from bot.guidance.root import content_root
from bot.guidance.translations import load_libraries
from bot.guidance.warming import warm
from bot.i18n import _, load_translations, offer_languages
from bot.installing import InstallFlow
from bot.outbound import Poster
from bot.prober import Prober
from bot.pusher import Pusher
from bot.sender import Sender
from bot.services import installations, keyring
from bot.services.lanes import Pace
from bot.services.leases import LEASE
from bot.slack.gateway import Gateway
from bot.slack.gateways import InstalledGateways, ManyGateways, OneGateway
from bot.values import ActiveInstallation
from bot.web import create_web_app
from bot.web_api import summary_routes
from bot.web_watch import Readiness, health_routes, watch_app
from bot.worker import TICK_SECONDS, Worker
from handlers import FEATURES
from handlers.coalescing import Coalescer
from handlers.entrance import Entrance
from handlers.interaction import InstallDesk, Toolbox
from handlers.languages import Languages
from handlers.router import Router, merge

logger = logging.getLogger(__name__)

COMMAND = "/infoview"


class _Authorize(AsyncAuthorize):
    """Finds who speaks for a request: the gateway of the workspace whose installation it came through."""

    def __init__(self, gateways: InstalledGateways) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt's
        self._gateways = gateways

    async def __call__(self, *, team_id: str | None, **_others: object) -> AuthorizeResult | None:
        gateway = await self._gateways.find(team_id)
        if gateway is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=gateway.installation.team_id,
            bot_token=gateway.token,
            bot_id=gateway.installation.bot_id,
            bot_user_id=gateway.installation.bot_user_id,
        )


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
        self.settings = settings
        self.clock = clock or SystemClock()
        self.libraries = load_libraries(content_root())
        load_translations(content_root() / "locale")
        offer_languages(self.libraries)
        self.db = Database(
            normalise_url(settings.database_url),
            settings.make_vault(),
            self.clock,
            texts_kept=settings.texts_kept,
        )
        self.flow: InstallFlow | None = None
        prober: Prober | None = None
        if settings.slack_client_id is not None:
            many = self._many_gateways()
            self.gateways: InstalledGateways = many
            self.flow = self._make_flow(many, settings.slack_client_id)
            prober = Prober(self.db, many, settings.uninstalled_kept)
        else:
            assert settings.slack_bot_token is not None, "one of both is required"
            self.gateways = OneGateway(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        self.router = self._make_router()
        sender = Sender(self.db, self.libraries, self.gateways, pace=pace, lease=lease)
        self.worker = Worker(self.db, sender, Pusher(self.db, poster), prober, tick_seconds=tick_seconds)
        self._with_worker = with_worker
        self.readiness = Readiness(self.db, sender if with_worker else None)
        self.bolt = self._make_bolt()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Migrate, connect to Slack, begin to work and to answer; undo it all at the end.

        Raises SlackFailureError where Slack cannot be reached or refuses the token, KeyLostError where the
        keys do not open the database.
        """
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self._connected())
            if self._with_worker:
                await stack.enter_async_context(self.worker.ticking())
            stack.push_async_callback(self.router.finish)
            await stack.enter_async_context(self._warming())
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
            await self.db.system(keyring.unlock)
            async with self.gateways.connected():
                yield
        finally:
            self.db.dispose()

    @asynccontextmanager
    async def _warming(self) -> AsyncIterator[None]:
        """Read what questions and drafts need, while everything else is answered already."""
        reading = asyncio.create_task(asyncio.to_thread(warm, self.libraries.values()))
        try:
            yield
        finally:
            try:
                await reading
            except ContentProblems as problems:
                logger.error("questions could not be answered: %s", problems)

    @asynccontextmanager
    async def _socket_mode(self, app_token: SecretStr) -> AsyncIterator[None]:
        client = AsyncWebClient(app_token.get_secret_value(), base_url=self.settings.slack_api_url)
        handler = AsyncSocketModeHandler(self.bolt, app_token.get_secret_value(), web_client=client)
        await handler.connect_async()
        try:
            yield
        finally:
            await handler.close_async()

    def web_app(self) -> ASGIApp:
        """The ASGI application; it answers while :meth:`running`."""
        secret = self.settings.slack_signing_secret
        routes = [*health_routes(self.readiness), *summary_routes(self.db)]
        routes += self.flow.routes() if self.flow is not None else ()
        return create_web_app(
            self.bolt.answer,
            secret.get_secret_value() if secret else None,
            routes,
            self.settings.trusted_proxy_hops,
        )

    def watch_app(self) -> ASGIApp:
        """The ASGI application for those who watch over this process; not for the public."""
        return watch_app(self.db, self.readiness)

    def _many_gateways(self) -> ManyGateways:
        async def overview() -> Mapping[str, datetime]:
            return await self.db.system_read(installations.active)

        async def load(team_ids: Collection[str]) -> Sequence[ActiveInstallation]:
            return await self.db.system_read(installations.load, team_ids)

        return ManyGateways(self.settings.slack_api_url, overview, load)

    def _make_flow(self, gateways: ManyGateways, client_id: str) -> InstallFlow:
        settings = self.settings
        assert settings.slack_client_secret is not None, "checked with the settings"
        return InstallFlow(
            self.db,
            gateways,
            settings.slack_api_url,
            client_id,
            settings.slack_client_secret.get_secret_value(),
            settings.redirect_uri,
        )

    def _make_router(self) -> Router:
        languages, homes = Languages(self.db, self.gateways), Coalescer()

        def tools_for(slack: Gateway) -> Toolbox:
            return Toolbox(
                self.db, self.libraries, self.clock, slack, languages, homes, self.settings.public_url
            )

        desk = InstallDesk(self.db, self.gateways, self.settings.uninstalled_kept)
        return Router(COMMAND, merge(FEATURES), tools_for, languages, desk)

    def _not_installed(self) -> str:
        """What people read in a workspace that has no installation, where Slack still shows the app."""
        text = _("Infoview is not in this workspace any more. A workspace admin can add it again.")
        address = self.settings.install_address
        return f"{text} {address}" if address else text

    def _make_bolt(self) -> Entrance:
        quiet = logging.getLogger("bot.bolt")
        quiet.setLevel(logging.ERROR)  # it would warn that it does not use SLACK_BOT_TOKEN: the gateways do
        entrance = Entrance(
            self.router,
            self.gateways,
            name="infoview",
            logger=quiet,
            authorize=_Authorize(self.gateways),
            oauth_flow=self.flow,
            user_facing_authorize_error_message=self._not_installed(),
            process_before_response=True,
            # The web app's guard and Socket Mode's connection each verify before Bolt sees a request.
            request_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        quiet.setLevel(logging.WARNING)  # below that, Bolt logs whole bodies, which hold private text
        return entrance
