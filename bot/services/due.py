"""When each nudge is due, before quiet times and limits move it. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.services.history import Past
from bot.services.localtime import moment
from bot.services.occasions import AWAITING, InterviewState, Occasion, occasions
from bot.services.quiet import CLOSES, OpenTimes
from bot.services.situation import OUTREACH, Achieved, Situation
from bot.values import Milestone, NextStep, StepKind

MORNING = time(10)
AFTERNOON = time(16)

AFTER_MEETING = timedelta(minutes=30)
THANK_YOU = timedelta(hours=20)
THANK_YOU_AGAIN = timedelta(hours=48)
SHORTLY_BEFORE = timedelta(hours=3)
LEAST_BEFORE = timedelta(minutes=30)
AFTER_DECLINE = timedelta(hours=1)

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)
_MOST_OUTREACH = 2
_RANKS = {milestone: rank for rank, milestone in enumerate(Milestone)}
_STALE = timedelta(days=21)
"""What opened longer ago has no nudge to come, whatever moved it."""

PRIORITY = (
    StepKind.PREPARE,
    StepKind.HOW_DID_IT_GO,
    StepKind.THANK_YOU,
    StepKind.FOLLOW_UP,
    StepKind.OFFER_TIMES,
    StepKind.NEXT_STEP_DUE,
    StepKind.AFTER_DECLINE,
    StepKind.FIRST_PERSON,
    StepKind.WRITE_FIRST_MESSAGE,
    StepKind.NEXT_PERSON,
    StepKind.CELEBRATE,
)
"""The nudges that come by themselves, the most important first; all others come with the weekly message."""


def _never(_at: datetime) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Due:
    """A nudge and its moment; ``may_rest`` tells whether it may come on a day of rest, at a moment."""

    step: NextStep
    subject: str
    occurrence: str
    at: datetime
    latest: datetime | None = None
    may_rest: Callable[[datetime], bool] = _never


def dues(situation: Situation, times: OpenTimes) -> list[Due]:
    """The nudges that the log calls for, now and later, the most important first."""
    made = [*_of_occasions(situation, times), *_celebrations(situation)]
    return sorted(made, key=lambda due: (PRIORITY.index(due.step.kind), due.at, due.subject, due.occurrence))


def _of_occasions(situation: Situation, times: OpenTimes) -> Iterator[Due]:
    outreach = []
    stale = situation.state.today - _STALE
    for occasion in occasions(situation.state):
        if occasion.kind in OUTREACH:
            outreach.append(occasion)
        elif occasion.kind in _DUES and occasion.opens > stale and situation.may_say(occasion):
            said = situation.said(occasion.kind, occasion.subject)
            due = _DUES[occasion.kind](_Case(situation, times, occasion, said))
            if due is not None:
                yield due
    yield from _outreach(situation, outreach)


@dataclass(frozen=True, slots=True)
class _Case:
    """One occasion, and what was said of it before."""

    situation: Situation
    times: OpenTimes
    occasion: Occasion
    said: Sequence[Past]

    @property
    def interview(self) -> InterviewState:
        return self.situation.interviews[self.occasion.subject]

    def at(self, moment: datetime) -> Due:
        return _due(self.situation, self.occasion, moment)


def _prepare(case: _Case) -> Due:
    """At 16:00 on the day before; of a meeting that was booked later, three hours before it."""
    times, starts_at = case.times, case.interview.starts_at
    day = times.day_of(starts_at)
    eve = day - _DAY
    if times.is_rest(eve) and not times.is_rest(day) and not case.situation.wishes.on_rest_days:
        eve = times.working_day_before(day)
    at = moment(eve, AFTERNOON, times.timezone)
    booked_at = case.interview.booked_at
    if booked_at is not None and booked_at > at:
        at = max(booked_at, _before_quiet(times, starts_at - SHORTLY_BEFORE, booked_at))
    return replace(case.at(at), latest=starts_at - LEAST_BEFORE)


def _before_quiet(times: OpenTimes, at: datetime, not_before: datetime) -> datetime:
    """The last moment before the quiet hours that ``at`` lies in; ``at`` itself where there is none."""
    if times.is_awake(at):
        return at
    day = times.day_of(at)
    for evening in (day, day - _DAY):
        found = moment(evening, CLOSES, times.timezone) - _MINUTE
        if not_before <= found <= at:
            return found
    return at


def _how_did_it_go(case: _Case) -> Due:
    """Half an hour after the meeting; once more where the answer was "Ask me later"."""
    ends_at, again = case.interview.ends_at, case.interview.ask_again_at
    first = ends_at + AFTER_MEETING
    is_rest = case.times.is_rest(case.times.day_of(ends_at))
    if again is not None:
        return replace(case.at(max(first, again)), may_rest=_always)
    return replace(case.at(first), may_rest=_always if is_rest else _never)


def _thank_you(case: _Case) -> Due:
    """After 20 hours, on a day of rest where the next working day would be too late; again after 48."""
    ends_at = case.interview.ends_at
    if case.said:
        return case.at(max(ends_at + THANK_YOU_AGAIN, case.said[-1].at + _DAY))

    def may_rest(at: datetime) -> bool:
        return case.times.next_working(at) > ends_at + THANK_YOU_AGAIN

    return replace(case.at(ends_at + THANK_YOU), may_rest=may_rest)


def _on_the_day(case: _Case) -> Due:
    return case.at(moment(case.occasion.opens, MORNING, case.times.timezone))


def _offer_times(case: _Case) -> Due:
    if not case.said:
        return _on_the_day(case)
    day = case.times.day_of(case.said[-1].at + _WEEK)
    return case.at(moment(day, MORNING, case.times.timezone))


def _after_decline(case: _Case) -> Due:
    assert case.occasion.happened_at is not None, "a decline has its moment"
    return case.at(case.occasion.happened_at + AFTER_DECLINE)


def _first_person(case: _Case) -> Due | None:
    joined_at = case.occasion.happened_at
    return None if case.said or joined_at is None else case.at(joined_at)


_DUES: Mapping[StepKind, Callable[[_Case], Due | None]] = {
    StepKind.PREPARE: _prepare,
    StepKind.HOW_DID_IT_GO: _how_did_it_go,
    StepKind.THANK_YOU: _thank_you,
    StepKind.FOLLOW_UP: _on_the_day,
    StepKind.OFFER_TIMES: _offer_times,
    StepKind.NEXT_STEP_DUE: _on_the_day,
    StepKind.AFTER_DECLINE: _after_decline,
    StepKind.FIRST_PERSON: _first_person,
}


def _outreach(situation: Situation, found: Sequence[Occasion]) -> Iterator[Due]:
    """A week after the last message to anybody, and a week after this was said; twice, then only weekly."""
    state = situation.state
    if not found or state.in_status(*AWAITING) or state.joined_at is None:
        return
    said = sorted((past for past in situation.past if past.kind in OUTREACH), key=lambda past: past.at)
    last = state.last_outreach
    in_a_row = [past for past in said if not past.is_weekly and (last is None or past.at > last)]
    if len(in_a_row) >= _MOST_OUTREACH:
        return
    occasion = situation.least_said(found)
    days = [occasion.opens, state.day_of(state.joined_at) + _WEEK]
    days += [state.day_of(past.at) + _WEEK for past in said[-1:]]
    yield _due(situation, occasion, moment(max(days), MORNING, state.timezone))


def _celebrations(situation: Situation) -> Iterator[Due]:
    """At once, and each of them once; of several at the same moment, the last one."""
    for achieved in situation.achieved:
        if situation.state.now - achieved.at > _WEEK:
            continue
        told = {past.occurrence for past in situation.told(StepKind.CELEBRATE, achieved.subject)}
        if achieved.milestone not in told and not any(
            _outshines(other, achieved) for other in situation.achieved
        ):
            step = NextStep(StepKind.CELEBRATE, milestone=achieved.milestone)
            yield Due(step, achieved.subject, achieved.milestone, achieved.at)


def _outshines(other: Achieved, achieved: Achieved) -> bool:
    is_together = abs(other.at - achieved.at) <= _MINUTE
    return is_together and _RANKS[other.milestone] > _RANKS[achieved.milestone]


def _due(situation: Situation, occasion: Occasion, at: datetime) -> Due:
    before = sum(not past.is_weekly for past in situation.told(occasion.kind, occasion.subject))
    return Due(occasion.step(situation.state), occasion.subject, str(before + 1), at)


def _always(_at: datetime) -> bool:
    return True
