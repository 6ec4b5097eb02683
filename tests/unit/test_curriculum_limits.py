"""What stands in the way of a nudge: quiet times, limits, wishes, lateness; and the weekly message itself."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.services import curriculum
from bot.services.curriculum import Nudge, plan
from bot.services.due import Due, dues
from bot.services.history import Past
from bot.services.occasions import ContactState
from bot.services.situation import Achieved, Situation, Wishes
from bot.values import DeliveryState, Milestone, Reason, Status, StepKind
from tests.nudging import (
    MONDAY,
    TIMES,
    at,
    contact,
    later,
    local,
    meeting,
    met,
    only,
    scheduled,
    sent,
    situation,
    weekly,
)

_K = StepKind
SILENT = contact(Status.CONTACTED, at("wed-1"))  # N04 on Wednesday at 10:00
WEDNESDAY = at("wed")
EARLY = at("wed", "08:00")


def silent(name: str, since: str = "wed-1") -> ContactState:
    return replace(contact(Status.CONTACTED, at(since)), id=name)


def places(made: Situation) -> list[str]:
    """The nudges as they come: when, what, about whom, and why not when they are due."""
    found = []
    for nudge in plan(made).nudges:
        reason = f" ({nudge.reason})" if nudge.reason else ""
        found.append(f"{local(nudge.at)} {nudge.kind} {nudge.subject}{reason}")
    return found


def test_one_message_a_day_the_most_important_first() -> None:
    replied = replace(contact(Status.REPLIED, at("mon")), id="c2")
    made = situation(at("tue"), silent("c1"), replied, met(at("tue", "14:00")), wishes=Wishes(weekday=4))
    assert places(made) == [
        "wed 10:30 thank_you i1",
        "thu 09:00 follow_up c1 (one message a day)",
        "mon+1 09:00 offer_times c2 (one message a day)",  # Friday has the weekly message
    ]


def test_two_messages_a_week_with_the_weekly_one() -> None:
    past = [weekly(at("mon", "09:00")), sent(_K.CELEBRATE, at("tue"), "")]
    assert places(situation(EARLY, SILENT, past=past)) == [
        "tue+1 09:00 follow_up c1 (enough messages this week)"  # Monday has the weekly message
    ]


def test_the_weekly_message_to_come_has_its_place() -> None:
    past = [sent(_K.CELEBRATE, at("tue"), "")]
    assert places(situation(EARLY, SILENT, past=past, wishes=Wishes(weekday=4))) == [
        "mon+1 09:00 follow_up c1 (enough messages this week)"
    ]
    # On its own day nothing else comes.
    assert places(situation(EARLY, SILENT, wishes=Wishes(weekday=2, at=time(17)))) == [
        "thu 09:00 follow_up c1 (one message a day)"
    ]


def test_five_messages_a_week_with_those_about_meetings() -> None:
    meetings = [sent(_K.PREPARE, at("mon", "16:00"), f"i{number}") for number in range(2, 5)]
    past = [weekly(at("mon", "09:00")), *meetings]
    thanks = met(at("tue", "14:00"))
    assert only(situation(EARLY, thanks, past=past), _K.THANK_YOU).at == at("wed", "10:30")
    fifth = sent(_K.HOW_DID_IT_GO, at("tue", "15:00"), "i1")
    full = situation(EARLY, thanks, past=[*past, fifth])
    assert only(full, _K.THANK_YOU).reason is Reason.WEEK_FULL
    # What is tied to the meeting itself comes nevertheless.
    tomorrow = replace(scheduled(at("thu", "14:00")), id="c2")
    full = situation(EARLY, tomorrow, past=[*past, fifth])
    assert only(full, _K.PREPARE).at == at("wed", "16:00")


def test_a_thank_you_is_not_one_of_the_two() -> None:
    past = [weekly(at("mon", "09:00")), sent(_K.CELEBRATE, at("tue", "12:00"), "")]
    made = situation(EARLY, met(at("tue", "14:00")), past=past, wishes=Wishes(weekday=4))
    assert only(made, _K.THANK_YOU).at == at("wed", "10:30")


def test_what_did_not_reach_the_member_does_not_count() -> None:
    past = [
        sent(_K.CELEBRATE, at("wed", "09:00"), "", state=DeliveryState.SKIPPED),
        sent(_K.CELEBRATE, at("wed", "09:00"), "", state=DeliveryState.FAILED),
    ]
    assert only(situation(EARLY, SILENT, past=past), _K.FOLLOW_UP).at == WEDNESDAY
    uncertain = [sent(_K.CELEBRATE, at("wed", "09:00"), "", state=DeliveryState.UNCERTAIN)]
    assert only(situation(EARLY, SILENT, past=uncertain), _K.FOLLOW_UP).reason is Reason.ONE_A_DAY


QUIET = {
    "a holiday": (replace(TIMES, off=frozenset({date(2026, 9, 16)})), "thu 09:00", Reason.HOLIDAY),
    "a pause": (replace(TIMES, resumes=date(2026, 9, 18)), "fri 09:00", Reason.PAUSED),
    "a pause that ends on a weekend": (
        replace(TIMES, resumes=date(2026, 9, 19)),
        "tue+1 09:00",
        Reason.PAUSED,
    ),
    "a pause of a month": (replace(TIMES, resumes=date(2026, 10, 16)), "never", Reason.LATE),
    "the end of the term": (replace(TIMES, last=date(2026, 9, 15)), "never", Reason.NOT_ENROLLED),
}


@pytest.mark.parametrize(("times", "expected", "reason"), QUIET.values(), ids=QUIET.keys())
def test_quiet_days(times: object, expected: str, reason: Reason) -> None:
    nudge = only(situation(at("tue"), SILENT, times=times), _K.FOLLOW_UP)  # type: ignore[arg-type]
    assert (local(nudge.at), nudge.reason) == (expected, reason)


def test_in_a_pause_a_meeting_waits_for_its_end_while_there_is_time() -> None:
    paused = replace(TIMES, resumes=date(2026, 9, 17))
    made = situation(at("tue"), scheduled(at("thu", "14:00")), times=paused)
    assert local(only(made, _K.PREPARE).at) == "thu 09:00"
    made = situation(at("tue"), scheduled(at("thu", "09:15")), times=paused)
    assert only(made, _K.PREPARE).reason is Reason.NO_TIME_LEFT


WISHES = {
    "stopped": (Wishes(stopped=True), None),
    "weekly only": (Wishes(digest_only=True), Reason.DIGEST_ONLY),
    "muted": (Wishes(muted=frozenset({_K.FOLLOW_UP})), Reason.MUTED),
    "another kind muted": (Wishes(muted=frozenset({_K.CELEBRATE})), "wed 10:00"),
}


@pytest.mark.parametrize(("wishes", "expected"), WISHES.values(), ids=WISHES.keys())
def test_wishes(wishes: Wishes, expected: Reason | str | None) -> None:
    nudges = plan(situation(at("tue"), SILENT, wishes=wishes)).nudges
    found: list[Reason | str | None] = [nudge.reason or local(nudge.at) for nudge in nudges]
    assert found == ([expected] if expected else [])


def test_who_is_in_no_cohort_gets_nothing() -> None:
    made = situation(at("tue"), SILENT, times=None)
    assert plan(made).nudges == ()
    assert plan(made).next_digest_at is None


IGNORED = [sent(_K.OFFER_TIMES, at(day), f"c{day}") for day in ("mon-4", "mon-3", "mon-1")]


@pytest.mark.parametrize(
    ("past", "active_at", "is_ignored"),
    [
        pytest.param(IGNORED, None, True, id="three in a row"),
        pytest.param(IGNORED[1:], None, False, id="two in a row"),
        pytest.param(
            [*IGNORED[:2], IGNORED[2]._replace(answered_at=at("tue-1"))], None, False, id="answered"
        ),
        pytest.param(
            [*IGNORED[:2], IGNORED[2]._replace(answered_at=at("mon", "11:00"))], None, True, id="too late"
        ),
        pytest.param(
            [IGNORED[0]._replace(answered_at=at("mon-4")), *IGNORED[1:]], None, False, id="the first"
        ),
        pytest.param([*IGNORED, sent(_K.CELEBRATE, at("fri-1"), "")], None, False, id="not a week ago"),
        pytest.param([*IGNORED, weekly(at("tue-1"))], None, True, id="the weekly message does not count"),
        pytest.param(IGNORED, at("tue"), False, id="active since"),
        pytest.param(IGNORED, at("sun-2"), True, id="active before"),
    ],
)
def test_three_ignored_in_a_row_end_all_but_the_weekly_message(
    past: list[Past], active_at: object, is_ignored: bool
) -> None:
    made = situation(EARLY, SILENT, past=past, active_at=active_at)
    assert (only(made, _K.FOLLOW_UP).reason is Reason.IGNORED) == is_ignored


def test_late_by_a_day_is_sent_and_later_is_lost() -> None:
    due = situation(WEDNESDAY, SILENT, since=WEDNESDAY)
    assert only(later(due, hours=24), _K.FOLLOW_UP).at == at("thu")
    lost = only(later(due, hours=24, seconds=1), _K.FOLLOW_UP)
    assert (lost.at, lost.reason, lost.is_lost) == (None, Reason.LATE, True)


def test_what_was_never_planned_is_not_recorded_as_lost() -> None:
    """As after an import: contacts of last month are no nudges that a worker missed."""
    made = situation(at("fri+1"), SILENT, since=at("fri+1"))
    lost = only(made, _K.FOLLOW_UP)
    assert (lost.reason, lost.is_lost) == (Reason.LATE, False)


def test_late_at_night_waits_for_the_morning() -> None:
    made = situation(at("wed", "21:00"), SILENT, since=WEDNESDAY)
    assert local(only(made, _K.FOLLOW_UP).at) == "thu 09:00"


def test_what_waits_too_long_is_dropped_when_it_is_due() -> None:
    crowd = [silent(f"c{number}") for number in range(1, 5)]
    made = situation(at("tue"), *crowd, past=[weekly(at("mon", "09:00"))], weeks=frozenset({"2026-W38"}))
    assert places(made) == [
        "wed 10:00 follow_up c1",
        "tue+1 09:00 follow_up c2 (one message a day)",
        "never follow_up c3 (one message a day)",
        "never follow_up c4 (one message a day)",
    ]
    assert [nudge.subject for nudge in plan(made).due(at("tue"))] == []
    there = later(made, days=1)
    assert [(n.subject, n.is_lost) for n in plan(there).due(WEDNESDAY)] == [
        ("c1", False),
        ("c3", True),
        ("c4", True),
    ]


def test_the_plan_is_made_anew_when_the_first_of_all_is_due() -> None:
    made = situation(at("tue"), SILENT)
    assert plan(made).wake_at(at("tue")) == WEDNESDAY
    assert plan(situation(at("tue"))).wake_at(at("tue")) == at("mon+1", "09:00")
    assert plan(situation(at("tue"), times=None)).wake_at(at("tue")) is None


# The weekly message itself


def weekly_of(made: Situation) -> list[tuple[str, str, Reason | None]]:
    return [(nudge.occurrence, local(nudge.at), nudge.reason) for nudge in plan(made).weekly]


@pytest.fixture
def due() -> Situation:
    """The weekly message is due now."""
    return situation(at("mon", "09:00"), digest_at=at("mon", "09:00"))


def test_it_is_due_once(due: Situation) -> None:
    assert weekly_of(due) == [("2026-W38", "mon 09:00", None)]
    assert plan(due).next_digest_at == at("mon+1", "09:00")
    assert weekly_of(replace(due, weeks=frozenset({"2026-W38"}))) == []
    assert weekly_of(replace(due, digest_at=at("mon+1", "09:00"))) == []


def test_on_a_holiday_it_moves_to_the_next_working_day_of_the_week(due: Situation) -> None:
    off = replace(TIMES, off=frozenset({MONDAY, MONDAY + timedelta(days=1)}))
    moved = replace(due, times=off)
    assert weekly_of(moved) == []
    assert local(plan(moved).next_digest_at) == "wed 09:00"
    there = replace(later(moved, days=2), digest_at=at("wed", "09:00"))
    assert weekly_of(there) == [("2026-W38", "wed 09:00", Reason.HOLIDAY)]


def test_a_week_without_a_working_day_has_none_and_says_so(due: Situation) -> None:
    christmas = frozenset(MONDAY + timedelta(days=days) for days in range(5))
    left_out = replace(due, times=replace(TIMES, off=christmas))
    assert weekly_of(left_out) == [("2026-W38", "never", Reason.HOLIDAY)]
    assert local(plan(left_out).next_digest_at) == "mon+1 09:00"


def test_a_week_to_come_without_a_working_day_is_recorded_when_it_is_planned(due: Situation) -> None:
    next_week = frozenset(MONDAY + timedelta(days=7 + days) for days in range(5))
    made = replace(due, times=replace(TIMES, off=next_week))
    assert weekly_of(made) == [("2026-W38", "mon 09:00", None), ("2026-W39", "never", Reason.HOLIDAY)]
    assert local(plan(made).next_digest_at) == "mon+2 09:00"


def test_who_chose_a_saturday_gets_it_on_saturdays(due: Situation) -> None:
    made = replace(due, wishes=Wishes(weekday=5, at=time(7, 30)), digest_at=None)
    assert local(plan(made).next_digest_at) == "sat 07:30"
    off = replace(made, times=replace(TIMES, off=frozenset({date(2026, 9, 19)})))
    assert weekly_of(off) == [("2026-W38", "never", Reason.HOLIDAY)]


def test_after_another_message_on_its_day_it_moves(due: Situation) -> None:
    made = replace(due, past=(sent(_K.CELEBRATE, at("mon", "08:59"), ""),))
    assert weekly_of(made) == []
    assert local(plan(made).next_digest_at) == "tue 09:00"
    full = (sent(_K.CELEBRATE, at("mon"), ""), sent(_K.FOLLOW_UP, at("tue")))
    made = situation(at("fri", "09:00"), digest_at=at("fri", "09:00"), past=full, wishes=Wishes(weekday=4))
    assert weekly_of(made) == [("2026-W38", "never", Reason.WEEK_FULL)]


def test_later_than_a_day_it_is_lost(due: Situation) -> None:
    assert weekly_of(later(due, hours=24)) == [("2026-W38", "tue 09:00", None)]
    assert weekly_of(later(due, hours=24, seconds=1)) == [("2026-W38", "never", Reason.LATE)]


def test_a_pause_that_began_after_it_was_planned_leaves_it_out(due: Situation) -> None:
    made = replace(due, times=replace(TIMES, resumes=date(2026, 9, 22)))
    assert weekly_of(made) == []
    assert local(plan(made).next_digest_at) == "mon+2 09:00"


def test_a_celebration_comes_at_once_where_the_week_has_room() -> None:
    reached = Achieved(Milestone.FIRST_MEETING, at("tue", "15:00"))
    made: Nudge = only(situation(at("tue", "15:00"), achieved=(reached,)), _K.CELEBRATE)
    assert (local(made.at), made.reason) == ("tue 15:00", None)
    full = [weekly(at("mon")), sent(_K.FOLLOW_UP, at("tue", "10:00"))]
    made = only(situation(at("tue", "15:00"), achieved=(reached,), past=full), _K.CELEBRATE)
    assert (made.at, made.is_lost) == (None, True)


def test_what_is_queued_and_no_longer_applies_takes_no_place() -> None:
    """Two milestones in one minute: the first is queued, the last will be told in its place."""
    now, week = at("tue", "15:00"), [weekly(at("mon"))]
    reply, first = Achieved(Milestone.FIRST_REPLY, now), Milestone.FIRST_REPLY
    queued = sent(_K.CELEBRATE, now, "", occurrence=first, state=DeliveryState.QUEUED)
    reached = Achieved(Milestone.FIRST_MEETING, now + timedelta(seconds=20))
    made = later(situation(now, achieved=(reply, reached), past=[*week, queued]), seconds=20)
    assert only(made, _K.CELEBRATE).at == made.state.now
    on_its_way = queued._replace(state=DeliveryState.SENDING)
    assert only(replace(made, past=(*week, on_its_way)), _K.CELEBRATE).at is None
    # A queued one that still applies keeps its place.
    an_hour_later = replace(reached, at=now + timedelta(hours=1))
    made = later(situation(now, achieved=(reply, an_hour_later), past=[*week, queued]), hours=1)
    assert only(made, _K.CELEBRATE).at is None


def test_what_is_queued_and_muted_since_takes_no_place() -> None:
    reached = Achieved(Milestone.FIRST_REPLY, WEDNESDAY)
    past = [weekly(at("mon")), sent(_K.FOLLOW_UP, WEDNESDAY, state=DeliveryState.QUEUED)]
    for muted, expected in ((frozenset({_K.FOLLOW_UP}), WEDNESDAY), (frozenset(), None)):
        made = situation(WEDNESDAY, SILENT, achieved=(reached,), past=past, wishes=Wishes(muted=muted))
        assert only(made, _K.CELEBRATE).at == expected


def test_what_is_queued_is_looked_at_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0

    def counted(*values: Any) -> list[Due]:
        nonlocal looks
        looks += 1
        assert looks <= 1 + len(queued)
        return dues(*values)

    monkeypatch.setattr(curriculum, "dues", counted)
    meetings = tuple(replace(meeting(at("tue")), id=f"i{number}") for number in range(8))
    queued = [
        sent(_K.HOW_DID_IT_GO, at("tue", "11:00"), one.id, state=DeliveryState.QUEUED) for one in meetings
    ]
    here = contact(Status.SCHEDULED, at("mon-1"), interviews=meetings)
    assert plan(situation(at("tue", "11:00"), here, past=queued)).next_digest_at is not None


def test_the_first_nudge_waits_for_the_weekly_message_of_the_day() -> None:
    made = situation(
        at("mon", "10:00"), had_contacts=False, joined_at=at("mon", "10:00"), wishes=Wishes(at=time(17))
    )
    assert local(only(made, _K.FIRST_PERSON).at) == "tue 09:00"
