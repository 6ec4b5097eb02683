"""Values of forms on the stand-in, for every kind of input."""

from typing import Any

import pytest

from bot.playground import forms

Json = dict[str, Any]

OPTIONS = [{"text": {"type": "plain_text", "text": v}, "value": v} for v in ("a", "b", "c")]


def block(element: Json, *, optional: bool = False) -> Json:
    return {
        "type": "input",
        "block_id": "b",
        "label": {"type": "plain_text", "text": "L"},
        "optional": optional,
        "element": {"action_id": "x", **element},
    }


KINDS: list[tuple[Json, str, object]] = [
    ({"type": "plain_text_input", "initial_value": "t"}, "value", "t"),
    ({"type": "number_input", "initial_value": "4"}, "value", "4"),
    (
        {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]},
        "selected_option",
        OPTIONS[0],
    ),
    (
        {"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS[:2]},
        "selected_options",
        OPTIONS[:2],
    ),
    ({"type": "datepicker", "initial_date": "2026-03-02"}, "selected_date", "2026-03-02"),
    ({"type": "timepicker", "initial_time": "09:30"}, "selected_time", "09:30"),
    ({"type": "users_select", "initial_user": "U1"}, "selected_user", "U1"),
    ({"type": "multi_users_select", "initial_users": ["U1"]}, "selected_users", ["U1"]),
]


@pytest.mark.parametrize(("element", "field", "value"), KINDS, ids=[k[0]["type"] for k in KINDS])
def test_initial_values_stand_in_the_state(element: Json, field: str, value: object) -> None:
    assert forms.initial_values([block(element)]) == {"b": {"x": {"type": element["type"], field: value}}}
    bare = {k: v for k, v in element.items() if not k.startswith("initial_")}
    empty: object = [] if isinstance(value, list) else None
    assert forms.initial_values([block(bare)])["b"]["x"][field] == empty
    posted = {"b": {"x": {"type": element["type"], field: None}}}
    assert forms.filled_values(posted, {}, [block(element)])["b"]["x"][field] == empty


def test_choices_come_from_the_elements_own_options() -> None:
    grouped = {"type": "static_select", "option_groups": [{"options": OPTIONS}]}
    posted = {"b": {"x": {"selected_option": {"value": "c", "text": "forged"}}}}
    assert forms.filled_values(posted, {}, [block(grouped)])["b"]["x"]["selected_option"] == OPTIONS[2]
    posted["b"]["x"]["selected_option"] = {"value": "z"}
    assert forms.filled_values(posted, {}, [block(grouped)])["b"]["x"]["selected_option"] is None


def test_an_update_keeps_a_value_only_for_the_same_ids_and_type() -> None:
    old = {"b": {"x": {"type": "plain_text_input", "value": "kept"}}}
    assert forms.kept_values(old, [block({"type": "plain_text_input"})])["b"]["x"]["value"] == "kept"
    assert forms.kept_values(old, [block({"type": "number_input"})])["b"]["x"]["value"] is None


@pytest.mark.parametrize(
    ("element", "value", "says"),
    [
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a number."),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", None),
        ({"type": "number_input", "min_value": "2"}, "1", "Please enter a number of at least 2."),
        ({"type": "number_input", "max_value": "2"}, "3", "Please enter a number of at most 2."),
        ({"type": "email_text_input"}, "ada", "Please enter a valid email address."),
        ({"type": "email_text_input"}, "ada@example.org", None),
        ({"type": "url_text_input"}, "example", "Please enter a valid URL."),
        ({"type": "url_text_input"}, "https://example.org", None),
        (
            {"type": "multi_users_select", "max_selected_items": 1},
            ["U1", "U2"],
            "Please choose no more than 1.",
        ),
        ({"type": "multi_users_select"}, ["U1", "U2"], None),
        ({"type": "datepicker"}, "2026-03-02", None),
        ({"type": "datepicker"}, None, "Please complete this required field."),
    ],
)
def test_what_slack_says_beside_an_input(element: Json, value: object, says: str | None) -> None:
    blocks = [block(element), {"type": "divider", "block_id": "d"}]
    (field,) = (k for k in forms.initial_values(blocks)["b"]["x"] if k != "type")
    values = forms.filled_values({"b": {"x": {field: value}}}, {}, blocks)
    assert forms.problems(blocks, values) == ({} if says is None else {"b": says})


def test_optional_and_unknown_inputs_may_stay_empty() -> None:
    blocks = [block({"type": "plain_text_input"}, optional=True)]
    assert forms.problems(blocks, forms.initial_values(blocks)) == {}
    unknown = [block({"type": "workflow_button"})]
    assert forms.problems(unknown, forms.initial_values(unknown)) == {}
