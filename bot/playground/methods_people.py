"""Web API methods about people, the workspace and conversations."""

from __future__ import annotations

from typing import Any

from bot.playground import cast
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json
from bot.playground.payloads import bot_user_json, user_json
from bot.playground.workspace import Conversation, Workspace


def argument(args: Json, name: str) -> str:
    """A required argument; SlackRefusalError(invalid_arguments) when it is missing."""
    if args.get(name) in (None, ""):
        raise SlackRefusalError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
    return str(args[name])


def flag(args: Json, name: str) -> bool:
    """An optional true-or-false argument as Slack reads it from a form or JSON."""
    return str(args.get(name, "")).lower() in ("1", "true")


def auth_test(workspace: Workspace, _args: Json) -> Json:
    """auth.test of the bot token."""
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": cast.BOT_NAME.lower(),
        "team_id": workspace.team.id,
        "user_id": cast.BOT_USER_ID,
        "bot_id": cast.BOT_ID,
        "is_enterprise_install": False,
    }


def team_info(workspace: Workspace, _args: Json) -> Json:
    """team.info of the sample workspace."""
    return {"team": {"id": workspace.team.id, "name": workspace.team.name, "domain": workspace.team.domain}}


def users_info(workspace: Workspace, args: Json) -> Json:
    """users.info."""
    user_id = argument(args, "user")
    if user_id == cast.BOT_USER_ID:
        return {"user": bot_user_json(workspace)}
    return {"user": user_json(workspace.person(user_id), include_locale=flag(args, "include_locale"))}


def users_list(workspace: Workspace, args: Json) -> Json:
    """users.list, by pages of `limit`."""
    locale = flag(args, "include_locale")
    members = [user_json(p, include_locale=locale) for p in workspace.people.values()]
    return _page([*members, bot_user_json(workspace)], args, "members")


def conversations_info(workspace: Workspace, args: Json) -> Json:
    """conversations.info; a direct message needs im:read instead of channels:read."""
    conversation = _readable(workspace, args)
    return {"channel": conversation_json(workspace, conversation)}


def conversations_members(workspace: Workspace, args: Json) -> Json:
    """conversations.members, by pages of `limit`."""
    return _page(sorted(_readable(workspace, args).members), args, "members")


def conversations_open(workspace: Workspace, args: Json) -> Json:
    """conversations.open of a direct message with one person."""
    users = args.get("users")
    if not users:
        raise SlackRefusalError("users_list_not_supplied")
    ids = users.split(",") if isinstance(users, str) else list(users)
    if ids == [cast.BOT_USER_ID]:
        raise SlackRefusalError("cannot_dm_bot")
    if len(ids) != 1:
        raise SlackRefusalError("missing_scope", needed="mpim:write", provided=provided(workspace))
    channel = workspace.conversation(cast.dm_id(workspace.person(ids[0]).id))
    body = conversation_json(workspace, channel) if flag(args, "return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": body}


def conversation_json(workspace: Workspace, conversation: Conversation) -> Json:
    """Slack's conversation object."""
    member = cast.BOT_USER_ID in conversation.members
    if conversation.kind == "im":
        (user,) = conversation.members - {cast.BOT_USER_ID}
        return {"id": conversation.id, "is_im": True, "is_channel": False, "user": user, "is_archived": False}
    return {
        "id": conversation.id,
        "name": conversation.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_archived": conversation.archived,
        "is_member": member,
        "is_shared": conversation.shared,
        "is_ext_shared": conversation.shared,
        "is_general": conversation.name == "general",
        "context_team_id": workspace.team.id,
        "num_members": len(conversation.members),
    }


def provided(workspace: Workspace) -> str:
    """The granted scopes as Slack lists them."""
    return ",".join(sorted(workspace.manifest.scopes))


def _readable(workspace: Workspace, args: Json) -> Conversation:
    conversation = workspace.conversation(argument(args, "channel"))
    if conversation.kind == "im" and "im:read" not in workspace.manifest.scopes:
        raise SlackRefusalError("missing_scope", needed="im:read", provided=provided(workspace))
    return conversation


def _page(entries: list[Any], args: Json, name: str) -> Json:
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 0) or len(entries)
    rest = start + limit
    cursor = str(rest) if rest < len(entries) else ""
    return {name: entries[start:rest], "response_metadata": {"next_cursor": cursor}}
