"""A form that was sent comes back with what was filled in, whatever its fields are."""

from typing import Any

import pytest

from bot.views.blocks import section
from bot.views.late import refilled, sentences

OPTION, OTHER = ({"text": {"type": "plain_text", "text": name}, "value": name} for name in ("one", "two"))


@pytest.mark.parametrize(
    ("kind", "now", "answer", "first"),
    [
        ("plain_text_input", "value", "Rosa", "initial_value"),
        ("number_input", "value", "3", "initial_value"),
        ("static_select", "selected_option", OPTION, "initial_option"),
        ("radio_buttons", "selected_option", OPTION, "initial_option"),
        ("checkboxes", "selected_options", [OPTION], "initial_options"),
        ("multi_static_select", "selected_options", [OPTION], "initial_options"),
        ("datepicker", "selected_date", "2026-09-07", "initial_date"),
        ("timepicker", "selected_time", "09:00", "initial_time"),
        ("users_select", "selected_user", "U1", "initial_user"),
        ("multi_users_select", "selected_users", ["U1"], "initial_users"),
        ("channels_select", "selected_channel", "C1", "initial_channel"),
        ("conversations_select", "selected_conversation", "C1", "initial_conversation"),
    ],
)
def test_each_kind_of_field(kind: str, now: str, answer: Any, first: str) -> None:
    before = {"type": kind, "action_id": "a", first: "as it was shown at first"}
    block = {"type": "input", "block_id": "b", "label": {"text": "Name"}, "element": before}
    view = {"type": "modal", "id": "V1", "hash": "1", "callback_id": "c", "blocks": [block]}

    again = refilled({**view, "state": {"values": {"b": {"a": {now: answer}}}}}, [section("Look again")])
    assert set(again) == {"type", "callback_id", "blocks"}, "ids and hashes are Slack's"
    assert again["blocks"][1]["element"] == {"type": kind, "action_id": "a", first: answer}

    emptied = refilled({**view, "state": {"values": {"b": {"a": {now: None}}}}}, [])
    assert first not in emptied["blocks"][0]["element"]
    untouched = refilled(view, [])
    assert untouched["blocks"] == [block]


def test_what_needs_another_look_is_said_with_the_label_of_the_field() -> None:
    view = {"blocks": [{"type": "input", "block_id": "b", "label": {"text": "Name & more"}}]}
    (said,) = sentences(view, {"b": "Please write a name.", "gone": "Not there."})
    assert "*Name &amp; more:* Please write a name." in said.to_dict()["text"]["text"]
