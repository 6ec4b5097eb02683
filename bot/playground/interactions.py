"""What people do in the workspace, and what Slack makes of it: deliveries to the bot, and what they show."""

from __future__ import annotations

import copy
from typing import Any, Unpack

from bot.playground import cast, forms, payloads
from bot.playground.cast import Person
from bot.playground.delivery import Answer, Delivery
from bot.playground.errors import SlackRefusalError
from bot.playground.filestore import FILE_INPUT_BYTES, StoredFile, file_json
from bot.playground.forms import Json
from bot.playground.responses import TROUBLE, answer_command, answer_submission, command_error
from bot.playground.workspace import Conversation, Message, PersonChange, Workspace

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class BadActError(Exception):
    """Something the page cannot ask for: an unknown person, message, view or element."""


class Interactions:
    """The acts of people, each delivered to the bot as Slack does."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace = workspace
        self._delivery = delivery

    async def message(self, user: str, channel: str, text: str) -> Json:
        """Post a message as a person. The text is escaped as Slack escapes what people type."""
        _person, conversation = self._place(user, channel)
        if not text.strip():
            return {"ok": False, "error": "Please write a message."}
        message = self._workspace.post(channel, user, text.translate(_ESCAPES))
        self.announce(conversation, payloads.message_event(self._workspace, message), user)
        return {"ok": True, "ts": message.ts}

    def announce(self, conversation: Conversation, inner: Json, user: str | None) -> None:
        """Tell the bot of an event in a conversation it is a member of."""
        if cast.BOT_USER_ID in conversation.members:
            body = payloads.event(self._workspace, inner, shared=conversation.shared)
            self._delivery.event(body, user)

    async def command(self, user: str, channel: str, text: str) -> Json:
        """Type a slash command; `text` begins with a slash."""
        person, conversation = self._place(user, channel)
        name, _, rest = text.strip().partition(" ")
        if not self._workspace.is_installed or name not in self._workspace.manifest.commands:
            return self._trouble(user, f"{name} is not a valid command.")
        form = payloads.command(self._workspace, person, conversation, name, rest.strip())
        answer = await self._delivery.command(form, user)
        error = command_error(name, answer)
        if error is None:
            try:
                answer_command(self._workspace, user, channel, answer.body)
            except SlackRefusalError as refusal:
                error = f'{name} failed with the error "{refusal.error}"'
        return self._trouble(user, error) if error else self._fine(user)

    async def action(
        self, user: str, container: Json, action: Json, values: dict[str, Any] | None = None
    ) -> Json:
        """Use a button, select or the like in a message, modal or Home; `values` is what is filled in."""
        person = self._person(user)
        if container["type"] == "message":
            payload = self._message_action(person, container, action, values or {})
        else:
            payload = self._view_action(person, container, action, values or {})
        answer = await self._delivery.interaction(payload, user)
        return self._settled(user, answer)

    def _message_action(self, person: Person, container: Json, action: Json, values: Json) -> Json:
        message = self._seen_message(person, container["channel"], container["ts"])
        action = _present(message.blocks, action)
        done = _action_json(message.blocks, action)
        chosen = forms.filled_values(
            _with_choice(values, action), forms.initial_values(message.blocks), message.blocks
        )
        return payloads.message_action(self._workspace, person, message, done, chosen)

    def _view_action(self, person: Person, container: Json, action: Json, values: Json) -> Json:
        view = self._own_view(person.id, container["view_id"])
        action = _present(view["blocks"], action)
        done = _action_json(view["blocks"], action)
        self._fill(person, view, _with_choice(values, action))
        return payloads.view_action(self._workspace, person, copy.deepcopy(view), done)

    async def submit(self, user: str, view_id: str, values: dict[str, Any] | None = None) -> Json:
        """Submit the modal on top. Slack refuses empty required inputs and the like without the bot."""
        person = self._person(user)
        view = self._own_view(user, view_id)
        if view["type"] != "modal" or view["submit"] is None:
            raise BadActError("this view has no submit button")
        self._fill(person, view, values or {})
        errors = forms.problems(view["blocks"], view["state"]["values"])
        if errors:
            return {"ok": False, "errors": errors}
        payload = payloads.view_submission(self._workspace, person, copy.deepcopy(view))
        answer = await self._delivery.interaction(payload, user)
        try:
            errors = answer_submission(self._workspace, user, view, answer)
        except SlackRefusalError:
            return {"ok": False, "error": TROUBLE}
        return {"ok": False, "errors": errors} if errors else self._fine(user)

    async def close(self, user: str, view_id: str, *, clear_all: bool = False) -> Json:
        """Close the modal on top, or all; the bot hears of it where a view asks for that."""
        person = self._person(user)
        view = self._own_view(user, view_id)
        stack = self._workspace.views.stack(user)
        if view not in stack:
            raise BadActError("this view cannot be closed")
        cleared = clear_all or view["clear_on_close"]
        closed = list(stack) if cleared else stack[stack.index(view) :]
        self._workspace.views.close(user, stack[0] if cleared else view)
        self._workspace.changed([user])
        for gone in closed:
            if gone["notify_on_close"]:
                payload = payloads.view_closed(person, gone, is_cleared=cleared)
                await self._delivery.interaction(payload, user)
        return self._fine(user)

    async def shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Json:
        """Use a global shortcut, or a message shortcut on a message."""
        person = self._person(user)
        found = self._workspace.manifest.shortcuts.get(callback_id)
        if found is None:
            raise BadActError("no such shortcut")
        if found.type == "global":
            payload = payloads.shortcut(self._workspace, person, callback_id)
        else:
            message = self._seen_message(person, channel or "", ts or "")
            payload = payloads.message_shortcut(self._workspace, person, callback_id, message)
        return self._settled(user, await self._delivery.interaction(payload, user))

    async def open_home(self, user: str) -> Json:
        """Open the app's Home."""
        return self._home_opened(user, "home", self._workspace.views.homes.get(user))

    async def open_conversation(self, user: str, channel: str) -> Json:
        """Look at a conversation: everything in it counts as read."""
        _person, conversation = self._place(user, channel)
        self._workspace.mark_read(user, channel)
        return self._home_opened(user, "messages", None) if conversation.kind == "im" else {"ok": True}

    def _home_opened(self, user: str, tab: str, view: Json | None) -> Json:
        inner = payloads.home_event(self._person(user), tab, copy.deepcopy(view))
        self._delivery.event(payloads.event(self._workspace, inner), user)
        return {"ok": True}

    def app_removed(self, *, uninstalled: bool = True) -> None:
        """Tell the bot that its token works no more, and that the app was uninstalled."""
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [cast.BOT_USER_ID]}}
        for inner in ({"type": "app_uninstalled"}, revoked) if uninstalled else (revoked,):
            self._delivery.event(payloads.event(self._workspace, inner), None)

    async def idle(self) -> None:
        """Wait until the bot has heard of everything that happened."""
        await self._delivery.idle()

    def change_person(self, user: str, **fields: Unpack[PersonChange]) -> None:
        """Change a person (tz, deleted, is_admin …) and tell the bot by user_change."""
        person = self._workspace.change_person(user, **fields)
        self._delivery.event(payloads.event(self._workspace, payloads.user_event(person)), user)

    def upload(self, user: str, name: str, content: bytes) -> Json:
        """Put a file into a form that is open; it reaches the bot with the form's values."""
        self._person(user)
        if len(content) > FILE_INPUT_BYTES:
            return {"ok": False, "error": f"{name} is too large. A file can have at most 10 MB."}
        if not content:
            return {"ok": False, "error": f"{name} is empty."}
        stored = self._workspace.files.add(
            user, name, content, created=int(self._workspace.now().timestamp())
        )
        return {"ok": True, "file": file_json(stored, self._workspace.base_url)}

    def visible_file(self, user: str, file_id: str) -> StoredFile:
        """A file this person put into a form, or one shared in a conversation they are in."""
        self._person(user)
        stored = self._workspace.files.find(file_id)
        seen = {c.id for c in self._workspace.conversations_of(user)}
        if stored is None or (stored.owner != user and not stored.channels & seen):
            raise BadActError("no such file")
        return stored

    def _fill(self, person: Person, view: Json, values: Json) -> None:
        state = view["state"]
        filled = forms.filled_values(values, state["values"], view["blocks"])
        for block, element in forms.elements(view["blocks"]):
            if element["type"] == "file_input":
                entry = filled[block["block_id"]][element["action_id"]]
                entry["files"] = [self._own_file(person, each) for each in entry["files"]]
        state["values"] = filled

    def _own_file(self, person: Person, chosen: object) -> Json:
        """A file as Slack describes it, whatever the page says of it."""
        stored = self._workspace.files.find(str(chosen["id"])) if isinstance(chosen, dict) else None
        if stored is None or stored.owner != person.id:
            raise BadActError("no such file")
        return file_json(stored, self._workspace.base_url)

    def _person(self, user: str) -> Person:
        person = self._workspace.people.get(user)
        if person is None or person.deleted:
            raise BadActError("nobody can act as this person")
        return person

    def _place(self, user: str, channel: str) -> tuple[Person, Conversation]:
        person = self._person(user)
        conversation = self._workspace.conversations.get(channel)
        if conversation is None or user not in conversation.members:
            raise BadActError("this person is not in this conversation")
        return person, conversation

    def _seen_message(self, person: Person, channel: str, ts: str) -> Message:
        _person, conversation = self._place(person.id, channel)
        for message in self._workspace.visible(conversation, person.id):
            if message.ts == ts:
                return message
        raise BadActError("no such message")

    def _own_view(self, user: str, view_id: str) -> Json:
        try:
            owner, view = self._workspace.views.find(view_id=view_id)
        except SlackRefusalError as refusal:
            raise BadActError("no such view") from refusal
        if owner != user:
            raise BadActError("no such view")
        return view

    def _settled(self, user: str, answer: Answer) -> Json:
        if answer.error is None:
            return self._fine(user)
        return self._trouble(user, "This app didn't respond. Try again.")

    def _fine(self, user: str) -> Json:
        if self._workspace.notices.pop(user, None) is not None:
            self._workspace.changed([user])
        return {"ok": True}

    def _trouble(self, user: str, sentence: str) -> Json:
        self._workspace.notices[user] = sentence
        self._workspace.changed([user])
        return {"ok": False, "error": sentence}


def _with_choice(values: Json, action: Json) -> Json:
    # In Slack's payloads `state.values` already holds the choice that `actions` reports.
    block = values.get(action["block_id"]) or {}
    return values | {action["block_id"]: block | {action["action_id"]: action}}


def _present(blocks: list[Json], action: Json) -> Json:
    """The action in what is there now: it may be drawn anew, with other block ids, while a finger is down."""
    if any(block["block_id"] == action["block_id"] for block in blocks):
        return action
    for block, element in forms.elements(blocks):
        if element["action_id"] == action["action_id"]:
            return action | {"block_id": block["block_id"]}
    return action


def _action_json(blocks: list[Json], action: Json) -> Json:
    """The entry of `actions`, its fixed parts taken from the stored element and never from the page."""
    element = forms.find_element(blocks, action["block_id"], action["action_id"])
    if element is None:
        raise BadActError("no such element")
    if not _dispatches(blocks, action["block_id"]):
        raise BadActError("this input is sent with the form only")
    done: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": action["block_id"],
    }
    if element["type"] == "button":
        done |= {key: element[key] for key in ("text", "value", "style") if key in element}
    elif element["type"] == "overflow":
        done["selected_option"] = _overflow_choice(element, action)
    else:
        empty = forms.initial_values(blocks)
        filled = forms.filled_values(_with_choice({}, action), empty, blocks)
        done |= filled[action["block_id"]][element["action_id"]]
    return done


def _dispatches(blocks: list[Json], block_id: str) -> bool:
    """Whether the app hears of what is done in this block; of an input block only if it asks for that."""
    block = next(block for block in blocks if block["block_id"] == block_id)
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def _overflow_choice(element: Json, action: Json) -> Json:
    wanted = (action.get("selected_option") or {}).get("value")
    for option in forms.options_of(element):
        if option["value"] == wanted:
            return dict(option)
    raise BadActError("no such option")
