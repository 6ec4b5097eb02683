"""Adding Infoview to a workspace: Bolt's OAuth flow with our own stores, pages and refusals.

Bolt's order of things stays: the state belongs to this browser and is used once, then the code is exchanged,
then the installation is saved. Where Bolt would log the code or show its own pages, ours stand instead.
https://docs.slack.dev/authentication/installing-with-oauth
"""

import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.db import Database
from bot.documents.install_pages import (
    BOLTS_WORDS,
    INSTALL_PATH,
    STYLE_HASH,
    InstallTrouble,
    install_page,
    success_page,
    trouble_page,
)
from bot.services import install_states, installations
from bot.slack.calls import WebApi
from bot.slack.failures import SlackFailureError
from bot.slack.gateway import identify
from bot.slack.gateways import ManyGateways
from bot.slack.scopes import BOT_SCOPES
from bot.values import Actor, NewInstallation
from bot.web_shield import REQUESTS_A_MINUTE, Allowance, client_of

REDIRECT_PATH = "/slack/oauth_redirect"

_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "Content-Type": "text/html; charset=utf-8",
}
"""What these pages need beside the headers that every answer has."""

_TEAM_ID = re.compile(r"T[A-Z0-9]{1,23}")

log = logging.getLogger(__name__)


class InstallRefusedError(Exception):
    """Slack granted something that Infoview does not support; it was given back."""

    def __init__(self, trouble: InstallTrouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class _States(AsyncOAuthStateStore):
    def __init__(self, db: Database) -> None:
        self._db = db

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        return await self._db.system(install_states.issue)

    async def async_consume(self, state: str) -> bool:
        return await self._db.system(install_states.consume, state)


class _Installations(AsyncInstallationStore):
    """Only what the flow needs: requests are authorised from the gateways."""

    def __init__(self, db: Database, gateways: ManyGateways) -> None:
        self._db = db
        self._gateways = gateways

    async def async_save(self, installation: Installation) -> None:
        new = NewInstallation(
            team_id=installation.team_id or "",
            team_name=installation.team_name or "",
            bot_id=installation.bot_id or "",
            bot_user_id=installation.bot_user_id or "",
            token=installation.bot_token or "",
            scopes=",".join(installation.bot_scopes or ()),
        )
        outcome = await self._db.run(Actor(new.team_id, installation.user_id), installations.save, new)
        log.info("workspace %s is installed: %s", new.team_id, outcome)
        await self._gateways.refresh()


class InstallFlow(AsyncOAuthFlow):
    """Bolt's flow, with the exchange of the code by our own client, which logs no secret."""

    def __init__(
        self,
        db: Database,
        gateways: ManyGateways,
        api_url: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str | None,
    ) -> None:
        slack_url = api_url.removesuffix("api/")
        quiet = logging.getLogger("bot.bolt")
        super().__init__(
            logger=quiet,
            settings=AsyncOAuthSettings(
                client_id=client_id,
                client_secret=client_secret,
                scopes=BOT_SCOPES,
                user_scopes=(),
                redirect_uri=redirect_uri,
                install_path=INSTALL_PATH,
                redirect_uri_path=REDIRECT_PATH,
                authorization_url=f"{slack_url}oauth/v2/authorize",
                state_store=_States(db),
                state_expiration_seconds=int(install_states.LIFETIME.total_seconds()),
                installation_store=_Installations(db, gateways),
                callback_options=AsyncCallbackOptions(success=self._succeeded, failure=_failed),
                logger=quiet,
            ),
        )
        self._slack_url = slack_url
        self._api_url = api_url
        self._gateways = gateways
        self._by_address = Allowance(REQUESTS_A_MINUTE, db.clock)

    def routes(self) -> list[Route]:
        """``GET /slack/install`` and ``GET /slack/oauth_redirect``."""
        return [
            Route(INSTALL_PATH, self._guarded(self.handle_installation), methods=["GET"]),
            Route(REDIRECT_PATH, self._guarded(self.handle_callback), methods=["GET"]),
        ]

    def _guarded(
        self, step: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            wait = self._by_address.wait(client_of(request))
            if wait:
                return _page(trouble_page(InstallTrouble.BUSY), 429, {"Retry-After": str(wait)})
            try:
                answer = to_starlette_response(await step(to_async_bolt_request(request, b"")))
            except InstallRefusedError as refusal:
                log.warning("an installation was refused: %s", refusal.trouble)
                return _page(trouble_page(refusal.trouble), 403)
            except Exception as error:
                reference = secrets.token_hex(4)
                # No message of the error: it may hold what came from outside.
                log.error("reference %s: an installation failed: %s", reference, type(error).__name__)
                return _page(trouble_page(InstallTrouble.OURS, reference), 500)
            answer.headers.update(_HEADERS)
            return answer

        return endpoint

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's page; unlike Bolt's own, nothing of the request gets into its address unchecked."""
        query = {
            "client_id": self.client_id,
            "scope": ",".join(BOT_SCOPES),
            "user_scope": "",
            "state": state,
        }
        if self.redirect_uri is not None:
            query["redirect_uri"] = self.redirect_uri
        team_id = (request.query.get("team") or [""])[0]
        if _TEAM_ID.fullmatch(team_id):
            query["team"] = team_id
        return f"{self.settings.authorization_url}?{urlencode(query)}"

    async def build_install_page_html(self, url: str, _request: AsyncBoltRequest) -> str:
        """Our page."""
        return install_page(url)

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange the code; None where Slack gives nothing for it. Raises InstallRefusedError."""
        slack = WebApi(None, self._api_url, self._gateways.pool)
        try:
            granted = await slack.exchange(
                code, self.redirect_uri, self.client_id, self.settings.client_secret
            )
            await self._refuse_unsupported(granted)
            return await self._installation(granted)
        except SlackFailureError as error:
            log.warning(
                "an installation was not confirmed: Slack answered %s to %s", error.code, error.method
            )
            return None

    async def _refuse_unsupported(self, granted: Mapping[str, Any]) -> None:
        trouble = None
        if granted.get("is_enterprise_install") or not granted.get("team"):
            trouble = InstallTrouble.ORGANISATION
        elif granted.get("refresh_token") or granted.get("expires_in"):
            trouble = InstallTrouble.ROTATION
        if trouble is None:
            return
        try:
            # Otherwise the app would seem installed there, and answer nobody.
            await WebApi(granted["access_token"], self._api_url, self._gateways.pool).call("auth.revoke")
        except SlackFailureError as error:
            log.warning("a token that is not supported could not be given back: %s", error.code)
        raise InstallRefusedError(trouble)

    async def _installation(self, granted: Mapping[str, Any]) -> Installation:
        token = granted["access_token"]
        found = await identify(token, self._api_url, self._gateways.pool)
        return Installation(
            app_id=granted.get("app_id"),
            team_id=found.team_id,
            team_name=found.team_name,
            bot_token=token,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_scopes=granted.get("scope", ""),
            user_id=granted["authed_user"]["id"],
        )

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        made = args.installation
        place = urlencode({"app": made.app_id or "", "team": made.team_id or ""})
        body = success_page(made.team_name or "", f"{self._slack_url}app_redirect?{place}")
        gone = self.settings.state_utils.build_set_cookie_for_deletion()
        return BoltResponse(status=200, body=body, headers={"Set-Cookie": [gone]})


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    trouble = InstallTrouble(args.reason) if args.reason in BOLTS_WORDS else InstallTrouble.REFUSED_CODE
    if trouble is not InstallTrouble.CANCELLED:
        log.warning("an installation did not succeed: %s", trouble)
    return BoltResponse(status=args.suggested_status_code, body=trouble_page(trouble))


def _page(body: str, status: int, more: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(body, status, {**_HEADERS, **(more or {})})
