"""The limits that follow from what a member was told before, at their borders."""

from datetime import date, timedelta

import pytest

from bot.services.history import TIME_TO_ANSWER, Counts, Past, are_ignored
from bot.values import DeliveryState, Reason, StepKind
from tests.nudging import TIMES, at, sent, weekly

_K = StepKind
SECOND = timedelta(seconds=1)
THURSDAY = date(2026, 9, 17)
THREE = [sent(_K.FOLLOW_UP, at("mon-3")), sent(_K.FOLLOW_UP, at("mon-2")), sent(_K.FOLLOW_UP, at("mon-1"))]


@pytest.mark.parametrize(
    ("after", "is_answered"), [(timedelta(0), True), (TIME_TO_ANSWER, True), (TIME_TO_ANSWER + SECOND, False)]
)
def test_what_is_done_within_a_week_answers(after: timedelta, is_answered: bool) -> None:
    assert sent(_K.FOLLOW_UP, at("mon"), answered_at=at("mon") + after).is_answered is is_answered
    assert sent(_K.FOLLOW_UP, at("mon")).waits_for_answer(at("mon") + after) is is_answered


def test_without_a_sign_there_is_no_answer() -> None:
    nudge = sent(_K.FOLLOW_UP, at("mon"))
    assert not nudge.is_answered
    assert not nudge.waits_for_answer(at("mon") - SECOND)
    assert not sent(_K.FOLLOW_UP, at("mon"), answered_at=at("mon")).waits_for_answer(at("mon"))
    assert not sent(_K.FOLLOW_UP, at("mon"), state=DeliveryState.QUEUED).waits_for_answer(at("mon"))


def test_three_nudges_without_a_sign_are_ignored_when_a_week_is_over() -> None:
    week_over = at("mon-1") + TIME_TO_ANSWER
    assert are_ignored(THREE, None, week_over)
    assert not are_ignored(THREE, None, week_over - SECOND)
    assert not are_ignored(THREE[1:], None, week_over)


def test_what_the_member_did_since_the_last_one_counts() -> None:
    last = at("mon-1")
    assert are_ignored(THREE, last - SECOND, at("mon"))
    assert not are_ignored(THREE, last, at("mon"))
    answered = sent(_K.FOLLOW_UP, at("mon-2"), answered_at=at("tue-2"))
    assert not are_ignored([THREE[0], answered, THREE[2]], None, at("mon"))


@pytest.mark.parametrize(
    "other", [weekly(at("wed-1"), _K.FOLLOW_UP), sent(_K.FOLLOW_UP, at("wed-1"), state=DeliveryState.SKIPPED)]
)
def test_only_nudges_that_came_can_be_ignored(other: Past) -> None:
    assert are_ignored([*THREE, other], None, at("mon"))
    assert not are_ignored([*THREE[1:], other], None, at("mon"))


@pytest.mark.parametrize(
    ("past", "kind", "expected"),
    [
        ([], _K.FOLLOW_UP, None),
        ([sent(_K.CELEBRATE, at("thu"))], _K.FOLLOW_UP, Reason.ONE_A_DAY),
        ([sent(_K.CELEBRATE, at("thu"))], _K.PREPARE, None),  # a meeting does not wait
        ([sent(_K.PREPARE, at("thu"))], _K.FOLLOW_UP, None),  # nor take a place
        ([sent(_K.CELEBRATE, at("thu"), state=DeliveryState.SKIPPED)], _K.FOLLOW_UP, None),
        ([sent(_K.CELEBRATE, at("tue"))], _K.FOLLOW_UP, None),
        ([sent(_K.CELEBRATE, at("tue")), sent(None, at("wed"))], _K.FOLLOW_UP, Reason.WEEK_FULL),
        ([sent(_K.THANK_YOU, at("tue")), sent(_K.THANK_YOU, at("wed"))], _K.FOLLOW_UP, None),
        ([weekly(at("mon"), _K.THANK_YOU), sent(_K.CELEBRATE, at("tue"))], _K.FOLLOW_UP, Reason.WEEK_FULL),
        ([weekly(at("mon"), _K.PREPARE), sent(_K.CELEBRATE, at("tue"))], _K.FOLLOW_UP, Reason.WEEK_FULL),
        ([sent(_K.CELEBRATE, at("tue")), sent(_K.CELEBRATE, at("wed"))], _K.THANK_YOU, None),
        ([sent(_K.CELEBRATE, at("tue-1")), sent(_K.CELEBRATE, at("wed-1"))], _K.FOLLOW_UP, None),
        ([sent(_K.PREPARE, at("tue"))] * 5, _K.THANK_YOU, Reason.WEEK_FULL),
        ([sent(_K.PREPARE, at("tue"))] * 4, _K.THANK_YOU, None),
    ],
)
def test_how_many_may_come(past: list[Past], kind: StepKind, expected: Reason | None) -> None:
    assert Counts(TIMES, past).obstacle(kind, THURSDAY) is expected
