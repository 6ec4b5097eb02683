"""The payloads Slack sends an app, built from the workspace's state (shapes as in Slack's reference)."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground import cast
from bot.playground.cast import Person
from bot.playground.forms import Json, Values
from bot.playground.workspace import Conversation, Message, Workspace, message_json

VERIFICATION_TOKEN = "playground-verification-token"  # noqa: S105 - deprecated by Slack, sent but not secret


def _user(person: Person) -> Json:
    return {
        "id": person.id,
        "username": person.name,
        "name": person.name,
        "team_id": person.team_id,
    }


def _interaction(kind: str, person: Person, team_id: str) -> Json:
    return {
        "type": kind,
        "user": _user(person),
        "api_app_id": cast.APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": team_id, "domain": cast.DOMAINS[team_id]},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _channel(conversation: Conversation) -> Json:
    name = "directmessage" if conversation.kind == "im" else conversation.name
    return {"id": conversation.id, "name": name}


def _action_ts() -> str:
    return f"{time.time():.6f}"


def response_url(workspace: Workspace, kind: str, user: str, channel: str, ts: str | None = None) -> str:
    """A new address for answers; `kind` is commands or actions."""
    key = workspace.tickets.response(user, channel, ts)
    return f"{workspace.base_url}/{kind}/{workspace.team.id}/{key}"


def command(workspace: Workspace, person: Person, conversation: Conversation, name: str, text: str) -> Json:
    """The form of a slash command. Its team is the typing person's own."""
    channel = _channel(conversation)
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": person.team_id,
        "team_domain": cast.DOMAINS[person.team_id],
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": cast.APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, "commands", person.id, conversation.id),
        "trigger_id": workspace.tickets.trigger(person.id),
    }


def message_action(
    workspace: Workspace, person: Person, message: Message, action: Json, values: Values
) -> Json:
    """block_actions of a message. The team is the app's, whoever clicks (Slack Connect)."""
    conversation = workspace.conversation(message.channel)
    ephemeral = message.visible_to is not None
    payload = _interaction("block_actions", person, workspace.team.id) | {
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": ephemeral,
        },
        "trigger_id": workspace.tickets.trigger(person.id),
        "channel": _channel(conversation),
        "state": {"values": values},
        "response_url": response_url(workspace, "actions", person.id, message.channel, message.ts),
        "actions": [action | {"action_ts": _action_ts()}],
    }
    return payload if ephemeral else payload | {"message": message_json(message)}


def view_action(workspace: Workspace, person: Person, view: Json, action: Json) -> Json:
    """block_actions of a modal or Home."""
    return _interaction("block_actions", person, person.team_id) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": workspace.tickets.trigger(person.id),
        "view": view,
        "actions": [action | {"action_ts": _action_ts()}],
    }


def view_submission(workspace: Workspace, person: Person, view: Json) -> Json:
    """view_submission. The team is the person's own; the view says where the app is installed."""
    return _interaction("view_submission", person, person.team_id) | {
        "trigger_id": workspace.tickets.trigger(person.id),
        "view": view,
        "response_urls": [],
    }


def view_closed(person: Person, view: Json, *, is_cleared: bool) -> Json:
    """view_closed. Slack leaves out what was filled in."""
    empty = view | {"state": {"values": {}}}
    return _interaction("view_closed", person, person.team_id) | {"view": empty, "is_cleared": is_cleared}


def shortcut(workspace: Workspace, person: Person, callback_id: str) -> Json:
    """A global shortcut."""
    return _interaction("shortcut", person, person.team_id) | {
        "callback_id": callback_id,
        "trigger_id": workspace.tickets.trigger(person.id),
        "action_ts": _action_ts(),
    }


def message_shortcut(workspace: Workspace, person: Person, callback_id: str, message: Message) -> Json:
    """A message shortcut."""
    return _interaction("message_action", person, workspace.team.id) | {
        "callback_id": callback_id,
        "trigger_id": workspace.tickets.trigger(person.id),
        "response_url": response_url(workspace, "actions", person.id, message.channel, message.ts),
        "action_ts": _action_ts(),
        "message_ts": message.ts,
        "channel": _channel(workspace.conversation(message.channel)),
        "message": message_json(message),
    }


def event(workspace: Workspace, inner: Json, *, shared: bool = False) -> Json:
    """The outer body of an Events API delivery."""
    authorization = {
        "enterprise_id": None,
        "team_id": workspace.team.id,
        "user_id": cast.BOT_USER_ID,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "context_team_id": workspace.team.id,
        "context_enterprise_id": None,
        "api_app_id": cast.APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": workspace.number("Ev"),
        "event_time": int(workspace.now().timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": shared,
        "event_context": workspace.number("4-"),
    }


def message_event(workspace: Workspace, message: Message) -> Json:
    """The inner event of a new message."""
    conversation = workspace.conversation(message.channel)
    inner = message_json(message) | {
        "channel": message.channel,
        "channel_type": conversation.kind,
        "event_ts": message.ts,
    }
    if message.is_bot:
        return inner
    team_id = workspace.team_of(message.user)
    inner["team"] = team_id
    inner["client_msg_id"] = workspace.number("m-")
    inner["blocks"] = [_rich_text(message.text)]
    if team_id != workspace.team.id:
        inner |= {"user_team": team_id, "source_team": team_id}
    return inner


def changed_event(message: Message, kind: str, channel_type: str) -> Json:
    """The inner event of an edited (`message_changed`) or removed (`message_deleted`) message."""
    key = "message" if kind == "message_changed" else "previous_message"
    return {
        "type": "message",
        "subtype": kind,
        "hidden": True,
        key: message_json(message),
        "channel": message.channel,
        "channel_type": channel_type,
        "ts": message.ts,
        "event_ts": _action_ts(),
    }


def home_event(person: Person, tab: str, view: Json | None) -> Json:
    """The inner event of somebody opening the app's Home or Messages tab."""
    inner: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": cast.dm_id(person.id),
        "tab": tab,
        "event_ts": _action_ts(),
    }
    return inner if view is None else inner | {"view": view}


def user_event(person: Person) -> Json:
    """The inner event of a changed person."""
    return {
        "type": "user_change",
        "user": user_json(person, include_locale=True),
        "cache_ts": int(time.time()),
        "event_ts": _action_ts(),
    }


def user_json(person: Person, *, include_locale: bool = False) -> Json:
    """Slack's user object. A deactivated person has no time zone and no role, as with Slack."""
    body: dict[str, Any] = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "profile": {
            "title": person.title,
            "real_name": person.real_name,
            "display_name": person.real_name.split(" ")[0],
            "team": person.team_id,
        },
        "is_bot": False,
        "is_app_user": False,
        "updated": 1_700_000_000,
    }
    if person.deleted:
        return body
    body |= _live_fields(person)
    if person.team_id == cast.OTHER_TEAM_ID:
        body["is_stranger"] = False
    return body | {"locale": person.locale} if include_locale else body


def _live_fields(person: Person) -> Json:
    offset = _utc_offset(person.tz)
    return {
        "tz": person.tz,
        "tz_label": person.tz.rpartition("/")[2].replace("_", " "),
        "tz_offset": offset,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
    }


def _utc_offset(tz: str) -> int:
    now = datetime.now(ZoneInfo(tz))
    return int((now.utcoffset() or timedelta()).total_seconds())


def bot_user_json(workspace: Workspace) -> Json:
    """Slack's user object of the app's bot user."""
    return {
        "id": cast.BOT_USER_ID,
        "team_id": workspace.team.id,
        "name": cast.BOT_NAME.lower(),
        "real_name": cast.BOT_NAME,
        "deleted": False,
        "is_bot": True,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": False,
        "tz": "America/Los_Angeles",
        "tz_offset": _utc_offset("America/Los_Angeles"),
        "profile": {"api_app_id": cast.APP_ID, "bot_id": cast.BOT_ID, "real_name": cast.BOT_NAME},
    }


def _rich_text(text: str) -> Json:
    run = {"type": "text", "text": text}
    return {
        "type": "rich_text",
        "block_id": "typed",
        "elements": [{"type": "rich_text_section", "elements": [run]}],
    }
