"""Requests as Slack sends them, for any registered handler and any person."""

from collections import Counter
from collections.abc import Awaitable, Callable

from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground import cast
from bot.playground.workspace import Workspace
from handlers.interaction import Interaction
from handlers.router import Handler, Routes
from tests.stage import Json, Stage

Place = tuple[str, str]
"""A handler: its table, and its key there."""

TABLES = (
    "commands",
    "actions",
    "submissions",
    "closings",
    "shortcuts",
    "message_shortcuts",
    "events",
    "fallbacks",
)
"""The tables whose handlers a person reaches."""


class Sender:
    """Makes the requests of one person; ``team_id`` is their own workspace, None where Slack names none.

    ``filled_in`` are the values of each form they send.
    """

    def __init__(self, workspace: Workspace, user_id: str, team_id: str | None = cast.TEAM_ID) -> None:
        """``team_id`` is the person's own; the app is asked in the workspace's."""
        self._workspace = workspace
        self._user_id = user_id
        self._team_id = team_id
        self._home = workspace.team.id
        self._number = 0
        self.filled_in: Json = {}

    def request(self, table: str, key: str, value: str = "", metadata: str = "") -> Json:
        """The request that leads to one handler; a button carries ``value``, a form ``metadata``."""
        self._number += 1
        made: Json = getattr(self, f"_{table}")(key, value, metadata)
        return made

    def _commands(self, key: str, value: str, _metadata: str) -> Json:
        return {
            "command": "/infoview",
            "text": f"{key} {value}".strip(),
            "team_id": self._team_id,
            "user_id": self._user_id,
            "channel_id": "C0GENERAL",
            "trigger_id": self._workspace.tickets.trigger(self._user_id),
            "response_url": self._response_url("commands"),
        }

    def _actions(self, key: str, value: str, metadata: str) -> Json:
        action = {"type": "button", "action_id": key, "block_id": "b", "value": value, "action_ts": "1.0"}
        made = self._interaction("block_actions") | {"actions": [action]}
        if metadata:
            return made | {"container": {"type": "view"}, "view": self._view("window", metadata)}
        return made | {
            "container": {"type": "message", "channel_id": "C0GENERAL", "is_ephemeral": True},
            "response_url": self._response_url("actions"),
        }

    def _submissions(self, key: str, _value: str, metadata: str) -> Json:
        return self._interaction("view_submission") | {"view": self._view(key, metadata)}

    def _closings(self, key: str, _value: str, metadata: str) -> Json:
        return self._interaction("view_closed") | {"view": self._view(key, metadata), "is_cleared": False}

    def _shortcuts(self, key: str, _value: str, _metadata: str) -> Json:
        return self._interaction("shortcut") | {"callback_id": key}

    def _message_shortcuts(self, key: str, value: str, _metadata: str) -> Json:
        return self._interaction("message_action") | {
            "callback_id": key,
            "response_url": self._response_url("actions"),
            "message": {"text": value or "Hello, may I ask you about your work?"},
        }

    def _events(self, key: str, _value: str, _metadata: str) -> Json:
        event = {"type": key, "user": self._user_id, "channel": cast.dm_id(self._user_id), "tab": "home"}
        return self._event(event)

    def _fallbacks(self, _key: str, value: str, _metadata: str) -> Json:
        return self._commands("how long should it take?", value, "")

    def message(self, text: str) -> Json:
        """A message to the bot."""
        self._number += 1
        return self._event(
            {
                "type": "message",
                "channel_type": "im",
                "channel": cast.dm_id(self._user_id),
                "user": self._user_id,
                "text": text,
            }
        )

    def press(self, action: Json, view: Json | None, values: Json) -> Json:
        """The use of something in a view, or (without one) in a message."""
        payload = self._interaction("block_actions") | {"actions": [action | {"action_ts": "1.0"}]}
        if view is None:
            return payload | {
                "container": {"type": "message", "channel_id": "C0GENERAL", "is_ephemeral": True},
                "response_url": self._response_url("actions"),
                "state": {"values": values},
            }
        opened = self._opened(view)
        return payload | {
            "container": {"type": "view", "view_id": opened["id"]},
            "view": opened | {"state": {"values": values}},
        }

    def submit(self, view: Json, values: Json, kind: str = "view_submission") -> Json:
        """The submission (or another act) of a form with these values."""
        filled = self._opened(view) | {"state": {"values": values}}
        return self._interaction(kind) | {"view": filled, "is_cleared": False}

    def _opened(self, view: Json) -> Json:
        """The view as this person has it before them, wherever it was shown first."""
        views, fresh = self._workspace.views, view | {"external_id": ""}
        if view["type"] == "home":
            return views.publish(self._user_id, fresh)
        return views.open(self._user_id, fresh)

    def _event(self, event: Json) -> Json:
        if self._team_id != self._home:
            event |= {"user_team": self._team_id}
        return {
            "type": "event_callback",
            "team_id": self._home if self._team_id else None,
            "event_id": f"Ev{self._user_id}{self._team_id}{self._number}",
            "event": event,
        }

    def _interaction(self, kind: str) -> Json:
        return {
            "type": kind,
            "user": {"id": self._user_id, "team_id": self._team_id},
            "team": {"id": self._home} if self._team_id else None,
            "trigger_id": self._workspace.tickets.trigger(self._user_id),
        }

    def _view(self, callback_id: str, metadata: str) -> Json:
        return {
            "type": "modal",
            "id": f"V{self._user_id}{self._number}",
            "hash": "1.0",
            "callback_id": callback_id,
            "private_metadata": metadata,
            "blocks": [],
            "state": {"values": self.filled_in},
        }

    def _response_url(self, kind: str) -> str:
        key = self._workspace.tickets.response(self._user_id, "C0GENERAL", None)
        return f"{self._workspace.base_url}/{kind}/{self._home}/{key}"


async def dispatch(stage: Stage, request: Json) -> str:
    """Give a request to the bot as Socket Mode does; returns what it is answered with."""
    answer = await stage.bot.bolt.async_dispatch(AsyncBoltRequest(body=request, mode="socket_mode"))
    assert answer.status == 200
    return answer.body


def registered(routes: Routes) -> list[Place]:
    """Every handler that a person can reach, by its table and its key."""
    return [(table, key) for table in TABLES for key in getattr(routes, table)]


def wrap_handlers(routes: Routes, wrap: Callable[[Place, Handler], Handler]) -> None:
    """Put ``wrap(place, handler)`` in place of each registered handler."""
    for name, key in registered(routes):
        handlers = getattr(routes, name)
        handlers[key] = wrap((name, key), handlers[key])


def count_runs(routes: Routes) -> Counter[Place]:
    """Counts, from now on, how often each handler runs."""
    runs: Counter[Place] = Counter()

    def counting(place: Place, handler: Handler) -> Handler:
        def run(interaction: Interaction) -> Awaitable[None]:
            runs[place] += 1
            return handler(interaction)

        return run

    wrap_handlers(routes, counting)
    return runs
