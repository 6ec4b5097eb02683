"""The state of the sample workspace: people, conversations, messages, unread counts, the inspector's log."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol, TypedDict, Unpack

from bot.playground import cast
from bot.playground.cast import Person, Team
from bot.playground.errors import SlackRefusalError
from bot.playground.faults import Faults
from bot.playground.filestore import FileStore
from bot.playground.forms import Json
from bot.playground.manifest import Manifest
from bot.playground.tickets import Tickets
from bot.playground.viewstore import ViewStore

LOG_SIZE = 200


@dataclass(frozen=True)
class BotConnection:
    """How stand-in and bot know each other. `request_url` is None when the bot uses Socket Mode only.

    `bot_token` is None while the app is not installed.
    """

    signing_secret: str
    bot_token: str | None
    app_token: str
    request_url: str | None


class ClockControl(Protocol):
    """The page's hold on time, given by whoever runs the bot with a clock that can be moved."""

    def now(self) -> datetime:
        """The time the bot sees, aware, UTC."""
        ...

    def advance(self, delta: timedelta) -> None:
        """Move the bot's time forward."""
        ...

    async def next_nudge(self, user_id: str) -> datetime | None:
        """When this person's next nudge is due, aware; None when none is planned."""
        ...


class PersonChange(TypedDict, total=False):
    """The fields of a person that can change while the stand-in runs."""

    tz: str
    locale: str
    real_name: str
    is_admin: bool
    is_owner: bool
    deleted: bool


@dataclass
class Message:
    """One message. `ts` is unique and increasing in its channel; `visible_to` marks an ephemeral one."""

    ts: str
    team_id: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    visible_to: str | None = None
    edited: bool = False
    thread_ts: str | None = None

    @property
    def is_bot(self) -> bool:
        """Whether the app wrote it."""
        return self.user == cast.BOT_USER_ID


@dataclass
class Conversation:
    """A channel or a direct message with the app."""

    id: str
    kind: Literal["channel", "im"]
    name: str
    members: set[str]
    shared: bool = False
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    last_micros: int = 0


@dataclass(frozen=True)
class Call:
    """One Web API call of the bot as it arrived, and what was answered."""

    method: str
    args: Json
    answer: Json


@dataclass(frozen=True)
class LogEntry:
    """One line of the page's inspector. `ms` is how long the answer took."""

    at: str
    direction: Literal["to_bot", "from_bot"]
    kind: str
    summary: str
    status: str
    ms: float
    body: Any
    user: str | None = None


class Workspace:
    """Everything the stand-in remembers. Use it from the event loop that serves the stand-in."""

    def __init__(
        self,
        connection: BotConnection,
        manifest: Manifest,
        clock: ClockControl | None = None,
        team: Team = cast.HOME,
    ) -> None:
        self.team = team
        self.connection = connection
        self.ended_tokens: set[str] = set()
        self.manifest = manifest
        self.clock = clock
        self.deadline = 3.0
        self.event_retries = 0
        self.base_url = "http://127.0.0.1"
        self.faults = Faults()
        self.round = 1
        self._forget_all()
        self._versions: dict[str, int] = dict.fromkeys(self.people, 1)
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._numbers = itertools.count(1)

    def _forget_all(self) -> None:
        self.tickets = Tickets()
        self.files = FileStore(self.team)
        self.views = ViewStore(self.team, self.team_of)
        self.calls: list[Call] = []
        self.log: deque[LogEntry] = deque(maxlen=LOG_SIZE)
        self.people: dict[str, Person] = {p.id: p for p in cast.people_of(self.team)}
        self.conversations = _conversations()
        self.notices: dict[str, str] = {}
        self._read: dict[tuple[str, str], str] = {}

    def begin_again(self) -> None:
        """Forget what happened here. The `round` grows, by which open pages know that theirs is past."""
        self.round += 1
        self._forget_all()
        self.changed(self.people)

    @property
    def is_installed(self) -> bool:
        """Whether the app is in the workspace."""
        return self.connection.bot_token is not None

    def set_token(self, token: str | None) -> None:
        """The app was installed with this token, or (None) uninstalled."""
        if self.connection.bot_token is not None and token != self.connection.bot_token:
            self.ended_tokens.add(self.connection.bot_token)
        self.connection = replace(self.connection, bot_token=token)
        self.changed(self.people)

    def now(self) -> datetime:
        """The time the page shows: the movable clock's when there is one."""
        return self.clock.now() if self.clock is not None else datetime.now(UTC)

    def number(self, prefix: str) -> str:
        """A new id such as `Ev…`."""
        return f"{prefix}{next(self._numbers):05d}{secrets.token_hex(3).upper()}"

    def team_of(self, user_id: str) -> str:
        """The workspace this person belongs to."""
        return self.people[user_id].team_id

    def person(self, user_id: str) -> Person:
        """The person of this id, or SlackRefusalError(user_not_found)."""
        if user_id not in self.people:
            raise SlackRefusalError("user_not_found")
        return self.people[user_id]

    def change_person(self, user_id: str, **fields: Unpack[PersonChange]) -> Person:
        """Change fields of a person, such as tz or deleted; the caller tells the bot."""
        self.people[user_id] = replace(self.person(user_id), **fields)
        self.changed(self.people)
        return self.people[user_id]

    def conversation(self, channel_id: str) -> Conversation:
        """The conversation of this id, or SlackRefusalError(channel_not_found)."""
        if channel_id not in self.conversations:
            raise SlackRefusalError("channel_not_found")
        return self.conversations[channel_id]

    def conversations_of(self, user_id: str) -> list[Conversation]:
        """The channels this person is in, then the direct message with the app."""
        return [c for c in self.conversations.values() if user_id in c.members]

    def post(
        self,
        channel_id: str,
        user_id: str,
        text: str,
        blocks: Iterable[Json] = (),
        *,
        files: Iterable[Json] = (),
        visible_to: str | None = None,
        thread_ts: str | None = None,
    ) -> Message:
        """Add a message, with block ids assigned where they are missing."""
        conversation = self.conversation(channel_id)
        message = Message(
            ts=self._next_ts(conversation),
            team_id=self.team.id,
            channel=channel_id,
            user=user_id,
            text=text,
            blocks=self.with_block_ids(blocks),
            files=list(files),
            visible_to=visible_to,
            thread_ts=thread_ts,
        )
        conversation.messages.append(message)
        self._read[(user_id, channel_id)] = message.ts
        self.message_changed(message)
        return message

    def edit(self, message: Message, text: str, blocks: Iterable[Json]) -> None:
        """Replace a message's text and blocks."""
        message.text = text
        message.blocks = self.with_block_ids(blocks)
        message.edited = True
        self.message_changed(message)

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.conversation(message.channel).messages.remove(message)
        self.message_changed(message)

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """The message of this time stamp, or None."""
        return next((m for m in self.conversation(channel_id).messages if m.ts == ts), None)

    def with_block_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """Copies of the blocks with the block_ids and action_ids Slack assigns where they are missing."""
        return self.views.with_ids(blocks)

    def visible(self, conversation: Conversation, user_id: str) -> list[Message]:
        """The messages this person sees there."""
        return [m for m in conversation.messages if m.visible_to in (None, user_id)]

    def unread(self, conversation: Conversation, user_id: str) -> int:
        """How many messages came since this person last looked."""
        seen = self._read.get((user_id, conversation.id), "")
        return sum(m.ts > seen and m.user != user_id for m in self.visible(conversation, user_id))

    def mark_read(self, user_id: str, channel_id: str) -> None:
        """Note that this person has seen everything in the conversation."""
        messages = self.conversation(channel_id).messages
        self._read[(user_id, channel_id)] = messages[-1].ts if messages else ""
        self.changed([user_id])

    def message_changed(self, message: Message) -> None:
        """Tell everybody who can see the message."""
        seers = self.conversation(message.channel).members
        self.changed(seers if message.visible_to is None else [message.visible_to])

    def note(self, entry: LogEntry) -> None:
        """Add a line to the inspector's log."""
        self.log.append(entry)

    def version(self, user_id: str) -> int:
        """A number that grows whenever something this person can see changes."""
        return self._versions[user_id]

    def changed(self, user_ids: Iterable[str]) -> None:
        """Something these people can see has changed."""
        for user_id in user_ids:
            if user_id in self._versions:
                self._versions[user_id] += 1
                for watcher in self._watchers.get(user_id, ()):
                    watcher.set()

    def watch(self, user_id: str) -> asyncio.Event:
        """An event set at each change this person can see; end it with `unwatch`."""
        event = asyncio.Event()
        self._watchers.setdefault(user_id, set()).add(event)
        return event

    def unwatch(self, user_id: str, event: asyncio.Event) -> None:
        """Stop watching."""
        self._watchers[user_id].discard(event)

    def _next_ts(self, conversation: Conversation) -> str:
        micros = round(self.now().timestamp() * 1_000_000)
        conversation.last_micros = max(micros, conversation.last_micros + 1)
        seconds, rest = divmod(conversation.last_micros, 1_000_000)
        return f"{seconds}.{rest:06d}"


def _conversations() -> dict[str, Conversation]:
    channels = [
        Conversation(c.id, "channel", c.name, set(c.members), c.shared, c.archived) for c in cast.CHANNELS
    ]
    direct = [
        Conversation(cast.dm_id(p.id), "im", cast.BOT_NAME, {p.id, cast.BOT_USER_ID}) for p in cast.PEOPLE
    ]
    return {c.id: c for c in [*channels, *direct]}


def message_json(message: Message) -> Json:
    """Slack's message object."""
    body: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": message.team_id,
    }
    if message.is_bot:
        profile = {
            "id": cast.BOT_ID,
            "app_id": cast.APP_ID,
            "name": cast.BOT_NAME,
            "team_id": message.team_id,
        }
        body |= {"bot_id": cast.BOT_ID, "app_id": cast.APP_ID, "bot_profile": profile}
    if message.blocks:
        body["blocks"] = message.blocks
    if message.files:
        body |= {"subtype": "file_share", "upload": True, "files": message.files}
    if message.edited:
        body["edited"] = {"user": message.user, "ts": message.ts}
    if message.thread_ts is not None:
        body["thread_ts"] = message.thread_ts
    return body


def entry_json(entry: LogEntry) -> Json:
    """A log line for the page."""
    return {key: value for key, value in asdict(entry).items() if key != "user"}
