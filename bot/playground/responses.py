"""What the bot answers beside the Web API: to commands, to submissions, and by a response_url."""

from __future__ import annotations

from bot.playground import cast
from bot.playground.blockkit import check_message, check_view
from bot.playground.delivery import Answer
from bot.playground.errors import SlackRefusalError
from bot.playground.forms import Json
from bot.playground.tickets import ResponseTarget
from bot.playground.workspace import Message, Workspace

TROUBLE = "We had some trouble connecting. Try again?"


def command_error(name: str, answer: Answer) -> str | None:
    """What Slack says to the person when a command fails, or None."""
    if answer.error == "operation_timeout":
        return (
            f"{name} failed because the app did not respond. Please try again or contact the app developer."
        )
    if answer.error is not None:
        return f'{name} failed with the error "dispatch_failed"'
    return None


def answer_command(workspace: Workspace, user: str, channel: str, body: object) -> None:
    """Show a command's answer; SlackRefusalError(invalid_command_response) when Slack would not show it."""
    if body in (None, "", {}):
        return
    message = {"text": body} if isinstance(body, str) else body
    if not isinstance(message, dict) or check_message(message):
        raise SlackRefusalError("invalid_command_response")
    _respond(workspace, user, channel, message)


def use_response_url(workspace: Workspace, target: ResponseTarget, body: Json) -> None:
    """Carry out a post to a response_url; SlackRefusalError(no_text, invalid_blocks) where Slack refuses.

    `replace_original` counts as true for an action when it is not given, as Slack's guide to interactive
    messages says; for a command there is no original, and a new message appears.
    """
    source = workspace.find_message(target.channel, target.source_ts) if target.source_ts else None
    delete = _flag(body, "delete_original", default=False)
    if delete and source is not None:
        workspace.remove(source)
    if delete and not _has_content(body):
        return
    _refuse_bad(body)
    if source is not None and not delete and _flag(body, "replace_original", default=source.is_bot):
        workspace.edit(source, str(body.get("text", "")), body.get("blocks") or ())
        return
    _respond(workspace, target.user, target.channel, body)


def _refuse_bad(body: Json) -> None:
    if not _has_content(body):
        raise SlackRefusalError("no_text")
    messages = check_message(body)
    if messages:
        raise SlackRefusalError("invalid_blocks", messages)


def _has_content(body: Json) -> bool:
    return bool(body.get("text") or body.get("blocks"))


def _flag(body: Json, name: str, *, default: bool) -> bool:
    return str(body.get(name, default)).lower() == "true"


def _respond(workspace: Workspace, user: str, channel: str, body: Json) -> Message:
    visible_to = None if body.get("response_type") == "in_channel" else user
    return workspace.post(
        channel,
        cast.BOT_USER_ID,
        str(body.get("text", "")),
        body.get("blocks") or (),
        visible_to=visible_to,
    )


def answer_submission(workspace: Workspace, user: str, view: Json, answer: Answer) -> dict[str, str]:
    """Carry out the answer to a view_submission; returns errors by block_id, empty when the form was taken.

    Raises SlackRefusalError when Slack would show its connection trouble sentence: no answer, an unknown
    action, an invalid view, errors for blocks that are not inputs of the view.
    """
    if answer.error is not None:
        raise SlackRefusalError(answer.error)
    if answer.body in (None, "", {}):
        workspace.views.close(user, view)
        workspace.changed([user])
        return {}
    if not isinstance(answer.body, dict) or answer.body.get("response_action") not in _ACTIONS:
        raise SlackRefusalError("invalid_response")
    errors = _ACTIONS[answer.body["response_action"]](workspace, user, view, answer.body)
    workspace.changed([user])
    return errors


def _errors(_workspace: Workspace, _user: str, view: Json, body: Json) -> dict[str, str]:
    errors = body.get("errors")
    inputs = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise SlackRefusalError("invalid_response")
    return {str(block_id): str(text) for block_id, text in errors.items()}


def _update(workspace: Workspace, _user: str, view: Json, body: Json) -> dict[str, str]:
    workspace.views.update(view, _modal_of(body))
    return {}


def _push(workspace: Workspace, user: str, _view: Json, body: Json) -> dict[str, str]:
    workspace.views.push(user, _modal_of(body))
    return {}


def _clear(workspace: Workspace, user: str, _view: Json, _body: Json) -> dict[str, str]:
    workspace.views.clear(user)
    return {}


def _modal_of(body: Json) -> Json:
    view = body.get("view")
    if not isinstance(view, dict) or view.get("type") != "modal" or check_view(view):
        raise SlackRefusalError("invalid_view")
    return view


_ACTIONS = {"errors": _errors, "update": _update, "push": _push, "clear": _clear}
