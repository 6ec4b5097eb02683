"""What leads see of a cohort: counts and rates only."""

from dataclasses import dataclass
from datetime import date

MINIMUM_CONTRIBUTORS = 5
"""Cells of a summary with fewer contributors than this are not shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of a summary; ``count`` is None where fewer than five members contributed."""

    count: int | None

    @classmethod
    def of(cls, count: int, contributors: int) -> "Cell":
        """The count, unless too few members stand behind it."""
        return cls(count if contributors >= MINIMUM_CONTRIBUTORS else None)


@dataclass(frozen=True, slots=True)
class Rate:
    """A count and what it is a part of; both are None where either is not shown."""

    count: int | None
    of: int | None

    @property
    def share(self) -> float | None:
        """The share from 0 to 1; None where it is not shown."""
        return self.count / self.of if self.count is not None and self.of else None


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """One whole ISO week of a cohort; ``starts_on`` is its Monday."""

    starts_on: date
    outreach: Cell  # contacts first written to
    meetings: Cell  # interviews held
    debriefs: Cell  # interviews debriefed


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """What leads see of a cohort: counts and rates only. No field can carry a name or a reflection.

    Whole ISO weeks of the cohort's time zone. ``weeks`` is empty until the first one is over; ``last_day``
    is then the Sunday before ``first_day``.
    """

    cohort_id: str
    cohort_name: str
    first_day: date  # the Monday of the week the term starts in
    last_day: date  # the last Sunday that is counted
    members: int  # who is in the cohort now
    active_7_days: Cell  # members with a logged action in the 7 days up to the last day
    active_14_days: Cell
    contacted: Cell  # contacts, as are the next four
    replied: Rate  # of contacted
    scheduled: Rate  # of replied
    met: Rate  # of scheduled
    kept_in_touch: Rate  # of met
    meetings: Cell  # interviews held, as are the next two
    debriefed: Rate  # of meetings
    thanked: Rate  # of meetings
    response: Rate  # contacts who replied, of those first written to at least 14 days ago
    follow_up: Rate  # replies after a follow-up, of follow-ups sent at least 7 days ago
    weeks: tuple[WeekCounts, ...]
