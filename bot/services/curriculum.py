"""Which nudges a member gets, and when: :func:`plan` is a pure function of their log, wishes and history.

Every nudge N01 to N14 has its moment (:mod:`bot.services.due`), its limit, and how long it may wait. What
falls into quiet time moves to the next allowed moment, "meeting tomorrow" to the one before. What would be
more than one message a day or two a week moves on, the least important first. What waits too long is dropped.
The weekly message has its place first: it carries one step that is open, and counts as that nudge.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.services.due import Due, dues
from bot.services.history import DIGEST, UNCAPPED, Counts, Past, are_ignored
from bot.services.occasions import Occasion, is_shown, occasions
from bot.services.quiet import OpenTimes
from bot.services.situation import Situation
from bot.services.weekly import LATEST, Week, WeeklyTimes, comes_at, in_time, next_week
from bot.values import DeliveryState, NextStep, Reason, StepKind

DEBRIEF = timedelta(hours=24)
"""How long after a meeting the weekly message asks for a debrief."""

_LONGEST_SHIFT = timedelta(days=7)
"""What became due earlier than this before a pause ended is left to the weekly message."""

_DAYS_TO_WAIT: Mapping[StepKind, int] = {
    StepKind.THANK_YOU: 3,
    StepKind.FOLLOW_UP: 7,
    StepKind.OFFER_TIMES: 5,
    StepKind.NEXT_STEP_DUE: 7,
    StepKind.AFTER_DECLINE: 3,
    StepKind.FIRST_PERSON: 7,
    StepKind.WRITE_FIRST_MESSAGE: 3,
    StepKind.NEXT_PERSON: 3,
    StepKind.HOW_DID_IT_GO: 7,
    StepKind.CELEBRATE: 2,
}
"""How long a nudge may be moved on before it is dropped."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """One message by itself: when it is due, and when it comes; ``at`` None: it does not.

    ``reason`` says why it moved or is dropped. ``is_lost`` marks what is dropped for good, to be recorded.
    After ``expires_at`` it is too late to send it.
    """

    kind: str
    subject: str
    occurrence: str
    due_at: datetime
    at: datetime | None
    reason: Reason | None = None
    step: NextStep | None = None
    is_lost: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a member's log brings as it is: weekly messages due or left out, and the nudges."""

    weekly: tuple[Nudge, ...] = ()
    next_digest_at: datetime | None = None
    nudges: tuple[Nudge, ...] = ()

    def due(self, now: datetime) -> Iterator[Nudge]:
        """What is to be sent now, and what is lost."""
        yield from self.weekly
        for nudge in self.nudges:
            moment = _moment_of(nudge)
            if moment is not None and moment <= now:
                yield nudge

    def wake_at(self, now: datetime) -> datetime | None:
        """When the plan has to be made anew, where nothing else happens before."""
        moments = [self.next_digest_at, *map(_moment_of, self.nudges)]
        return min((moment for moment in moments if moment is not None and moment > now), default=None)


def plan(situation: Situation) -> Plan:
    """The plan for a member at the moment of their state. Pure."""
    times = situation.times
    if times is None or situation.wishes.stopped:
        return Plan()
    counts = Counts(times, _taking_places(situation, times))
    weekly, next_digest_at = _weekly(situation, times, counts)
    for at in (next_digest_at, *(nudge.at for nudge in weekly)):
        if at is not None:
            counts.add(DIGEST, times.day_of(at))
    return Plan(weekly, next_digest_at, tuple(_placed(situation, times, counts)))


def _taking_places(situation: Situation, times: OpenTimes) -> Iterator[Past]:
    """What was told, and what is queued: unless the log has gone on since, so that it will not be sent."""
    for entry in situation.past:
        is_waiting = entry.state is DeliveryState.QUEUED and not entry.is_weekly
        if not is_waiting or _is_called_for(situation, times, entry):
            yield entry


def _is_called_for(situation: Situation, times: OpenTimes, entry: Past) -> bool:
    """Whether the log calls for a queued one, as if it were not queued yet."""
    others = tuple(one for one in situation.past if one is not entry)
    called_for = {
        _name(due.step.kind, due.subject, due.occurrence)
        for due in dues(replace(situation, past=others), times)
        if due.step.kind not in situation.wishes.muted
    }
    return _name(str(entry.kind), entry.subject, entry.occurrence) in called_for


def next_digest(situation: Situation) -> datetime | None:
    """When the next weekly message comes; its old moment where that has come and is not planned yet. Pure."""
    found = plan(situation)
    is_waiting = any(nudge.due_at == situation.digest_at for nudge in found.weekly)
    return situation.digest_at if is_waiting else found.next_digest_at


def again(situation: Situation, kind: str, subject: str, occurrence: str, due_at: datetime) -> Nudge | Reason:
    """A nudge that was planned for ``due_at``, as it is now: its place, or why it does not come. Pure.

    When it is too late is not asked here: a row has an end of its own, which people may move by hand.
    """
    times = situation.times
    if situation.wishes.stopped:
        return Reason.STOPPED
    if times is None:
        return Reason.NOT_ENROLLED
    if kind == DIGEST:
        return _weekly_again(situation, times, occurrence, due_at)
    name = _name(kind, subject, occurrence)
    for nudge in plan(situation).nudges:
        if _name(nudge.kind, nudge.subject, nudge.occurrence) == name:
            if nudge.reason is Reason.LATE:
                nudge = _placed_anew(situation, times, nudge)
            return nudge if nudge.at is not None else nudge.reason or Reason.NO_LONGER
    return Reason.NO_LONGER


def _placed_anew(situation: Situation, times: OpenTimes, nudge: Nudge) -> Nudge:
    """One that is late, as after hours without a worker: the limits hold for it from now on."""
    assert nudge.step is not None, "only the weekly message is without one, and is not asked here"
    now = situation.state.now
    is_uncapped = nudge.kind in UNCAPPED
    due = Due(nudge.step, nudge.subject, nudge.occurrence, nudge.due_at, may_rest=lambda _at: is_uncapped)
    last = now + timedelta(days=_DAYS_TO_WAIT.get(nudge.step.kind, 0)) + LATEST
    at, reason = _slot(times, Counts(times, _taking_places(situation, times)), due, now, last)
    return _nudge(due, at, reason)


def _name(kind: str, subject: str, occurrence: str) -> tuple[str, str, str]:
    """What a nudge and its row are known by: milestones by their own names, all others are only counted."""
    return kind, subject, occurrence if kind == StepKind.CELEBRATE else ""


def _weekly_again(
    situation: Situation, times: OpenTimes, occurrence: str, due_at: datetime
) -> Nudge | Reason:
    closed = times.why_closed(situation.state.today)
    if closed is not None:
        return closed
    counts = Counts(times, situation.past)
    week = WeeklyTimes(situation.wishes.weekday, situation.wishes.at, times, counts).week_labelled(occurrence)
    at = comes_at(times, week, due_at, situation.state.now)
    if at is None:
        return week.reason or Reason.NO_LONGER
    return Nudge(DIGEST, "", occurrence, week.due_at, at, week.reason, expires_at=at + LATEST)


def next_message(situation: Situation) -> datetime | None:
    """When the next message comes that has something to say, where nothing else happens before. Pure."""
    found = plan(situation)
    moments = [nudge.at for nudge in found.nudges if nudge.at is not None]
    moments += [nudge.at for nudge in found.weekly if nudge.at is not None and _has_step(situation, nudge.at)]
    at = found.next_digest_at
    while at is not None and not _has_step(situation, at):
        at = plan(_at(situation, at)).next_digest_at
    return min([*moments, *([at] if at is not None else [])], default=None)


def _at(situation: Situation, moment: datetime) -> Situation:
    state = replace(situation.state, now=moment)
    return replace(situation, state=state, digest_at=moment, since=None)


def _has_step(situation: Situation, at: datetime) -> bool:
    return isinstance(weekly_step(_at(situation, at)), NextStep)


def weekly_step(situation: Situation) -> NextStep | Reason:
    """The step the weekly message carries now, or why it has none. Pure.

    It is the first one that is open and was not said often enough; what comes by itself is left out.
    """
    shown = [
        occasion
        for occasion in occasions(situation.state)
        if is_shown(occasion, situation.state) and _is_due_weekly(situation, occasion)
    ]
    coming = _coming(situation) if any(occasion.kind in UNCAPPED for occasion in shown) else frozenset()
    fresh = [
        occasion
        for occasion in shown
        if occasion.kind not in situation.wishes.muted
        and (occasion.kind not in UNCAPPED or occasion.subject not in coming)
        and situation.may_say(occasion)
    ]
    if not fresh:
        return Reason.SAID_BEFORE if shown else Reason.NOTHING_WAITING
    return situation.least_said(fresh).step(situation.state)


def _coming(situation: Situation) -> frozenset[str]:
    """What comes by itself whatever else does: the meetings it is about."""
    return frozenset(
        nudge.subject for nudge in plan(situation).nudges if nudge.at is not None and nudge.kind in UNCAPPED
    )


def _is_due_weekly(situation: Situation, occasion: Occasion) -> bool:
    happened_at = occasion.happened_at
    if occasion.kind is not StepKind.DEBRIEF or happened_at is None:
        return True
    return happened_at + DEBRIEF <= situation.state.now


def _weekly(
    situation: Situation, times: OpenTimes, counts: Counts
) -> tuple[tuple[Nudge, ...], datetime | None]:
    """The weekly messages to record now, sent or left out, and when the next one comes."""
    now = situation.state.now
    weekly = WeeklyTimes(situation.wishes.weekday, situation.wishes.at, times, counts)
    present = _weekly_now(situation, weekly)
    if present is not None and present.at is not None and present.at > now:
        return (), present.at
    taken = {*situation.weeks, *([present.occurrence] if present is not None else ())}
    coming, left_out = next_week(weekly, taken, now)
    found = [*([present] if present is not None else ()), *map(_left_out, left_out)]
    return tuple(found), coming.at if coming is not None else None


def _weekly_now(situation: Situation, weekly: WeeklyTimes) -> Nudge | None:
    """The weekly message that was due until now; None where there is none, or it moved on."""
    due_at, times = situation.digest_at, weekly.times
    if due_at is None or due_at > situation.state.now or times.why_closed(times.day_of(due_at)) is not None:
        return None
    week = weekly.week_of(due_at)
    if week.label in situation.weeks:
        return None
    if week.at is None:
        return _left_out(week)
    if week.at > situation.state.now:
        return None
    meant = max(due_at, week.at)  # later than planned where it waited for the morning
    at = in_time(times, meant, situation.state.now)
    if at is None:
        return Nudge(DIGEST, "", week.label, week.at, None, Reason.LATE, is_lost=True)
    return Nudge(DIGEST, "", week.label, week.at, at, week.reason, expires_at=meant + LATEST)


def _left_out(week: Week) -> Nudge:
    return Nudge(DIGEST, "", week.label, week.due_at, None, week.reason, is_lost=True)


def _placed(situation: Situation, times: OpenTimes, counts: Counts) -> Iterator[Nudge]:
    """Each nudge at its place, the most important first: the later ones get what is left."""
    why_none = _why_none(situation)
    for due in dues(situation, times):
        reason = why_none or (Reason.MUTED if due.step.kind in situation.wishes.muted else None)
        nudge = _nudge(due, None, reason) if reason is not None else _place(situation, times, counts, due)
        # What ignores the limits takes nobody's place before it comes.
        if nudge.at is not None and (nudge.at <= situation.state.now or nudge.kind not in UNCAPPED):
            counts.add(nudge.kind, times.day_of(nudge.at))
        yield nudge


def _why_none(situation: Situation) -> Reason | None:
    if situation.wishes.digest_only:
        return Reason.DIGEST_ONLY
    if are_ignored(situation.past, situation.active_at, situation.state.now):
        return Reason.IGNORED
    return None


def _place(situation: Situation, times: OpenTimes, counts: Counts, due: Due) -> Nudge:
    """The first allowed moment from the due one on; where that is over, the first from now on."""
    now = situation.state.now
    start = max(due.at, times.begins)
    if start - due.at > _LONGEST_SHIFT and due.step.kind is not StepKind.FIRST_PERSON:
        return _nudge(due, None, Reason.LATE)
    if due.step.kind is StepKind.PREPARE:
        return _before_meeting(situation, times, due, start)
    last = start + timedelta(days=_DAYS_TO_WAIT[due.step.kind])
    if now - last > LATEST:
        return _nudge(due, None, Reason.LATE, is_lost=situation.was_expected(start))
    at, reason = _slot(times, counts, due, start, last)
    if at is not None and now - at > LATEST:
        return _nudge(due, None, Reason.LATE, is_lost=situation.was_expected(at))
    if at is not None and at < now:
        at, reason = _slot(times, counts, due, now, max(last, now + LATEST))
    if at is None:
        return _nudge(due, None, reason, is_lost=situation.was_expected(last))
    return _nudge(due, at, times.why_closed(times.day_of(due.at)) or reason)


def _before_meeting(situation: Situation, times: OpenTimes, due: Due, start: datetime) -> Nudge:
    """Meeting tomorrow: as long as there is time left before it, late is better than never."""
    assert due.latest is not None, "a meeting has a time"
    start = max(start, situation.state.now)
    at = times.awake(start)
    if at > due.latest or times.why_closed(times.day_of(at)) is not None:
        return _nudge(due, None, Reason.NO_TIME_LEFT, is_lost=situation.was_expected(due.at))
    return _nudge(due, at, Reason.QUIET_HOURS if at > start else None)


def _slot(
    times: OpenTimes, counts: Counts, due: Due, start: datetime, last: datetime
) -> tuple[datetime | None, Reason | None]:
    """The first allowed moment from ``start`` to ``last``, and what stood in the way first."""
    first = times.awake(start)
    reason = Reason.QUIET_HOURS if first > start else None
    for at in takewhile(lambda morning: morning <= last, times.mornings_after(first)):
        day = times.day_of(at)
        rest = None if due.may_rest(at) else times.why_rest(day)
        obstacle = times.why_closed(day) or rest or counts.obstacle(due.step.kind, day)
        if obstacle is None:
            return at, reason
        reason = reason or obstacle
    return None, reason


def _nudge(due: Due, at: datetime | None, reason: Reason | None, *, is_lost: bool = False) -> Nudge:
    expires_at = due.latest if at is None or due.latest is not None else at + LATEST
    return Nudge(
        due.step.kind, due.subject, due.occurrence, due.at, at, reason, due.step, is_lost, expires_at
    )


def _moment_of(nudge: Nudge) -> datetime | None:
    """When a nudge needs a row: at its time, or when it is lost."""
    return nudge.at or (nudge.due_at if nudge.is_lost else None)
