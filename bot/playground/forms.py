"""The values of a form: initial values, what a person filled in, what Slack itself refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]

REQUIRED = "Please complete this required field."


@dataclass(frozen=True)
class _Kind:
    value: str
    initial: str
    many: bool = False
    options: bool = False


# Field names as in Slack's reference of block elements and of view state.
_KINDS: dict[str, _Kind] = {
    "plain_text_input": _Kind("value", "initial_value"),
    "email_text_input": _Kind("value", "initial_value"),
    "url_text_input": _Kind("value", "initial_value"),
    "number_input": _Kind("value", "initial_value"),
    "rich_text_input": _Kind("rich_text_value", "initial_value"),
    "static_select": _Kind("selected_option", "initial_option", options=True),
    "radio_buttons": _Kind("selected_option", "initial_option", options=True),
    "checkboxes": _Kind("selected_options", "initial_options", many=True, options=True),
    "multi_static_select": _Kind("selected_options", "initial_options", many=True, options=True),
    "file_input": _Kind("files", "", many=True),
    "datepicker": _Kind("selected_date", "initial_date"),
    "timepicker": _Kind("selected_time", "initial_time"),
    "datetimepicker": _Kind("selected_date_time", "initial_date_time"),
    "users_select": _Kind("selected_user", "initial_user"),
    "conversations_select": _Kind("selected_conversation", "initial_conversation"),
    "channels_select": _Kind("selected_channel", "initial_channel"),
    "multi_users_select": _Kind("selected_users", "initial_users", many=True),
    "multi_conversations_select": _Kind("selected_conversations", "initial_conversations", many=True),
    "multi_channels_select": _Kind("selected_channels", "initial_channels", many=True),
}


def interactive_parts(block: Json) -> list[Json]:
    """The interactive elements a block holds."""
    if block["type"] == "actions":
        return list(block["elements"])
    part = block.get({"input": "element", "section": "accessory"}.get(block["type"], ""))
    return [part] if part is not None and part["type"] != "image" else []


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block, in reading order."""
    for block in blocks:
        for element in interactive_parts(block):
            yield block, element


def find_element(blocks: Sequence[Json], block_id: str, action_id: str) -> Json | None:
    """The element of these ids, or None."""
    for block, element in elements(blocks):
        if block["block_id"] == block_id and element["action_id"] == action_id:
            return element
    return None


def options_of(element: Json) -> list[Json]:
    """All options of an element, those in groups included."""
    grouped = [o for group in element.get("option_groups", ()) for o in group["options"]]
    return [*element.get("options", ()), *grouped]


def initial_values(blocks: Sequence[Json]) -> Values:
    """The state of freshly shown blocks: each stateful element with its `initial_*` value."""
    values: Values = {}
    for block, element in elements(blocks):
        kind = _KINDS.get(element["type"])
        if kind is not None:
            start = element.get(kind.initial, [] if kind.many else None)
            entry = {"type": element["type"], kind.value: start}
            values.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return values


def kept_values(old: Values, blocks: Sequence[Json]) -> Values:
    """The state after an update: what was filled in stays where block_id, action_id and type did."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, entry in actions.items():
            before = old.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == entry["type"]:
                actions[action_id] = before
    return values


def filled_values(posted: Mapping[str, Any], stored: Values, blocks: Sequence[Json]) -> Values:
    """The state after a person filled in `posted`; what is not among the blocks' elements is left out."""
    values = kept_values(stored, blocks)
    for block, element in elements(blocks):
        entry = (posted.get(block["block_id"]) or {}).get(element["action_id"])
        kind = _KINDS.get(element["type"])
        if isinstance(entry, dict) and kind is not None and kind.value in entry:
            chosen = _chosen(kind, element, entry[kind.value])
            values[block["block_id"]][element["action_id"]] = {"type": element["type"], kind.value: chosen}
    return values


def _chosen(kind: _Kind, element: Json, value: object) -> object:
    if not kind.options:
        return value if value not in ("", None) else ([] if kind.many else None)
    given = value if isinstance(value, list) else [value]
    wanted = [o.get("value") for o in given if isinstance(o, dict)]
    found = [o for o in options_of(element) if o["value"] in wanted]
    if kind.many:
        return found
    return found[0] if found else None


def problems(blocks: Sequence[Json], values: Values) -> dict[str, str]:
    """What Slack says beside inputs before it asks the bot: {block_id: sentence}, empty when all is well."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        kind = _KINDS.get(element["type"])
        if kind is None:
            continue
        value = values[block["block_id"]][element["action_id"]][kind.value]
        sentence = _problem(element, value, optional=block.get("optional", False))
        if sentence is not None:
            found[block["block_id"]] = sentence
    return found


def _problem(element: Json, value: object, *, optional: bool) -> str | None:
    if value in (None, "", []):
        return None if optional else REQUIRED
    check = _CHECKS.get(element["type"])
    return check(element, value) if check is not None else None


def _text_problem(element: Json, value: object) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    length = len(str(value))
    if length < shortest:
        return f"Please enter at least {shortest} characters."
    if length > longest:
        return f"Please enter no more than {longest} characters."
    return None


def _number_problem(element: Json, value: object) -> str | None:
    shape = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(shape, str(value)):
        return "Please enter a number."
    number = float(str(value))
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _email_problem(_element: Json, value: object) -> str | None:
    fits = re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(value))
    return None if fits else "Please enter a valid email address."


def _url_problem(_element: Json, value: object) -> str | None:
    return None if re.fullmatch(r"https?://\S+", str(value)) else "Please enter a valid URL."


def _many_problem(element: Json, value: object) -> str | None:
    most = element.get("max_selected_items")
    if most is not None and isinstance(value, list) and len(value) > most:
        return f"Please choose no more than {most}."
    return None


def _files_problem(element: Json, value: object) -> str | None:
    files = value if isinstance(value, list) else []
    most, endings = element.get("max_files", 10), element.get("filetypes")
    if len(files) > most:
        return f"Please choose no more than {most} files." if most > 1 else "Please choose one file."
    if endings and any(file["filetype"] not in endings for file in files):
        return f"Please choose files of these types: {', '.join(endings)}."
    return None


_CHECKS = {
    "file_input": _files_problem,
    "plain_text_input": _text_problem,
    "number_input": _number_problem,
    "email_text_input": _email_problem,
    "url_text_input": _url_problem,
    "multi_static_select": _many_problem,
    "multi_users_select": _many_problem,
    "multi_conversations_select": _many_problem,
    "multi_channels_select": _many_problem,
}
