"""Block Kit checked by Slack's limits, with messages in Slack's words (`must be less than 3001 characters`).

Limits are those of Slack's reference pages of blocks, block elements, composition objects and views.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.schema import (
    Check,
    Report,
    Schema,
    anything,
    boolean,
    by_type,
    integer,
    items,
    may,
    need,
    obj,
    one_of,
    string,
)

VIEW_BYTES = 250_000
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT_LENGTH = 40_000


def plain(longest: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": {"text": need(string(longest, 1)), "emoji": may(boolean)}})


def text(longest: int) -> Check:
    """A plain_text or mrkdwn object."""
    body = need(string(longest, 1))
    return by_type(
        {
            "plain_text": {"text": body, "emoji": may(boolean)},
            "mrkdwn": {"text": body, "verbatim": may(boolean)},
        }
    )


def _option(label: Check) -> Check:
    return obj(
        {
            "text": need(label),
            "value": need(string(150, 1)),
            "description": may(text(75)),
            "url": may(string(3000)),
        }
    )


_PLAIN_OPTION = _option(plain(75))
_RICH_OPTION = _option(text(75))
_GROUP = obj({"label": need(plain(75)), "options": need(items(_PLAIN_OPTION, 100, 1))})
_ID = string(255, 1)
_CONFIRM = obj(
    {
        "title": need(plain(100)),
        "text": need(text(300)),
        "confirm": need(plain(30)),
        "deny": need(plain(30)),
        "style": may(one_of("primary", "danger")),
    }
)
_DISPATCH = obj(
    {
        "trigger_actions_on": may(
            items(one_of("on_enter_pressed", "on_character_entered"), 2, 1),
        )
    }
)
_DATE = string(10, 10, r"\d{4}-\d{2}-\d{2}")
_TIME = string(5, 5, r"([01]\d|2[0-3]):[0-5]\d")

_BASE: Schema = {"action_id": may(_ID), "confirm": may(_CONFIRM), "focus_on_load": may(boolean)}
_MENU: Schema = {**_BASE, "placeholder": may(plain(150))}
_OPTIONS: Schema = {
    "options": may(items(_PLAIN_OPTION, 100, 1)),
    "option_groups": may(items(_GROUP, 100, 1)),
}
_MANY: Schema = {"max_selected_items": may(integer(1, 1000))}
_TYPED: Schema = {
    "action_id": may(_ID),
    "placeholder": may(plain(150)),
    "focus_on_load": may(boolean),
    "dispatch_action_config": may(_DISPATCH),
}
_IDS = items(string(255, 1), 1000)
_FILTER: Schema = {
    "default_to_current_conversation": may(boolean),
    "response_url_enabled": may(boolean),
    "filter": may(anything),
}
_IMAGE: Schema = {
    "image_url": may(string(3000, 1)),
    "slack_file": may(anything),
    "alt_text": need(string(2000, 1)),
}

_ACTION_ELEMENTS: Mapping[str, Schema] = {
    "button": {
        "action_id": may(_ID),
        "text": need(plain(75)),
        "value": may(string(2000)),
        "url": may(string(3000)),
        "style": may(one_of("primary", "danger")),
        "confirm": may(_CONFIRM),
        "accessibility_label": may(string(75)),
    },
    "overflow": {
        "action_id": may(_ID),
        "options": need(items(_PLAIN_OPTION, 5, 1)),
        "confirm": may(_CONFIRM),
    },
    "checkboxes": {
        **_BASE,
        "options": need(items(_RICH_OPTION, 10, 1)),
        "initial_options": may(items(_RICH_OPTION, 10, 1)),
    },
    "radio_buttons": {
        **_BASE,
        "options": need(items(_RICH_OPTION, 10, 1)),
        "initial_option": may(_RICH_OPTION),
    },
    "static_select": {**_MENU, **_OPTIONS, "initial_option": may(_PLAIN_OPTION)},
    "multi_static_select": {
        **_MENU,
        **_OPTIONS,
        **_MANY,
        "initial_options": may(items(_PLAIN_OPTION, 100, 1)),
    },
    "users_select": {**_MENU, "initial_user": may(_ID)},
    "multi_users_select": {**_MENU, **_MANY, "initial_users": may(_IDS)},
    "channels_select": {**_MENU, "initial_channel": may(_ID), "response_url_enabled": may(boolean)},
    "multi_channels_select": {**_MENU, **_MANY, "initial_channels": may(_IDS)},
    "conversations_select": {**_MENU, **_FILTER, "initial_conversation": may(_ID)},
    "multi_conversations_select": {**_MENU, **_MANY, **_FILTER, "initial_conversations": may(_IDS)},
    "datepicker": {**_MENU, "initial_date": may(_DATE)},
    "timepicker": {**_MENU, "initial_time": may(_TIME), "timezone": may(string(100, 1))},
    "datetimepicker": {**_BASE, "initial_date_time": may(integer(1_000_000_000, 9_999_999_999))},
}
_TEXT_INPUTS: Mapping[str, Schema] = {
    "plain_text_input": {
        **_TYPED,
        "multiline": may(boolean),
        "initial_value": may(string(3000)),
        "min_length": may(integer(0, 3000)),
        "max_length": may(integer(1, 3000)),
    },
    "number_input": {
        **_TYPED,
        "is_decimal_allowed": need(boolean),
        "initial_value": may(string(100)),
        "min_value": may(string(100)),
        "max_value": may(string(100)),
    },
    "email_text_input": {**_TYPED, "initial_value": may(string(3000))},
    "url_text_input": {**_TYPED, "initial_value": may(string(3000))},
}
_INPUT_ELEMENTS = {
    **{k: v for k, v in _ACTION_ELEMENTS.items() if k not in ("button", "overflow")},
    **_TEXT_INPUTS,
}
_CONTEXT_ELEMENTS: Mapping[str, Schema] = {
    "image": _IMAGE,
    "plain_text": {"text": need(string(2000, 1)), "emoji": may(boolean)},
    "mrkdwn": {"text": need(string(2000, 1)), "verbatim": may(boolean)},
}

_FILE_INPUT: Mapping[str, Schema] = {
    "file_input": {
        "action_id": may(_ID),
        "filetypes": may(items(string(255, 1), 100, 1)),
        "max_files": may(integer(1, 10)),
    }
}

_BLOCK_ID = may(_ID)


def _input(elements: Mapping[str, Schema]) -> Schema:
    return {
        "block_id": _BLOCK_ID,
        "label": need(plain(2000)),
        "element": need(by_type(elements)),
        "hint": may(plain(2000)),
        "optional": may(boolean),
        "dispatch_action": may(boolean),
    }


_BLOCKS: Mapping[str, Schema] = {
    "section": {
        "block_id": _BLOCK_ID,
        "text": may(text(3000)),
        "fields": may(items(text(2000), 10, 1)),
        "accessory": may(by_type({**_ACTION_ELEMENTS, "image": _IMAGE})),
        "expand": may(boolean),
    },
    "header": {"block_id": _BLOCK_ID, "text": need(plain(150))},
    "divider": {"block_id": _BLOCK_ID},
    "image": {"block_id": _BLOCK_ID, **_IMAGE, "title": may(plain(2000))},
    "actions": {"block_id": _BLOCK_ID, "elements": need(items(by_type(_ACTION_ELEMENTS), 25, 1))},
    "context": {"block_id": _BLOCK_ID, "elements": need(items(by_type(_CONTEXT_ELEMENTS), 10, 1))},
    "input": _input(_INPUT_ELEMENTS),
    "rich_text": {"block_id": _BLOCK_ID, "elements": need(items(anything, 1000))},
}
_MESSAGE_BLOCK = by_type(
    {**_BLOCKS, "markdown": {"block_id": _BLOCK_ID, "text": need(string(12_000, 1))}},
)
_VIEW: Schema = {
    "type": need(anything),
    "private_metadata": may(string(3000)),
    "callback_id": may(string(255)),
    "external_id": may(string(255)),
}
_VIEWS: Mapping[str, Schema] = {
    "modal": {
        **_VIEW,
        "blocks": need(
            items(by_type({**_BLOCKS, "input": _input({**_INPUT_ELEMENTS, **_FILE_INPUT})}), VIEW_BLOCKS)
        ),
        "title": need(plain(24)),
        "submit": may(plain(24)),
        "close": may(plain(24)),
        "clear_on_close": may(boolean),
        "notify_on_close": may(boolean),
        "submit_disabled": may(boolean),
    },
    "home": {**_VIEW, "blocks": need(items(by_type(_BLOCKS), VIEW_BLOCKS))},
}


def check_message(payload: Mapping[str, Any]) -> list[str]:
    """What Slack would find wrong with a message's `text` and `blocks`; empty when nothing."""
    report = Report()
    if payload.get("text") is not None:
        string(TEXT_LENGTH)(report, payload["text"], "/text")
    blocks = payload.get("blocks")
    if blocks is not None:
        items(_MESSAGE_BLOCK, MESSAGE_BLOCKS)(report, blocks, "/blocks")
        if not report.messages:
            _check_meaning(report, blocks, "/blocks", needs_submit=False)
    return report.messages


def check_view(view: Mapping[str, Any]) -> list[str]:
    """What Slack would find wrong with a modal or Home; empty when nothing."""
    report = Report()
    by_type(_VIEWS)(report, view, "/view")
    if not report.messages:
        needs_submit = view["type"] == "modal" and "submit" not in view
        _check_meaning(report, view["blocks"], "/view/blocks", needs_submit=needs_submit)
    return report.messages


def is_too_large(view: Mapping[str, Any]) -> bool:
    """Whether a view is over 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def _check_meaning(report: Report, blocks: list[dict[str, Any]], pointer: str, *, needs_submit: bool) -> None:
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        here = f"{pointer}/{number}"
        if block.get("block_id") in seen:
            report.add(f"`block_id` {block['block_id']} already exists", f"{here}/block_id")
        seen.update({block["block_id"]} if "block_id" in block else ())
        if block["type"] == "input" and needs_submit:
            report.add("must define `submit` to use an `input` block in modals", f"{here}/input")
        _check_parts(report, block, here)


def _check_parts(report: Report, block: dict[str, Any], pointer: str) -> None:
    if block["type"] == "section" and not {"text", "fields"} & block.keys():
        report.add("must define either `text` or `fields`", f"{pointer}/type")
    seen: set[str] = set()
    for element, here in _elements(block, pointer):
        action_id = element.get("action_id")
        if action_id in seen:
            report.add(f"`action_id` {action_id} already exists", f"{here}/action_id")
        seen.update({action_id} if action_id else ())
        _check_element(report, element, here)


def _elements(block: dict[str, Any], pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    if block["type"] == "image":
        yield block, pointer
    for name in ("element", "accessory"):
        if name in block:
            yield block[name], f"{pointer}/{name}"
    if block["type"] in ("actions", "context"):
        for number, element in enumerate(block["elements"]):
            yield element, f"{pointer}/elements/{number}"


def _check_element(report: Report, element: dict[str, Any], pointer: str) -> None:
    if element["type"] == "image" and not {"image_url", "slack_file"} & element.keys():
        report.add("must define either `image_url` or `slack_file`", pointer)
    if element["type"].endswith("static_select"):
        _check_one_kind_of_options(report, element, pointer)
    _check_initial(report, element, pointer)
    if element.get("min_length", 0) > element.get("max_length", 3000):
        report.add("`min_length` must not be more than `max_length`", f"{pointer}/min_length")


def _check_one_kind_of_options(report: Report, element: dict[str, Any], pointer: str) -> None:
    if len({"options", "option_groups"} & element.keys()) != 1:
        report.add("must define either `options` or `option_groups`", pointer)


def _check_initial(report: Report, element: dict[str, Any], pointer: str) -> None:
    grouped = [o for group in element.get("option_groups", ()) for o in group["options"]]
    options = [*element.get("options", ()), *grouped]
    if "initial_option" in element and element["initial_option"] not in options:
        report.add("must match one of the options", f"{pointer}/initial_option")
    for number, chosen in enumerate(element.get("initial_options", ())):
        if chosen not in options:
            report.add("must match one of the options", f"{pointer}/initial_options/{number}")
    value = element.get("initial_value")
    if value is not None and len(value) > element.get("max_length", 3000):
        report.add(f"must be less than {element['max_length'] + 1} characters", f"{pointer}/initial_value")
