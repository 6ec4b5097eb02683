"""Each nudge by itself: when it comes, when it does not, and how often."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.services.curriculum import weekly_step
from bot.services.occasions import ContactState
from bot.services.situation import Achieved, Situation, Wishes
from bot.values import Milestone, NextStep, Reason, Status, StepKind
from tests.nudging import (
    JOINED,
    TIMES,
    at,
    comes,
    contact,
    later,
    meeting,
    met,
    only,
    scheduled,
    sent,
    situation,
    weekly,
)

_K = StepKind
TUESDAY = at("tue")
DUE_ON_WEDNESDAY = contact(Status.MET, at("mon"), contacted_at=JOINED, next_step_due=date(2026, 9, 16))
DUE_ON_SATURDAY = replace(DUE_ON_WEDNESDAY, next_step_due=date(2026, 9, 19))
PLANNED = contact(Status.PLANNED, at("mon"))

COMES = {
    # N01
    "joined in the morning": (situation(JOINED, had_contacts=False), _K.FIRST_PERSON, "tue-2 10:00"),
    "joined at night": (
        situation(at("tue", "22:00"), had_contacts=False, joined_at=at("tue", "22:00")),
        _K.FIRST_PERSON,
        "wed 09:00",
    ),
    "joined before the first day": (
        situation(
            at("tue"),
            had_contacts=False,
            joined_at=at("tue"),
            times=replace(TIMES, first=date(2026, 9, 29)),
            wishes=Wishes(weekday=4),
        ),
        _K.FIRST_PERSON,
        "tue+2 09:00",
    ),
    "somebody is in the log": (situation(JOINED, PLANNED), _K.FIRST_PERSON, "none"),
    "told when they joined": (
        situation(TUESDAY, had_contacts=False, past=[sent(_K.FIRST_PERSON, JOINED, "")]),
        _K.FIRST_PERSON,
        "none",
    ),
    # N02
    "a week without outreach": (
        situation(TUESDAY, PLANNED, wrote_at=at("thu-1", "20:00")),
        _K.WRITE_FIRST_MESSAGE,
        "thu 10:00",
    ),
    "never wrote": (
        situation(TUESDAY, PLANNED, joined_at=at("wed-1"), wrote_at=None),
        _K.WRITE_FIRST_MESSAGE,
        "wed 10:00",
    ),
    "somebody is asked and silent": (
        situation(TUESDAY, PLANNED, replace(contact(Status.CONTACTED, at("wed-1")), id="c2")),
        _K.WRITE_FIRST_MESSAGE,
        "none",
    ),
    "the weekly message said it": (
        situation(
            TUESDAY,
            PLANNED,
            wrote_at=at("thu-1"),
            past=[weekly(at("mon", "09:00"), _K.WRITE_FIRST_MESSAGE)],
        ),
        _K.WRITE_FIRST_MESSAGE,
        "tue+1 09:00",  # a week later is Monday, and the weekly message comes then
    ),
    "said twice since": (
        situation(
            TUESDAY,
            PLANNED,
            wrote_at=at("thu-3"),
            past=[sent(_K.WRITE_FIRST_MESSAGE, at("thu-2")), sent(_K.WRITE_FIRST_MESSAGE, at("fri-2"), "c9")],
        ),
        _K.WRITE_FIRST_MESSAGE,
        "none",
    ),
    "said twice, then wrote": (
        situation(
            TUESDAY,
            PLANNED,
            wrote_at=at("thu-1"),
            past=[sent(_K.WRITE_FIRST_MESSAGE, at("thu-2")), sent(_K.WRITE_FIRST_MESSAGE, at("fri-2"), "c9")],
        ),
        _K.WRITE_FIRST_MESSAGE,
        "thu 10:00",
    ),
    "nobody on the list": (
        situation(
            TUESDAY, contact(Status.NO_RESPONSE, at("mon"), contacted_at=at("wed-2")), wrote_at=at("thu-1")
        ),
        _K.NEXT_PERSON,
        "thu 10:00",
    ),
    # N04
    "a week of silence": (
        situation(TUESDAY, contact(Status.CONTACTED, at("wed-1", "20:00"))),
        _K.FOLLOW_UP,
        "wed 10:00",
    ),
    "a week of silence on a Saturday": (
        situation(TUESDAY, contact(Status.CONTACTED, at("sat-1"))),
        _K.FOLLOW_UP,
        "tue+1 09:00",  # Monday is the day of the weekly message
    ),
    "followed up": (situation(TUESDAY, contact(Status.FOLLOWED_UP, at("mon"))), _K.FOLLOW_UP, "none"),
    "followed up was said": (
        situation(
            at("thu"), contact(Status.CONTACTED, at("wed-1")), past=[sent(_K.FOLLOW_UP, at("wed", "10:00"))]
        ),
        _K.FOLLOW_UP,
        "none",
    ),
    "the weekly message said follow up": (
        situation(
            TUESDAY, contact(Status.CONTACTED, at("mon-1")), past=[weekly(at("mon", "09:00"), _K.FOLLOW_UP)]
        ),
        _K.FOLLOW_UP,
        "none",
    ),
    # N06
    "replied": (situation(TUESDAY, contact(Status.REPLIED, TUESDAY)), _K.OFFER_TIMES, "thu 10:00"),
    "replied on Friday": (
        situation(at("fri"), contact(Status.REPLIED, at("fri"))),
        _K.OFFER_TIMES,
        "tue+1 10:00",
    ),
    "replied, once said": (
        situation(at("fri"), contact(Status.REPLIED, TUESDAY), past=[sent(_K.OFFER_TIMES, at("thu"))]),
        _K.OFFER_TIMES,
        "thu+1 10:00",
    ),
    "replied, twice said": (
        situation(
            at("fri"),
            contact(Status.REPLIED, at("mon-2")),
            past=[sent(_K.OFFER_TIMES, at("wed-2")), sent(_K.OFFER_TIMES, at("wed-1"), occurrence="2")],
        ),
        _K.OFFER_TIMES,
        "none",
    ),
    "replied, and a meeting is planned": (
        situation(TUESDAY, contact(Status.REPLIED, TUESDAY, interviews=(meeting(at("fri")),))),
        _K.OFFER_TIMES,
        "none",
    ),
    # N07
    "a meeting on Thursday": (
        situation(TUESDAY, scheduled(at("thu", "14:00"))),
        _K.PREPARE,
        "wed 16:00",
    ),
    "a meeting on Monday": (situation(TUESDAY, scheduled(at("mon+1", "14:00"))), _K.PREPARE, "fri 16:00"),
    "a meeting on Monday, as wished": (
        situation(TUESDAY, scheduled(at("mon+1", "14:00")), wishes=Wishes(on_rest_days=True)),
        _K.PREPARE,
        "sun 16:00",
    ),
    "a meeting on Tuesday after a holiday": (
        situation(TUESDAY, scheduled(at("tue+1")), times=replace(TIMES, off=frozenset({date(2026, 9, 21)}))),
        _K.PREPARE,
        "fri 16:00",
    ),
    "a meeting on Saturday": (situation(TUESDAY, scheduled(at("sat"))), _K.PREPARE, "fri 16:00"),
    "a meeting on Sunday": (situation(TUESDAY, scheduled(at("sun"))), _K.PREPARE, "sat 16:00"),
    "booked in the evening before an afternoon": (
        situation(at("tue", "18:00"), scheduled(at("wed", "14:00"), booked_at=at("tue", "18:00"))),
        _K.PREPARE,
        "wed 11:00",
    ),
    "booked in the evening before a morning": (
        situation(at("tue", "18:00"), scheduled(at("wed", "10:00"), booked_at=at("tue", "18:00"))),
        _K.PREPARE,
        "tue 19:59",
    ),
    "booked at night before a morning": (
        situation(at("tue", "21:00"), scheduled(at("wed", "10:00"), booked_at=at("tue", "21:00"))),
        _K.PREPARE,
        "wed 09:00",
    ),
    "booked at night before the first hour": (
        situation(at("tue", "21:00"), scheduled(at("wed", "09:00"), booked_at=at("tue", "21:00"))),
        _K.PREPARE,
        "never",
    ),
    "booked an hour before": (
        situation(TUESDAY, scheduled(at("tue", "11:00"), booked_at=TUESDAY)),
        _K.PREPARE,
        "tue 10:00",
    ),
    "prepared": (
        situation(at("wed"), scheduled(at("thu")), past=[sent(_K.PREPARE, at("tue", "16:00"), "i1")]),
        _K.PREPARE,
        "none",
    ),
    # N08
    "over in the afternoon": (
        situation(TUESDAY, scheduled(at("thu", "14:00"))),
        _K.HOW_DID_IT_GO,
        "thu 14:55",
    ),
    "over in the evening": (
        situation(TUESDAY, scheduled(at("thu", "19:30"))),
        _K.HOW_DID_IT_GO,
        "fri 09:00",
    ),
    "over on Friday evening": (
        situation(TUESDAY, scheduled(at("fri", "19:30"))),
        _K.HOW_DID_IT_GO,
        "mon+1 09:00",
    ),
    "over on Saturday": (
        situation(TUESDAY, scheduled(at("sat", "14:00"))),
        _K.HOW_DID_IT_GO,
        "sat 14:55",
    ),
    "over on Saturday night": (
        situation(TUESDAY, scheduled(at("sat", "21:00"))),
        _K.HOW_DID_IT_GO,
        "sun 09:00",
    ),
    "over before nine": (situation(TUESDAY, scheduled(at("thu", "08:00"))), _K.HOW_DID_IT_GO, "thu 09:00"),
    "asked": (
        situation(at("fri"), scheduled(at("thu")), past=[sent(_K.HOW_DID_IT_GO, at("thu", "11:00"), "i1")]),
        _K.HOW_DID_IT_GO,
        "none",
    ),
    "asked, and later was the answer": (
        situation(
            at("thu", "12:00"),
            scheduled(at("thu"), ask_again_at=at("thu", "15:00")),
            past=[sent(_K.HOW_DID_IT_GO, at("thu", "11:00"), "i1")],
        ),
        _K.HOW_DID_IT_GO,
        "thu 15:00",
    ),
    "asked again": (
        situation(
            at("thu", "16:00"),
            scheduled(at("thu"), ask_again_at=at("thu", "15:00")),
            past=[
                sent(_K.HOW_DID_IT_GO, at("thu", "11:00"), "i1"),
                sent(_K.HOW_DID_IT_GO, at("thu", "15:00"), "i1", occurrence="2"),
            ],
        ),
        _K.HOW_DID_IT_GO,
        "none",
    ),
    # N09
    "met": (situation(at("tue", "15:00"), met(at("tue", "14:00"))), _K.THANK_YOU, "wed 10:30"),
    "met in the morning": (situation(at("tue", "12:00"), met(TUESDAY)), _K.THANK_YOU, "wed 09:00"),
    "met on Friday": (situation(at("fri", "15:00"), met(at("fri", "14:00"))), _K.THANK_YOU, "sat 10:30"),
    "met on Saturday": (
        situation(at("sat", "15:00"), met(at("sat", "14:00")), wishes=Wishes(weekday=3)),
        _K.THANK_YOU,
        "mon+1 09:00",  # within 48 hours
    ),
    "met on Saturday, and the weekly message has Monday": (
        situation(at("sat", "15:00"), met(at("sat", "14:00"))),
        _K.THANK_YOU,
        "tue+1 09:00",  # unless Monday's message says it
    ),
    "thanked": (
        situation(at("tue", "15:00"), met(at("tue", "14:00"), thanked_at=at("tue", "15:00"))),
        _K.THANK_YOU,
        "none",
    ),
    "reminded to thank": (
        situation(
            at("wed", "12:00"),
            met(at("tue", "14:00")),
            past=[sent(_K.THANK_YOU, at("wed", "10:30"), "i1")],
        ),
        _K.THANK_YOU,
        "thu 14:30",
    ),
    "reminded to thank on Friday": (
        situation(
            at("fri", "12:00"),
            met(at("thu", "14:00")),
            past=[sent(_K.THANK_YOU, at("fri", "10:30"), "i1")],
        ),
        _K.THANK_YOU,
        "tue+1 09:00",  # not on the weekend, and not beside the weekly message
    ),
    "reminded to thank twice": (
        situation(
            at("fri"),
            met(at("tue", "14:00")),
            past=[
                sent(_K.THANK_YOU, at("wed", "10:30"), "i1"),
                sent(_K.THANK_YOU, at("thu", "14:30"), "i1", occurrence="2"),
            ],
        ),
        _K.THANK_YOU,
        "none",
    ),
    # N11
    "a next step on Wednesday": (situation(TUESDAY, DUE_ON_WEDNESDAY), _K.NEXT_STEP_DUE, "wed 10:00"),
    "a next step on Saturday": (situation(TUESDAY, DUE_ON_SATURDAY), _K.NEXT_STEP_DUE, "tue+1 09:00"),
    "a next step that was said": (
        situation(at("thu"), DUE_ON_WEDNESDAY, past=[sent(_K.NEXT_STEP_DUE, at("wed"))]),
        _K.NEXT_STEP_DUE,
        "none",
    ),
    "another next step": (
        situation(at("wed"), DUE_ON_WEDNESDAY, past=[sent(_K.NEXT_STEP_DUE, at("wed-1"))]),
        _K.NEXT_STEP_DUE,
        "wed 10:00",
    ),
    # N13
    "declined": (situation(TUESDAY, contact(Status.DECLINED, TUESDAY)), _K.AFTER_DECLINE, "tue 11:00"),
    "declined in the evening": (
        situation(at("tue", "19:30"), contact(Status.DECLINED, at("tue", "19:30"))),
        _K.AFTER_DECLINE,
        "wed 09:00",
    ),
    # N14
    "a first message": (
        situation(TUESDAY, achieved=(Achieved(Milestone.FIRST_MESSAGE, TUESDAY),)),
        _K.CELEBRATE,
        "tue 10:00",
    ),
    "a first message that was celebrated": (
        situation(
            TUESDAY,
            achieved=(Achieved(Milestone.FIRST_MESSAGE, TUESDAY),),
            past=[sent(_K.CELEBRATE, TUESDAY, "", occurrence=Milestone.FIRST_MESSAGE)],
        ),
        _K.CELEBRATE,
        "none",
    ),
}


@pytest.mark.parametrize(("made", "kind", "expected"), COMES.values(), ids=COMES.keys())
def test_when_it_comes(made: Situation, kind: StepKind, expected: str) -> None:
    assert comes(made, kind) == expected


NOW = at("mon", "09:00")
WEEKLY = {
    "N02": (PLANNED, {"wrote_at": at("mon-1")}, _K.WRITE_FIRST_MESSAGE),
    "N03 after three business days": (contact(Status.CONTACTED, at("wed-1")), {}, _K.ADD_ANOTHER_PERSON),
    "N03 not after two": (contact(Status.CONTACTED, at("thu-1")), {}, Reason.NOTHING_WAITING),
    "N03 once": (
        contact(Status.CONTACTED, at("tue-1")),
        {"past": [weekly(at("mon-1"), _K.ADD_ANOTHER_PERSON)]},
        Reason.SAID_BEFORE,
    ),
    "N04 in the weekly message": (contact(Status.CONTACTED, at("mon-1")), {}, _K.FOLLOW_UP),
    "N05": (contact(Status.FOLLOWED_UP, at("mon-1")), {}, _K.CLOSE_SILENT),
    "N05 once": (
        contact(Status.FOLLOWED_UP, at("mon-2")),
        {"past": [weekly(at("mon-1"), _K.CLOSE_SILENT)]},
        _K.ADD_ANOTHER_PERSON,
    ),
    "N10 after a day": (met(at("fri-1"), thanked_at=at("sat-1")), {}, _K.DEBRIEF),
    "N10 not before": (met(at("sun-1", "12:00"), thanked_at=at("sun-1")), {}, Reason.NOTHING_WAITING),
    "N10 twice": (
        met(at("thu-3"), thanked_at=at("fri-3")),
        {"past": [weekly(at("mon-2"), _K.DEBRIEF, "i1"), weekly(at("mon-1"), _K.DEBRIEF, "i1")]},
        Reason.SAID_BEFORE,
    ),
    "N12 after five weeks": (
        met(at("mon-5"), thanked_at=at("mon-5"), is_debriefed=True),
        {},
        _K.KEEP_IN_TOUCH,
    ),
    "N12 not after four": (
        met(at("mon-4"), thanked_at=at("mon-4"), is_debriefed=True),
        {},
        Reason.NOTHING_WAITING,
    ),
    "N12 not again in the same quarter": (
        met(at("mon-17"), thanked_at=at("mon-17"), is_debriefed=True),
        {"past": [weekly(at("mon-12"), _K.KEEP_IN_TOUCH)]},
        Reason.SAID_BEFORE,
    ),
    "N12 again after three months": (
        met(at("mon-18"), thanked_at=at("mon-18"), is_debriefed=True),
        {"past": [weekly(at("mon-13"), _K.KEEP_IN_TOUCH)]},
        _K.KEEP_IN_TOUCH,
    ),
    "N12 not three times in half a year": (
        met(at("mon-25"), thanked_at=at("mon-25"), is_debriefed=True),
        {"past": [weekly(at("mon-20"), _K.KEEP_IN_TOUCH), weekly(at("mon-13"), _K.KEEP_IN_TOUCH)]},
        Reason.SAID_BEFORE,
    ),
    "N12 once a quarter after it": (
        met(at("mon-31"), thanked_at=at("mon-31"), is_debriefed=True),
        {"past": [weekly(at("mon-26"), _K.KEEP_IN_TOUCH), weekly(at("mon-13"), _K.KEEP_IN_TOUCH)]},
        _K.KEEP_IN_TOUCH,
    ),
    "N07 comes by itself": (scheduled(at("tue", "14:00")), {}, Reason.SAID_BEFORE),
    "N07 for who gets the weekly message only": (
        scheduled(at("tue", "14:00")),
        {"wishes": Wishes(digest_only=True)},
        _K.PREPARE,
    ),
    "N08 was asked": (
        scheduled(at("fri-1")),
        {"past": [sent(_K.HOW_DID_IT_GO, at("fri-1", "11:00"), "i1")]},
        Reason.SAID_BEFORE,
    ),
    "a muted kind": (
        contact(Status.CONTACTED, at("mon-1")),
        {"wishes": Wishes(muted=frozenset({_K.FOLLOW_UP}))},
        _K.ADD_ANOTHER_PERSON,
    ),
    "nobody on the list": (
        contact(Status.NO_RESPONSE, at("mon-1")),
        {"wrote_at": at("mon-2")},
        _K.NEXT_PERSON,
    ),
}


@pytest.mark.parametrize(("person", "fields", "expected"), WEEKLY.values(), ids=WEEKLY.keys())
def test_what_the_weekly_message_carries(
    person: ContactState, fields: dict[str, object], expected: StepKind | Reason
) -> None:
    found = weekly_step(situation(NOW, person, **fields))  # type: ignore[arg-type]
    assert (found.kind if isinstance(found, NextStep) else found) is expected


def test_the_weekly_message_goes_round_the_people_to_write_to() -> None:
    people = [replace(PLANNED, id=name, status_at=at("mon-2")) for name in ("c1", "c2", "c3")]
    past = [
        weekly(at("mon-2"), _K.WRITE_FIRST_MESSAGE, "c1"),
        weekly(at("mon-1"), _K.WRITE_FIRST_MESSAGE, "c2"),
    ]
    found = weekly_step(situation(NOW, *people, wrote_at=at("mon-3"), past=past))
    assert isinstance(found, NextStep)
    assert found.contact_id == "c3"


def test_of_milestones_at_one_moment_the_last_is_celebrated() -> None:
    together = (
        Achieved(Milestone.FIRST_MESSAGE, TUESDAY),
        Achieved(Milestone.FIRST_MEETING, TUESDAY + timedelta(seconds=5)),
        Achieved(Milestone.FIRST_REPLY, TUESDAY),
    )
    nudge = only(situation(TUESDAY, achieved=together), _K.CELEBRATE)
    assert nudge.occurrence == Milestone.FIRST_MEETING
    assert nudge.step == NextStep(_K.CELEBRATE, milestone=Milestone.FIRST_MEETING)


def test_a_goal_is_celebrated_once_for_each_cohort() -> None:
    told = sent(_K.CELEBRATE, at("mon-9"), "last year", occurrence=Milestone.MESSAGES_GOAL)
    goal = Achieved(Milestone.MESSAGES_GOAL, TUESDAY, "this year")
    assert only(situation(TUESDAY, achieved=(goal,), past=[told]), _K.CELEBRATE).subject == "this year"


def test_each_time_has_its_own_number() -> None:
    snoozed = sent(_K.FOLLOW_UP, at("wed-1"), is_snoozed=True)
    made = situation(at("wed"), contact(Status.CONTACTED, at("wed-2")), past=[snoozed])
    assert only(made, _K.FOLLOW_UP).occurrence == "2"


def test_days_are_counted_to_the_day_it_is_sent() -> None:
    made = situation(at("wed"), contact(Status.CONTACTED, at("wed-1")))
    assert only(made, _K.FOLLOW_UP).step == NextStep(_K.FOLLOW_UP, "c1", days=7)
    step = only(later(made, hours=20), _K.FOLLOW_UP).step
    assert step is not None
    assert step.days == 8
