"""A soak is judged by its figures: each thing that may go wrong is a reason by itself."""

from dataclasses import replace
from typing import Any

import pytest

from tests.soak.judging import Course, Look, judge

CALM = Look(
    0.0,
    answered=120,
    wrong=0,
    p99_ms=40.0,
    states={"sent": 30, "queued": 1},
    memory={"web": 150.0, "worker 1": 120.0},
    rows={"waiting": 3, "lanes": 2},
)
WELL = Course(
    looks=[replace(CALM, seconds=60.0 * minute) for minute in range(1, 21)],
    wrong=[],
    received={"soak-1": 1, "soak-2": 1, "soak-3": 1},
    ended={"soak-1": "sent", "soak-2": "uncertain", "soak-3": "uncertain", "soak-4": "skipped"},
    left={"in hand": 0, "waiting": 0},
    effects={"contacts": (24, 24)},
    ceilings={"waiting": 20, "lanes": 2},
)


def grown(number: int, **changes: Any) -> list[Look]:
    """The looks, the one of this number with other figures."""
    looks = list(WELL.looks)
    looks[number] = replace(looks[number], **changes)
    return looks


def test_where_all_is_well_there_is_no_reason() -> None:
    assert judge(WELL) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wrong": ["tips: RuntimeError answered 500"]}, "answer: tips: RuntimeError answered 500"),
        ({"received": {**WELL.received, "soak-2": 2}}, "delivery soak-2 (uncertain) was received 2 times"),
        (
            {"received": {"soak-2": 1}},
            "1 deliveries are recorded as sent and were never received: ['soak-1']",
        ),
        ({"ended": {**WELL.ended, "soak-2": "failed"}}, "1 deliveries failed: ['soak-2']"),
        ({"left": {"in hand": 0, "waiting": 2}}, "2 deliveries waiting at the end"),
        ({"left": {"in hand": 1, "waiting": 0}}, "1 deliveries in hand at the end"),
        ({"effects": {"contacts": (24, 23)}}, "24 contacts were sent in, 23 are saved"),
        ({"effects": {"contacts": (24, 25)}}, "24 contacts were sent in, 25 are saved"),
        (
            {"looks": grown(-1, memory={"web": 150.0, "worker 1": 154.1})},
            "worker 1 grew from 120.0 to 154.1 MB",
        ),
        (
            {"looks": grown(7, rows={"waiting": 21, "lanes": 2})},
            "21 rows of waiting after 480 s, 20 are right",
        ),
    ],
)
def test_each_thing_that_goes_wrong_is_a_reason(changes: dict[str, Any], reason: str) -> None:
    assert judge(replace(WELL, **changes)) == [reason]


def test_what_is_allowed_is_no_reason() -> None:
    fatter = {"web": 190.0, "worker 1": 154.0}
    assert judge(replace(WELL, looks=grown(-1, memory=fatter))) == []
    at_first = [replace(CALM, seconds=30.0, rows={"waiting": 99, "lanes": 2}), *WELL.looks]
    assert judge(replace(WELL, looks=at_first)) == [], "the first tick has not come yet"
