"""Questions to Slack that change nothing and are asked by the doctor alone, with all that the answer tells.

Beside :mod:`bot.slack.calls`, because these calls may fail in any way, and their headers count.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True)
class SlackSays:
    """Slack's answer: its body, its time (None where it tells none), the scopes of the token."""

    status: int
    body: Mapping[str, Any]
    at: datetime | None
    scopes: frozenset[str]

    @property
    def error(self) -> str:
        """Slack's error code; empty where there is none."""
        return "" if self.body.get("ok") else str(self.body.get("error") or f"http_{self.status}")


async def whose_token(pool: aiohttp.ClientSession, base_url: str, token: str) -> SlackSays:
    """auth.test with a bot token. Raises TimeoutError and aiohttp.ClientError."""
    return await _ask(pool, f"{base_url}auth.test", {"Authorization": f"Bearer {token}"})


async def may_open_a_socket(pool: aiohttp.ClientSession, base_url: str, token: str) -> SlackSays:
    """apps.connections.open with an app token; nothing connects. Raises as :func:`whose_token`."""
    return await _ask(pool, f"{base_url}apps.connections.open", {"Authorization": f"Bearer {token}"})


async def knows_app(
    pool: aiohttp.ClientSession, base_url: str, client_id: str, client_secret: str
) -> SlackSays:
    """oauth.v2.access with a code that nobody has: ``invalid_code`` where the app's id and secret are right.

    Raises as :func:`whose_token`.
    """
    app = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode("ascii")
    headers = {"Authorization": f"Basic {app}"}
    return await _ask(pool, f"{base_url}oauth.v2.access", headers, {"code": "asked-by-infoview-doctor"})


async def _ask(
    pool: aiohttp.ClientSession,
    address: str,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
) -> SlackSays:
    async with pool.post(address, headers=headers, data=form) as answer:
        try:
            body = await answer.json(content_type=None)
        except ValueError:
            body = {}
        scopes = answer.headers.get("X-OAuth-Scopes", "")
        return SlackSays(
            answer.status,
            body if isinstance(body, dict) else {},
            _moment(answer.headers.get("Date")),
            frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()),
        )


def _moment(header: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except ValueError:
        return None
