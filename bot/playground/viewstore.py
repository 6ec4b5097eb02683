"""Modals and Homes as Slack keeps them: a stack of at most three a person, hashes, ids, form values."""

from __future__ import annotations

import copy
import itertools
import secrets
import time
from collections.abc import Callable, Iterable

from bot.playground import cast
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json, initial_values, interactive_parts, kept_values

STACK_LIMIT = 3


class ViewStore:
    """Views by person. A view is Slack's view object, `state.values` included."""

    def __init__(self, team: cast.Team, team_of: Callable[[str], str]) -> None:
        self.stacks: dict[str, list[Json]] = {}
        self.homes: dict[str, Json] = {}
        self._team = team
        self._team_of = team_of
        self._numbers = itertools.count(1)

    def stack(self, user_id: str) -> list[Json]:
        """The open modals of this person; the last is on top."""
        return self.stacks.setdefault(user_id, [])

    def open(self, user_id: str, view: Json) -> Json:
        """Open a modal as a new root; what was open before goes away."""
        self._refuse_known_external_id(view)
        self.stacks[user_id] = [self._new(user_id, view)]
        return self.stacks[user_id][0]

    def push(self, user_id: str, view: Json) -> Json:
        """Put a modal on top; SlackRefusalError(not_found, push_limit_reached)."""
        stack = self.stack(user_id)
        if not stack:
            raise SlackRefusalError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackRefusalError("push_limit_reached")
        self._refuse_known_external_id(view)
        pushed = self._new(user_id, view)
        pushed["root_view_id"] = stack[0]["id"]
        pushed["previous_view_id"] = stack[-1]["id"]
        stack.append(pushed)
        return pushed

    def update(self, stored: Json, view: Json, hash_: str | None = None) -> Json:
        """Replace a view in place; SlackRefusalError(hash_conflict) when the hash is not the present one.

        As with Slack, an empty hash is a wrong one; only a call without any is not compared.
        """
        if hash_ is not None and hash_ != stored["hash"]:
            raise SlackRefusalError("hash_conflict")
        self._refuse_known_external_id(view, own=stored)
        keep = {key: stored[key] for key in _IDENTITY}
        values = stored["state"]["values"]
        fresh = self._full(view)
        stored.clear()
        stored.update(fresh | keep)
        stored["state"] = {"values": kept_values(values, stored["blocks"])}
        stored["hash"] = _new_hash()
        return stored

    def publish(self, user_id: str, view: Json, hash_: str | None = None) -> Json:
        """Set a person's Home; SlackRefusalError(hash_conflict), as for any hash where there is none yet."""
        home = self.homes.get(user_id)
        if home is not None:
            return self.update(home, view, hash_)
        if hash_ is not None:
            raise SlackRefusalError("hash_conflict")
        self._refuse_known_external_id(view)
        self.homes[user_id] = self._new(user_id, view)
        return self.homes[user_id]

    def close(self, user_id: str, view: Json) -> None:
        """Take a modal, and whatever lies on it, off the stack; nothing happens when it is gone already."""
        ids = [v["id"] for v in self.stack(user_id)]
        if view["id"] in ids:
            del self.stack(user_id)[ids.index(view["id"]) :]

    def clear(self, user_id: str) -> None:
        """Close all modals of this person."""
        self.stacks[user_id] = []

    def find(self, *, view_id: str | None = None, external_id: str | None = None) -> tuple[str, Json]:
        """The owner and the view; SlackRefusalError(not_found)."""
        for user_id, view in self._all():
            if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                return user_id, view
        raise SlackRefusalError("not_found")

    def with_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """Copies of the blocks in which missing block_ids and action_ids are assigned."""
        copies = copy.deepcopy(list(blocks))
        for block in copies:
            block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
            _assign_action_ids(block)
        return copies

    def _all(self) -> list[tuple[str, Json]]:
        modals = [(user, view) for user, stack in self.stacks.items() for view in stack]
        return [*modals, *self.homes.items()]

    def _refuse_known_external_id(self, view: Json, own: Json | None = None) -> None:
        external_id = view.get("external_id")
        if external_id and any(v["external_id"] == external_id and v is not own for _, v in self._all()):
            raise SlackRefusalError("duplicate_external_id")

    def _new(self, user_id: str, view: Json) -> Json:
        full = self._full(view)
        view_id = f"V{next(self._numbers):04d}{secrets.token_hex(3).upper()}"
        full |= {
            "id": view_id,
            "team_id": self._team_of(user_id),
            "root_view_id": view_id,
            "previous_view_id": None,
            "app_id": cast.APP_ID,
            "bot_id": cast.BOT_ID,
            "app_installed_team_id": self._team.id,
            "hash": _new_hash(),
            "state": {"values": initial_values(full["blocks"])},
        }
        return full

    def _full(self, view: Json) -> Json:
        full: Json = {
            "type": view["type"],
            "title": None,
            "submit": None,
            "close": None,
            "callback_id": "",
            "private_metadata": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            **copy.deepcopy(view),
        }
        full["blocks"] = self.with_ids(view["blocks"])
        return full


_IDENTITY = ("id", "team_id", "root_view_id", "previous_view_id", "app_id", "bot_id", "app_installed_team_id")


def _new_hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"


def _assign_action_ids(block: Json) -> None:
    for element in interactive_parts(block):
        element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
