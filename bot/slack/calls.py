"""Calls of Slack's Web API: over one shared connection pool, no retries of their own, typed failures.

A post must not be retried on a connection error: Slack may have sent it already, and has no idempotency key.
Why not through slack_sdk's client: docs/decisions/0035.
"""

import base64
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env
from slack_sdk.web.internal_utils import get_user_agent

from bot import metrics
from bot.slack.failures import SlackFailureError, kind_of
from bot.slack.scopes import METHOD_SCOPES
from bot.values import FailureKind

_TIMEOUT_SECONDS = 10

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json;charset=utf-8"}

_quiet_logger = logging.getLogger("bot.slack.sdk")
# At DEBUG, the SDK logs the proxy's address, which may hold a password.
_quiet_logger.setLevel(logging.WARNING)


@asynccontextmanager
async def connection_pool() -> AsyncIterator[aiohttp.ClientSession]:
    """The connections that all calls of one process share."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)) as pool:
        yield pool


class WebApi:
    """Calls with one token, or with none: then only what needs none."""

    def __init__(self, token: str | None, base_url: str, pool: aiohttp.ClientSession) -> None:
        self._base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._pool = pool
        self._proxy = load_http_proxy_from_env(_quiet_logger)
        self._headers = {"User-Agent": get_user_agent()}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
        """Call one method that writes, once. Raises SlackFailureError."""
        return await self._once(method, _JSON, json=arguments)

    async def fetch(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
        """Call one method that reads (Slack takes no JSON there), once. Raises SlackFailureError."""
        given = {name: value for name, value in arguments.items() if value is not None}
        return await self._once(method, _FORM, params=given)

    async def exchange(
        self, code: str, redirect_uri: str | None, client_id: str, client_secret: str
    ) -> dict[str, Any]:
        """What Slack grants for the code of an installation, once. Raises SlackFailureError.

        Secrets go into the header and the body: addresses are logged on the way.
        https://docs.slack.dev/reference/methods/oauth.v2.access
        """
        form = {"code": code} if redirect_uri is None else {"code": code, "redirect_uri": redirect_uri}
        app = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")
        return await self._once("oauth.v2.access", {**_FORM, "Authorization": f"Basic {app}"}, data=form)

    async def _once(
        self,
        method: str,
        headers: Mapping[str, str],
        **how: Any,  # noqa: ANN401 - aiohttp's arguments
    ) -> dict[str, Any]:
        if method not in METHOD_SCOPES:
            raise ValueError(f"{method} is not in bot/slack/scopes.py, so the manifest does not ask for it")
        with metrics.timed(metrics.SLACK_SECONDS, method), counted(method):
            return await self._sent(method, {**self._headers, **headers}, **how)

    async def _sent(
        self,
        method: str,
        headers: Mapping[str, str],
        **how: Any,  # noqa: ANN401 - aiohttp's arguments
    ) -> dict[str, Any]:
        address = self._base_url + method
        try:
            async with self._pool.post(address, headers=headers, proxy=self._proxy, **how) as answer:
                body = await answer.read()
        except (TimeoutError, aiohttp.ClientError) as error:
            raise SlackFailureError(method, type(error).__name__, connection_kind(error)) from None
        data = _read(body)
        if answer.status != 200 or not data.get("ok"):
            raise _failure(method, answer, data)
        return data


@contextmanager
def counted(method: str) -> Iterator[None]:
    """Count one call by what came of it."""
    outcome = "ok"
    try:
        yield
    except SlackFailureError as error:
        outcome = error.kind
        raise
    finally:
        metrics.of(metrics.SLACK_CALLS, method, outcome).inc()


def _read(body: bytes) -> dict[str, Any]:
    """Slack's JSON; nothing where it is none, such as a proxy's error page."""
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _failure(method: str, answer: aiohttp.ClientResponse, data: Mapping[str, Any]) -> SlackFailureError:
    if answer.status == 200 and not data:
        return SlackFailureError(method, "no_json", FailureKind.UNKNOWN_OUTCOME)
    code = str(data.get("error", f"http_{answer.status}"))
    retry_after = answer.headers.get("Retry-After", "")
    return SlackFailureError(
        method,
        code,
        kind_of(code, answer.status),
        int(retry_after) if retry_after.isdigit() else None,
    )


def connection_kind(error: Exception) -> FailureKind:
    """Whether a broken connection surely carried nothing to Slack."""
    never_sent = isinstance(error, aiohttp.ClientConnectorError)
    return FailureKind.TRANSIENT if never_sent else FailureKind.UNKNOWN_OUTCOME
