"""Slack's side of "Add to Slack": the page that asks, one-time codes, tokens, and removing the app again.

https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground import cast
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json
from bot.playground.interactions import Interactions
from bot.playground.oauth_pages import Asked, apps_page, authorize_page, error_page
from bot.playground.workspace import Workspace

CODE_SECONDS = 10 * 60.0
WHOLE_ORGANISATION = "E0HARBOR"
"""Offered where the manifest allows installing on an organization."""

_ROTATION_SECONDS = 43_200


@dataclass
class SlackApp:
    """The app's credentials and addresses, as in its settings at Slack."""

    client_id: str
    client_secret: str
    redirect_urls: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A workspace of the stand-in, and the acts there."""

    workspace: Workspace
    interactions: Interactions


@dataclass
class _Grant:
    team_id: str
    user_id: str
    scopes: str
    redirect_uri: str | None  # as the app named it
    born: float
    used: bool = False


class OAuth:
    """Installs the app in the stand-in's workspaces, strict as Slack is."""

    def __init__(self, app: SlackApp, places: Mapping[str, Place], manifest: Mapping[str, Any]) -> None:
        settings = manifest.get("settings") or {}
        self.app = app
        self.places = places
        self._rotates = bool(settings.get("token_rotation_enabled"))
        self._for_organisations = bool(settings.get("org_deploy_enabled"))
        self._grants: dict[str, _Grant] = {}
        self.tokens_elsewhere: set[str] = set()
        """Tokens of the whole organization."""

    def routes(self) -> list[Route]:
        """The routes, to be mounted by the server."""
        return [
            Route("/oauth/v2/authorize", self._ask, methods=["GET"]),
            Route("/oauth/v2/authorize", self._decide, methods=["POST"]),
            Route("/app_redirect", self._open_app, methods=["GET"]),
            Route("/apps", self._apps, methods=["GET"]),
            Route("/apps/remove", self._remove, methods=["POST"]),
        ]

    def access(self, request: Request, args: Json) -> Json:
        """oauth.v2.access: a code for a token, once. Raises SlackRefusalError."""
        self._check_app(request, args)
        grant = self._grants.get(str(args.get("code") or ""))
        if grant is None or time.monotonic() - grant.born > CODE_SECONDS:
            raise SlackRefusalError("invalid_code")
        if grant.used:
            raise SlackRefusalError("code_already_used")
        if args.get("redirect_uri") != grant.redirect_uri:
            raise SlackRefusalError("bad_redirect_uri")
        grant.used = True
        return self._granted(grant)

    def revoke(self, token: str) -> Json:
        """auth.revoke of a bot token. Raises SlackRefusalError."""
        if token in self.tokens_elsewhere:
            self.tokens_elsewhere.remove(token)
            return {"revoked": True}
        for team_id, place in self.places.items():
            if token == place.workspace.connection.bot_token:
                self.remove(team_id, uninstalled=False)
                return {"revoked": True}
        raise SlackRefusalError("invalid_auth")

    def remove(self, team_id: str, *, uninstalled: bool = True) -> None:
        """Somebody removes the app from a workspace: its token ends, and the bot hears of it."""
        place = self.places[team_id]
        place.workspace.set_token(None)
        place.interactions.app_removed(uninstalled=uninstalled)

    def _check_app(self, request: Request, args: Json) -> None:
        client_id, client_secret = _credentials(request) or (
            str(args.get("client_id") or ""),
            str(args.get("client_secret") or ""),
        )
        if client_id != self.app.client_id:
            raise SlackRefusalError("invalid_client_id")
        if client_secret != self.app.client_secret:
            raise SlackRefusalError("bad_client_secret")

    def _granted(self, grant: _Grant) -> Json:
        body: Json = {
            "token_type": "bot",
            "scope": grant.scopes,
            "bot_user_id": cast.BOT_USER_ID,
            "app_id": cast.APP_ID,
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": grant.user_id},
        }
        if self._rotates:
            body |= {"refresh_token": f"xoxe-1-{secrets.token_hex(16)}", "expires_in": _ROTATION_SECONDS}
        if grant.team_id == WHOLE_ORGANISATION:
            token = f"xoxb-org-{secrets.token_hex(16)}"
            self.tokens_elsewhere.add(token)
            whole = {"id": WHOLE_ORGANISATION, "name": "Harbor Organization"}
            return body | {
                "access_token": token,
                "team": None,
                "enterprise": whole,
                "is_enterprise_install": True,
            }
        workspace = self.places[grant.team_id].workspace
        if workspace.connection.bot_token is None:
            kind = "xoxe.xoxb" if self._rotates else "xoxb"
            workspace.set_token(f"{kind}-{secrets.randbelow(10**12):012d}-{secrets.token_hex(16)}")
        team = {"id": workspace.team.id, "name": workspace.team.name}
        return body | {"access_token": workspace.connection.bot_token, "team": team}

    async def _ask(self, request: Request) -> Response:
        trouble = self._trouble(request.query_params)
        if trouble is not None:
            return HTMLResponse(error_page(trouble), 400)
        teams = {team_id: place.workspace.team.name for team_id, place in self.places.items()}
        if self._for_organisations:
            teams[WHOLE_ORGANISATION] = "The whole organization"
        people = {
            p.id: f"{p.real_name} ({p.title})"
            for p in cast.PEOPLE
            if p.team_id == cast.TEAM_ID and not p.deleted
        }
        wanted = request.query_params.get("team", cast.TEAM_ID)
        scopes = request.query_params["scope"].split(",")
        return HTMLResponse(authorize_page(Asked(dict(request.query_params), teams, wanted, people, scopes)))

    async def _decide(self, request: Request) -> Response:
        trouble = self._trouble(request.query_params)
        if trouble is not None:
            return HTMLResponse(error_page(trouble), 400)
        decision = await _form(request)
        query = request.query_params
        back: dict[str, str] = {"state": query["state"]} if "state" in query else {}
        if decision.get("decision") == "allow":
            back["code"] = self._grant(
                decision["team"], decision["user"], query["scope"], query.get("redirect_uri")
            )
        else:
            back["error"] = "access_denied"
        place = query.get("redirect_uri") or self.app.redirect_urls[0]
        return RedirectResponse(f"{place}?{urlencode(back)}", 302)

    def _grant(self, team_id: str, user_id: str, scopes: str, redirect_uri: str | None) -> str:
        code = f"{secrets.randbelow(10**12)}.{secrets.token_hex(32)}"
        self._grants[code] = _Grant(team_id, user_id, scopes, redirect_uri, time.monotonic())
        return code

    def _trouble(self, query: Mapping[str, str]) -> str | None:
        """Slack's word for what is wrong with the address a person was sent to."""
        if query.get("client_id") != self.app.client_id:
            return "invalid_client_id"
        configured = next(iter(self.places.values())).workspace.manifest.scopes
        scopes = set(query.get("scope", "").split(","))
        if not scopes or not scopes <= configured:
            return "invalid_scope"
        if not self.app.redirect_urls:
            return "bad_redirect_uri"
        named = query.get("redirect_uri")
        if named is not None and not any(_is_below(named, url) for url in self.app.redirect_urls):
            return "bad_redirect_uri"
        return None

    async def _open_app(self, request: Request) -> Response:
        """Where `https://slack.com/app_redirect` leads: into the workspace."""
        team_id = request.query_params.get("team", "")
        return RedirectResponse(_page_of(team_id) if team_id in self.places else "/apps", 302)

    async def _apps(self, _request: Request) -> Response:
        start = next((_install_url(url) for url in self.app.redirect_urls), None)
        shown = {
            place.workspace.team: (_page_of(team_id), place.workspace.is_installed)
            for team_id, place in self.places.items()
        }
        return HTMLResponse(apps_page(start, shown))

    async def _remove(self, request: Request) -> Response:
        team_id = (await _form(request)).get("team", "")
        if team_id in self.places and self.places[team_id].workspace.is_installed:
            self.remove(team_id)
        return RedirectResponse("/apps", 303)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(errors="replace")))


def _credentials(request: Request) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, client_secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client_id, client_secret


def _is_below(address: str, configured: str) -> bool:
    """Slack takes the configured address and what lies below it."""
    named, known = urlsplit(address), urlsplit(configured)
    same_host = (named.scheme, named.netloc) == (known.scheme, known.netloc)
    return same_host and (named.path == known.path or named.path.startswith(known.path.rstrip("/") + "/"))


def _page_of(team_id: str) -> str:
    return "/" if team_id == cast.TEAM_ID else f"/{team_id}/"


def _install_url(redirect_url: str) -> str:
    """The app's own page, which stands beside its redirect address."""
    return redirect_url.rpartition("/")[0] + "/install"
