"""What was planned before, looked at again; the next message with something to say; how long each waits."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.services.curriculum import Nudge, again, next_digest, next_message, plan, weekly_step
from bot.services.history import DIGEST, Past
from bot.services.situation import Achieved, Situation, Wishes
from bot.values import Milestone, NextStep, Reason, Status, StepKind
from tests.nudging import (
    JOINED,
    MONDAY,
    TIMES,
    at,
    contact,
    later,
    local,
    met,
    only,
    scheduled,
    sent,
    situation,
    weekly,
)

_K = StepKind
DAY = timedelta(days=1)
SILENT = contact(Status.CONTACTED, at("wed-1"))  # N04 on Wednesday at 10:00
WEDNESDAY = at("wed")
EARLY = at("wed", "08:00")
NINE = at("mon", "09:00")
THIS_WEEK = "2026-W38"
NO_WORKING_DAY = replace(TIMES, off=frozenset(MONDAY + number * DAY for number in range(5)))
MONDAY_OFF = replace(TIMES, off=frozenset({MONDAY}))


def follow_up(made: Situation, subject: str = "c1") -> Nudge | Reason:
    return again(made, _K.FOLLOW_UP, subject, "1", WEDNESDAY)


def digest(made: Situation) -> Nudge | Reason:
    return again(made, DIGEST, "", THIS_WEEK, NINE)


def test_a_nudge_has_the_place_it_has_in_the_plan() -> None:
    made = situation(EARLY, SILENT)
    assert follow_up(made) == only(made, _K.FOLLOW_UP)
    assert follow_up(made, "c2") is Reason.NO_LONGER
    assert again(made, _K.THANK_YOU, "c1", "1", WEDNESDAY) is Reason.NO_LONGER


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"wishes": Wishes(stopped=True)}, Reason.STOPPED),
        ({"times": None}, Reason.NOT_ENROLLED),
        ({"times": None, "wishes": Wishes(stopped=True)}, Reason.STOPPED),
        ({"wishes": Wishes(muted=frozenset({_K.FOLLOW_UP}))}, Reason.MUTED),
    ],
)
def test_why_it_does_not_come_any_more(fields: dict[str, object], reason: Reason) -> None:
    assert follow_up(situation(EARLY, SILENT, **fields)) is reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "past", "expected"),
    [
        pytest.param(at("wed+1", "10:00"), [], "wed+1 10:00", id="at once"),
        pytest.param(at("fri+1", "22:00"), [], "mon+2 09:00", id="on the next working day"),
        pytest.param(at("wed+1", "10:00"), [weekly(at("wed+1", "09:00"))], "thu+1 09:00", id="one a day"),
        pytest.param(
            at("wed+1", "10:00"),
            [weekly(at("mon+1")), sent(_K.CELEBRATE, at("tue+1"), "")],
            "mon+2 09:00",
            id="two a week",
        ),
    ],
)
def test_one_that_is_late_keeps_to_the_limits(now: datetime, past: list[Past], expected: str) -> None:
    made = situation(now, SILENT, past=past)
    assert only(made, _K.FOLLOW_UP).reason is Reason.LATE
    found = follow_up(made)
    assert isinstance(found, Nudge)
    assert found.at is not None
    assert (local(found.at), found.expires_at) == (expected, found.at + DAY)


def test_one_that_is_late_waits_as_long_as_it_may_from_now_on() -> None:
    now = at("wed+1", "10:00")
    for closed, expected in ((8, "thu+2 09:00"), (9, None)):
        off = frozenset(MONDAY + (9 + number) * DAY for number in range(closed))
        found = follow_up(situation(now, SILENT, times=replace(TIMES, off=off), wishes=Wishes(weekday=6)))
        assert (local(found.at) if isinstance(found, Nudge) else None) == expected


def test_how_it_went_is_asked_late_on_a_day_of_rest_too() -> None:
    made = situation(at("sat+1", "11:00"), scheduled(at("mon", "10:00")))
    found = again(made, _K.HOW_DID_IT_GO, "i1", "1", at("mon", "11:00"))
    assert isinstance(found, Nudge)
    assert local(found.at) == "sat+1 11:00"


def test_a_weekly_message_comes_at_its_moment() -> None:
    made = situation(NINE - timedelta(hours=1), SILENT)
    assert digest(made) == Nudge(DIGEST, "", THIS_WEEK, NINE, NINE, expires_at=NINE + DAY)


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        (replace(TIMES, resumes=date(2026, 9, 20)), Reason.PAUSED),
        (replace(TIMES, resumes=date(2026, 9, 16)), Reason.PAUSED),  # its week goes on after the pause
        (replace(TIMES, last=date(2026, 9, 13)), Reason.NOT_ENROLLED),
        (NO_WORKING_DAY, Reason.HOLIDAY),
    ],
)
def test_why_a_weekly_message_does_not_come(times: object, reason: Reason) -> None:
    assert digest(situation(NINE, SILENT, times=times)) is reason  # type: ignore[arg-type]


def test_the_next_weekly_message_is_the_one_that_waits_or_the_one_to_come() -> None:
    assert next_digest(situation(NINE, SILENT, digest_at=NINE)) == NINE
    assert next_digest(situation(at("tue"), SILENT)) == at("mon+1", "09:00")
    assert next_digest(situation(NINE, SILENT, digest_at=NINE, times=MONDAY_OFF)) == at("tue", "09:00")
    assert next_digest(situation(NINE, SILENT, wishes=Wishes(stopped=True))) is None


def test_the_next_message_is_the_first_that_has_something_to_say() -> None:
    assert next_message(situation(EARLY, SILENT)) == WEDNESDAY
    asked = contact(Status.CONTACTED, at("wed-1"))
    muted = Wishes(weekday=0, muted=frozenset({_K.FOLLOW_UP}))
    assert next_message(situation(NINE, asked, wishes=muted, digest_at=NINE)) == NINE
    assert next_message(situation(EARLY, asked, wishes=muted)) == at("mon+1", "09:00")
    # Five weeks after a meeting there is something to say, on the Monday before there is not.
    over = met(at("mon-4"), thanked_at=at("mon-4"), is_debriefed=True)
    quiet = Wishes(weekday=0, muted=frozenset({_K.NEXT_PERSON}))
    assert local(next_message(situation(at("fri-1"), over, wishes=quiet))) == "mon+1 09:00"
    assert next_message(situation(EARLY, SILENT, wishes=Wishes(stopped=True))) is None


def test_a_weekly_message_with_nothing_to_say_is_not_the_next() -> None:
    written = contact(Status.CONTACTED, at("sat-1"))
    assert next_message(situation(NINE, written, digest_at=NINE)) == at("mon+1", "09:00")


@pytest.mark.parametrize(
    ("ended", "expected"),
    [(at("sun-1", "09:00"), _K.DEBRIEF), (at("sun-1", "09:01"), Reason.NOTHING_WAITING)],
)
def test_the_weekly_message_asks_for_a_debrief_a_day_after_the_meeting(
    ended: datetime, expected: StepKind | Reason
) -> None:
    person = met(ended - timedelta(minutes=30), thanked_at=ended)
    found = weekly_step(situation(NINE, person))
    assert (found.kind if isinstance(found, NextStep) else found) is expected


def test_a_weekly_message_that_was_missed_at_night_comes_in_the_morning() -> None:
    chosen = Wishes(weekday=1, at=time(21))
    made = situation(at("tue", "22:30"), wishes=chosen, digest_at=at("tue", "21:00"))
    found = plan(made)
    assert (found.weekly, local(found.next_digest_at)) == ((), "wed 09:00")


@pytest.mark.parametrize(
    ("now", "fields", "expected"),
    [
        pytest.param(NINE, {}, Nudge(DIGEST, "", THIS_WEEK, NINE, NINE, expires_at=NINE + DAY), id="in time"),
        pytest.param(
            at("mon", "12:00"),
            {"digest_at": at("mon", "12:00")},  # after a journey it waited for the morning there
            Nudge(DIGEST, "", THIS_WEEK, NINE, at("mon", "12:00"), expires_at=at("tue", "12:00")),
            id="later than planned",
        ),
        pytest.param(
            at("tue", "09:00"),
            {"times": MONDAY_OFF},
            Nudge(
                DIGEST,
                "",
                THIS_WEEK,
                at("tue", "09:00"),
                at("tue", "09:00"),
                Reason.HOLIDAY,
                expires_at=at("wed", "09:00"),
            ),
            id="after a holiday",
        ),
        pytest.param(
            at("wed"),
            {},
            Nudge(DIGEST, "", THIS_WEEK, NINE, None, Reason.LATE, is_lost=True),
            id="too late",
        ),
        pytest.param(
            NINE,
            {"times": NO_WORKING_DAY},
            Nudge(DIGEST, "", THIS_WEEK, NINE, None, Reason.HOLIDAY, is_lost=True),
            id="left out",
        ),
    ],
)
def test_the_weekly_message_that_is_due(now: object, fields: dict[str, object], expected: Nudge) -> None:
    made = situation(now, SILENT, **{"digest_at": NINE, **fields})  # type: ignore[arg-type]
    assert plan(made).weekly == (expected,)


GONE = (
    (situation(EARLY, SILENT), _K.FOLLOW_UP, 7),
    (situation(at("tue"), contact(Status.REPLIED, at("mon"))), _K.OFFER_TIMES, 5),
    (situation(at("mon"), contact(Status.DECLINED, at("mon"))), _K.AFTER_DECLINE, 3),
    (
        situation(at("tue"), contact(Status.MET, at("mon"), next_step_due=date(2026, 9, 16))),
        _K.NEXT_STEP_DUE,
        7,
    ),
    (
        situation(at("mon"), contact(Status.NO_RESPONSE, at("mon-1")), wrote_at=at("mon-1")),
        _K.NEXT_PERSON,
        3,
    ),
    (situation(JOINED, had_contacts=False), _K.FIRST_PERSON, 7),
    (
        situation(at("tue"), contact(Status.PLANNED, at("mon")), wrote_at=at("thu-1")),
        _K.WRITE_FIRST_MESSAGE,
        3,
    ),
    (situation(at("mon"), achieved=(Achieved(Milestone.FIRST_MESSAGE, at("mon")),)), _K.CELEBRATE, 2),
)


@pytest.mark.parametrize(("made", "kind", "days"), GONE, ids=[kind for _, kind, _ in GONE])
def test_it_waits_so_many_days_for_its_place(made: Situation, kind: StepKind, days: int) -> None:
    made = replace(made, wishes=Wishes(weekday=6))  # a weekly message on Sundays takes no place
    day = TIMES.day_of(only(made, kind).due_at)

    def when_closed_for(count: int) -> str:
        off = frozenset(day + number * DAY for number in range(count))
        found = only(replace(made, times=replace(TIMES, off=off)), kind)
        return "never" if found.at is None else str(TIMES.day_of(found.at))

    assert when_closed_for(days + 1) == "never"
    open_days = [day + number * DAY for number in range(days + 1)]
    last = max(open_day for open_day in open_days if open_day.weekday() in {1, 2, 3})
    assert when_closed_for((last - day).days) == str(last)


def test_what_a_pause_kept_for_a_week_still_comes() -> None:
    for resumes, expected in ((date(2026, 9, 23), "wed+1 09:00"), (date(2026, 9, 24), "never")):
        paused = replace(TIMES, resumes=resumes)
        assert local(only(situation(EARLY, SILENT, times=paused), _K.FOLLOW_UP).at) == expected


def test_up_to_a_day_late_is_not_too_late() -> None:
    made = situation(WEDNESDAY, SILENT)
    assert only(later(made, days=1), _K.FOLLOW_UP).reason is not Reason.LATE
    assert only(later(made, days=1, seconds=1), _K.FOLLOW_UP).reason is Reason.LATE


@pytest.mark.parametrize(
    ("made", "kind", "closed", "expected"),
    [
        pytest.param(
            situation(at("wed", "21:00"), achieved=(Achieved(Milestone.FIRST_MESSAGE, at("mon")),)),
            _K.CELEBRATE,
            (0, 1),
            "thu 09:00",  # it waits for two days, to Wednesday at ten, and a day more for who was down
            id="after its last day",
        ),
        pytest.param(
            situation(at("wed", "21:00"), SILENT), _K.FOLLOW_UP, (3, 4), "mon+1 09:00", id="within its days"
        ),
    ],
)
def test_a_late_one_waits_for_the_next_working_day(
    made: Situation, kind: StepKind, closed: tuple[int, int], expected: str
) -> None:
    times = replace(TIMES, off=frozenset(MONDAY + number * DAY for number in closed))
    assert local(only(replace(made, times=times, wishes=Wishes(weekday=6)), kind).at) == expected


def test_a_milestone_is_not_sent_as_another_one() -> None:
    now = at("tue", "15:00")
    reply = Achieved(Milestone.FIRST_REPLY, now)
    meeting = Achieved(Milestone.FIRST_MEETING, now + timedelta(seconds=20))
    for achieved, expected in (((reply,), None), ((reply, meeting), Reason.NO_LONGER)):
        found = again(situation(now, achieved=achieved), _K.CELEBRATE, "", Milestone.FIRST_REPLY, now)
        assert (found if isinstance(found, Reason) else None) == expected


MEETING = at("thu", "14:00")


@pytest.mark.parametrize(
    ("now", "expected", "reason"),
    [
        (at("wed", "16:00"), "wed 16:00", None),
        (at("wed", "18:00"), "wed 18:00", None),
        (at("wed", "20:00"), "thu 09:00", Reason.QUIET_HOURS),
        (at("thu", "13:30"), "thu 13:30", None),
        (at("thu", "13:31"), "never", Reason.NO_TIME_LEFT),
    ],
)
def test_a_late_meeting_tomorrow_comes_while_there_is_time_left(
    now: datetime, expected: str, reason: Reason | None
) -> None:
    found = only(situation(now, scheduled(MEETING)), _K.PREPARE)
    assert (local(found.at), found.reason) == (expected, reason)
    assert found.expires_at == MEETING - timedelta(minutes=30)


def test_a_nudge_may_be_sent_for_a_day() -> None:
    assert only(situation(EARLY, SILENT), _K.FOLLOW_UP).expires_at == WEDNESDAY + DAY


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (situation(at("thu+2"), SILENT), _K.FOLLOW_UP),
        (situation(at("thu", "09:00"), scheduled(at("thu", "09:15"))), _K.PREPARE),
    ],
)
def test_what_was_due_before_the_last_plan_is_not_lost_once_more(made: Situation, kind: StepKind) -> None:
    assert only(replace(made, since=JOINED), kind).is_lost
    assert not only(replace(made, since=made.state.now), kind).is_lost
