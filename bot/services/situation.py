"""Everything the curriculum knows of one member: log, wishes, times and history. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.services.history import Past
from bot.services.occasions import KEEP_IN_TOUCH_AGAIN_DAYS, InterviewState, MemberState, Occasion
from bot.services.quiet import OpenTimes
from bot.values import Milestone, StepKind

HALF_A_YEAR_DAYS = 182
_LONGEST_AHEAD = timedelta(days=5)
"""So early "meeting tomorrow" comes at most: before a long weekend."""

_MOST_IN_HALF_A_YEAR = 2

_MOST: Mapping[StepKind, int] = {
    StepKind.ADD_ANOTHER_PERSON: 1,
    StepKind.FOLLOW_UP: 1,
    StepKind.CLOSE_SILENT: 1,
    StepKind.OFFER_TIMES: 2,
    StepKind.PREPARE: 1,
    StepKind.HOW_DID_IT_GO: 1,
    StepKind.THANK_YOU: 2,
    StepKind.DEBRIEF: 2,
    StepKind.NEXT_STEP_DUE: 1,
    StepKind.AFTER_DECLINE: 1,
}
"""How often a nudge is said of one contact or interview; kinds that are not here have rules of their own."""

OUTREACH = frozenset({StepKind.WRITE_FIRST_MESSAGE, StepKind.NEXT_PERSON})
"""The two faces of N02: somebody is on the list, or nobody is."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a member chose: the weekday (0 is Monday) and wall time of the weekly message, and the limits.

    ``on_rest_days``: "meeting tomorrow" comes on the day before, also when that is a Sunday.
    """

    weekday: int = 0
    at: time = time(9)
    stopped: bool = False
    digest_only: bool = False
    muted: frozenset[StepKind] = frozenset()
    on_rest_days: bool = False


@dataclass(frozen=True, slots=True)
class Achieved:
    """A milestone and when it was reached; ``subject`` is the cohort whose goal it is, else empty."""

    milestone: Milestone
    at: datetime
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """One member at the moment of their ``state``.

    ``times`` is None for somebody in no running cohort. ``weeks`` are the ISO weeks that have their weekly
    message, ``digest_at`` is when the next one was planned, ``since`` when this plan was to be made.
    ``has_channel``: one of their cohorts has a channel.
    """

    state: MemberState
    times: OpenTimes | None
    wishes: Wishes = Wishes()
    past: tuple[Past, ...] = ()
    weeks: frozenset[str] = frozenset()
    achieved: tuple[Achieved, ...] = ()
    digest_at: datetime | None = None
    since: datetime | None = None
    active_at: datetime | None = None
    has_channel: bool = False
    interviews: Mapping[str, InterviewState] = field(init=False, repr=False)
    _told: Mapping[tuple[StepKind, str], Sequence[Past]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        interviews = {interview.id: interview for _, interview in self.state.meetings}
        told: dict[tuple[StepKind, str], list[Past]] = {}
        for entry in sorted(self.past, key=lambda entry: entry.at):
            if entry.kind is not None:
                told.setdefault((entry.kind, entry.subject), []).append(entry)
        object.__setattr__(self, "interviews", interviews)
        object.__setattr__(self, "_told", told)

    def was_expected(self, at: datetime) -> bool:
        """Whether what was due then has its place in the records: it came due since the last plan."""
        return self.since is None or at >= self.since

    def told(self, kind: StepKind, subject: str) -> Sequence[Past]:
        """All deliveries of this, the first first, whatever became of them."""
        return self._told.get((kind, subject), ())

    def said(self, kind: StepKind, subject: str) -> list[Past]:
        """Those that use up its limit: a nudge of its own, or a weekly message that came; no snoozed ones."""
        return [
            entry
            for entry in self.told(kind, subject)
            if not entry.is_snoozed and (entry.is_reached or not entry.is_weekly)
        ]

    def may_say(self, occasion: Occasion) -> bool:
        """Whether the limit of its nudge leaves room to say this once more."""
        said = self.said(occasion.kind, occasion.subject)
        if occasion.kind is StepKind.KEEP_IN_TOUCH:
            return self._may_say_quarterly(occasion, said)
        said = [entry for entry in said if self._is_of_this_time(occasion, entry)]
        most = _MOST.get(occasion.kind)
        if occasion.kind is StepKind.HOW_DID_IT_GO and self._asks_again(occasion, said):
            most = 2
        return most is None or len(said) < most

    def least_said(self, fresh: Sequence[Occasion]) -> Occasion:
        """The first one; of the people to write to, the one that was named least often."""
        first = fresh[0]
        if first.kind is not StepKind.WRITE_FIRST_MESSAGE:
            return first
        alike = [occasion for occasion in fresh if occasion.kind is first.kind]
        return min(alike, key=lambda occasion: len(self.said(occasion.kind, occasion.subject)))

    def _is_of_this_time(self, occasion: Occasion, entry: Past) -> bool:
        """Whether it was said of the meeting or the next step at its present time, not before it moved."""
        if occasion.kind is StepKind.NEXT_STEP_DUE:
            return self.state.day_of(entry.at) >= occasion.opens
        if occasion.kind is StepKind.PREPARE:
            return entry.at >= self.interviews[occasion.subject].starts_at - _LONGEST_AHEAD
        if occasion.kind is StepKind.HOW_DID_IT_GO:
            return entry.at >= self.interviews[occasion.subject].ends_at
        return True

    def _asks_again(self, occasion: Occasion, said: Sequence[Past]) -> bool:
        again = self.interviews[occasion.subject].ask_again_at
        return again is not None and (not said or said[0].at < again)

    def _may_say_quarterly(self, occasion: Occasion, said: Sequence[Past]) -> bool:
        """Two in the half year after the last touch, and never two in one quarter."""
        days = [self.state.day_of(entry.at) for entry in said]
        if days and self.state.today < days[-1] + timedelta(days=KEEP_IN_TOUCH_AGAIN_DAYS):
            return False
        half = (occasion.counts_from or date.min) + timedelta(days=HALF_A_YEAR_DAYS)
        return self.state.today >= half or sum(day < half for day in days) < _MOST_IN_HALF_A_YEAR
