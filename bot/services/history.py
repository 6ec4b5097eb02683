"""What a member was told before, and the limits that follow from it. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.services.localtime import week_label
from bot.services.quiet import OpenTimes
from bot.values import DeliveryState, Reason, StepKind

DIGEST = "digest"
"""The kind of delivery that is the weekly message; its occurrence is the member's local ISO week."""

MOST_A_WEEK = 2
MOST_A_WEEK_WITH_MEETINGS = 5
MOST_IGNORED = 3
TIME_TO_ANSWER = timedelta(days=7)

UNCAPPED = frozenset({StepKind.PREPARE, StepKind.HOW_DID_IT_GO})
"""A meeting does not wait: these two come whatever else came."""

_REACHED = frozenset(
    {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN}
)


class Past(NamedTuple):
    """A delivery that was made before, and what it was about.

    ``kind`` is the step it carried: None for a weekly message that is not written yet. ``at`` is when it was
    sent, or is to be. A snoozed one comes again, so it does not count as said.
    """

    kind: StepKind | None
    subject: str
    occurrence: str
    at: datetime
    state: DeliveryState = DeliveryState.SENT
    is_weekly: bool = False
    answered_at: datetime | None = None
    is_snoozed: bool = False
    id: str = ""

    @property
    def is_reached(self) -> bool:
        """Whether it came to the member, may have come, or is on its way."""
        return self.state in _REACHED

    @property
    def is_answered(self) -> bool:
        """Whether the member used it, or did something in their log within a week."""
        return self.answered_at is not None and self.answered_at <= self.at + TIME_TO_ANSWER

    def waits_for_answer(self, active_at: datetime) -> bool:
        """Whether what the member did at ``active_at`` is the first sign of life after it, within a week."""
        is_open = self.state is DeliveryState.SENT and self.answered_at is None
        return is_open and self.at <= active_at <= self.at + TIME_TO_ANSWER


class Counts:
    """How many messages each local day and week has, and whether one more may come."""

    def __init__(self, times: OpenTimes, past: Iterable[Past]) -> None:
        self._days: set[date] = set()
        self._counted: Counter[str] = Counter()
        self._all: Counter[str] = Counter()
        for entry in past:
            if entry.is_reached:
                self.add(DIGEST if entry.is_weekly else entry.kind or "", times.day_of(entry.at))

    def add(self, kind: str, day: date) -> None:
        """Count one more message."""
        week = week_label(day)
        self._all[week] += 1
        if kind in UNCAPPED:
            return
        self._days.add(day)
        if kind != StepKind.THANK_YOU:
            self._counted[week] += 1

    def obstacle(self, kind: str, day: date) -> Reason | None:
        """Why this kind may not come on a day; None where it may."""
        if kind in UNCAPPED:
            return None
        if day in self._days:
            return Reason.ONE_A_DAY
        week = week_label(day)
        is_full = self._all[week] >= MOST_A_WEEK_WITH_MEETINGS
        if kind != StepKind.THANK_YOU:
            is_full = is_full or self._counted[week] >= MOST_A_WEEK
        return Reason.WEEK_FULL if is_full else None


def are_ignored(past: Sequence[Past], active_at: datetime | None, now: datetime) -> bool:
    """Whether the last three nudges had no click and no logged action within a week of each, nor since."""
    sent = sorted(
        (entry for entry in past if entry.state is DeliveryState.SENT and not entry.is_weekly),
        key=lambda entry: entry.at,
    )[-MOST_IGNORED:]
    if len(sent) < MOST_IGNORED or (active_at is not None and active_at >= sent[-1].at):
        return False
    return all(not entry.is_answered and entry.at + TIME_TO_ANSWER <= now for entry in sent)
