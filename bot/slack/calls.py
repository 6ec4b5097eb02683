"""Calls of Slack's Web API: over one shared connection pool, no retries of their own, typed failures.

A post must not be retried on a connection error: Slack may have sent it already, and has no idempotency key.
"""

import base64
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot import metrics
from bot.slack.failures import SlackFailureError, kind_of
from bot.slack.scopes import METHOD_SCOPES
from bot.values import FailureKind

_TIMEOUT_SECONDS = 10

_quiet_logger = logging.getLogger("bot.slack.sdk")
_quiet_logger.setLevel(logging.WARNING)  # the SDK logs whole bodies at DEBUG, which hold private text


@asynccontextmanager
async def connection_pool() -> AsyncIterator[aiohttp.ClientSession]:
    """The connections that all calls of one process share."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)) as pool:
        yield pool


class WebApi:
    """Calls with one token, or with none: then only what needs none."""

    def __init__(self, token: str | None, base_url: str, pool: aiohttp.ClientSession) -> None:
        self._web = AsyncWebClient(
            token=token, base_url=base_url, session=pool, retry_handlers=[], logger=_quiet_logger
        )

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
        """Call one method that writes, once. Raises SlackFailureError."""
        return await self._once(method, json=arguments)

    async def fetch(self, method: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's JSON
        """Call one method that reads (Slack takes no JSON there), once. Raises SlackFailureError."""
        return await self._once(method, params=arguments)

    async def exchange(
        self, code: str, redirect_uri: str | None, client_id: str, client_secret: str
    ) -> dict[str, Any]:
        """What Slack grants for the code of an installation, once. Raises SlackFailureError.

        Secrets go into the header and the body: addresses are logged on the way.
        https://docs.slack.dev/reference/methods/oauth.v2.access
        """
        form = {"code": code} if redirect_uri is None else {"code": code, "redirect_uri": redirect_uri}
        app = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")
        # The SDK's own way for this is one that aiohttp gives up.
        return await self._once("oauth.v2.access", data=form, headers={"Authorization": f"Basic {app}"})

    async def _once(self, method: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - the SDK's arguments
        if method not in METHOD_SCOPES:
            raise ValueError(f"{method} is not in bot/slack/scopes.py, so the manifest does not ask for it")
        with metrics.timed(metrics.SLACK_SECONDS, method), counted(method):
            return await self._sent(method, **how)

    async def _sent(self, method: str, **how: Any) -> dict[str, Any]:  # noqa: ANN401 - the SDK's arguments
        try:
            answer = await self._web.api_call(method, **how)
        except SlackApiError as error:
            raise _failure(method, error) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError, json.JSONDecodeError) as error:
            raise SlackFailureError(method, type(error).__name__, connection_kind(error)) from None
        assert isinstance(answer.data, dict), "only downloads of files are bytes"
        return answer.data


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
        metrics.SLACK_CALLS.labels(method, outcome).inc()


def _failure(method: str, error: SlackApiError) -> SlackFailureError:
    response = error.response
    # A proxy's error page is no JSON; the SDK then hands its text over as data.
    data: Mapping[str, Any] = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", f"http_{response.status_code}"))
    headers = {name.lower(): value for name, value in (response.headers or {}).items()}
    retry_after = str(headers.get("retry-after", ""))
    return SlackFailureError(
        method,
        code,
        kind_of(code, response.status_code),
        int(retry_after) if retry_after.isdigit() else None,
    )


def connection_kind(error: Exception) -> FailureKind:
    """Whether a broken connection surely carried nothing to Slack."""
    never_sent = isinstance(error, aiohttp.ClientConnectorError)
    return FailureKind.TRANSIENT if never_sent else FailureKind.UNKNOWN_OUTCOME
