"""One workspace's Web API, and what else is done with its token: answers, files, profiles."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import aiohttp

from bot.clock import monotonic
from bot.slack.calls import WebApi, connection_kind, connection_pool, counted
from bot.slack.failures import SlackFailureError, kind_of
from bot.values import FailureKind, IncomingFile, OutgoingFile, Profile

NO_PREVIEWS: Mapping[str, bool] = {"unfurl_links": False, "unfurl_media": False}
"""Slack fetches no page for an address in a message: it would tell its owner, and show what they like."""

_TRANSFER_TIMEOUT = aiohttp.ClientTimeout(total=60)
_CHUNK_BYTES = 65_536
_ALT_TEXT_LIMIT = 1000
_FILE_IS_GONE = frozenset({"file_deleted", "file_not_found"})
_PROFILE_SECONDS = 300
_PROFILES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Installation:
    """The workspace a token belongs to, and the bot's own ids there."""

    team_id: str
    team_name: str
    bot_id: str
    bot_user_id: str


async def identify(token: str, base_url: str, pool: aiohttp.ClientSession) -> Installation:
    """Ask Slack which workspace a token belongs to. Raises SlackFailureError."""
    answer = await WebApi(token, base_url, pool).call("auth.test")
    return Installation(
        team_id=answer["team_id"],
        team_name=answer.get("team", ""),
        bot_id=answer.get("bot_id", ""),
        bot_user_id=answer["user_id"],
    )


@asynccontextmanager
async def connected(token: str, base_url: str) -> AsyncIterator["Gateway"]:
    """A gateway on connections of its own, for a token by itself. Raises SlackFailureError."""
    async with connection_pool() as pool:
        yield Gateway(token, base_url, pool, await identify(token, base_url, pool))


class Gateway(WebApi):
    """Calls Slack for one workspace."""

    def __init__(
        self, token: str, base_url: str, pool: aiohttp.ClientSession, installation: Installation
    ) -> None:
        super().__init__(token, base_url, pool)
        self.token = token
        self.installation = installation
        self._profiles: dict[str, tuple[float, Profile]] = {}

    async def respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        """Answer through a response_url. Raises SlackFailureError."""
        with counted("response_url"):
            await self._respond(response_url, payload)

    async def _respond(self, response_url: str, payload: Mapping[str, Any]) -> None:
        try:
            async with self._pool.post(response_url, json={**payload, **NO_PREVIEWS}) as answer:
                if answer.status != 200:
                    code = (await answer.text())[:100]
                    raise SlackFailureError("response_url", code, kind_of(code, answer.status))
        except (TimeoutError, aiohttp.ClientError) as error:
            raise SlackFailureError("response_url", type(error).__name__, connection_kind(error)) from None

    async def post(self, channel: str, payload: Mapping[str, Any]) -> str:
        """Post to a channel, or to a person's DM by user id; returns the ts. Raises SlackFailureError."""
        answer = await self.call("chat.postMessage", channel=channel, **payload, **NO_PREVIEWS)
        return str(answer["ts"])

    async def send_files(self, user_id: str, comment: str, *files: OutgoingFile) -> tuple[str, ...]:
        """Send files to one person's DM, in one message that begins with ``comment`` (mrkdwn).

        Returns Slack's ids of the files.
        Raises SlackFailureError, of kind FILE where the workspace takes no such file.
        """
        # Unlike chat.postMessage, files.completeUploadExternal takes no user id for a channel.
        direct = await self.call("conversations.open", users=user_id)
        uploaded = [{"id": await self._upload(file), "title": file.title} for file in files]
        channel_id = direct["channel"]["id"]
        await self.call(
            "files.completeUploadExternal", files=uploaded, channel_id=channel_id, initial_comment=comment
        )
        return tuple(file["id"] for file in uploaded)

    async def delete_file(self, file_id: str) -> None:
        """Delete a file that we sent; one that is gone already is no failure. Raises SlackFailureError."""
        try:
            await self.call("files.delete", file=file_id)
        except SlackFailureError as error:
            if error.code not in _FILE_IS_GONE:
                raise

    async def _upload(self, file: OutgoingFile) -> str:
        described = {"alt_txt": file.alt_text[:_ALT_TEXT_LIMIT]} if file.alt_text else {}
        place = await self.fetch(
            "files.getUploadURLExternal", filename=file.name, length=len(file.content), **described
        )
        async with self._transfer("post", place["upload_url"], data=file.content):
            return str(place["file_id"])

    async def download(self, file: IncomingFile, limit: int) -> bytes:
        """The bytes of a file that a member put into a form, at most ``limit`` of them.

        Raises SlackFailureError, of kind FILE where there are more, or Slack gives its sign-in page instead.
        """
        if not self._is_slack(file.address):
            raise SlackFailureError("download", "not_at_slack", FailureKind.FILE)
        headers = {"Authorization": f"Bearer {self.token}"}  # dropped at a redirect to another host
        async with self._transfer("get", file.address, headers=headers) as answer:
            if answer.content_type == "text/html":
                raise SlackFailureError("download", "sign_in_page", FailureKind.FILE)
            content = bytearray()
            async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                content += chunk
                if len(content) > limit:
                    raise SlackFailureError("download", "too_large", FailureKind.FILE)
            return bytes(content)

    def _is_slack(self, address: str) -> bool:
        """Whether the token may be sent there: Slack's own hosts, and the host of the Web API."""
        url, own = urlsplit(address), urlsplit(self._base_url)
        if (url.scheme, url.netloc) == (own.scheme, own.netloc):
            return True
        return url.scheme == "https" and (url.hostname or "").endswith(".slack.com")

    @asynccontextmanager
    async def _transfer(
        self,
        verb: str,
        address: str,
        **how: Any,  # noqa: ANN401 - aiohttp's arguments
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Bytes to or from an address that Slack gave us. Raises SlackFailureError."""
        step = "upload" if verb == "post" else "download"
        with counted(step):
            try:
                async with self._pool.request(verb, address, timeout=_TRANSFER_TIMEOUT, **how) as answer:
                    if answer.status != 200:
                        code = f"http_{answer.status}"
                        raise SlackFailureError(step, code, kind_of(code, answer.status))
                    yield answer
            except (TimeoutError, aiohttp.ClientError) as error:
                raise SlackFailureError(step, type(error).__name__, connection_kind(error)) from None

    def known_profile(self, user_id: str) -> Profile | None:
        """What Slack said of a person within five minutes; None where it has to be asked."""
        known = self._profiles.get(user_id)
        return known[1] if known is not None and monotonic() - known[0] < _PROFILE_SECONDS else None

    async def profile(self, user_id: str, *, fresh: bool = False) -> Profile:
        """What Slack says of a person, at most five minutes old unless ``fresh``.

        Raises SlackFailureError.
        """
        known = None if fresh else self.known_profile(user_id)
        if known is not None:
            return known
        answer = await self.fetch("users.info", user=user_id, include_locale="true")
        profile = _profile(answer["user"])
        if len(self._profiles) >= _PROFILES_KEPT:
            self._profiles.clear()
        self._profiles[user_id] = (monotonic(), profile)
        return profile


def _profile(user: Mapping[str, Any]) -> Profile:
    return Profile(
        user_id=user["id"],
        team_id=user.get("team_id", ""),
        timezone=_known_zone(user.get("tz")),
        locale=user.get("locale") or "en-US",
        is_admin=bool(user.get("is_admin") or user.get("is_owner") or user.get("is_primary_owner")),
        is_bot=bool(user.get("is_bot")),
        is_deleted=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
    )


def _known_zone(name: str | None) -> str:
    """The IANA zone Slack names; UTC where there is none, or none this machine knows."""
    try:
        return ZoneInfo(name or "UTC").key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
