"""What is shown where an answer takes longer than Slack waits: at first, and around what comes in the end."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import _
from bot.views.answers import AT_FIRST
from bot.views.as_json import as_json
from bot.views.blocks import VIEW_BLOCKS, Message, section, window
from bot.views.notices import notice

Json = dict[str, Any]

_KEPT = ("type", "title", "submit", "close", "callback_id", "private_metadata", "notify_on_close")
"""What of a view belongs to the one who makes it."""


def working() -> Message:
    """It takes longer than usual."""
    return notice(_("*Still working.* The answer comes here in a moment. You do not need to do anything."))


def working_window() -> View:
    """The same in a window."""
    return window("Infoview", working().blocks)


def saving_window() -> View:
    """In place of a form that was sent."""
    words = _("*Saving…* This takes longer than usual. Please leave this window open for a moment.")
    return window("Infoview", [section(words)])


def done_window() -> View:
    """In the end, where the answer stands elsewhere."""
    return window("Infoview", [section(_("*Done.* You can close this window."))])


def done() -> Message:
    """The same as a message."""
    return notice(_("*Done.*"))


def too_late() -> Message:
    """A window should have opened, but Slack takes none any more."""
    return notice(_("That took too long, and Slack closed the way. Please try again."))


def refilled(view: Mapping[str, Any], above: Sequence[Block]) -> Json:
    """A form that was sent, as Slack sent it to us, with what was filled in and ``above`` at its top."""
    values = (view.get("state") or {}).get("values") or {}
    blocks = [_refilled(block, values.get(block.get("block_id")) or {}) for block in view.get("blocks") or ()]
    shown = [as_json(block) for block in above]
    kept = {name: view[name] for name in _KEPT if view.get(name)}
    return {**kept, "blocks": [*shown, *blocks][:VIEW_BLOCKS]}


def sentences(view: Mapping[str, Any], errors: Mapping[str, str]) -> list[Block]:
    """What needs another look, each with the label of its field."""
    labels = {block.get("block_id"): block.get("label") or {} for block in view.get("blocks") or ()}
    lines = [
        f"*{escape(str(labels.get(field, {}).get('text') or ''))}:* {escape(sentence)}"
        for field, sentence in errors.items()
    ]
    return [section(_("Some answers need another look.") + "\n" + "\n".join(lines))]


def _refilled(block: Mapping[str, Any], held: Mapping[str, Any]) -> Json:
    element = block.get("element")
    answer = held.get(element.get("action_id")) if element else None
    if element is None or answer is None:
        return dict(block)
    kept = {name: value for name, value in element.items() if name not in AT_FIRST.values()}
    typed = {first: answer[now] for now, first in AT_FIRST.items() if answer.get(now)}
    return {**block, "element": {**kept, **typed}}
