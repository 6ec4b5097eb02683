"""Whatever a member does for weeks: within the limits, never in quiet time, one weekly message a week."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.curriculum import Nudge
from bot.services.history import DIGEST
from bot.services.localtime import iso_week, moment
from bot.services.situation import Situation, Wishes
from bot.values import Status, StepKind
from tests.nudge_world import World

ZONES = (
    "America/New_York",
    "Africa/Cairo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kolkata",
)
MEETING = {StepKind.PREPARE, StepKind.HOW_DID_IT_GO}
OFF = frozenset({date(2026, 10, 12), date(2026, 10, 14), date(2026, 11, 3), date(2026, 11, 26)})

ADDED = (Status.PLANNED, Status.CONTACTED, Status.CONTACTED, Status.REPLIED, Status.DECLINED)

Act = tuple[str, dict[str, object]]

log_acts: st.SearchStrategy[Act] = st.one_of(
    st.sampled_from(ADDED).map(lambda status: ("add", {"status": status})),
    st.sampled_from(("write", "follow_up", "reply", "decline", "thank", "debrief", "say_later", "click")).map(
        lambda name: (name, {})
    ),
    st.just(("hold", {})),
    st.integers(1, 120).map(lambda hours: ("book", {"hours": hours})),
    st.integers(0, 6).map(lambda days: ("plan_step", {"days": days})),
)
wishes: st.SearchStrategy[Act] = st.one_of(
    st.integers(1, 12).map(lambda days: ("pause", {"days": days})),
    st.integers(1, 80).map(lambda hours: ("sleep", {"hours": hours})),
    st.tuples(st.integers(0, 6), st.integers(6, 22)).map(
        lambda chosen: ("wish", {"weekday": chosen[0], "at": time(chosen[1], 15)})
    ),
    st.booleans().map(lambda chosen: ("wish", {"digest_only": chosen})),
    st.booleans().map(lambda chosen: ("wish", {"stopped": chosen})),
    st.sets(st.sampled_from(list(StepKind)), max_size=3).map(
        lambda chosen: ("wish", {"muted": frozenset(chosen)})
    ),
    st.booleans().map(lambda chosen: ("wish", {"on_rest_days": chosen})),
)
waits = st.sampled_from((5, 90, 600, 1_500, 4_000, 9_000))  # minutes, until the next act
starts = st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 20)).map(  # noqa: DTZ001 - made aware here
    lambda moment: moment.replace(tzinfo=UTC, second=0, microsecond=0)
)


def lived(world: World, acts: list[tuple[int, Act]]) -> World:
    for minutes, (name, values) in acts:
        world.pass_time(timedelta(minutes=minutes))
        getattr(world, name)(**values)
    world.pass_time(timedelta(days=10))
    return world


@settings(max_examples=60)
@given(
    start=starts,
    zone=st.sampled_from(ZONES),
    acts=st.lists(
        st.tuples(waits, st.one_of(log_acts, log_acts, log_acts, wishes)), min_size=20, max_size=40
    ),
)
def test_limits_and_quiet_times_hold_whatever_happens(
    start: datetime, zone: str, acts: list[tuple[int, Act]]
) -> None:
    world = lived(World(start, zone, OFF), acts)
    assert_limits(world)
    for nudge, made in world.sent:
        assert_may_come(nudge, made)
    assert_not_said_too_often(world)
    assert_the_ignored_are_left_alone(world)


@settings(max_examples=30)
@given(
    start=starts,
    zone=st.sampled_from(ZONES),
    weekday=st.integers(0, 6),
    acts=st.lists(st.tuples(waits, log_acts), max_size=25),
)
def test_every_week_has_its_weekly_message_whatever_is_logged(
    start: datetime, zone: str, weekday: int, acts: list[tuple[int, Act]]
) -> None:
    world = lived(World(start, zone, OFF, Wishes(weekday=weekday)), acts)
    day = world.times.day_of(start) + timedelta(days=7)
    while day < world.times.day_of(world.now) - timedelta(days=7):
        assert iso_week(datetime.combine(day, time(12), UTC), "UTC") in world.weeks
        day += timedelta(days=7)


def assert_limits(world: World) -> None:
    days: Counter[date] = Counter()
    weeks: Counter[str] = Counter()
    everything: Counter[str] = Counter()
    for nudge, _ in world.sent:
        assert nudge.at is not None
        day, week = world.times.day_of(nudge.at), iso_week(nudge.at, world.zone)
        if nudge.kind not in MEETING:
            assert everything[week] < 5
            days[day] += 1
            weeks[week] += nudge.kind != StepKind.THANK_YOU
        everything[week] += 1
    assert not days or max(days.values()) == 1
    assert not weeks or max(weeks.values()) <= 2


def assert_may_come(nudge: Nudge, made: Situation) -> None:
    times = made.times
    assert times is not None
    assert nudge.at is not None
    local = nudge.at.astimezone(ZoneInfo(times.timezone))
    assert times.resumes is None or local.date() >= times.resumes
    assert not made.wishes.stopped
    if nudge.kind == DIGEST:
        assert local.date() not in OFF
        assert times.is_awake(nudge.at) or nudge.at - nudge.due_at <= timedelta(hours=1)
        return
    assert nudge.kind not in made.wishes.muted
    assert not made.wishes.digest_only
    assert 9 <= local.hour < 20
    if times.is_rest(local.date()):
        assert_may_rest(nudge, made)


def assert_may_rest(nudge: Nudge, made: Situation) -> None:
    times = made.times
    assert times is not None
    assert nudge.at is not None
    assert nudge.kind in {*MEETING, StepKind.THANK_YOU}
    meeting = made.interviews[nudge.subject]
    day = times.day_of(meeting.starts_at)
    if nudge.kind == StepKind.HOW_DID_IT_GO:
        assert times.is_rest(times.day_of(meeting.ends_at)) or meeting.ask_again_at is not None
    elif nudge.kind == StepKind.THANK_YOU:
        assert nudge.occurrence == "1"
        assert times.next_working(nudge.at) > meeting.ends_at + timedelta(hours=48)
    else:
        is_wished = made.wishes.on_rest_days or times.is_rest(day)
        friday = moment(times.working_day_before(day), time(16), times.timezone)
        is_late = nudge.at > nudge.due_at or (meeting.booked_at is not None and meeting.booked_at > friday)
        assert is_wished or is_late


def assert_not_said_too_often(world: World) -> None:
    said = Counter((nudge.step.kind, subject_of(nudge)) for nudge, _ in world.sent if nudge.step is not None)
    most = {
        StepKind.PREPARE: 1,
        StepKind.HOW_DID_IT_GO: 2,  # once more after "Ask me later"
        StepKind.THANK_YOU: 2,
        StepKind.FOLLOW_UP: 1,
        StepKind.OFFER_TIMES: 2,
        StepKind.DEBRIEF: 2,
        StepKind.ADD_ANOTHER_PERSON: 1,
        StepKind.CLOSE_SILENT: 1,
        StepKind.AFTER_DECLINE: 1,
    }
    for (kind, subject), count in said.items():
        assert count <= most.get(kind, count), (kind, subject)


def subject_of(nudge: Nudge) -> str:
    assert nudge.step is not None
    return nudge.step.interview_id or nudge.step.contact_id or nudge.occurrence


def assert_the_ignored_are_left_alone(world: World) -> None:
    nudges = [(nudge, made) for nudge, made in world.sent if nudge.kind != DIGEST]
    for number in range(3, len(nudges)):
        nudge, made = nudges[number]
        before = [entry for entry, _ in nudges[number - 3 : number]]
        assert nudge.at is not None
        is_over = all(entry.at + timedelta(days=7) <= nudge.at for entry in before if entry.at)
        is_silent = made.active_at is None or (before[0].at is not None and made.active_at < before[0].at)
        assert not (is_over and is_silent)
