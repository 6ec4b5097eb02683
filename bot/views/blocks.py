"""The small vocabulary of all views: escaped text, sections, buttons, forms, within Slack's limits.

Limits: https://docs.slack.dev/reference/block-kit
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    InteractiveElement,
    MarkdownTextObject,
    Option,
    PlainTextObject,
    SectionBlock,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement
from slack_sdk.models.views import View

from bot.guidance.markdown import escape
from bot.i18n import _, ngettext
from bot.views import labels
from bot.views.as_json import as_json

SECTION_LIMIT = 3000
CONTEXT_LIMIT = 2000
HEADER_LIMIT = 150
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
VIEW_TITLE_LIMIT = 24  # also of the buttons to submit and to close
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
FORM_TEXT_LIMIT = 3000

_RIGHT_TO_LEFT = frozenset({"R", "AL"})

SETTINGS_ACTION = "settings.open"


@dataclass(frozen=True)
class Message:
    """A message: blocks, and the same in plain text for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]

    def payload(self) -> dict[str, Any]:
        """The message as Slack's JSON."""
        return {"text": self.text, "blocks": [as_json(block) for block in self.blocks]}

    @cached_property
    def json(self) -> str:
        """The same, written; once for a message that is shown often."""
        return json.dumps(self.payload())


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters; what was cut ends with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def literal(text: str, limit: int = 300) -> str:
    """Text of a person within a line of mrkdwn: shortened, escaped, on one line, in its own direction."""
    return isolated(escape(shorten(" ".join(text.split()), limit)))


def isolated(text: str) -> str:
    """``text`` so that a script from right to left does not turn around the line it stands in.

    Unicode's isolates (UAX 9) surround only text that has such a script.
    """
    turns = not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
    return f"\u2068{text}\u2069" if turns else text


def section(
    text: str, accessory: InteractiveElement | None = None, block_id: str | None = None
) -> SectionBlock:
    """A paragraph of mrkdwn, with a button beside it if there is one."""
    return SectionBlock(
        text=MarkdownTextObject(text=shorten(text, SECTION_LIMIT), verbatim=True),
        accessory=accessory,
        block_id=block_id,
    )


def titled(title: str, text: str | None) -> list[Block]:
    """What a person wrote, whole, below a title; nothing where there is none."""
    if text is None:
        return []
    # Plain text: nothing in it is markup, and its length is the length that was typed.
    body = SectionBlock(text=PlainTextObject(text=shorten(text, SECTION_LIMIT), emoji=False))
    return [section(f"*{title}*"), body]


def header(text: str) -> HeaderBlock:
    """A heading in plain text."""
    return HeaderBlock(text=PlainTextObject(text=shorten(text, HEADER_LIMIT)))


def context(text: str) -> ContextBlock:
    """A small grey line of mrkdwn."""
    return ContextBlock(elements=[MarkdownTextObject(text=shorten(text, CONTEXT_LIMIT), verbatim=True)])


def divider() -> DividerBlock:
    """A line between parts."""
    return DividerBlock()


def button(
    text: str,
    action_id: str,
    value: str | None = None,
    *,
    style: Literal["primary", "danger"] | None = None,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """A button; ``action_id`` is ``feature.verb``, with ``:suffix`` where a block has several of one kind."""
    return ButtonElement(
        text=PlainTextObject(text=shorten(text, BUTTON_LIMIT)),
        action_id=action_id,
        value=value,
        style=style,
        confirm=confirm,
    )


def named(way: ButtonElement, whom: str) -> ButtonElement:
    """The button, and for those who hear it ``whom`` it is about: several in a view look alike."""
    assert way.text is not None, "a button has a text"
    way.accessibility_label = shorten(f"{way.text.text}: {whom}", BUTTON_LIMIT)
    return way


def confirm(title: str, text: str, yes: str, no: str | None = None) -> ConfirmObject:
    """The question before something that cannot be undone."""
    return ConfirmObject(
        title=PlainTextObject(text=shorten(title, 100)),
        text=PlainTextObject(text=shorten(text, 300)),
        confirm=PlainTextObject(text=shorten(yes, 30)),
        deny=PlainTextObject(text=shorten(no or _("Cancel"), 30)),
    )


def actions(*elements: InteractiveElement, block_id: str | None = None) -> ActionsBlock:
    """A row of buttons or pickers."""
    return ActionsBlock(elements=list(elements), block_id=block_id)


def with_block_id(block: Block, block_id: str) -> Block:
    """The block under this id."""
    block.block_id = block_id
    return block


def field(
    label: str,
    block_id: str,
    element: InputInteractiveElement,
    *,
    hint: str | None = None,
    optional: bool = False,
    dispatches: bool = False,
) -> InputBlock:
    """One question of a form, named by its block id; one that ``dispatches`` tells of each change.

    The element's action id is the block id, or the action that is told.
    """
    return InputBlock(
        label=PlainTextObject(text=label),
        block_id=block_id,
        element=element,
        hint=PlainTextObject(text=hint) if hint else None,
        optional=optional,
        dispatch_action=dispatches or None,
    )


def options(labels: Mapping[str, str]) -> list[Option]:
    """Choices from value to label, in order."""
    return [
        Option(value=value, text=PlainTextObject(text=shorten(label, OPTION_LIMIT)))
        for value, label in labels.items()
    ]


def chosen(labels: Mapping[str, str], values: Sequence[str]) -> list[Option] | None:
    """The options that are chosen at first; None where there are none (Slack refuses an empty list)."""
    return options({value: labels[value] for value in labels if value in values}) or None


def form(
    title: str,
    callback_id: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str = "",
    notify_on_close: bool = False,
) -> View:
    """A modal with inputs."""
    return View(
        type="modal",
        title=PlainTextObject(text=shorten(title, VIEW_TITLE_LIMIT)),
        callback_id=callback_id,
        submit=PlainTextObject(text=shorten(submit or _("Save"), VIEW_TITLE_LIMIT)),
        close=PlainTextObject(text=shorten(close or _("Cancel"), VIEW_TITLE_LIMIT)),
        blocks=list(blocks),
        private_metadata=private_metadata,
        notify_on_close=notify_on_close,
    )


def window(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str = "window",
    close: str | None = None,
    private_metadata: str = "",
    notify_on_close: bool = False,
) -> View:
    """A modal that only shows something."""
    return View(
        type="modal",
        title=PlainTextObject(text=shorten(title, VIEW_TITLE_LIMIT)),
        callback_id=callback_id,
        close=PlainTextObject(text=shorten(close or _("Close"), VIEW_TITLE_LIMIT)),
        blocks=list(blocks[:VIEW_BLOCKS]),
        private_metadata=private_metadata,
        notify_on_close=notify_on_close,
    )


def day_words(day: date) -> str:
    """A date as people in the United States write it: ``Tue, Oct 6, 2026``."""
    return _("{weekday}, {month} {day}, {year}").format(
        weekday=labels.WEEKDAY_SHORT[day.weekday()],
        month=labels.MONTH_SHORT[day.month - 1],
        day=day.day,
        year=day.year,
    )


def short_day_words(day: date) -> str:
    """A day of the present year: ``Oct 6``."""
    return _("{month} {day}").format(month=labels.MONTH_SHORT[day.month - 1], day=day.day)


def time_words(at: datetime | time) -> str:
    """A time of day: ``2:30 PM``; a translation may use ``{hour24}`` and leave out ``{half}``."""
    # Translators: {hour24} is the hour from 00 to 23, for languages that need no AM and PM.
    return _("{hour}:{minute} {half}").format(
        hour=at.hour % 12 or 12,
        hour24=f"{at.hour:02}",
        minute=f"{at.minute:02}",
        half=_("AM") if at.hour < 12 else _("PM"),
    )


def moment_words(moment: datetime, timezone: str) -> str:
    """A moment in somebody's zone: ``Tue, Oct 6, 2026 at 2:30 PM (EDT)``."""
    local = moment.astimezone(ZoneInfo(timezone))
    return _("{day} at {time} ({zone})").format(
        day=day_words(local.date()), time=time_words(local), zone=f"{local:%Z}"
    )


def minutes_words(count: int) -> str:
    """A length in minutes: ``25 minutes``."""
    return count_words(count, "{count} minute", "{count} minutes")


def count_words(count: int, one: str, many: str) -> str:
    """A count with its noun: ``count_words(3, "{count} message", "{count} messages")`` is ``3 messages``.

    Both forms are extracted for translators, as those of ``ngettext`` are.
    """
    return ngettext(one, many, count).format(count=count)
