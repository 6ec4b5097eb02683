"""How often something may be said of one person, meeting or next step: the limits at their borders."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.services.history import Past
from bot.services.occasions import ContactState, Occasion, occasions
from bot.services.situation import Situation
from bot.values import DeliveryState, Status, StepKind
from tests.nudging import at, contact, met, scheduled, sent, situation, weekly

_K = StepKind
NOW = at("fri", "12:00")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MEETING = at("fri", "14:00")
OVER = at("fri", "11:00")


def may_say(kind: StepKind, person: ContactState, *past: Past) -> bool:
    made = situation(NOW, person, past=past)
    [occasion] = of_kind(made, kind)
    return made.may_say(occasion)


def of_kind(made: Situation, kind: StepKind) -> list[Occasion]:
    return [occasion for occasion in occasions(made.state) if occasion.kind is kind]


TO_THANK = met(at("thu"))
LIMITS: list[tuple[StepKind, ContactState, str, int]] = [
    (_K.ADD_ANOTHER_PERSON, contact(Status.CONTACTED, at("mon-1")), "c1", 1),
    (_K.FOLLOW_UP, contact(Status.CONTACTED, at("mon-1")), "c1", 1),
    (_K.CLOSE_SILENT, contact(Status.FOLLOWED_UP, at("mon-1")), "c1", 1),
    (_K.OFFER_TIMES, contact(Status.REPLIED, at("mon")), "c1", 2),
    (_K.PREPARE, scheduled(MEETING), "i1", 1),
    (_K.HOW_DID_IT_GO, scheduled(at("mon")), "i1", 1),
    (_K.HOW_DID_IT_GO, scheduled(at("mon"), ask_again_at=at("fri")), "i1", 2),
    (_K.THANK_YOU, TO_THANK, "i1", 2),
    (_K.DEBRIEF, TO_THANK, "i1", 2),
    (_K.NEXT_STEP_DUE, contact(Status.MET, at("mon"), next_step_due=date(2026, 9, 16)), "c1", 1),
    (_K.AFTER_DECLINE, contact(Status.DECLINED, at("mon")), "c1", 1),
    (_K.KEEP_IN_TOUCH, contact(Status.MET, at("mon")), "c1", 1),
]


@pytest.mark.parametrize(("kind", "person", "subject", "most"), LIMITS)
def test_it_is_said_once_or_twice(kind: StepKind, person: ContactState, subject: str, most: int) -> None:
    told = [sent(kind, at("thu", "12:00"), subject)] * most
    assert may_say(kind, person, *told[1:])
    assert not may_say(kind, person, *told)
    assert may_say(kind, person, *[one._replace(subject="another") for one in told])


@pytest.mark.parametrize(
    ("past", "counts"),
    [
        (sent(_K.FOLLOW_UP, at("thu")), True),
        (sent(_K.FOLLOW_UP, at("thu"), state=DeliveryState.SKIPPED), True),
        (sent(_K.FOLLOW_UP, at("thu"), is_snoozed=True), False),
        (sent(_K.FOLLOW_UP, at("thu"), is_snoozed=True, state=DeliveryState.SKIPPED), False),
        (weekly(at("thu"), _K.FOLLOW_UP), True),
        (weekly(at("thu"), _K.FOLLOW_UP)._replace(state=DeliveryState.SKIPPED), False),
        (weekly(at("thu")), False),
    ],
)
def test_a_nudge_that_was_not_snoozed_and_a_weekly_message_that_came_count(past: Past, counts: bool) -> None:
    assert may_say(_K.FOLLOW_UP, contact(Status.CONTACTED, at("mon-1")), past) is not counts


@pytest.mark.parametrize(
    ("kind", "person", "since"),
    [
        (_K.PREPARE, scheduled(MEETING), MEETING - 5 * DAY),
        (_K.HOW_DID_IT_GO, scheduled(OVER - timedelta(minutes=25)), OVER),
        (
            _K.NEXT_STEP_DUE,
            contact(Status.MET, at("mon"), next_step_due=date(2026, 9, 16)),
            at("wed", "00:00"),
        ),
    ],
)
def test_what_was_said_of_another_time_does_not_count(
    kind: StepKind, person: ContactState, since: datetime
) -> None:
    subject = "c1" if kind is _K.NEXT_STEP_DUE else "i1"
    assert not may_say(kind, person, sent(kind, since, subject))
    assert may_say(kind, person, sent(kind, since - SECOND, subject))


def test_later_is_asked_for_once_more() -> None:
    later = scheduled(at("mon"), ask_again_at=at("fri"))
    asked = sent(_K.HOW_DID_IT_GO, at("mon", "11:00"), "i1")
    assert may_say(_K.HOW_DID_IT_GO, later, asked)
    assert not may_say(_K.HOW_DID_IT_GO, later, asked._replace(at=at("fri")))


@pytest.mark.parametrize(
    ("touched", "said", "expected"),
    [
        (200, (91,), True),
        (200, (90,), False),
        (181, (150, 91), False),
        (182, (150, 91), True),  # half a year is over
        (200, (18, 120), False),
        (181, (), True),
        (181, (181,), True),
    ],
)
def test_keep_in_touch_is_said_once_a_quarter_and_twice_in_half_a_year(
    touched: int, said: tuple[int, ...], expected: bool
) -> None:
    person = contact(Status.MET, NOW - touched * DAY)
    told = [sent(_K.KEEP_IN_TOUCH, NOW - days * DAY) for days in said]
    assert may_say(_K.KEEP_IN_TOUCH, person, *told) is expected


def test_of_those_to_write_to_the_one_named_least_often_comes_first() -> None:
    people = [replace(contact(Status.PLANNED, at("mon")), id=name) for name in ("c1", "c2", "c3")]
    named = [sent(_K.WRITE_FIRST_MESSAGE, at("mon-1"), name) for name in ("c1", "c1", "c2", "c3", "c3")]
    made = situation(NOW, *people, past=named)
    assert made.least_said(of_kind(made, _K.WRITE_FIRST_MESSAGE)).contact_id == "c2"


def test_of_others_the_first_comes_however_often_it_was_said() -> None:
    people = [replace(contact(Status.CONTACTED, at(since)), id=since) for since in ("mon-1", "tue-1")]
    made = situation(NOW, *people, past=[sent(_K.FOLLOW_UP, at("tue"), "mon-1")])
    assert made.least_said(of_kind(made, _K.FOLLOW_UP)).contact_id == "mon-1"


def test_it_was_expected_if_it_came_due_since_the_last_plan() -> None:
    made = situation(NOW, since=at("thu"))
    assert made.was_expected(at("thu"))
    assert not made.was_expected(at("thu") - SECOND)
    assert situation(NOW).was_expected(at("thu-9"))
