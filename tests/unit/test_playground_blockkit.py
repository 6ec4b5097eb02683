"""Block Kit's limits, checked at each edge."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.blockkit import check_message, check_view, is_too_large
from tests.unit.playground_stage import actions, button, modal, section, text_input

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str = "x", **more: object) -> Json:
    return {"text": plain(text), "value": value, **more}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option("a"), option("b")], **more}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def context(count: int) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * count}


EDGES: list[tuple[str, Callable[[int], Json], int, str]] = [
    ("section text", lambda n: section("x" * n), 3000, "/blocks/0/text/text"),
    ("header", lambda n: header("x" * n), 150, "/blocks/0/text/text"),
    (
        "button text",
        lambda n: actions(button() | {"text": plain("x" * n)}),
        75,
        "/blocks/0/elements/0/text/text",
    ),
    ("button value", lambda n: actions(button(value="x" * n)), 2000, "/blocks/0/elements/0/value"),
    ("action_id", lambda n: actions(button("x" * n)), 255, "/blocks/0/elements/0/action_id"),
    ("block_id", lambda n: section("x", block_id="x" * n), 255, "/blocks/0/block_id"),
    (
        "option text",
        lambda n: actions(select(options=[option("a", "x" * n)])),
        75,
        "/blocks/0/elements/0/options/0/text/text",
    ),
    (
        "option value",
        lambda n: actions(select(options=[option("x" * n)])),
        150,
        "/blocks/0/elements/0/options/0/value",
    ),
    (
        "placeholder",
        lambda n: actions(select(placeholder=plain("x" * n))),
        150,
        "/blocks/0/elements/0/placeholder/text",
    ),
    ("label", lambda n: text_input() | {"label": plain("x" * n)}, 2000, "/blocks/0/label/text"),
    ("hint", lambda n: text_input() | {"hint": plain("x" * n)}, 2000, "/blocks/0/hint/text"),
]


@pytest.mark.parametrize(("make", "limit", "pointer"), [e[1:] for e in EDGES], ids=[e[0] for e in EDGES])
def test_texts_may_be_as_long_as_the_limit(make: Callable[[int], Json], limit: int, pointer: str) -> None:
    assert check_message({"text": "x", "blocks": [make(limit)]}) == []
    assert check_message({"text": "x", "blocks": [make(limit + 1)]}) == [
        f"[ERROR] must be less than {limit + 1} characters [json-pointer:{pointer}]"
    ]


COUNTS: list[tuple[str, Callable[[int], list[Json]], int, str]] = [
    ("blocks", lambda n: [section("x")] * n, 50, "/blocks"),
    ("actions", lambda n: [actions(*(button(str(i)) for i in range(n)))], 25, "/blocks/0/elements"),
    ("context", lambda n: [context(n)], 10, "/blocks/0/elements"),
    ("fields", lambda n: [{"type": "section", "fields": [plain("x")] * n}], 10, "/blocks/0/fields"),
    (
        "options",
        lambda n: [actions(select(options=[option(str(i)) for i in range(n)]))],
        100,
        "/blocks/0/elements/0/options",
    ),
    (
        "checkboxes",
        lambda n: [actions({"type": "checkboxes", "options": [option(str(i)) for i in range(n)]})],
        10,
        "/blocks/0/elements/0/options",
    ),
    (
        "overflow",
        lambda n: [actions({"type": "overflow", "options": [option(str(i)) for i in range(n)]})],
        5,
        "/blocks/0/elements/0/options",
    ),
]


@pytest.mark.parametrize(("make", "limit", "pointer"), [c[1:] for c in COUNTS], ids=[c[0] for c in COUNTS])
def test_lists_may_be_as_long_as_the_limit(
    make: Callable[[int], list[Json]], limit: int, pointer: str
) -> None:
    assert check_message({"blocks": make(limit)}) == []
    assert check_message({"blocks": make(limit + 1)}) == [
        f"[ERROR] no more than {limit} items allowed [json-pointer:{pointer}]"
    ]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"title": plain("x" * 25)}, "/view/title/text"),
        ({"submit": plain("x" * 25)}, "/view/submit/text"),
        ({"close": plain("x" * 25)}, "/view/close/text"),
        ({"private_metadata": "x" * 3001}, "/view/private_metadata"),
        ({"callback_id": "x" * 256}, "/view/callback_id"),
        ({"external_id": "x" * 256}, "/view/external_id"),
    ],
)
def test_limits_of_a_view(changes: Json, pointer: str) -> None:
    (message,) = check_view(modal(**changes))
    assert message.endswith(f"[json-pointer:{pointer}]")
    assert "must be less than" in message
    at_limit = {
        k: {**v, "text": v["text"][:-1]} if isinstance(v, dict) else v[:-1] for k, v in changes.items()
    }
    assert check_view(modal(**at_limit)) == []


def test_a_view_has_at_most_a_hundred_blocks_and_250_kilobytes() -> None:
    assert check_view({"type": "home", "blocks": [section("x")] * 100}) == []
    assert check_view({"type": "home", "blocks": [section("x")] * 101}) == [
        "[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"
    ]
    assert is_too_large({"blocks": ["x" * 250_000]})
    assert not is_too_large(modal())


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        ({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "carousel"}, "unsupported type: carousel [json-pointer:/blocks/0/type]"),
        ({"type": ["x"]}, "unsupported type: ['x'] [json-pointer:/blocks/0/type]"),
        ({}, "missing required field: type [json-pointer:/blocks/0]"),
        ("x", "must provide an object [json-pointer:/blocks/0]"),
        ({"type": "header"}, "missing required field: text [json-pointer:/blocks/0]"),
        (
            {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
            "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
        ),
        ({"type": "divider", "color": "red"}, "invalid additional property: color [json-pointer:/blocks/0]"),
        ({"type": "section", "text": 3}, "must provide an object [json-pointer:/blocks/0/text]"),
        (section("x", block_id=4), "must provide a string [json-pointer:/blocks/0/block_id]"),
        ({"type": "actions", "elements": []}, "must have at least 1 items [json-pointer:/blocks/0/elements]"),
        ({"type": "actions", "elements": {}}, "must provide an array [json-pointer:/blocks/0/elements]"),
        (
            actions(button() | {"style": "green"}),
            "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
        ),
        (
            actions(button("same"), button("same")),
            "`action_id` same already exists [json-pointer:/blocks/0/elements/1/action_id]",
        ),
        (
            actions({"type": "plain_text_input", "action_id": "x"}),
            "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
        ),
        (
            actions(select(initial_option=option("z"))),
            "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
        ),
        (
            actions({"type": "checkboxes", "options": [option("a")], "initial_options": [option("b")]}),
            "must match one of the options [json-pointer:/blocks/0/elements/0/initial_options/0]",
        ),
        (
            actions({"type": "static_select", "action_id": "s"}),
            "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
        ),
        (
            {"type": "image", "alt_text": "x"},
            "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
        ),
        (
            {"type": "image", "image_url": "https://example.org/a.png"},
            "missing required field: alt_text [json-pointer:/blocks/0]",
        ),
        (
            text_input(min_length=5, max_length=2),
            "`min_length` must not be more than `max_length` [json-pointer:/blocks/0/element/min_length]",
        ),
        (
            text_input(max_length=3001),
            "must be between 1 and 3000 [json-pointer:/blocks/0/element/max_length]",
        ),
        (text_input(max_length=True), "must provide a number [json-pointer:/blocks/0/element/max_length]"),
        (
            text_input(max_length=2, initial_value="abc"),
            "must be less than 3 characters [json-pointer:/blocks/0/element/initial_value]",
        ),
        (
            text_input(multiline="yes"),
            "must provide a boolean [json-pointer:/blocks/0/element/multiline]",
        ),
        (
            actions({"type": "datepicker", "initial_date": "01/02/2026"}),
            "does not match required pattern [json-pointer:/blocks/0/elements/0/initial_date]",
        ),
    ],
)
def test_what_slack_finds_wrong(block: object, problem: str) -> None:
    assert check_message({"blocks": [block]}) == [f"[ERROR] {problem}"]


def test_ids_of_blocks_are_unique_and_action_ids_within_a_block() -> None:
    twice = [section("x", block_id="b"), section("y", block_id="b")]
    assert check_message({"blocks": twice}) == [
        "[ERROR] `block_id` b already exists [json-pointer:/blocks/1/block_id]"
    ]
    apart = [section("x", accessory=button("open")), section("y", accessory=button("open"))]
    assert check_message({"blocks": apart}) == []


def test_views_that_slack_refuses() -> None:
    assert check_view({"type": "workflow_step"}) == [
        "[ERROR] unsupported type: workflow_step [json-pointer:/view/type]"
    ]
    assert check_view(modal(title=None)) == ["[ERROR] missing required field: title [json-pointer:/view]"]
    assert check_view(modal(id="V1")) == ["[ERROR] invalid additional property: id [json-pointer:/view]"]
    assert check_view({"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}) == [
        "[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]"
    ]


def test_what_slack_accepts() -> None:
    grouped = {"type": "static_select", "option_groups": [{"label": plain("g"), "options": [option("a")]}]}
    blocks = [
        section("x", accessory={"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"}),
        actions(grouped | {"initial_option": option("a")}),
        {"type": "markdown", "text": "# x"},
        {"type": "rich_text", "elements": []},
        text_input(initial_value="abc", max_length=3),
        {"type": "divider"},
    ]
    assert check_message({"text": "x", "blocks": blocks}) == []
    assert check_message({"text": "x"}) == []
    assert check_message({"text": "x" * 40_001}) == [
        "[ERROR] must be less than 40001 characters [json-pointer:/text]"
    ]
