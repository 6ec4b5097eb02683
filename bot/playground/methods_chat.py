"""Web API methods about messages."""

from __future__ import annotations

from bot.playground import cast, payloads
from bot.playground.blockkit import TEXT_LENGTH, check_message
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json
from bot.playground.interactions import Interactions
from bot.playground.methods_people import argument
from bot.playground.workspace import Conversation, Message, Workspace, message_json


class ChatMethods:
    """chat.postMessage, chat.postEphemeral, chat.update, chat.delete."""

    def __init__(self, interactions: Interactions) -> None:
        self._interactions = interactions

    def post_message(self, workspace: Workspace, args: Json) -> Json:
        """chat.postMessage to a channel or, by a user id, to the direct message with that person.

        A message to a deactivated person succeeds, as with Slack.
        """
        conversation = _writable(workspace, args)
        _refuse_bad(args)
        message = workspace.post(
            conversation.id,
            cast.BOT_USER_ID,
            args.get("text") or "",
            args.get("blocks") or (),
            thread_ts=args.get("thread_ts"),
        )
        self._interactions.announce(conversation, payloads.message_event(workspace, message), None)
        return {"channel": conversation.id, "ts": message.ts, "message": message_json(message)}

    def post_ephemeral(self, workspace: Workspace, args: Json) -> Json:
        """chat.postEphemeral to somebody in the conversation."""
        user = argument(args, "user")
        conversation = _writable(workspace, args)
        _refuse_bad(args)
        if user not in conversation.members:
            raise SlackRefusalError("user_not_in_channel")
        message = workspace.post(
            conversation.id,
            cast.BOT_USER_ID,
            args.get("text") or "",
            args.get("blocks") or (),
            visible_to=user,
        )
        return {"message_ts": message.ts}

    def update(self, workspace: Workspace, args: Json) -> Json:
        """chat.update of a message of the app. Blocks that are not given go, as with Slack."""
        message = _own_message(workspace, args, "cant_update_message")
        _refuse_bad(args)
        workspace.edit(message, args.get("text") or "", args.get("blocks") or ())
        self._tell(workspace, message, "message_changed")
        return {
            "channel": message.channel,
            "ts": message.ts,
            "text": message.text,
            "message": message_json(message),
        }

    def delete(self, workspace: Workspace, args: Json) -> Json:
        """chat.delete of a message of the app."""
        message = _own_message(workspace, args, "cant_delete_message")
        workspace.remove(message)
        self._tell(workspace, message, "message_deleted")
        return {"channel": message.channel, "ts": message.ts}

    def _tell(self, workspace: Workspace, message: Message, kind: str) -> None:
        conversation = workspace.conversation(message.channel)
        inner = payloads.changed_event(message, kind, conversation.kind)
        self._interactions.announce(conversation, inner, None)


def _writable(workspace: Workspace, args: Json) -> Conversation:
    channel = str(args.get("channel") or "")
    conversation = workspace.conversation(cast.dm_id(channel) if channel in workspace.people else channel)
    if conversation.archived:
        raise SlackRefusalError("is_archived")
    if cast.BOT_USER_ID not in conversation.members:
        raise SlackRefusalError("not_in_channel")
    return conversation


def _own_message(workspace: Workspace, args: Json, not_own: str) -> Message:
    conversation = workspace.conversation(argument(args, "channel"))
    message = workspace.find_message(conversation.id, str(argument(args, "ts")))
    if message is None or message.visible_to is not None:
        raise SlackRefusalError("message_not_found")
    if not message.is_bot:
        raise SlackRefusalError(not_own)
    return message


def _refuse_bad(args: Json) -> None:
    text, blocks = args.get("text"), args.get("blocks")
    if not text and not blocks:
        raise SlackRefusalError("no_text")
    if len(text or "") > TEXT_LENGTH:
        raise SlackRefusalError("msg_too_long")
    messages = check_message({"text": text, "blocks": blocks})
    if messages:
        raise SlackRefusalError("invalid_blocks", messages)
