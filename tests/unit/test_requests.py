"""What names a request of Slack: the same for its repetition, another for every other request."""

from typing import Any

import pytest

from handlers.requests import request_of

Json = dict[str, Any]

EVENT: Json = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "text": "canary"}}
BUTTON: Json = {"type": "block_actions", "trigger_id": "1.2.a", "actions": [{"action_id": "tips.list"}]}
COMMAND: Json = {"command": "/infoview", "text": "list", "trigger_id": "1.3.b"}
VIEW: Json = {"id": "V1", "hash": "1.a", "state": {"values": {"name": {"name": {"value": "canary"}}}}}
FORM: Json = {"type": "view_submission", "trigger_id": "1.4.c", "view": VIEW}
CLOSED: Json = {"type": "view_closed", "view": VIEW}
ALL = (EVENT, BUTTON, COMMAND, FORM, CLOSED)


def key(body: Json) -> str:
    return request_of(body).key


def test_each_request_has_its_own_name_which_tells_nothing() -> None:
    names = {key(body) for body in ALL}
    assert len(names) == len(ALL)
    assert not any("canary" in name for name in names)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (EVENT, EVENT | {"event_context": "4-x", "event_time": 2}),
        (BUTTON, BUTTON | {"team": None}),
        (COMMAND, COMMAND | {"response_url": "https://example.org"}),
        (FORM, FORM | {"trigger_id": "1.9.z"}),  # sent once more, because the answer was lost
        (CLOSED, CLOSED | {"is_cleared": True}),
        ({"type": "other", "a": 1, "b": 2}, {"b": 2, "a": 1, "type": "other"}),
    ],
)
def test_a_repetition_has_the_same_name(first: Json, again: Json) -> None:
    assert key(first) == key(again)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (EVENT, EVENT | {"event_id": "Ev2"}),
        (BUTTON, BUTTON | {"trigger_id": "1.2.b"}),
        (COMMAND, COMMAND | {"trigger_id": "1.3.c"}),
        (FORM, FORM | {"view": VIEW | {"id": "V2"}}),
        (FORM, FORM | {"view": VIEW | {"hash": "1.b"}}),
        (FORM, FORM | {"view": VIEW | {"state": {"values": {"name": {"name": {"value": "\ud800"}}}}}}),
        ({"type": "other", "a": 1}, {"type": "other", "a": 2}),
    ],
)
def test_another_request_has_another_name(first: Json, other: Json) -> None:
    assert key(first) != key(other)
